"""The pages of issues raised."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from engagement.access.doors import as_member
from engagement.access.errors import Conflict, NotAllowed
from engagement.access.scope import WRITERS, Actor, acting_as
from engagement.audit.doors import export, wanted_format
from engagement.meetings.doors import found_meeting, moved_on
from engagement.meetings.follow_ups.forms import refuse
from engagement.meetings.issues.actions import add_issue, answer_issue
from engagement.meetings.issues.forms import AddForm, AnswerForm, FilterForm
from engagement.meetings.issues.lists import filtered, lines, page_of, table_of
from engagement.meetings.issues.models import IssueRaised


@require_safe
@as_member
def issue_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    with acting_as(actor, "read"):
        form = FilterForm(request.GET)
        wanted = form.cleaned_data if form.is_valid() else {}
        rows = filtered(IssueRaised.objects.visible_to(actor).current(), wanted)
        if wanted_format(request):
            return export(request, actor, table_of(actor, rows), "issues")
        found, after = page_of(rows, _after(request))
        query = {k: value for k, value in request.GET.items() if k not in ("after", "format")}
        context = {
            "rows": lines(actor, found),
            "filters": form,
            "next_url": "?" + urlencode({**query, "after": str(after)}) if after else "",
            "query": urlencode(query),
        }
        return render(request, "meetings/issues/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def add(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """An issue on a meeting that is there."""
    actor.require(*WRITERS)
    if request.method != "POST":
        with acting_as(actor, "read"):
            return _add_page(request, actor, pk)
    status = 422
    try:
        with acting_as(actor, "issue.added"):
            meeting = found_meeting(actor, pk)
            form = AddForm(actor, meeting, request.POST)
            if form.is_valid():
                add_issue(actor, pk, form.draft())
                messages.success(request, _("Saved."))
                return redirect("meeting", pk=pk)
    except ValidationError as error:
        form.refuse(error)
    except Conflict:
        form.add_error(None, moved_on())
        status = 409
    with acting_as(actor, "read"):
        return _add_page(request, actor, pk, form, status)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def detail(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """One issue, and its answer."""
    if request.method != "POST":
        with acting_as(actor, "read"):
            return _detail_page(request, actor, pk)
    actor.require(*WRITERS)
    form = AnswerForm(request.POST)
    try:
        with acting_as(actor, "issue.answered"):
            row = _found(actor, pk)
            if form.is_valid():
                answer_issue(actor, pk, **form.cleaned_data)
                messages.success(request, _("Saved."))
                return redirect("meeting", pk=row.meeting_id)
    except ValidationError as error:
        refuse(form, error)
    with acting_as(actor, "read"):
        return _detail_page(request, actor, pk, form, 422)


def _after(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("after", ""))
    except ValueError:
        return None


def _found(actor: Actor, pk: UUID) -> IssueRaised:
    rows = IssueRaised.objects.visible_to(actor).select_related("meeting")
    row: IssueRaised | None = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    found_meeting(actor, row.meeting_id)
    return row


def _add_page(
    request: HttpRequest, actor: Actor, pk: UUID, form: AddForm | None = None, status: int = 200
) -> HttpResponse:
    meeting = found_meeting(actor, pk)
    if not meeting.changed_by(actor) or meeting.withdrawn_at:
        raise NotAllowed("not a meeting that you may change")
    context = {"meeting": meeting, "form": form or AddForm(actor, meeting)}
    return render(request, "meetings/issues/add.html", context, status=status)


def _detail_page(
    request: HttpRequest,
    actor: Actor,
    pk: UUID,
    form: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    row = _found(actor, pk)
    first = {
        "answer": row.answer,
        "answered_on": row.answered_on or actor.today(),
        "decision": row.decision,
    }
    context = {
        **lines(actor, [row])[0],
        "may_answer": row.meeting.changed_by(actor) and row.meeting.withdrawn_at is None,
        "form": form or AnswerForm(initial=first),
    }
    return render(request, "meetings/issues/detail.html", context, status=status)
