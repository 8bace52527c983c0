"""Meetings as lists show them, with a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.access.querysets import ScopedQuerySet
from engagement.access.scope import Actor
from engagement.meetings.models import Meeting, Participant, Venue
from engagement.meetings.querysets import MeetingQuerySet
from engagement.names.lists import in_a_row
from engagement.stakeholders.models import StakeholderName, shown_name

PAGE = 50
#: A list that is longer says "more than".
MOST_COUNTED = 1000
#: Names on one line of a list; the rest is a number.
MOST_NAMES = 3


@dataclass(frozen=True)
class After:
    """Where the next page begins: the last row of this one."""

    held_on: date
    id: UUID

    @classmethod
    def parse(cls, text: str) -> After | None:
        """Read `2026-01-31_<uuid>`; None where it is nothing of the kind."""
        day, _sep, key = text.partition("_")
        try:
            return cls(date.fromisoformat(day), UUID(key))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.held_on.isoformat()}_{self.id}"


def with_children(meetings: MeetingQuerySet, actor: Actor) -> MeetingQuerySet:
    """With what a line shows: venues and participants."""
    return meetings.prefetch_related(
        Prefetch("venues", Venue.objects.visible_to(actor).select_related("region")),
        Prefetch("participants", Participant.objects.visible_to(actor).order_by("pk")),
    )


def newest_first(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """In the order of every list."""
    return meetings.order_by("-held_on", "-id")


def count_of(rows: ScopedQuerySet) -> int:
    """How many there are, and MOST_COUNTED + 1 where there are more: counting takes no longer."""
    return int(rows[: MOST_COUNTED + 1].count())


def page_of(
    meetings: MeetingQuerySet, actor: Actor, after: After | None
) -> tuple[list[Meeting], After | None]:
    """One page, newest first, and where the next begins; keyset, so that no row is skipped."""
    rows = newest_first(with_children(meetings, actor))
    if after:
        # The first bound is implied, but only it lets the index begin where the page does.
        rows = rows.filter(held_on__lte=after.held_on)
        rows = rows.filter(Q(held_on__lt=after.held_on) | Q(held_on=after.held_on, id__lt=after.id))
    found: list[Meeting] = list(rows[: PAGE + 1])
    if len(found) <= PAGE:
        return found, None
    last = found[PAGE - 1]
    return found[:PAGE], After(last.held_on, last.pk)


def lines(actor: Actor, meetings: Sequence[Meeting]) -> list[dict[str, Any]]:
    """The rows of a list; one statement for the names of everybody in them."""
    ids = {row.stakeholder_id for meeting in meetings for row in meeting.participants.all()}
    return lines_with(meetings, names_by_id(actor, ids))


def lines_with(meetings: Sequence[Meeting], names: dict[UUID, str]) -> list[dict[str, Any]]:
    """The rows of a list whose names are read already."""
    return [_line(meeting, names) for meeting in meetings]


def names_by_id(actor: Actor, ids: set[UUID]) -> dict[UUID, str]:
    """The names to show of those the actor may open: one statement."""
    rows: dict[UUID, list[StakeholderName]] = {}
    for row in StakeholderName.objects.visible_to(actor).filter(stakeholder_id__in=ids):
        rows.setdefault(row.stakeholder_id, []).append(row)
    return {key: shown_name(names) for key, names in rows.items()}


def _line(meeting: Meeting, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "url": reverse("meeting", args=[meeting.pk]),
        "held_on": meeting.held_on,
        "place": place_words(meeting),
        "who": who_words(meeting, names),
        "how": meeting.get_mode_display(),
        "status_label": meeting.get_status_display(),
        "reason_label": meeting.get_reason_display(),
        "tlp_label": meeting.access.label,
        "tlp_code": meeting.access.code,
        "notes": _notes(meeting),
    }


def _notes(meeting: Meeting) -> list[str]:
    """What a line says beside its state."""
    notes = []
    if meeting.withdrawn_at:
        notes.append(_("Withdrawn"))
    if meeting.to_complete:
        notes.append(_("To complete"))
    if meeting.duplicate_of_id:
        notes.append(_("Duplicate"))
    return notes


def place_words(meeting: Meeting) -> str:
    """The places by name, or that none is known."""
    return in_a_row(venue.region.label for venue in meeting.venues.all()) or _("Place unknown")


def who_words(meeting: Meeting, names: dict[UUID, str]) -> str:
    """The first names, how many more, and how many the reader may not open."""
    people = meeting.participants.all()
    seen = [names[row.stakeholder_id] for row in people if row.stakeholder_id in names]
    hidden = len(people) - len(seen)
    parts = seen[:MOST_NAMES]
    if len(seen) > MOST_NAMES:
        parts.append(_("and %(n)s more") % {"n": len(seen) - MOST_NAMES})
    if hidden:
        words = ngettext("%(n)s you may not open", "%(n)s you may not open", hidden)
        parts.append(words % {"n": hidden})
    return in_a_row(parts) or _("Nobody named")
