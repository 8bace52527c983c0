"""`manage.py demo`: the demonstration programme, invented from end to end."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from engagement.demonstration.clear import clear
from engagement.demonstration.programme import PROGRAMME, analyse, make
from engagement.management.commands.migrate import as_owner
from engagement.models import Programme


class Command(BaseCommand):
    help = "Makes the demonstration programme, once; where it is there, nothing changes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--clear",
            action="store_true",
            help="remove the whole demonstration programme and its sign-ins, and nothing else",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        there = Programme.objects.filter(name=PROGRAMME).first()
        if options["clear"]:
            self._clear(there)
        elif there is not None:
            self.stdout.write("The demonstration programme is there already.")
        else:
            meetings = make(timezone.now())
            if settings.DATABASE_OWNER is not None:  # else autovacuum does it, within a minute
                with as_owner("default") as connection:
                    analyse(connection)
            self.stdout.write(f"Made {PROGRAMME!r} with {meetings} invented meetings.")

    def _clear(self, programme: Programme | None) -> None:
        if programme is None:
            self.stdout.write("There is no demonstration programme; nothing was removed.")
            return
        if not programme.demonstration:
            raise CommandError(
                f"The programme {PROGRAMME!r} is not marked as a demonstration: nothing was "
                "removed. Only a demonstration can be removed as a whole."
            )
        with as_owner("default") as connection:
            removed = clear(connection, programme.pk)
        self.stdout.write(
            f"Removed {PROGRAMME!r}: {removed.get('engagement_meeting', 0)} meetings, "
            f"{removed.get('engagement_stakeholder', 0)} stakeholders, "
            f"{removed.get('engagement_user', 0)} users, with their history. "
            "Other programmes are as they were. The change log keeps its positions, "
            "which hold no content: its chain of hashes goes over all programmes."
        )
