"""Stamping of positions, and the check of the chain."""

from __future__ import annotations

from django.db import connection, transaction


def stamp(most: int = 2000) -> int:
    """Give positions to committed changes, in a short transaction of its own; return how many.

    Never inside another transaction (RuntimeError): the lock would be held as long as that one,
    and the statement's snapshot would be older than the lock.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT jisr.lock_positions()")
        # A statement of its own: its snapshot is newer than the lock.
        cursor.execute("SELECT jisr.stamp_positions(%s)", [most])
        return int(cursor.fetchone()[0])


def first_broken_link() -> int | None:
    """The first position whose hash does not follow from the one before, or None if all do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT jisr.first_broken_link()")
        found = cursor.fetchone()[0]
    return None if found is None else int(found)


def state_of_log() -> str:
    """What of the programme's change log the acting user's statements see now, and what is open to
    them by name: the same text means the same rows. For the process only, never for a page.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT jisr.state_of_log()")
        return str(cursor.fetchone()[0])


def settled_position() -> int | None:
    """The position that the current snapshot is true at, or None where a change in it has none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT jisr.settled_position()")
        found = cursor.fetchone()[0]
    return None if found is None else int(found)
