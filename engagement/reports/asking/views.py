"""The doors of asking."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from engagement.access.doors import as_member
from engagement.access.scope import WRITERS, Actor, acting_as
from engagement.jobs.tasks import send
from engagement.reports.actions import request_report
from engagement.reports.asking.holding import will_hold
from engagement.reports.doors import see_report
from engagement.reports.forms import AskForm


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def ask(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form; what the address names is chosen already."""
    actor.require(*WRITERS)
    if request.method != "POST":
        with acting_as(actor, "read"):
            form = AskForm(actor, initial=request.GET.dict())
            return _page(request, form, _held(actor, _usual(form)))
    with acting_as(actor, "report.requested"):
        form = AskForm(actor, request.POST)
        if not form.is_valid():
            return _page(request, form, _held(actor, form), status=422)
        report = request_report(
            actor,
            form.cleaned_data["kind"],
            form.asked_period(),
            governorate=form.asked_governorate(),
        )
    send(report.job.task, report.job.pk)
    return see_report(report.pk)


@require_safe
@as_member
def count(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the report would hold, as a fragment; asked for anew with every choice."""
    actor.require(*WRITERS)
    with acting_as(actor, "read"):
        return render(request, "reports/will_hold.html", _held(actor, AskForm(actor, request.GET)))


def _page(
    request: HttpRequest, form: AskForm, held: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {"form": form, "section": "report_list", **held}
    return render(request, "reports/ask.html", context, status=status)


def _usual(form: AskForm) -> AskForm:
    """The form as if what stands in it at first had been sent."""
    return AskForm(form.actor, {name: form[name].value() or "" for name in form.fields})


def _held(actor: Actor, form: AskForm) -> dict[str, Any]:
    if not form.is_valid():
        return {"holds": None, "missing": [str(e) for found in form.errors.values() for e in found]}
    kind = form.cleaned_data["kind"]
    return {"holds": will_hold(actor, kind, form.asked_period(), form.asked_governorate())}
