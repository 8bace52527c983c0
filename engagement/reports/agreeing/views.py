"""The doors of agreeing on a report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from engagement.access.doors import as_member
from engagement.access.errors import NotAllowed
from engagement.access.scope import WRITERS, Actor, acting_as
from engagement.jobs.tasks import send
from engagement.reports.actions import request_report
from engagement.reports.doors import READERS, found_report, report_page, see_report
from engagement.reports.forms import TextsForm
from engagement.reports.kinds import kind_title
from engagement.reports.lists import short_period
from engagement.reports.models import Report, Stage
from engagement.reports.pages import written_codes
from engagement.reports.workflow import (
    NotNow,
    approve_report,
    cancel_report,
    check_report,
    write_texts,
)

Act = Callable[[Actor, UUID], Report]
#: Why somebody may not, beside their role.
NOT_YOURS = {
    "report.checked": gettext_lazy(
        "Whoever asked for a report does not check it; an officer or manager beside them does."
    ),
    "report.approved": gettext_lazy(
        "A manager approves a report, and never the one who checked it."
    ),
    "report.cancelled": gettext_lazy("Whoever asked for a report calls it off, or a manager."),
}


@require_POST
@as_member
def check(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    return _act(request, actor, pk, "report.checked", check_report, _("Checked."))


@require_POST
@as_member
def approve(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    done = _("Approved. From now on nothing of this report changes.")
    return _act(request, actor, pk, "report.approved", approve_report, done)


@require_POST
@as_member
def cancel(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    return _act(request, actor, pk, "report.cancelled", cancel_report, _("Called off."))


@require_POST
@as_member
def restate(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Ask for the same report anew, which tells why each number moved since this one."""
    actor.require(*WRITERS)
    with acting_as(actor, "report.requested"):
        old = found_report(actor, pk)
        if old.stage == Stage.APPROVED:
            report = request_report(
                actor, old.kind, old.period, governorate=old.governorate, restates=old
            )
    if old.stage != Stage.APPROVED:
        error = _("Only an approved report is restated. Until then, ask for it anew.")
        return report_page(request, actor, pk, error=error, status=422)
    send(report.job.task, report.job.pk)
    return see_report(report.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def texts(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The parts that wait for somebody's words."""
    actor.require(*WRITERS)
    try:
        if request.method != "POST":
            with acting_as(actor, "read"):
                return _texts_page(request, _to_write(actor, pk), None)
        with acting_as(actor, "report.written"):
            report = _to_write(actor, pk)
            form = TextsForm(written_codes(report), report.texts, request.POST)
            if request.POST.get("began_with") != _state_of(report):
                return _texts_page(request, report, form, status=409)
            if not form.is_valid():
                return _texts_page(request, report, form, status=422)
            report = write_texts(actor, pk, form.cleaned_data)
    except NotNow as refused:
        if request.method != "POST":
            messages.info(request, str(refused))
            return redirect("report", pk=pk)
        return report_page(request, actor, pk, error=str(refused), status=422)
    send(report.job.task, report.job.pk)
    messages.success(request, _("Kept. The files are made anew with it."))
    return see_report(pk)


def _act(
    request: HttpRequest, actor: Actor, pk: UUID, verb: str, act: Act, done: str
) -> HttpResponse:
    """Do it and show the report; what is refused is said on its page."""
    actor.require(*READERS)
    try:
        with acting_as(actor, verb):
            report = act(actor, pk)
    except Report.DoesNotExist:
        raise Http404 from None
    except NotNow as refused:
        return report_page(request, actor, pk, error=str(refused), status=422)
    except NotAllowed:
        error = str(NOT_YOURS[verb]) if actor.can_log else _("Your role does not allow this.")
        return report_page(request, actor, pk, error=error, status=403)
    if report.job.open:
        send(report.job.task, report.job.pk)
    messages.success(request, done)
    return see_report(pk)


def _to_write(actor: Actor, pk: UUID) -> Report:
    """A report with parts to write. Raises Http404, and NotNow where it has none."""
    report = found_report(actor, pk)
    if not written_codes(report):
        raise NotNow(_("Nothing in this report waits for words."))
    return report


def _texts_page(
    request: HttpRequest, report: Report, form: TextsForm | None, status: int = 200
) -> HttpResponse:
    codes = written_codes(report)
    context = {
        "report": report,
        "section": "report_list",
        "title": kind_title(report.kind),
        "period": short_period(report.first, report.last),
        "form": form or TextsForm(codes, report.texts),
        "began_with": _state_of(report),
        "meanwhile": [
            {"label": field.label, "text": report.texts.get(code, "")}
            for code, field in TextsForm(codes, report.texts).fields.items()
        ]
        if status == 409
        else [],
        "draft": report.stage == Stage.DRAFT,
    }
    return render(request, "reports/texts.html", context, status=status)


def _state_of(report: Report) -> str:
    """The texts as a form began with them, so that nobody's words are lost to another's."""
    return hashlib.sha256(json.dumps(report.texts, sort_keys=True).encode()).hexdigest()[:16]
