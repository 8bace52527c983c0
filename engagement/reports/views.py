"""The reports' pages."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from engagement.access.doors import as_member
from engagement.access.models import Programme, Role
from engagement.access.scope import Actor, acting_as
from engagement.access.tlp import Tlp
from engagement.audit.exports import log_export
from engagement.audit.models import Export
from engagement.coverage.forms import CoverageForm
from engagement.coverage.periods import Quarter
from engagement.coverage.screen import screen
from engagement.coverage.words import day
from engagement.jobs.models import Job
from engagement.jobs.tasks import send
from engagement.regions.choices import area_of
from engagement.reports.actions import request_report
from engagement.reports.forms import AskForm
from engagement.reports.frozen import thaw
from engagement.reports.models import Report, ReportFile, ReportSchedule
from engagement.reports.render import drawn
from engagement.reports.slide import slide

#: Reports on the first page of the list.
PAGE = 50
LANGUAGE_NAMES = {"en": "English", "ar": "العربية", "ckb": "کوردی"}


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def report_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    actor.require(Role.READER, Role.OFFICER, Role.MANAGER)
    current = Quarter.of(actor.today())
    form = AskForm(current, request.POST or None)
    if request.method == "POST" and form.is_valid():
        quarter = Quarter.parse(form.cleaned_data["quarter"])
        last = min(quarter.last, actor.today())
        with acting_as(actor, "report.requested"):
            report = request_report(actor, form.cleaned_data["kind"], quarter.first, last)
        send(report.job.task, report.job.pk)
        return redirect("report", pk=report.pk)
    with acting_as(actor, "read"):
        rows = Report.objects.visible_to(actor).select_related("job", "author", "programme")
        schedules = ReportSchedule.objects.filter(programme_id=actor.programme_id, active=True)
        context = {
            "rows": [_line(row) for row in rows.defer("figures").order_by("-created_at")[:PAGE]],
            "form": form,
            "may_ask": actor.can_log,
            "schedules": [
                {
                    "title": row.get_kind_display(),
                    "next_on": current.after.first,
                    "owner": row.owner.get_full_name(),
                }
                for row in schedules.select_related("owner")
            ],
        }
        return render(request, "reports/list.html", context, status=422 if form.errors else 200)


@require_safe
@as_member
def detail(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    with acting_as(actor, "read"):
        report = _found(actor, pk)
        files = ReportFile.objects.visible_to(actor).filter(report=report).defer("content")
        sized = files.annotate(size=Length("content")).order_by("pk")
        context = {
            **_line(report),
            "progress": _progress(report.job),
            "files": [_file_line(report, row) for row in sized],
            "c": screen(thaw(report.figures)) if report.figures else None,
            "error": _(report.job.error) if report.job.error and not report.job.open else "",
            "tlp_label": Tlp(report.tlp).label,
            "tlp_code": Tlp(report.tlp).code,
        }
        return render(request, "reports/detail.html", context)


@require_safe
@as_member
def progress(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """How far the report is, as a fragment; once it is over, the page is asked for anew."""
    with acting_as(actor, "read"):
        report = _found(actor, pk)
        context = {**_line(report), "progress": _progress(report.job)}
        response = render(request, "reports/progress.html", context)
    if not report.job.open:
        response["HX-Refresh"] = "true"
    return response


@require_safe
@as_member
def file(request: HttpRequest, actor: Actor, pk: UUID, language: str) -> HttpResponse:
    with acting_as(actor, "report.downloaded"):
        rows = ReportFile.objects.visible_to(actor).filter(report_id=pk, language=language)
        found = rows.select_related("report").first()
        if found is None:
            raise Http404
        quarter = Quarter.of(found.report.first)
        name = f"jisr-{found.report.kind}-{quarter}-{language}.pdf".replace("_", "-")
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(bytes(found.content), content_type="application/pdf", headers=headers)


@require_safe
@as_member
def slide_file(request: HttpRequest, actor: Actor, kind: Literal["pdf", "png"]) -> HttpResponse:
    """Coverage's first screen as one slide, of what the address asks for; 400 in words.

    What leaves is noted, as with every file.
    """
    actor.require(Role.READER, Role.OFFICER, Role.MANAGER)
    with acting_as(actor, "read"):
        form = CoverageForm(actor, request.GET)
        if not form.is_valid():
            here = reverse("coverage")
            return render(request, "coverage/tab.html", {"form": form, "here": here}, status=400)
        programme = Programme.objects.get(pk=actor.programme_id)
        chosen = form.chosen()
        found = slide(programme, chosen, area_of(actor.programme_id))
        query = request.GET.urlencode()
        log_export(actor, f"coverage-slide.{kind}", Export.Format.FILE, query, 1)
    name = f"jisr-coverage-{chosen.period.last}-{found['lang']}.{kind}"
    types = {"pdf": "application/pdf", "png": "image/png"}
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(drawn(found, kind), content_type=types[kind], headers=headers)


def _found(actor: Actor, pk: UUID) -> Report:
    rows = Report.objects.visible_to(actor).select_related("job", "author", "programme")
    found: Report | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _line(report: Report) -> dict[str, Any]:
    return {
        "report": report,
        "url": reverse("report", args=[report.pk]),
        "title": report.get_kind_display(),
        "period": _("%(first)s to %(last)s")
        % {"first": day(report.first), "last": day(report.last)},
        "state": report.job.state,
        "state_label": report.job.get_state_display(),
        "asked_by": report.author.get_full_name() if report.author else "",
        "asked_at": report.created_at,
        "scheduled": report.slot is not None,
    }


def _progress(job: Job) -> dict[str, Any]:
    phases = {"": "", "figures": _("Counting")}
    phase = phases.get(job.phase) or (
        _("Typesetting: %(language)s") % {"language": LANGUAGE_NAMES.get(job.phase, job.phase)}
        if job.phase
        else ""
    )
    return {
        "done": job.done,
        "total": job.total,
        "percent": job.percent,
        "phase": phase,
        "open": job.open,
    }


def _file_line(report: Report, row: Any) -> dict[str, Any]:
    return {
        "url": reverse("report_file", args=[report.pk, row.language]),
        "label": LANGUAGE_NAMES.get(row.language, row.language),
        "language": row.language,
        "size": row.size,
        "standard": row.standard,
    }
