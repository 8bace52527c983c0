"""`manage.py report --as USER 2026-Q3`: the same report without a queue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from engagement.access.errors import NotAllowed
from engagement.access.models import Membership
from engagement.access.scope import acting_as, actor_for
from engagement.coverage.periods import Quarter
from engagement.jobs.models import State
from engagement.reports.actions import build_report, request_report
from engagement.reports.models import Report, ReportFile, ReportKind


class Command(BaseCommand):
    help = "Builds a report over a quarter and writes its files into a directory."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("quarter", help="for example 2026-Q3")
        parser.add_argument("--as", dest="username", required=True, help="who asks for it")
        parser.add_argument("--programme", help="its name, where the user has several")
        parser.add_argument("--kind", choices=ReportKind.values, default=ReportKind.BEYOND_CAPITAL)
        parser.add_argument("--out", type=Path, default=Path())

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            quarter = Quarter.parse(options["quarter"])
            actor = self._actor(options["username"], options["programme"])
            if quarter.first > actor.today():
                raise CommandError("That quarter has not begun.")
            options["out"].mkdir(parents=True, exist_ok=True)
            with acting_as(actor, "report.requested"):
                last = min(quarter.last, actor.today())
                report = request_report(actor, options["kind"], quarter.first, last)
        except (ValueError, NotAllowed) as error:
            raise CommandError(str(error)) from error
        build_report(report.job_id)
        with acting_as(actor, "report.downloaded"):
            self._write(
                options["out"],
                Report.objects.visible_to(actor).select_related("job").get(pk=report.pk),
            )

    def _actor(self, username: str, programme: str | None) -> Any:
        rows = Membership.objects.filter(user__username=username)
        if programme:
            rows = rows.filter(programme__name=programme)
        if rows.count() != 1:
            raise CommandError("Name a user with one membership, or the programme as well.")
        row = rows.get()
        return actor_for(row.user_id, row.programme_id)

    def _write(self, out: Path, report: Report) -> None:
        if report.job.state != State.DONE:
            raise CommandError(report.job.error or "The report is being built elsewhere.")
        for row in ReportFile.objects.unscoped("files of a report read just before").filter(
            report=report
        ):
            path = out / f"jisr-{report.kind}-{report.first}-{row.language}.pdf"
            path.write_bytes(row.content)
            self.stdout.write(f"{path}  sha256 {row.sha256}")
