"""The page of schedules, for managers: what is asked for by itself, when next, and who is told."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagement.access.doors import as_member
from engagement.access.models import Role
from engagement.access.scope import Actor, acting_as
from engagement.reports.models import ReportSchedule
from engagement.reports.schedules.actions import save_schedule, switch
from engagement.reports.schedules.forms import ScheduleForm
from engagement.reports.schedules.lists import line, schedules_of


@require_safe
@as_member
def schedule_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    actor.require(Role.MANAGER)
    with acting_as(actor, "read"):
        rows = [line(row, timezone.now()) for row in schedules_of(actor)]
        return render(request, "reports/schedules.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def schedule_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    return _edit(request, actor, None)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def schedule(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    return _edit(request, actor, number)


@require_POST
@as_member
def schedule_active(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Pause it, or let it ask again. Nothing is deleted: its reports name it."""
    active = request.POST.get("active") == "1"
    try:
        with acting_as(actor, "schedule.resumed" if active else "schedule.paused"):
            switch(actor, number, active=active)
    except ReportSchedule.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("It asks again.") if active else _("It is paused."))
    return redirect("schedule_list")


def _edit(request: HttpRequest, actor: Actor, pk: int | None) -> HttpResponse:
    actor.require(Role.MANAGER)
    if request.method != "POST":
        with acting_as(actor, "read"):
            return _form_page(request, ScheduleForm(actor, row=_found(actor, pk)), pk)
    try:
        with acting_as(actor, "schedule.saved"):
            _found(actor, pk)
            form = ScheduleForm(actor, request.POST)
            if form.is_valid():
                save_schedule(actor, form.plan(), pk)
                messages.success(request, _("Saved."))
                return redirect("schedule_list")
    except ValidationError as error:
        form.refuse(error)
    with acting_as(actor, "read"):
        return _form_page(request, form, pk, status=422)


def _form_page(
    request: HttpRequest, form: ScheduleForm, pk: int | None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "pk": pk}
    return render(request, "reports/schedule.html", context, status=status)


def _found(actor: Actor, pk: int | None) -> ReportSchedule | None:
    if pk is None:
        return None
    found = schedules_of(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
