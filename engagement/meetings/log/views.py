"""The log form's doors: log, plan, record, amend; and the fragments it asks for while typing."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from engagement.access.doors import as_member
from engagement.access.errors import Conflict, NotAllowed
from engagement.access.scope import WRITERS, Actor, acting_as
from engagement.meetings.actions import amend_meeting, log_meeting, plan_meeting, record_not_held
from engagement.meetings.codes import Status
from engagement.meetings.lists import lines
from engagement.meetings.log.alike import alike, newcomers
from engagement.meetings.log.chips import chip
from engagement.meetings.log.clash import clashed, settled
from engagement.meetings.log.doors import form_context, people_of
from engagement.meetings.log.first import (
    again,
    first_values,
    following,
    initial_of,
    like_another,
    recent_of,
    same_people,
)
from engagement.meetings.log.forms import LogForm
from engagement.meetings.log.offers import offers_for
from engagement.meetings.models import Meeting
from engagement.meetings.who import parse_who
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.pages import may_be

VERBS = {
    Status.HELD.value: (log_meeting, "meeting.logged"),
    Status.PLANNED.value: (plan_meeting, "meeting.planned"),
    Status.NOT_HELD.value: (record_not_held, "meeting.not_held"),
}
#: Texts given back to somebody whose session has ended.
WRITTEN = ("outcome", "summary", "follow_up", "promise", "issue")
#: Chips asked for at once, and namesakes shown of somebody new.
MOST_CHIPS, MOST_SAME = 100, 3


def or_told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Somebody whose session ended in mid form is told so, and keeps the text."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            return _signed_out(request)
        return view(request, *args, **kwargs)

    return door


def _signed_out(request: HttpRequest) -> HttpResponse:
    texts = [text for name in WRITTEN for text in request.POST.getlist(name) if text.strip()]
    context = {"texts": texts[:60], "back": request.get_full_path()}
    return render(request, "meetings/log_signed_out.html", context, status=401)


def _reason(request: HttpRequest) -> str:
    """As history can store it: JSON in PostgreSQL knows no NUL."""
    return request.POST.get("amend_reason", "").replace("\x00", "")[:500]


def _clash() -> str:
    return _(
        "This was not saved: a record with this number is already there with other content, or "
        "somebody changed it meanwhile. What you wrote is still in the form."
    )


def _meanwhile() -> str:
    return _(
        "Somebody else changed this meeting while you were writing. Nothing is saved yet, and "
        "nothing you wrote is lost."
    )


@require_http_methods(["GET", "HEAD", "POST"])
@or_told
@as_member
def log(request: HttpRequest, actor: Actor) -> HttpResponse:
    actor.require(*WRITERS)
    if request.method != "POST":
        return _new_page(request, actor)
    if request.POST.get("op", "").startswith("more:"):
        return _grown(request, actor)
    action, verb = VERBS.get(request.POST.get("status", ""), (log_meeting, "meeting.logged"))
    status, found, known = 422, [], []
    try:
        with acting_as(actor, verb):
            form = LogForm(actor, request.POST)
            if form.is_valid():
                draft = form.draft()
                if "anyway" not in request.POST:
                    found, known = alike(actor, draft), newcomers(actor, form.values.who)
                if not found and not known:
                    return _saved(request, action(actor, draft))
    except ValidationError as error:
        form.refuse(error)
    except Conflict:
        form.add_error(None, _clash())
        status = 409
    with acting_as(actor, "read"):
        return _form_page(request, actor, form, status=status, alike=found, newcomers=known)


@require_http_methods(["GET", "HEAD", "POST"])
@or_told
@as_member
def amend(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    actor.require(*WRITERS)
    if request.method != "POST":
        return _amend_page(request, actor, pk)
    if request.POST.get("op", "").startswith("more:"):
        return _grown(request, actor, pk)
    status, known = 422, []
    try:
        with acting_as(actor, "meeting.amended", _reason(request)):
            meeting = _changed(actor, pk)
            form = settled(actor, LogForm(actor, request.POST, meeting=meeting), meeting)
            if form.is_valid():
                version = form.cleaned_data["version"] or 0
                known = [] if "anyway" in request.POST else newcomers(actor, form.values.who)
                if not known:
                    return _saved(request, amend_meeting(actor, pk, form.draft(), version=version))
    except ValidationError as error:
        form.refuse(error)
    except Conflict:
        return _clash_page(request, actor, form, pk)
    with acting_as(actor, "read"):
        found = _found(actor, pk)
        return _form_page(request, actor, form, found, status=status, newcomers=known)


def _clash_page(request: HttpRequest, actor: Actor, form: LogForm, pk: UUID) -> HttpResponse:
    """The form on top of what somebody else wrote meanwhile, and what that was."""
    with acting_as(actor, "read"):
        meeting = _found(actor, pk)
        form, rows = clashed(actor, form, meeting)
        form.add_error(None, _meanwhile() if rows else _clash())
        return _form_page(request, actor, form, meeting, status=409, clash=rows)


@require_safe
@as_member
def chips(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Chips with what may be said beside each, for people just chosen or those of last time."""
    actor.require(*WRITERS)
    day = parse_date_or_none(request.GET.get("day", ""))
    with acting_as(actor, "read"):
        offers = offers_for(actor)
        given = request.GET.getlist("who")[:MOST_CHIPS]
        last = like_another(actor, request.GET.get("again", ""))
        if last:
            given = [json.dumps({"stakeholder": str(key)}) for key in same_people(actor, last)]
        read = [parse_who(text, offers.types, set(offers.labels), {}) for text in given]
        people = people_of(actor, read, day, [])
        return render(
            request,
            "meetings/log_chips.html",
            {"chips": [chip(who, people, offers) for who in read if who.data]},
        )


