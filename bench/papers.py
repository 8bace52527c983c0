"""Reports, from asked to their files: each kind in every format and language, without the queue."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench.rows import LAST, TEAM
from bench.task import Task
from engagement.access.scope import Actor, acting_as
from engagement.coverage.periods import Quarter
from engagement.coverage.sums import Period
from engagement.jobs.models import State
from engagement.regions.models import Region
from engagement.reports.actions import build_report, request_report
from engagement.reports.document import content, document
from engagement.reports.facts import thaw
from engagement.reports.kinds import KINDS
from engagement.reports.models import Report
from engagement.reports.render import pdf

QUARTER = Quarter.of(LAST).before


class Papers:
    """What an officer asks for, and the typesetting of one PDF by itself."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._last: Report | None = None

    def tasks(self) -> Iterator[tuple[str, Task]]:
        for code in KINDS:
            yield f"report, {code}", Task(partial(self._build, code), seldom=True)
        # After a quarterly report, which is read back first.
        yield "one PDF of it", Task(self._typeset, before=self._quarterly)

    def _build(self, code: str) -> int:
        asks = KINDS[code].asks
        period = Period(QUARTER.first, QUARTER.last, TEAM if asks == "team" else None)
        governorate = Region.objects.get(key="basra") if asks == "governorate" else None
        with acting_as(self._actor, "report.requested"):
            report = request_report(self._actor, code, period, governorate=governorate)
        build_report(report.job_id)
        with acting_as(self._actor, "read"):
            rows = Report.objects.visible_to(self._actor).select_related("job", "programme")
            self._last = rows.get(pk=report.pk)
        return 200 if self._last.job.state == State.DONE else 500

    def _quarterly(self) -> None:
        if self._last is None or self._last.kind != "quarterly":
            self._build("quarterly")

    def _typeset(self) -> int:
        report = self._last
        if report is None or report.figures is None:
            return 500
        made = content(report, thaw(report.figures), "en", self._actor)
        pdf(document(report, made, self._actor))
        return 200
