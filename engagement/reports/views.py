"""The list of reports, the closing of periods, and the slide."""

from __future__ import annotations

from typing import Any, Literal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagement.access.doors import as_member
from engagement.access.models import Programme, Role
from engagement.access.scope import Actor, acting_as
from engagement.audit.exports import log_export
from engagement.audit.models import Export
from engagement.coverage.forms import CoverageForm
from engagement.regions.choices import area_of
from engagement.reports.doors import READERS, SeeOther
from engagement.reports.forms import ClosingForm
from engagement.reports.lists import closings, line, listed, short_period
from engagement.reports.models import ClosedPeriod
from engagement.reports.render import drawn
from engagement.reports.schedules.lists import line as schedule_line
from engagement.reports.schedules.lists import schedules_of
from engagement.reports.slide import slide
from engagement.reports.workflow import NotNow, close_period, settle

#: Reports on one page of the list.
PAGE = 50


@require_safe
@as_member
def report_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    return _list_page(request, actor)


@require_POST
@as_member
def close(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Close a quarter that is over, for good."""
    actor.require(Role.MANAGER)
    with acting_as(actor, "read"):
        form = _closing_form(actor, request.POST)
    if not form.is_valid():
        return _list_page(request, actor, form, status=422)
    settle()
    try:
        with acting_as(actor, "period.closed"):
            closed = close_period(actor, form.period())
    except NotNow as refused:
        form.add_error("quarter", str(refused))
        return _list_page(request, actor, form, status=422)
    told = {"period": short_period(closed.first, closed.last)}
    messages.success(request, _("Closed: %(period)s.") % told)
    return SeeOther(reverse("report_list"))


def _list_page(
    request: HttpRequest, actor: Actor, closing: ClosingForm | None = None, status: int = 200
) -> HttpResponse:
    actor.require(*READERS)
    with acting_as(actor, "read"):
        page = _page_number(request)
        rows = list(
            listed(actor).order_by("-created_at", "-pk")[page * PAGE : (page + 1) * PAGE + 1]
        )
        context = {
            "rows": [line(actor, row) for row in rows[:PAGE]],
            "next_url": f"{reverse('report_list')}?page={page + 1}" if len(rows) > PAGE else "",
            "may_ask": actor.can_log,
            "closings": closings(actor),
            "closing": closing or (_closing_form(actor) if actor.role == Role.MANAGER else None),
            "schedules": [
                schedule_line(row, timezone.now()) for row in schedules_of(actor) if row.active
            ],
        }
        return render(request, "reports/list.html", context, status=status)


def _page_number(request: HttpRequest) -> int:
    """Which page of the list, from 0; what is no number is the first."""
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0


def _closing_form(actor: Actor, data: Any = None) -> ClosingForm:
    rows = ClosedPeriod.objects.filter(programme_id=actor.programme_id)
    return ClosingForm(actor.today(), set(rows.values_list("first", "last")), data)


@require_safe
@as_member
def slide_file(request: HttpRequest, actor: Actor, kind: Literal["pdf", "png"]) -> HttpResponse:
    """Coverage's first screen as one slide, of what the address asks for; 400 in words.

    What leaves is noted, as with every file.
    """
    actor.require(*READERS)
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
