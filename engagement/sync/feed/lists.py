"""The acting partner's feed, read by functions of the database (sync/sql/4_pages.sql)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection

from engagement.access.scope import Actor
from engagement.sync.feed.cursors import Cursor

MOST = 500


@dataclass(frozen=True)
class Feed:
    """How a feed stands; held until the transaction ends, so that nobody moves it meanwhile."""

    agreement: UUID
    rule: int
    epoch: str
    top: int
    floor: int
    ceiling: int
    fields: Mapping[str, Sequence[str]]

    def cursor(self, position: int, since: int) -> Cursor:
        """A place in it."""
        return Cursor(self.agreement, self.epoch, position, since)

    def as_agreed_now(self, actor: Actor) -> Actor:
        """The partner under the agreement as it is held, which may have changed since they came."""
        return replace(actor, agreed=self.ceiling, fields=self.fields)

    def is_agreed(self, actor: Actor) -> bool:
        """Whether the partner came under the agreement as it is."""
        return (actor.agreed, dict(actor.fields)) == (self.ceiling, dict(self.fields))


@dataclass(frozen=True)
class Shared:
    """What the feed says of one record."""

    kind: str
    id: UUID
    state: str
    became: UUID | None
    position: int


def held_feed() -> Feed:
    """The acting partner's feed, held. Raises ProgrammingError where nobody's agreement is behind
    the actor.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM jisr.feed_state()")
        agreement, rule, epoch, top, floor, ceiling, fields = cursor.fetchone()
    return Feed(agreement, rule, epoch, top, floor, ceiling, json.loads(fields))


def handed_out(after: int, most: int) -> list[Shared]:
    """The next ones after a position, in order, at most 500; they count as given from now on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM jisr.feed_page(%s, %s)", [after, min(most, MOST)])
        return [Shared(*row) for row in cursor.fetchall()]


def hand_out_all() -> None:
    """Write down that everything shared is given; before it is read, so that nothing slips out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT jisr.mark_held_given()")
