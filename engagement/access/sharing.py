"""The acting partner's shares, by functions of the database (engagement/sync/sql/2_feed.sql)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection


def settle_shares(*, wrote: bool = False) -> None:
    """Bring what the acting partner may hold up to what this transaction sees; two statements.

    One, where nothing happened since, and after a write, when something did. Raises
    ProgrammingError where nobody's agreement stands behind the actor.
    """
    with connection.cursor() as cursor:
        if not wrote:
            # Apart, so that reading beside a writer waits for nobody.
            cursor.execute("SELECT jisr.feed_is_settled()")
            if cursor.fetchone()[0]:
                return
        cursor.execute("SELECT jisr.settle_feed()")


def mark_given(ids: Sequence[UUID]) -> None:
    """Write down that these records were handed to the acting partner."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT jisr.mark_given(%s)", [list(ids)])