@require_safe
@as_member
def same_person(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Whom somebody new may already be, in any spelling and script."""
    actor.require(*WRITERS)
    name = request.GET.get("name", "").replace("\x00", "")[:500]
    with acting_as(actor, "read"):
        found = may_be(actor, [name])[:MOST_SAME]
        for row in found:
            row["value"] = json.dumps({"stakeholder": row["id"]})
        return render(request, "meetings/log_same.html", {"found": found})


def parse_date_or_none(text: str) -> Any:
    """The day, or None where it is nothing of the kind."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _found(actor: Actor, pk: UUID) -> Meeting:
    rows = Meeting.objects.visible_to(actor).select_related("lead_team")
    found: Meeting | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _changed(actor: Actor, pk: UUID) -> Meeting:
    """To be changed by the actor. Raises Http404, NotAllowed."""
    meeting = _found(actor, pk)
    if not meeting.changed_by(actor):
        raise NotAllowed("another team's meeting")
    return meeting


def _new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    wanted = request.GET
    with acting_as(actor, "read"):
        recent = recent_of(actor)
        like = like_another(actor, wanted.get("again") or wanted.get("next", ""))
        if like and "again" in wanted:
            values = again(actor, like, wanted.get("same", ""))
        elif like:
            values = following(actor, like)
        else:
            last = recent[0] if recent else None
            values = first_values(actor, last, _known(actor, wanted.get("who", "")))
        saved = like if like and "next" in wanted else None
        return _form_page(
            request, actor, LogForm(actor, initial=values), recent=recent, saved=saved
        )


def _amend_page(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    with acting_as(actor, "read"):
        meeting = _changed(actor, pk)
        values = initial_of(actor, meeting, held="held" in request.GET)
        return _form_page(request, actor, LogForm(actor, meeting=meeting, initial=values), meeting)


def _grown(request: HttpRequest, actor: Actor, pk: UUID | None = None) -> HttpResponse:
    """The form as typed, with one row more; nothing is saved and nothing is judged."""
    with acting_as(actor, "read"):
        meeting = _changed(actor, pk) if pk else None
        form = LogForm(actor, request.POST, meeting=meeting).unchecked()
        return _form_page(request, actor, form, meeting)


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
    **more: Any,
) -> HttpResponse:
    context = {
        **form_context(actor, form, meeting, more.get("recent")),
        "saved": more.get("saved"),
        "alike": lines(actor, more["alike"]) if more.get("alike") else [],
        "newcomers": more.get("newcomers"),
        "anyway": "anyway" in request.POST or bool(more.get("alike") or more.get("newcomers")),
        "clash": more.get("clash"),
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
    later = _("Saved. It counts when it is completed.")
    messages.success(request, later if meeting.to_complete else _("Saved."))
    if meeting.raised:
        messages.info(
            request,
            _("Because of who is in it, this meeting is seen by fewer people: %(who)s.")
            % {"who": meeting.access.label},
        )
    if request.POST.get("op") == "next":
        return redirect(f"{reverse('meeting_new')}?next={meeting.pk}")
    return redirect("meeting", pk=meeting.pk)
