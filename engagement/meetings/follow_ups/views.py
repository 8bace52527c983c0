"""The pages of follow-ups and commitments."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagement.access.doors import as_member
from engagement.access.errors import Conflict, NotAllowed
from engagement.access.scope import WRITERS, Actor, acting_as
from engagement.audit.doors import export, wanted_format
from engagement.meetings.doors import found_meeting, moved_on, reason_of
from engagement.meetings.follow_ups.actions import (
    Outcome,
    add_follow_up,
    drop_follow_up,
    drop_follow_ups,
    finish_follow_up,
    finish_follow_ups,
    reopen_follow_up,
    verify_follow_up,
)
from engagement.meetings.follow_ups.forms import AddForm, DropForm, FilterForm, FinishForm, refuse
from engagement.meetings.follow_ups.lists import After, filtered, lines, page_of, table_of
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.follow_ups.rules import finishers_of, may_move

#: Rows that one bulk action takes; the page shows fewer.
MOST_AT_ONCE = 200


@require_safe
@as_member
def follow_up_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    with acting_as(actor, "read"):
        return _list_page(request, actor)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def add(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """A follow-up or a commitment on a meeting that is there."""
    actor.require(*WRITERS)
    if request.method != "POST":
        with acting_as(actor, "read"):
            return _add_page(request, actor, pk)
    status = 422
    try:
        with acting_as(actor, "follow_up.added"):
            meeting = found_meeting(actor, pk)
            form = AddForm(actor, meeting, request.POST)
            if form.is_valid():
                add_follow_up(actor, pk, form.draft())
                messages.success(request, _("Saved."))
                return redirect("meeting", pk=pk)
    except ValidationError as error:
        form.refuse(error)
    except Conflict:
        form.add_error(None, moved_on())
        status = 409
    with acting_as(actor, "read"):
        return _add_page(request, actor, pk, form, status)


@require_safe
@as_member
def detail(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    with acting_as(actor, "read"):
        return _detail_page(request, actor, pk)


@require_POST
@as_member
def finish(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    form = FinishForm(request.POST)

    def act() -> None:
        finish_follow_up(actor, pk, done_on=form.cleaned_data["done_on"])

    return _step(request, actor, pk, "follow_up.done", act, finish_form=form)


@require_POST
@as_member
def verify(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    form = forms.Form(request.POST)
    return _step(
        request, actor, pk, "follow_up.verified", lambda: verify_follow_up(actor, pk), step=form
    )


@require_POST
@as_member
def drop(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    form = DropForm(request.POST)

    def act() -> None:
        drop_follow_up(actor, pk, reason=form.cleaned_data["reason"])

    return _step(request, actor, pk, "follow_up.dropped", act, drop_form=form)


@require_POST
@as_member
def reopen(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    form = forms.Form(request.POST)
    return _step(
        request, actor, pk, "follow_up.reopened", lambda: reopen_follow_up(actor, pk), step=form
    )


@require_POST
@as_member
def bulk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Done, or dropped, for every row that is marked."""
    actor.require(*WRITERS)
    ids, dropped = _marked(request), "drop" in request.POST
    form = DropForm(request.POST) if dropped else FinishForm(request.POST)
    verb = "follow_up.dropped" if dropped else "follow_up.done"
    error = "" if ids else _("Mark at least one.")
    try:
        with acting_as(actor, verb, reason_of(request) if dropped else ""):
            if ids and form.is_valid():
                _tell(request, _all_at_once(actor, ids, form, dropped=dropped))
                return redirect(_back(request))
    except ValidationError as refused:
        refuse(form, refused)
    except NotAllowed:
        error = _("None of these is yours to change.")
    with acting_as(actor, "read"):
        more = {"drop_form" if dropped else "finish_form": form, "marked": ids, "error": error}
        return _list_page(request, actor, status=422, **more)


def _all_at_once(actor: Actor, ids: list[UUID], form: forms.Form, *, dropped: bool) -> Outcome:
    data = form.cleaned_data
    if dropped:
        return drop_follow_ups(actor, ids, reason=data["reason"])
    return finish_follow_ups(actor, ids, done_on=data["done_on"])


