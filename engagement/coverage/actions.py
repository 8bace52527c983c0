"""Keeping the summary: folding what waits into the cells, and the check of it all."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction

from engagement.access.models import Programme

#: Deltas that one short transaction folds.
AT_ONCE = 5000


def compact() -> int:
    """Fold every waiting delta into the cells, some at a time; return how many.

    Nothing that is read changes by it. Folds nothing while another process does. Never inside
    another transaction (RuntimeError): other workers would wait as long as that one takes.
    """
    folded = 0
    while True:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SELECT jisr.compact_coverage(%s)", [AT_ONCE])
            now = int(cursor.fetchone()[0])
        if not now:
            return folded
        folded += now


def check(programme_id: UUID) -> int | None:
    """Compare the summary of a programme with its log; the id of the `ConsistencyCheck` written.

    Needs no member's context, and reads nothing out. None where there is no such programme.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT jisr.check_coverage(%s)", [programme_id])
        found = cursor.fetchone()[0]
    return None if found is None else int(found)


def check_all() -> list[int]:
    """Check every programme, each in a transaction of its own; the ids of what was written."""
    programmes = Programme.objects.order_by("pk").values_list("pk", flat=True)
    return [found for pk in programmes if (found := check(pk)) is not None]
