"""The log's pages."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagement.access.doors import as_member
from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.scope import WRITERS, Actor, acting_as
from engagement.meetings.actions import (
    amend_meeting,
    log_meeting,
    plan_meeting,
    record_not_held,
    withdraw_meeting,
)
from engagement.meetings.codes import Status
from engagement.meetings.filters import filtered
from engagement.meetings.forms import FilterForm, LogForm, initial_of
from engagement.meetings.lists import After, lines, page_of, with_children
from engagement.meetings.models import Meeting
from engagement.meetings.pages import detail_context
from engagement.stakeholders.groups import grouped_types
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.profiles import profile as stakeholder_profile
from engagement.stakeholders.profiles import with_names

VERBS = {
    Status.HELD.value: (log_meeting, "meeting.logged"),
    Status.PLANNED.value: (plan_meeting, "meeting.planned"),
    Status.NOT_HELD.value: (record_not_held, "meeting.not_held"),
}


def _reason(request: HttpRequest, field: str) -> str:
    """As history can store it: JSON in PostgreSQL knows no NUL."""
    return request.POST.get(field, "").replace("\x00", "")[:500]


def _clash() -> str:
    return _(
        "This was not saved: a record with this number is already there with other content, or "
        "somebody changed it meanwhile. What you wrote is still in the form."
    )


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def log(request: HttpRequest, actor: Actor) -> HttpResponse:
    actor.require(*WRITERS)
    if request.method != "POST":
        with acting_as(actor, "read"):
            who = request.GET.get("who", "")
            form = LogForm(actor, initial=_first_values(actor, who))
            return _form_page(request, actor, form)
    action, verb = VERBS.get(request.POST.get("status", ""), (log_meeting, "meeting.logged"))
    status = 422
    try:
        with acting_as(actor, verb):
            form = LogForm(actor, request.POST)
            if form.is_valid():
                meeting = action(actor, form.draft())
                return _saved(request, meeting)
    except ValidationError as error:
        form.refuse(error)
    except Conflict:
        form.add_error(None, _clash())
        status = 409
    with acting_as(actor, "read"):
        return _form_page(request, actor, form, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def amend(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    actor.require(*WRITERS)
    if request.method != "POST":
        with acting_as(actor, "read"):
            meeting = _found(actor, pk)
            if not meeting.changed_by(actor):
                raise NotAllowed("another team's meeting")
            form = LogForm(actor, meeting=meeting, initial=initial_of(actor, meeting))
            return _form_page(request, actor, form, meeting)
    status = 422
    try:
        with acting_as(actor, "meeting.amended", _reason(request, "amend_reason")):
            meeting = _found(actor, pk)
            form = LogForm(actor, request.POST, meeting=meeting)
            if form.is_valid():
                version = form.cleaned_data["version"] or 0
                return _saved(request, amend_meeting(actor, pk, form.draft(), version=version))
    except ValidationError as error:
        form.refuse(error)
    except Conflict:
        form.add_error(None, _clash())
        status = 409
    with acting_as(actor, "read"):
        return _form_page(request, actor, form, _found(actor, pk), status=status)


@require_POST
@as_member
def withdraw(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    reason = _reason(request, "reason")
    version = request.POST.get("version", "")
    try:
        with acting_as(actor, "meeting.withdrawn", reason):
            _found(actor, pk)
            number = int(version) if version.isdecimal() and len(version) < 9 else 0
            withdraw_meeting(actor, pk, reason=reason, version=number)
    except ValidationError as error:
        return _detail_page(request, actor, pk, " ".join(error.messages), status=422)
    except Conflict:
        return _detail_page(request, actor, pk, _clash(), status=409)
    messages.success(request, _("The meeting is withdrawn."))
    return redirect("meeting", pk=pk)


@require_safe
@as_member
def detail(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    return _detail_page(request, actor, pk)


@require_safe
@as_member
def meeting_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    with acting_as(actor, "read"):
        form = FilterForm(actor, request.GET)
        rows = Meeting.objects.visible_to(actor).current()
        figure = request.GET.get("figure", "")
        rows = filtered(rows, form, actor, figure)
        found, after = page_of(rows, actor, After.parse(request.GET.get("after", "")))
        query = {key: value for key, value in request.GET.items() if key != "after"}
        context = {
            "rows": lines(actor, found),
            "filters": form,
            "figure": figure,
            "hidden": {key: query[key] for key in ("figure", "team", "with") if key in query},
            "count": rows.count(),
            "next_url": "?" + urlencode({**query, "after": str(after)}) if after else "",
        }
        return render(request, "meetings/list.html", context)


def _found(actor: Actor, pk: UUID) -> Meeting:
    found: Meeting | None = (
        Meeting.objects.visible_to(actor).select_related("lead_team").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


def _first_values(actor: Actor, who: str) -> dict[str, Any]:
    """A new meeting: today, held, in person, where this officer's last one was; with somebody."""
    mine = Meeting.objects.visible_to(actor).filter(author_id=actor.user_id)
    last = mine.order_by("-created_at").first()
    venue = last.venues.visible_to(actor).order_by("pk").first() if last else None
    return {
        "id": new_id(),
        "follow_up_id": new_id(),
        "status": Status.HELD,
        "held_on": actor.today(),
        "mode": "in_person",
        "place": str(venue.region_id) if venue else "",
        "lead_team": str(last.lead_team_id) if last else "",
        "who": [json.dumps({"stakeholder": str(who)}) for who in _known(actor, who)],
    }


