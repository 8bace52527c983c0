"""`manage.py create_partner_key --programme NAME (--agreement NAME | --team NAME) --name NAME`."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from engagement.access.actions import create_partner_key
from engagement.access.models import PartnerKey, Programme, Role
from engagement.access.scope import Actor
from engagement.sync.actions import issue_key
from engagement.sync.models import Agreement


class Command(BaseCommand):
    help = (
        "Makes a key of the API, for a partner under its data-sharing agreement or for a team's "
        "own program; prints it once, on the last line."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programme", required=True)
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument(
            "--agreement", help="the partner organisation, as the agreement names it"
        )
        whose.add_argument("--team", help="acts as an officer; made where it is not there yet")
        parser.add_argument("--name", required=True, help="what the key is for")
        parser.add_argument("--expires", default="", help="the last day it works, YYYY-MM-DD")
        parser.add_argument(
            "--network", action="append", default=[], help="may be used from here only; repeatable"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        programme = Programme.objects.filter(name=options["programme"]).first()
        if programme is None:
            raise CommandError(f"There is no programme {options['programme']!r}.")
        expires = _end_of(options["expires"], programme) if options["expires"] else None
        try:
            row, key, whose = _made(programme, expires, options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stderr.write(f"{row.name}: {whose}. It is not shown again.")
        self.stdout.write(key)


def _made(
    programme: Programme, expires: datetime | None, options: dict[str, Any]
) -> tuple[PartnerKey, str, str]:
    if options["agreement"] is None:
        row, key = create_partner_key(programme, options["team"], options["name"], expires)
        return row, key, f"an officer of {options['team']}"
    name = options["agreement"]
    agreement = Agreement.objects.filter(programme=programme, name=name).first()
    if agreement is None:
        raise CommandError(f"There is no agreement with {name!r} in this programme.")
    operator = Actor(None, programme.pk, Role.ADMINISTRATOR)
    issued = issue_key(
        operator,
        agreement.pk,
        name=options["name"],
        networks=options["network"],
        expires_at=expires,
    )
    return issued.row, issued.text, f"a program of {name}, under its data-sharing agreement"


def _end_of(text: str, programme: Programme) -> datetime:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CommandError("Write the last day as YYYY-MM-DD.") from error
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=programme.zone)
