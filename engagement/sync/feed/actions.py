"""What is done to feeds as a whole; on nobody's behalf."""

from __future__ import annotations

from django.db import connection, transaction


def prune_feeds() -> int:
    """Put away the words of 180 days ago that something is gone, and the files of snapshots that
    have expired; how many words there were.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT jisr.prune_feeds()")
        return int(cursor.fetchone()[0])