def _known(actor: Actor, who: str) -> list[UUID]:
    try:
        rows = Stakeholder.objects.visible_to(actor).filter(pk=UUID(who))
    except ValueError:
        return []
    return list(rows.values_list("pk", flat=True))


def _form_page(
    request: HttpRequest,
    actor: Actor,
    form: LogForm,
    meeting: Meeting | None = None,
    status: int = 200,
) -> HttpResponse:
    mine = Meeting.objects.visible_to(actor).current().filter(author_id=actor.user_id)
    recent = list(with_children(mine, actor).order_by("-held_on", "-id")[:5])
    context = {
        "form": form,
        "meeting": meeting,
        "actor_types": grouped_types(form.types.values()),
        "regions": [
            {"group_label": group, "options": [{"id": k, "label": v} for k, v in options]}
            for group, options in form.places
        ],
        "recent": lines(actor, recent),
        "there": _there(actor, form, meeting) if status == 409 else None,
    }
    return render(request, "meetings/log.html", context, status=status)


def _there(actor: Actor, form: LogForm, meeting: Meeting | None) -> Meeting | None:
    """After a clash: the meeting that stands in the way, where it is one the officer may open."""
    key = form.cleaned_data.get("id")
    found: Meeting | None = meeting or Meeting.objects.visible_to(actor).filter(pk=key).first()
    if found is None:
        form.renew()
    return found


def _saved(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    messages.success(request, _("Saved."))
    if meeting.raised:
        messages.info(
            request,
            _("Because of who is in it, this meeting is seen by fewer people: %(who)s.")
            % {"who": meeting.access.label},
        )
    return redirect("meeting", pk=meeting.pk)


def _detail_page(
    request: HttpRequest, actor: Actor, pk: UUID, error: str = "", status: int = 200
) -> HttpResponse:
    with acting_as(actor, "read"):
        rows = with_children(Meeting.objects.visible_to(actor), actor)
        meeting = rows.select_related("lead_team", "author").filter(pk=pk).first()
        if meeting is None:
            raise Http404
        context = {**detail_context(actor, meeting), "error": error}
        return render(request, "meetings/detail.html", context, status=status)


@require_safe
@as_member
def profile(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """A stakeholder's page, here because it shows their meetings."""
    with acting_as(actor, "read"):
        people = with_names(Stakeholder.objects.visible_to(actor), actor)
        person = people.filter(pk=pk).first()
        if person is None:
            raise Http404
        rows = Meeting.objects.visible_to(actor).current().with_people(actor, people.filter(pk=pk))
        found, after = page_of(rows, actor, None)
        older = urlencode({"with": pk, "after": str(after)})
        context = {
            **stakeholder_profile(person),
            "meetings": lines(actor, found),
            "next_url": f"{reverse('meeting_list')}?{older}" if after else "",
        }
        return render(request, "stakeholders/detail.html", context)
