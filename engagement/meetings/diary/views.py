"""The calendar, and one meeting for the calendar on one's own device."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagement.access.doors import as_member
from engagement.access.scope import Actor, acting_as
from engagement.audit.doors import as_file
from engagement.audit.exports import log_export
from engagement.audit.models import Export
from engagement.meetings.diary.ics import as_ics
from engagement.meetings.diary.months import Month, weeks_of
from engagement.meetings.lists import place_words, with_children
from engagement.meetings.models import Meeting


@require_safe
@as_member
def meeting_calendar(request: HttpRequest, actor: Actor) -> HttpResponse:
    today = actor.today()
    try:
        asked = request.GET.get("month", "")
        month = Month.parse(asked) if asked else Month.of(today)
    except ValueError as error:
        raise Http404 from error
    with acting_as(actor, "read"):
        rows = Meeting.objects.visible_to(actor).canonical()
        weeks = weeks_of(actor, rows, month, today)
        context = {
            "month": month,
            "weeks": weeks,
            "week_days": weeks[0],
            "busy": any(day["rows"] for week in weeks for day in week),
            "section": "meeting_list",
            "this_month": Month.of(today).beside(today),
        }
        return render(request, "meetings/calendar.html", context)


@require_safe
@as_member
def meeting_ics(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Day, time and place of one meeting, noted as having left."""
    with acting_as(actor, "read"):
        rows = with_children(Meeting.objects.visible_to(actor), actor)
        meeting = rows.filter(pk=pk).first()
        if meeting is None:
            raise Http404
        content = as_ics(meeting, place_words(meeting), actor.time_zone, timezone.now())
        format = Export.Format.ICS.value
        log_export(actor, "meeting", format, str(meeting.pk), 1)
        return as_file(content, format, f"meeting-{meeting.held_on.isoformat()}.ics")
