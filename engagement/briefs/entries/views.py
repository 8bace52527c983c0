"""The pages of strategic assessments, incidents, initiatives and avenues."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagement.access.doors import as_member
from engagement.access.errors import Conflict
from engagement.access.models import Role
from engagement.access.scope import WRITERS, Actor, acting_as
from engagement.briefs.entries.actions import (
    act_on_assessment,
    deliver_assessment,
    withdraw_brief_entry,
)
from engagement.briefs.entries.forms import (
    ActForm,
    AssessmentForm,
    AvenueForm,
    DeliverForm,
    IncidentForm,
    InitiativeForm,
)
from engagement.briefs.entries.freshness import freshness
from engagement.briefs.entries.lists import page_of
from engagement.briefs.entries.pages import DESKS, detail_context, found, frame
from engagement.briefs.entries.parts import put
from engagement.briefs.models import StrategicAssessment
from engagement.regions.choices import area_of

FORMS: dict[str, Any] = {
    "strategic_assessment": AssessmentForm,
    "incident": IncidentForm,
    "initiative": InitiativeForm,
    "avenue": AvenueForm,
}


def addresses(prefix: str, kind: str) -> list[URLPattern]:
    """The four addresses that every kind of entry has."""
    more = {"kind": kind}
    return [
        path(prefix, entry_list, more, name=f"{kind}_list"),
        path(f"{prefix}new/", entry_new, more, name=f"{kind}_new"),
        path(f"{prefix}<uuid:pk>/", entry, more, name=kind),
        path(f"{prefix}<uuid:pk>/withdraw/", entry_withdraw, more, name=f"{kind}_withdraw"),
    ]


@require_safe
@as_member
def entry_list(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    actor.require(Role.READER, Role.OFFICER, Role.MANAGER)
    desk = DESKS[kind]
    with acting_as(actor, "read"):
        rows, after = page_of(actor, desk.model, request.GET.get("after", ""))
        fresh = kind == "strategic_assessment" and not request.GET.get("after")
        context = {
            **frame(kind),
            "rows": rows,
            "next_url": f"?after={after}" if after else "",
            "governorates": freshness(actor, area_of(actor.programme_id)) if fresh else [],
        }
        return render(request, "briefs/entries/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def entry_new(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    actor.require(*WRITERS)
    desk, status = DESKS[kind], 422
    if request.method != "POST":
        with acting_as(actor, "read"):
            return _new_page(request, kind, FORMS[kind](actor), 200)
    try:
        with acting_as(actor, f"{kind}.{desk.verb}"):
            form = FORMS[kind](actor, request.POST)
            if form.is_valid():
                row = desk.create(actor, form.draft())
                return _saved(request, kind, row.pk)
    except ValidationError as error:
        form.refuse(error)
    except Conflict:
        form.add_error(None, _taken())
        form.renew()
        status = 409
    with acting_as(actor, "read"):
        return _new_page(request, kind, form, status)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def entry(request: HttpRequest, actor: Actor, kind: str, pk: UUID) -> HttpResponse:
    """One entry: what is known, and for whoever may change it the form."""
    actor.require(Role.READER, Role.OFFICER, Role.MANAGER)
    if request.method != "POST":
        return _page(request, actor, kind, pk)
    actor.require(*WRITERS)
    desk, status = DESKS[kind], 422
    try:
        with acting_as(actor, f"{kind}.amended", _reason(request)):
            row = _found(actor, kind, pk)
            form = FORMS[kind](actor, request.POST, row)
            if not _reason(request):
                form.add_error(None, _("Say why you change it."))
            elif form.is_valid():
                desk.amend(actor, pk, form.draft(), version=form.cleaned_data["version"] or 0)
                return _saved(request, kind, pk)
    except ValidationError as error:
        form.refuse(error)
    except Conflict:
        form.add_error(None, _moved_on())
        status = 409
    return _page(request, actor, kind, pk, status, form=form)


@require_POST
@as_member
def entry_withdraw(request: HttpRequest, actor: Actor, kind: str, pk: UUID) -> HttpResponse:
    actor.require(*WRITERS)
    desk, reason = DESKS[kind], _reason(request)
    try:
        with acting_as(actor, f"{kind}.withdrawn", reason):
            _found(actor, kind, pk)
            version = _version(request)
            withdraw_brief_entry(actor, desk.model, pk, reason=reason, version=version)
    except ValidationError as error:
        return _page(request, actor, kind, pk, 422, error=" ".join(error.messages))
    except Conflict:
        return _page(request, actor, kind, pk, 409, error=_moved_on())
    messages.success(request, _("Withdrawn."))
    return redirect(kind, pk=pk)


@require_POST
@as_member
def deliver(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    return _step(request, actor, pk, "delivered", DeliverForm, deliver_assessment)


@require_POST
@as_member
def act(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    return _step(request, actor, pk, "acted_on", ActForm, act_on_assessment)


def _step(
    request: HttpRequest, actor: Actor, pk: UUID, verb: str, form_class: Any, action: Any
) -> HttpResponse:
    actor.require(*WRITERS)
    kind, status = "strategic_assessment", 422
    form = form_class(request.POST)
    try:
        with acting_as(actor, f"{kind}.{verb}", _reason(request)):
            _found(actor, kind, pk)
            if form.is_valid():
                action(actor, pk, **form.cleaned_data)
                return _saved(request, kind, pk)
    except ValidationError as error:
        for field, told in error.message_dict.items():
            form.add_error(field if field in form.fields else None, told)
    except Conflict:
        form.add_error(None, _moved_on())
        status = 409
    return _page(request, actor, kind, pk, status, **{verb: form})


def _found(actor: Actor, kind: str, pk: UUID) -> Any:
    row = found(actor, kind, pk)
    if row is None:
        raise Http404
    return row


def _new_page(request: HttpRequest, kind: str, form: Any, status: int) -> HttpResponse:
    context = {**frame(kind), "form": form}
    return render(request, "briefs/entries/new.html", context, status=status)


def _page(
    request: HttpRequest,
    actor: Actor,
    kind: str,
    pk: UUID,
    status: int = 200,
    *,
    form: Any = None,
    error: str = "",
    **steps: Any,
) -> HttpResponse:
    with acting_as(actor, "read"):
        row = _found(actor, kind, pk)
        context = {**detail_context(actor, kind, row), "error": error, "reason": _reason(request)}
        change = context["may_change"]
        for tried in (form, *steps.values()) if status == 409 else ():
            if tried is not None:
                put(tried, "version", row.version)
        context["form"] = (form or FORMS[kind](actor, row=row)) if change else None
        context["open_form"] = form is not None
        if change and kind == "strategic_assessment":
            context |= _steps(actor, row, steps)
        return render(request, "briefs/entries/detail.html", context, status=status)


def _steps(actor: Actor, row: StrategicAssessment, tried: dict[str, Any]) -> dict[str, Any]:
    """The next step's form; a step that was tried is shown as it was sent."""
    today, version = actor.today(), row.version
    delivered = {"version": version, "delivered_on": today, "valid_on": today}
    deliver_form = tried.get("delivered") or (
        None if row.delivered_on else DeliverForm(initial={**delivered, "summary": row.summary})
    )
    act_form = tried.get("acted_on") or (
        ActForm(initial={"version": version, "acted_on": today})
        if row.delivered_on and not row.acted_on
        else None
    )
    return {"deliver_form": deliver_form, "act_form": act_form}


def _saved(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(kind, pk=pk)


def _reason(request: HttpRequest) -> str:
    """As history can store it: JSON in PostgreSQL knows no NUL."""
    return request.POST.get("reason", "").replace("\x00", "").strip()[:500]


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _taken() -> str:
    return _(
        "This was not saved: a record with this number is already there with other content. What "
        "you wrote is still in the form; saving again makes a new record."
    )


def _moved_on() -> str:
    return _(
        "This was not saved: somebody changed it meanwhile. Above is how it stands now; what you "
        "wrote is still in the form, and saving again replaces what they wrote."
    )
