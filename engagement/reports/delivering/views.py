"""The doors of reading."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engagement.access.doors import as_member
from engagement.access.scope import Actor, acting_as
from engagement.audit.doors import TYPES
from engagement.audit.exports import log_export
from engagement.audit.models import Export
from engagement.coverage.periods import Quarter
from engagement.reports.doors import READERS, found_report, report_page
from engagement.reports.lists import line
from engagement.reports.models import Format, Report, ReportFile
from engagement.reports.pages import progress_context

#: Of each format: what it is sent as, and how its leaving is noted.
SENT = {
    Format.PDF.value: ("application/pdf", Export.Format.FILE),
    Format.XLSX.value: (TYPES["xlsx"], Export.Format.XLSX),
    Format.CSV.value: (TYPES["csv"], Export.Format.CSV),
}


@require_safe
@as_member
def detail(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    return report_page(request, actor, pk)


@require_safe
@as_member
def progress(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """How far the report is, as a fragment; once it is over, the page is asked for anew."""
    with acting_as(actor, "read"):
        report = found_report(actor, pk)
        context = {**line(actor, report), **progress_context(actor, report)}
        response = render(request, "reports/progress.html", context)
    if not report.job.open:
        response["HX-Refresh"] = "true"
    return response


@require_safe
@as_member
def file(request: HttpRequest, actor: Actor, pk: UUID, language: str, format: str) -> HttpResponse:
    """One file, as it was made with the report; that it left is noted."""
    actor.require(*READERS)
    with acting_as(actor, "report.downloaded"):
        rows = ReportFile.objects.visible_to(actor).current().select_related("report")
        found = rows.filter(report_id=pk, language=language, format=format).first()
        if found is None:
            raise Http404
        kind, noted = SENT[format]
        log_export(actor, f"report-{found.report.kind}-{language}", noted, str(pk), 1)
        name = f"jisr-{found.report.kind}-{_period(found.report)}-{language}.{format}"
        headers = {
            "Content-Disposition": f'attachment; filename="{name.replace("_", "-")}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }
        return HttpResponse(bytes(found.content), content_type=kind, headers=headers)


def _period(report: Report) -> str:
    """The period in a file's name: a quarter, running or not, or a month."""
    quarter = Quarter.of(report.first)
    if report.first == quarter.first and Quarter.of(report.last) == quarter:
        days = report.last - report.first
        if days > timedelta(days=31) or report.last == quarter.last:
            return str(quarter)
    return f"{report.first:%Y-%m}"
