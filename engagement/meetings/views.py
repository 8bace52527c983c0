"""The log's pages."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagement.access.doors import as_member
from engagement.access.errors import Conflict
from engagement.access.scope import Actor, acting_as
from engagement.meetings.actions import (
    restore_meeting,
    withdraw_meeting,
)
from engagement.meetings.doors import meeting_page, reason_of, version_of
from engagement.meetings.models import Meeting


def _reason(request: HttpRequest, field: str) -> str:
    """As history can store it: JSON in PostgreSQL knows no NUL."""
    return request.POST.get(field, "").replace("\x00", "")[:500]


def _clash() -> str:
    return _(
        "This was not saved: a record with this number is already there with other content, or "
        "somebody changed it meanwhile. What you wrote is still in the form."
    )


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


@require_POST
@as_member
def restore(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    reason = reason_of(request)
    try:
        with acting_as(actor, "meeting.restored", reason):
            _found(actor, pk)
            restore_meeting(actor, pk, reason=reason, version=version_of(request))
    except ValidationError as error:
        return _detail_page(request, actor, pk, " ".join(error.messages), status=422)
    except Conflict:
        return _detail_page(request, actor, pk, _clash(), status=409)
    messages.success(request, _("The meeting is restored: it counts again."))
    return redirect("meeting", pk=pk)


@require_safe
@as_member
def detail(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    return _detail_page(request, actor, pk)


def _found(actor: Actor, pk: UUID) -> Meeting:
    found: Meeting | None = (
        Meeting.objects.visible_to(actor).select_related("lead_team").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


def _detail_page(
    request: HttpRequest, actor: Actor, pk: UUID, error: str = "", status: int = 200
) -> HttpResponse:
    return meeting_page(request, actor, pk, error=error, status=status)
