"""`manage.py reblind_contacts`: compare contact details kept before, or under another key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, transaction

from engagement.access.sealing import Damaged, NoKey
from engagement.management.commands.migrate import as_owner
from engagement.stakeholders.contacts.rekeying import reblind_contacts


class Command(BaseCommand):
    help = "Makes the blind indexes of contact details anew with the first key that seals."

    def handle(self, **options: Any) -> None:
        with as_owner(DEFAULT_DB_ALIAS) as owned, transaction.atomic():
            try:
                changed = reblind_contacts(owned)
            except (NoKey, Damaged) as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"{changed} contact details have another blind index.")
