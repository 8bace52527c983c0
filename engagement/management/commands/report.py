"""`manage.py report quarterly --period 2026-Q3 --language ar --format pdf --as USER --out FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from engagement.access.errors import NotAllowed
from engagement.access.models import Membership, Team
from engagement.access.scope import Actor, acting_as, actor_for
from engagement.coverage.periods import asked
from engagement.coverage.sums import Period
from engagement.jobs.models import State
from engagement.regions.models import Region
from engagement.reports.actions import build_report, request_report
from engagement.reports.facts import LANGUAGES
from engagement.reports.kinds import KINDS
from engagement.reports.models import Format, Report, ReportFile


class Command(BaseCommand):
    help = "Builds a report without a queue, and writes a file of it, or all into a directory."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=tuple(KINDS), metavar="KIND", help=", ".join(KINDS))
        parser.add_argument("--period", required=True, help="for example 2026-Q3")
        parser.add_argument("--as", dest="username", required=True, help="who asks for it")
        parser.add_argument("--programme", help="its name, where the user has several")
        parser.add_argument("--team", help="its name, for the kind `team`")
        parser.add_argument("--governorate", help="its key, for the kind `governorate`")
        parser.add_argument("--language", choices=LANGUAGES)
        parser.add_argument("--format", choices=Format.values)
        parser.add_argument(
            "--out", type=Path, default=Path(), help="a file, or a directory for all of them"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = self._report(options)
        except (ValueError, NotAllowed) as error:
            raise CommandError(str(error)) from error
        actor = actor_for(report.author_id, report.programme_id)  # type: ignore[arg-type]
        build_report(report.job_id)
        with acting_as(actor, "report.downloaded"):
            self._write(actor, report, options)

    def _report(self, options: dict[str, Any]) -> Report:
        actor = self._actor(options["username"], options["programme"])
        team = self._team(actor, options["team"])
        period = Period(*asked(options["period"], actor.today()), team)
        governorate = self._governorate(options["governorate"])
        with acting_as(actor, "report.requested"):
            return request_report(actor, options["kind"], period, governorate=governorate)

    def _actor(self, username: str, programme: str | None) -> Actor:
        rows = Membership.objects.filter(user__username=username)
        if programme:
            rows = rows.filter(programme__name=programme)
        if rows.count() != 1:
            raise CommandError("Name a user with one membership, or the programme as well.")
        row = rows.get()
        return actor_for(row.user_id, row.programme_id)

    def _team(self, actor: Actor, name: str | None) -> Any:
        if not name:
            return None
        found = Team.objects.filter(programme_id=actor.programme_id, name=name).first()
        if found is None:
            raise CommandError("There is no such team.")
        return found.pk

    def _governorate(self, key: str | None) -> Region | None:
        if not key:
            return None
        found = Region.objects.filter(key=key, kind=Region.Kind.GOVERNORATE).first()
        if found is None:
            raise CommandError("There is no such governorate.")
        return found

    def _write(self, actor: Actor, report: Report, options: dict[str, Any]) -> None:
        report = Report.objects.visible_to(actor).select_related("job").get(pk=report.pk)
        if report.job.state != State.DONE:
            raise CommandError(report.job.error or "The report is being built elsewhere.")
        rows = ReportFile.objects.visible_to(actor).current().filter(report=report)
        for name in ("language", "format"):
            rows = rows.filter(**{name: options[name]}) if options[name] else rows
        out: Path = options["out"]
        one = options["language"] and options["format"] and out.suffix
        for row in rows:
            name = f"jisr-{report.kind}-{report.first}-{row.language}.{row.format}"
            path = out if one else out / name.replace("_", "-")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(row.content)
            self.stdout.write(f"{path}  sha256 {row.sha256}")
