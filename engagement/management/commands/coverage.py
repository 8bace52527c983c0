"""`manage.py coverage --check`: the summary that figures are read from, by hand."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, transaction

from engagement.coverage.actions import check_all, compact
from engagement.coverage.models import ConsistencyCheck
from engagement.coverage.sums import RULE_VERSION
from engagement.management.commands.migrate import as_owner


class Command(BaseCommand):
    help = "Makes the summary of coverage anew, checks it against the log, or folds what waits."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--rebuild", action="store_true", help="make it anew; nobody may write")
        what.add_argument("--check", action="store_true", help="compare; fails on a difference")
        what.add_argument("--compact", action="store_true", help="fold what waits")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            self._rebuild()
        elif options["check"]:
            self._check()
        else:
            self.stdout.write(f"{compact()} folded")

    def _rebuild(self) -> None:
        with as_owner(DEFAULT_DB_ALIAS) as owned, transaction.atomic(), owned.cursor() as cursor:
            cursor.execute("DELETE FROM engagement_coveragebuild")
            cursor.execute("SELECT jisr.coverage_build(%s)", [RULE_VERSION])
        self.stdout.write("made anew")

    def _check(self) -> None:
        made = check_all()
        with as_owner(DEFAULT_DB_ALIAS):  # past row security: no member asks here
            rows = list(ConsistencyCheck.objects.filter(pk__in=made).order_by("pk"))
        for row in rows:
            self.stdout.write(f"{row.programme_id}  {row.compared}  {row.differences or 'agrees'}")
        if any(row.differences for row in rows):
            raise CommandError("The summary differs from the log: make it anew with --rebuild.")
