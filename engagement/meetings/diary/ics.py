"""One meeting as iCalendar (RFC 5545).

Calendars copy themselves to clouds: the file has day, time and governorate, and neither who takes
part nor what came of it, nor the address of this programme.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from engagement.meetings.codes import Status
from engagement.meetings.models import Meeting

#: Octets of a line before it is folded, its end not counted.
MOST_OCTETS = 75
#: Minutes of a meeting of which nobody said how long it takes.
USUAL = 60
STATES = {Status.PLANNED.value: "TENTATIVE", Status.HELD.value: "CONFIRMED"}


def as_ics(meeting: Meeting, place: str, zone: str, now: datetime) -> bytes:
    """The whole file; `place` in words, `zone` as the programme's clock is named."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Jisr//Stakeholder engagement//EN",
        "CALSCALE:GREGORIAN",
        *_zone(meeting, zone),
        "BEGIN:VEVENT",
        f"UID:{meeting.pk}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{meeting.version}",
        *_when(meeting, zone),
        f"SUMMARY:{escaped(_('Meeting'))}",
        f"LOCATION:{escaped(place)}",
        f"STATUS:{STATES.get(meeting.status, 'CANCELLED')}",
        "CLASS:CONFIDENTIAL",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(part + b"\r\n" for line in lines for part in folded(line))


def escaped(text: str) -> str:
    """Text as a value: what has a meaning in the format stands behind a backslash."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(text.splitlines())


def folded(line: str) -> Iterator[bytes]:
    """The line in pieces of at most 75 octets; no letter is cut in two."""
    piece = b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > MOST_OCTETS:
            yield piece
            piece = b" "
        piece += octets
    yield piece


def _when(meeting: Meeting, zone: str) -> list[str]:
    if meeting.starts_at is None:
        following = meeting.held_on + timedelta(days=1)
        return [
            f"DTSTART;VALUE=DATE:{meeting.held_on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{following:%Y%m%d}",
        ]
    minutes = meeting.duration or USUAL
    return [f"DTSTART;TZID={zone}:{_start(meeting):%Y%m%dT%H%M%S}", f"DURATION:PT{minutes}M"]


def _start(meeting: Meeting, clock: tzinfo | None = None) -> datetime:
    return datetime.combine(meeting.held_on, meeting.starts_at or time(), clock)


def _zone(meeting: Meeting, zone: str) -> list[str]:
    """The programme's clock as it goes on that day; of one meeting no more is needed."""
    if meeting.starts_at is None:
        return []
    offset = f"{_start(meeting, ZoneInfo(zone)):%z}"
    return [
        "BEGIN:VTIMEZONE",
        f"TZID:{zone}",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        f"TZOFFSETFROM:{offset}",
        f"TZOFFSETTO:{offset}",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]
