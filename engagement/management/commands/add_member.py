"""`manage.py add_member USER --programme NAME --role officer --team NAME`."""

from __future__ import annotations

import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from engagement.access.actions import add_member
from engagement.access.models import PEOPLE, Programme, User
from engagement.regions.models import ProgrammeArea, Region


class Command(BaseCommand):
    help = "Gives a user a role in a programme; makes the user, the team and the programme first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="how the person is called")
        parser.add_argument("--programme", required=True)
        parser.add_argument("--role", choices=PEOPLE, required=True)
        parser.add_argument("--team", default="", help="needed for an officer")
        parser.add_argument("--email", default="", help="where letters to the person go")
        parser.add_argument("--country", default="iraq", help="where a new programme works")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                user, new = add_member(
                    self._programme(options["programme"], options["country"]),
                    options["username"],
                    options["role"],
                    name=options["name"],
                    team=options["team"],
                    email=options["email"],
                )
                if new:
                    self._set_password(user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{user.username} is {options['role']} in {options['programme']}.")

    def _programme(self, name: str, country: str) -> Programme:
        programme, made = Programme.objects.get_or_create(name=name)
        if made:
            region = Region.objects.filter(key=country, kind=Region.Kind.COUNTRY).first()
            if region is None:
                raise CommandError(f"There is no country {country!r}.")
            ProgrammeArea.objects.create(programme=programme, country=region)
        return programme

    def _set_password(self, user: User) -> None:
        """From JISR_PASSWORD, else asked for; never on the command line, where others read it."""
        password = os.environ.get("JISR_PASSWORD") or getpass.getpass("Password: ")
        validate_password(password, user)
        user.set_password(password)
        user.save(update_fields=["password"])
