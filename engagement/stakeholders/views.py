"""The register's pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from engagement.access.doors import as_member, reason_in, version_in
from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.scope import WRITERS, Actor, acting_as
from engagement.access.tlp import Tlp
from engagement.audit.doors import export, wanted_format
from engagement.stakeholders.actions import (
    add_stakeholder,
    amend_stakeholder,
    restore_stakeholder,
    retire_stakeholder,
)
from engagement.stakeholders.candidates import suggestion, suggestions
from engagement.stakeholders.filter_forms import FilterForm
from engagement.stakeholders.filters import filtered
from engagement.stakeholders.forms import ReasonForm, StakeholderForm, initial_of
from engagement.stakeholders.models import ActorGroup, Stakeholder, StakeholderQuerySet
from engagement.stakeholders.pages import may_be
from engagement.stakeholders.profiles import line, with_names
from engagement.stakeholders.sheets import stakeholder_table

PAGE = 50
#: Suggestions while typing.
MOST_FOUND = 8
#: The tab Others leads on to those that have none of their own.
UNDER_OTHERS = (ActorGroup.OTHERS, ActorGroup.INTERNATIONAL, ActorGroup.NOT_SURE)


@require_safe
@as_member
def find(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Suggestions while typing, as a fragment."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    with acting_as(actor, "read"):
        found = [suggestion(one) for one in suggestions(actor, text, most=MOST_FOUND)]
        for row in found:
            row["id"] = row["stakeholder"].pk
            row["value"] = json.dumps({"stakeholder": str(row["id"])})
        return render(request, "stakeholders/find.html", {"found": found, "q": text})


@require_safe
@as_member
def stakeholder_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    group = request.GET.get("group", "")
    with acting_as(actor, "read"):
        form = FilterForm(actor, request.GET)
        form.is_valid()
        rows = filtered(actor, form.cleaned_data, group)
        if wanted_format(request) and not form.errors:
            return export(request, actor, stakeholder_table(rows, actor), "stakeholders")
        found = list(_page(with_names(rows, actor), request.GET.get("after", "")))
        more = found[PAGE - 1].pk if len(found) > PAGE else None
        query = {
            k: v for k, v in request.GET.items() if k not in ("after", "format", "group") and v
        }
        in_group = {"group": group} if group in ActorGroup.values else {}
        context = {
            "rows": [line(row) for row in found[:PAGE]],
            "filters": form,
            "narrowed": len([name for name in query if name in form.fields and name != "q"]),
            "query": query,
            "here": urlencode({**query, **in_group}),
            "group": group,
            **_tabs(group, query),
            "next_url": "?" + urlencode({**query, **in_group, "after": more}) if more else "",
        }
        return render(request, "stakeholders/list.html", context)


def _page(rows: StakeholderQuerySet, after: str) -> StakeholderQuerySet:
    # The key is time-ordered (UUID version 7), so it is the keyset by itself.
    try:
        rows = rows.filter(pk__lt=UUID(after)) if after else rows
    except ValueError as error:
        raise Http404 from error
    return rows.order_by("-pk")[: PAGE + 1]


def _tabs(group: str, query: dict[str, Any]) -> dict[str, Any]:
    """All and the six tabs; under Others, those that have none of their own."""

    def tab(code: str, label: Any, *, current: bool) -> dict[str, Any]:
        wanted = {**query, "group": code} if code else query
        return {"code": code, "label": label, "url": "?" + urlencode(wanted), "current": current}

    others = group in UNDER_OTHERS
    named = [one for one in ActorGroup if one not in UNDER_OTHERS]
    tabs = [tab("", _("All"), current=group not in ActorGroup.values)]
    tabs += [tab(one.value, one.label, current=one == group) for one in named]
    tabs.append(tab(ActorGroup.OTHERS, ActorGroup.OTHERS.label, current=others))
    under = [tab(one.value, one.label, current=one == group) for one in UNDER_OTHERS]
    return {"tabs": tabs, "under": under if others else []}


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    actor.require(*WRITERS)
    if request.method != "POST":
        with acting_as(actor, "read"):
            return _form_page(request, StakeholderForm(actor, initial={"id": new_id()}))
    status, same = 422, []
    try:
        with acting_as(actor, "stakeholder.added"):
            form = StakeholderForm(actor, request.POST)
            if "more" in request.POST:
                return _form_page(request, form.once_more())
            if form.is_valid():
                same = [] if "anyway" in request.POST else _same(actor, form, request)
                if not same:
                    made = add_stakeholder(actor, form.draft())
                    return _saved(request, made, _("Registered."), form, Tlp.GREEN)
    except ValidationError as error:
        form.refuse(error)
    except Conflict:
        form.add_error(None, _clash())
        status = 409
    with acting_as(actor, "read"):
        return _form_page(request, form, status=status, same=same)


@require_safe
@as_member
def may_be_here(request: HttpRequest, actor: Actor) -> HttpResponse:
    """While the names of somebody new are typed: who it may already be, as a fragment."""
    actor.require(*WRITERS)
    names = [text.replace("\x00", "") for text in request.GET.getlist("names_text")]
    with acting_as(actor, "read"):
        found = may_be(actor, names, kind=request.GET.get("kind", ""))
        return render(request, "stakeholders/may_be.html", {"found": found})


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def edit(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    actor.require(*WRITERS)
    if request.method != "POST":
        with acting_as(actor, "read"):
            person = _found(actor, pk)
            form = StakeholderForm(actor, person=person, initial=initial_of(actor, person))
            return _form_page(request, form)
    status = 422
    try:
        with acting_as(actor, "stakeholder.amended", reason_in(request)):
            person = _found(actor, pk)
            form = StakeholderForm(actor, request.POST, person=person)
            if "more" in request.POST:
                return _form_page(request, form.once_more())
            if form.is_valid():
                level, version = person.tlp, version_in(request)
                made = amend_stakeholder(actor, pk, form.draft(), version=version)
                return _saved(request, made, _("Saved."), form, level)
    except ValidationError as error:
        form.refuse(error)
    except Conflict:
        form.add_error(None, _clash())
        status = 409
    with acting_as(actor, "read"):
        return _form_page(request, form, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def retire(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    return _put_away(request, actor, pk, retire_stakeholder, "stakeholder.retired")


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def restore(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    return _put_away(request, actor, pk, restore_stakeholder, "stakeholder.restored")


def _put_away(
    request: HttpRequest, actor: Actor, pk: UUID, action: Callable[..., Stakeholder], verb: str
) -> HttpResponse:
    actor.require(*WRITERS)
    form, status = ReasonForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status, reason = 422, reason_in(request)
        try:
            with acting_as(actor, verb, reason):
                _found(actor, pk, retired=True)
                if form.is_valid():
                    action(actor, pk, reason=reason, version=version_in(request))
                    messages.success(request, _put_away_words(verb))
                    return redirect("stakeholder", pk=pk)
        except ValidationError as error:
            form.add_error("reason", error.messages)
        except Conflict:
            form.add_error(None, _clash())
            status = 409
    with acting_as(actor, "read"):
        person = _found(actor, pk, retired=True)
        if not person.led_by(actor):
            raise NotAllowed("another team answers for them")
        context = {"form": form, "person": line(person), "retiring": verb == "stakeholder.retired"}
        return render(request, "stakeholders/put_away.html", context, status=status)


def _put_away_words(verb: str) -> str:
    if verb == "stakeholder.retired":
        return _("Retired: no longer in lists and suggestions.")
    return _("Back in lists and suggestions.")


def _same(actor: Actor, form: StakeholderForm, request: HttpRequest) -> list[dict[str, Any]]:
    """Those near enough to be asked about; whoever saves again after that has answered."""
    draft = form.draft()
    names = [name.text for name in draft.given_names]
    found = may_be(actor, names, kind=draft.kind, without=(draft.id,))
    near = [row for row in found if row["near"]]
    answered = set(request.POST.getlist("not_them"))
    return [] if answered.issuperset(row["id"] for row in near) else near


def _found(actor: Actor, pk: UUID, *, retired: bool = False) -> Stakeholder:
    rows = with_names(Stakeholder.objects.visible_to(actor), actor).select_related("owner")
    person: Stakeholder | None = (rows if retired else rows.current()).filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


def _form_page(
    request: HttpRequest, form: StakeholderForm, *, status: int = 200, same: Any = ()
) -> HttpResponse:
    person = form.person
    context = {
        "form": form,
        "person": line(person) if person else None,
        "same": same,
        "known_tags": form.known_tags,
    }
    return render(request, "stakeholders/form.html", context, status=status)


def _saved(
    request: HttpRequest, person: Stakeholder, words: str, form: StakeholderForm, usual: int
) -> HttpResponse:
    """Say what was done, and that fewer people see them where the rule made it so."""
    asked = form.cleaned_data.get("tlp")
    expected = usual if asked is None else asked
    messages.success(request, words)
    if person.tlp > expected:
        messages.warning(request, _protected_words(person))
    return redirect("stakeholder", pk=person.pk)


def _protected_words(person: Stakeholder) -> str:
    return _(
        "Fewer people may see them, because they are at risk or belong to an armed group: "
        "%(level)s."
    ) % {"level": Tlp(person.tlp).label}


def _clash() -> str:
    return _(
        "This was not saved: a record with this number is already there with other content, or "
        "somebody changed it meanwhile. What you wrote is still in the form."
    )
