"""The pages where somebody writes down what we hold of a stakeholder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from engagement.access.doors import as_member
from engagement.access.errors import Conflict
from engagement.access.keys import new_id
from engagement.access.scope import WRITERS, Actor, acting_as
from engagement.access.sealing import Sealed
from engagement.stakeholders.assessments.actions import (
    add_assessment,
    decide,
    hold_opinion,
    open_source,
    set_standing,
    withdraw_entry,
)
from engagement.stakeholders.assessments.fields import EntryForm
from engagement.stakeholders.assessments.forms import (
    AssessmentForm,
    DecisionForm,
    OpinionForm,
    StandingForm,
    WithdrawForm,
)
from engagement.stakeholders.assessments.models import (
    Assessment,
    EngagementDecision,
    Facet,
    Opinion,
)
from engagement.stakeholders.assessments.words import card
from engagement.stakeholders.models import Entry, Stakeholder
from engagement.stakeholders.profiles import with_names

#: What can be taken back here, with the verb of its trail.
ENTRIES: dict[str, tuple[type[Entry], str]] = {
    "assessment": (Assessment, "assessment.withdrawn"),
    "decision": (EngagementDecision, "decision.withdrawn"),
    "opinion": (Opinion, "opinion.withdrawn"),
}
Make = Callable[[Any], EntryForm]
Write = Callable[[Any], Any]


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def assess(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """One claim; the address says about what."""
    actor.require(*WRITERS)
    facet = request.GET.get("facet", "")
    named = request.GET.get("named", "").replace("\x00", "")[:200]
    if facet not in Facet.values:
        with acting_as(actor, "read"):
            person = _person(actor, pk)
            return _page(request, person, _("Write an assessment"), facets=list(Facet))
    first = {"id": new_id(), "assessed_on": actor.today()}

    def make(data: Any) -> EntryForm:
        return AssessmentForm(
            actor, _person(actor, pk), facet, data, named=named, initial=None if data else first
        )

    title = str(Facet(facet).label)
    extra = {"facet": facet, "named": named, "find_body": facet == Facet.PARENT}
    act = ("assessment.added", lambda form: add_assessment(actor, form.draft()))
    return _form(request, actor, pk, make, act, title, extra)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def standing(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Accept an assessment, or put it in conflict."""
    actor.require(*WRITERS)
    with acting_as(actor, "read"):
        row = _entry(actor, Assessment, pk)
        extra = {"card": card(actor, row, _named(actor, row.parent_id))}
    first = {"id": row.pk, "was": row.standing, "standing": row.standing}

    def write(form: EntryForm) -> Any:
        data = form.cleaned_data
        return set_standing(
            actor, pk, standing=data["standing"], reason=data["reason"], was=data["was"]
        )

    return _form(
        request,
        actor,
        row.stakeholder_id,
        lambda data: StandingForm(data, initial=first),
        ("assessment.standing_set", write),
        _("Where an assessment stands"),
        extra,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def withdraw(request: HttpRequest, actor: Actor, pk: UUID, noun: str) -> HttpResponse:
    """Take back an assessment, a decision or an opinion."""
    actor.require(*WRITERS)
    model, verb = ENTRIES[noun]
    with acting_as(actor, "read"):
        row = _entry(actor, model, pk)
    titles = {
        "assessment": _("Withdraw this assessment"),
        "decision": _("Withdraw this decision"),
        "opinion": _("Withdraw this opinion"),
    }
    return _form(
        request,
        actor,
        row.stakeholder_id,
        lambda data: WithdrawForm(data, initial={"id": row.pk}),
        (verb, lambda form: withdraw_entry(actor, model, pk, reason=form.cleaned_data["reason"])),
        titles[noun],
        {"intro": _("It is not deleted: its history stays."), "verb": _("Withdraw")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def decision(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Decide whether to engage somebody."""
    actor.require(*WRITERS)
    first = {"id": new_id(), "valid_from": actor.today(), "decided_by": actor.name}
    return _form(
        request,
        actor,
        pk,
        lambda data: DecisionForm(data, initial=first),
        ("decision.taken", lambda form: decide(actor, form.draft(_person(actor, pk)))),
        _("Decision to engage"),
        {"intro": _("The decision running until then ends the day this one begins.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def opinion(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """What the actor's team thinks of somebody."""
    actor.require(*WRITERS)
    first = {"id": new_id(), "as_of": actor.today()}
    return _form(
        request,
        actor,
        pk,
        lambda data: OpinionForm(actor, data, initial=first),
        ("opinion.held", lambda form: hold_opinion(actor, form.draft(_person(actor, pk)))),
        _("Opinion of your team"),
        {"intro": _("Only your team and managers see it.")},
    )


@require_POST
@as_member
def source(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The protected source, shown once and noted."""
    actor.require(*WRITERS)
    with acting_as(actor, "read"):
        row = _entry(actor, Assessment, pk)
        person = _person(actor, row.stakeholder_id)
    try:
        with acting_as(actor, "assessment.source_opened"):
            opened, error = open_source(actor, pk), ""
    except Sealed:
        opened, error = "", _("It does not open here: the key that closed it is not set.")
    with acting_as(actor, "read"):
        extra = {"opened": opened, "error": error, "card": card(actor, row, {})}
        return _page(request, person, _("Protected source"), status=409 if error else 200, **extra)


def _form(
    request: HttpRequest,
    actor: Actor,
    pk: UUID,
    make: Make,
    act: tuple[str, Write],
    title: str,
    extra: dict[str, Any],
) -> HttpResponse:
    """Show a form, or write what it holds; what is wrong stands beside its field."""
    if request.method != "POST":
        with acting_as(actor, "read"):
            return _page(request, _person(actor, pk), title, form=make(None), **extra)
    verb, write = act
    status = 422
    try:
        with acting_as(actor, verb, request.POST.get("reason", "").replace("\x00", "")[:500]):
            _person(actor, pk)
            form = make(request.POST)
            if form.is_valid():
                write(form)
                messages.success(request, _("Saved."))
                return redirect("stakeholder", pk=pk)
    except ValidationError as error:
        form.refuse(error)
    except Conflict:
        form.add_error(None, _clash())
        status = 409
    with acting_as(actor, "read"):
        return _page(request, _person(actor, pk), title, form=form, status=status, **extra)


def _page(
    request: HttpRequest, person: Stakeholder, title: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    context = {"person": person, "name": person.name, "title": title, **context}
    return render(request, "stakeholders/entry.html", context, status=status)


def _clash() -> str:
    return _(
        "This was not saved: somebody changed it meanwhile, or it was saved before with other "
        "content. What you wrote is still in the form."
    )


def _person(actor: Actor, pk: UUID) -> Stakeholder:
    rows = with_names(Stakeholder.objects.visible_to(actor), actor)
    found: Stakeholder | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _named(actor: Actor, pk: UUID | None) -> dict[UUID, str]:
    rows = with_names(Stakeholder.objects.visible_to(actor), actor)
    return {row.pk: row.name for row in rows.filter(pk=pk)}


def _entry(actor: Actor, model: type[Entry], pk: UUID) -> Any:
    rows = model.objects.visible_to(actor).filter(withdrawn_at=None)
    found = rows.select_related("written_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
