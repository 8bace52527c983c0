"""A meeting as it stood at a version, as it stands, and as somebody writes it; and what differs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engagement.access.scope import Actor
from engagement.audit.trail import events_of
from engagement.meetings.children import ATTENDANCE, FOLLOW_UP, ISSUE
from engagement.meetings.drafts import MeetingDraft
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.models import GuestTeam, Meeting, Participant, Subject, Venue

#: Part of a meeting -> what is there. Whole rows are told by `who.<id>`, `follow_up.<id>`,
#: `issue.<id>`; a part that is missing is not there.
Snapshot = Mapping[str, Any]

PLAIN = (
    "held_on",
    "mode",
    "kind",
    "starts_at",
    "duration",
    "outcome",
    "summary",
    "purpose",
    "participation_level",
    "asked_by",
    "arranged_through_id",
    "not_attributable",
    "lead_team_id",
)
#: Parts that are sets: what either side added or took away merges by itself.
SETS = ("venues", "subjects", "guest_teams")
_CHILDREN = (Venue, Subject, GuestTeam, Participant, FollowUp, IssueRaised)


@dataclass(frozen=True)
class Difference:
    """A part that is not the same on both sides; `kept` is `theirs`, `mine`, `both` or `ask`."""

    key: str
    base: Any
    theirs: Any
    mine: Any
    kept: str
    merged: Any = None


def as_it_was(meeting: Meeting, version: int) -> Snapshot | None:
    """As history has it at a version; None where the reader may not see that far back.

    A version is one transaction: what its act and those before it wrote had been there.
    """
    acts = list(events_of(Meeting).filter(pgh_obj_id=meeting.pk, version__lte=version))
    at = [event for event in acts if event.version == version]
    if not at:
        return None
    contexts = {event.pgh_context_id for event in acts if event.pgh_context_id}
    rows = {model: _rows_then(model, meeting.pk, contexts) for model in _CHILDREN}
    return _snapshot(max(at, key=lambda event: event.pgh_id), rows)


def _rows_then(model: Any, meeting_id: UUID, contexts: set[UUID]) -> list[Any]:
    events = events_of(model).filter(meeting_id=meeting_id, pgh_context_id__in=contexts)
    last = {event.pgh_obj_id: event for event in events.order_by("pgh_id")}
    return [event for event in last.values() if event.pgh_label != "delete"]


def as_it_is(actor: Actor, meeting: Meeting) -> Snapshot:
    """As it stands."""
    rows = {
        model: list(model._default_manager.visible_to(actor).filter(meeting=meeting))
        for model in _CHILDREN
    }
    return _snapshot(meeting, rows)


def as_they_are(actor: Actor, meetings: Collection[Meeting]) -> dict[UUID, Snapshot]:
    """Several as they stand; a statement for each kind of rows."""
    found: dict[UUID, dict[Any, list[Any]]] = {
        meeting.pk: {model: [] for model in _CHILDREN} for meeting in meetings
    }
    for model in _CHILDREN:
        rows = model._default_manager.visible_to(actor).filter(meeting__in=list(found))
        for row in rows:
            found[row.meeting_id][model].append(row)
    return {meeting.pk: _snapshot(meeting, found[meeting.pk]) for meeting in meetings}


def as_written(draft: MeetingDraft) -> Snapshot:
    """As a draft has it."""
    found = {
        **{name: getattr(draft, name) for name in PLAIN},
        "outcome": draft.outcome.strip(),
        "summary": draft.summary.strip(),
        "status": (draft.status, draft.reason),
        "tlp": draft.tlp,
        "venues": frozenset(region.pk for region in draft.venues),
        "subjects": frozenset(region.pk for region in draft.subjects),
        "guest_teams": frozenset(draft.guest_team_ids) - {draft.lead_team_id},
    }
    found.update({f"who.{row.stakeholder_id}": _told(row, ATTENDANCE) for row in draft.who})
    found.update({f"follow_up.{row.id}": _told(row, FOLLOW_UP) for row in draft.follow_ups})
    found.update({f"issue.{row.id}": _told(row, ISSUE) for row in draft.issues})
    return found


def _snapshot(meeting: Any, rows: Mapping[Any, Iterable[Any]]) -> Snapshot:
    found = {
        **{name: getattr(meeting, name) for name in PLAIN},
        "status": (meeting.status, meeting.reason),
        "tlp": meeting.own_tlp,
        "venues": frozenset(row.region_id for row in rows[Venue]),
        "subjects": frozenset(row.region_id for row in rows[Subject]),
        "guest_teams": frozenset(row.team_id for row in rows[GuestTeam]),
    }
    found.update({f"who.{row.stakeholder_id}": _told(row, ATTENDANCE) for row in rows[Participant]})
    found.update({f"follow_up.{row.id}": _told(row, FOLLOW_UP) for row in rows[FollowUp]})
    found.update({f"issue.{row.id}": _told(row, ISSUE) for row in rows[IssueRaised]})
    return found


def _told(row: Any, fields: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in fields}


def differences(
    base: Snapshot | None, theirs: Snapshot, mine: Snapshot, sets: Collection[str] = SETS
) -> list[Difference]:
    """Three ways: what one side changed is kept, what both changed differently is asked.

    `sets`: the parts that merge by themselves.
    """
    keys = dict.fromkeys((*theirs, *mine))
    return [
        _difference(key, base, theirs, mine, sets) for key in keys if not _same(key, theirs, mine)
    ]


def _same(key: str, theirs: Snapshot, mine: Snapshot) -> bool:
    return bool(theirs.get(key) == mine.get(key))


def _difference(
    key: str, base: Snapshot | None, theirs: Snapshot, mine: Snapshot, sets: Collection[str]
) -> Difference:
    now, own = theirs.get(key), mine.get(key)
    was: Any = base.get(key) if base is not None else None
    if key in sets:
        return _of_sets(key, was, now or frozenset(), own or frozenset())
    kept = "ask"
    if base is not None and own == was:
        kept = "theirs"
    elif base is not None and now == was:
        kept = "mine"
    return Difference(key, was, now, own, kept)


def _of_sets(
    key: str, was: frozenset[Any] | None, now: frozenset[Any], own: frozenset[Any]
) -> Difference:
    before = now & own if was is None else was
    kept = "theirs" if own == before else "mine" if now == before else "both"
    gone = (before - now) | (before - own)
    return Difference(key, was, now, own, kept, (now | own) - gone)
