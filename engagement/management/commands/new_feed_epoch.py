"""`manage.py new_feed_epoch`: after a restore into the database that was there before."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS

from engagement.management.commands.migrate import as_owner


class Command(BaseCommand):
    help = (
        "Begins a new epoch of the partners' feeds, so that cursors from before a restore are "
        "answered with the way to a snapshot. A restore into another database or cluster does it "
        "by itself."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner(DEFAULT_DB_ALIAS) as owned, owned.cursor() as cursor:
            cursor.execute("SELECT jisr.begin_feed_epoch()")
        self.stdout.write("A new epoch has begun; partners take a snapshot when they next ask.")
