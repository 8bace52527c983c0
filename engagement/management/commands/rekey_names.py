"""`manage.py rekey_names`: look names up by the keys that this version makes, as the owner."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS, transaction

from engagement.management.commands.migrate import as_owner
from engagement.stakeholders.rekeying import rekey_names


class Command(BaseCommand):
    help = "Makes the keys anew by which names are found; after a change to engagement/names."

    def handle(self, **options: Any) -> None:
        with as_owner(DEFAULT_DB_ALIAS) as owned, transaction.atomic():
            changed = rekey_names(owned)
        self.stdout.write(f"{changed} names have other keys.")
