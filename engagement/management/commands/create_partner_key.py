"""`manage.py create_partner_key --programme NAME --team NAME --name NAME [--expires DATE]`."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from engagement.access.actions import create_partner_key
from engagement.access.models import Programme


class Command(BaseCommand):
    help = "Makes a key of the API for a team; prints it once, on the last line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programme", required=True)
        parser.add_argument("--team", required=True, help="made where it is not there yet")
        parser.add_argument("--name", required=True, help="whose key it is")
        parser.add_argument("--expires", default="", help="the last day it works, YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        programme = Programme.objects.filter(name=options["programme"]).first()
        if programme is None:
            raise CommandError(f"There is no programme {options['programme']!r}.")
        try:
            row, key = create_partner_key(
                programme,
                options["team"],
                options["name"],
                _end_of(options["expires"], programme) if options["expires"] else None,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stderr.write(f"{row.name}: an officer of {options['team']}. It is not shown again.")
        self.stdout.write(key)


def _end_of(text: str, programme: Programme) -> datetime:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CommandError("Write the last day as YYYY-MM-DD.") from error
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=programme.zone)
