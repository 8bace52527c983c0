"""What the doors of the log share: finding a meeting, and answering with its page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from engagement.access.scope import Actor, acting_as
from engagement.meetings.attachments.forms import AttachmentForm
from engagement.meetings.models import Meeting
from engagement.meetings.pages import detail_context, with_people


def found_meeting(actor: Actor, pk: UUID) -> Meeting:
    """A meeting that the actor may open; a withdrawn one opens for who leads it. Http404 else."""
    rows = Meeting.objects.visible_to(actor).select_related("lead_team", "author")
    return _opened(actor, rows.filter(pk=pk).first())


def meeting_page(
    request: HttpRequest, actor: Actor, pk: UUID, *, error: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    """The page of one meeting, with what was refused on it. Raises Http404."""
    with acting_as(actor, "read"):
        rows = with_people(Meeting.objects.visible_to(actor), actor)
        rows = rows.select_related("lead_team", "author")
        meeting = _opened(actor, rows.filter(pk=pk).first())
        more.setdefault("attachment_form", AttachmentForm(meeting))
        context = {**detail_context(actor, meeting), "error": error, **more}
        return render(request, "meetings/detail.html", context, status=status)


def reason_of(request: HttpRequest, field: str = "reason") -> str:
    """As history can store it: JSON in PostgreSQL knows no NUL and no half of a letter."""
    text = request.POST.get(field, "").replace("\x00", "")[:500]
    return text.encode(errors="replace").decode()


def version_of(request: HttpRequest) -> int:
    """The version that a form began with; 0 where it says none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def moved_on() -> str:
    """What to say where a row changed meanwhile."""
    return _("This was not saved: somebody changed the meeting meanwhile. Look, and do it again.")


def words_of(error: ValidationError) -> str:
    """An error's messages in a row."""
    return " ".join(error.messages)


def _opened(actor: Actor, meeting: Meeting | None) -> Meeting:
    if meeting is None or (meeting.withdrawn_at and not meeting.led_by(actor)):
        raise Http404
    return meeting