def _marked(request: HttpRequest) -> list[UUID]:
    found = []
    for text in request.POST.getlist("ids")[:MOST_AT_ONCE]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    n = len(outcome.moved)
    if n:
        messages.success(request, ngettext("%(n)s changed.", "%(n)s changed.", n) % {"n": n})
    left = len(outcome.left)
    if left:
        words = ngettext("%(n)s left as it was: %(why)s", "%(n)s left as they were: %(why)s", left)
        why = " ".join(sorted(set(outcome.left.values())))
        messages.warning(request, words % {"n": left, "why": why})


def _back(request: HttpRequest) -> str:
    """The list as it was narrowed."""
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    home = reverse("follow_up_list")
    return back if safe and back.partition("?")[0] == home else home


def _list_page(request: HttpRequest, actor: Actor, status: int = 200, **more: Any) -> HttpResponse:
    # A refused bulk action shows the list as it was narrowed.
    asked = request.GET if status == 200 else QueryDict(_back(request).partition("?")[2])
    form = FilterForm(asked)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = filtered(FollowUp.objects.visible_to(actor).current(), wanted, actor)
    if wanted_format(request) and status == 200:
        return export(request, actor, table_of(actor, rows), "follow-ups")
    found, after = page_of(rows, After.parse(asked.get("after", "")))
    query = {key: value for key, value in asked.items() if key not in ("after", "format")}
    following = urlencode({**query, "after": str(after)}) if after else ""
    context = {
        "rows": lines(actor, found),
        "filters": form,
        "narrowed": bool(query),
        "next_url": f"{reverse('follow_up_list')}?{following}" if after else "",
        "query": urlencode(query),
        "may_move": actor.can_log and any(row.done_on is None for row in found),
        "finish_form": FinishForm(initial={"done_on": actor.today()}),
        "drop_form": DropForm(),
        "refused": status != 200,
        **more,
    }
    return render(request, "meetings/follow_ups/list.html", context, status=status)


def _add_page(
    request: HttpRequest, actor: Actor, pk: UUID, form: AddForm | None = None, status: int = 200
) -> HttpResponse:
    meeting = found_meeting(actor, pk)
    if not meeting.changed_by(actor) or meeting.withdrawn_at:
        raise NotAllowed("not a meeting that you may change")
    context = {"meeting": meeting, "form": form or AddForm(actor, meeting)}
    return render(request, "meetings/follow_ups/add.html", context, status=status)


def _step(
    request: HttpRequest, actor: Actor, pk: UUID, verb: str, act: Any, **given: forms.Form
) -> HttpResponse:
    """Take one step on one follow-up, or answer its page with what was refused."""
    actor.require(*WRITERS)
    (form,) = given.values()
    try:
        with acting_as(actor, verb, reason_of(request)):
            row = _found(actor, pk)
            if form.is_valid():
                act()
                messages.success(request, _("Saved."))
                return redirect("meeting", pk=row.meeting_id)
    except ValidationError as error:
        refuse(form, error)
    with acting_as(actor, "read"):
        return _detail_page(request, actor, pk, status=422, **given)


def _found(actor: Actor, pk: UUID) -> FollowUp:
    rows = FollowUp.objects.visible_to(actor).filter(pk=pk)
    row: FollowUp | None = rows.select_related("meeting", "assigned_to", "verified_by").first()
    if row is None:
        raise Http404
    found_meeting(actor, row.meeting_id)
    return row


def _detail_page(
    request: HttpRequest, actor: Actor, pk: UUID, status: int = 200, **given: Any
) -> HttpResponse:
    row = _found(actor, pk)
    mine = finishers_of([pk]).get(pk) == str(actor.user_id) if row.done_on else False
    context = {
        **lines(actor, [row])[0],
        "may_move": may_move(actor, row, row.meeting),
        "done_by_me": mine,
        "finish_form": FinishForm(initial={"done_on": actor.today()}),
        "drop_form": DropForm(),
        **given,
    }
    return render(request, "meetings/follow_ups/detail.html", context, status=status)
