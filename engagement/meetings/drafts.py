"""A meeting as somebody writes it down, before any rule has looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from engagement.access.tlp import Tlp
from engagement.meetings.codes import Kind, Whose
from engagement.meetings.models import Participant
from engagement.regions.models import Region
from engagement.stakeholders.drafts import StakeholderDraft


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """Who takes part: somebody registered, or somebody new with their draft."""

    stakeholder_id: UUID
    new: StakeholderDraft | None = None
    role: str = Participant.Role.COUNTERPART
    #: The post they attend in, and by it the body they speak for.
    post_id: UUID | None = None
    at_their_place: bool = False
    headcount: int | None = None
    women: int | None = None
    men: int | None = None
    under_18: int | None = None
    aged_18_to_29: int | None = None
    aged_30_to_59: int | None = None
    aged_60_up: int | None = None


@dataclass(frozen=True, kw_only=True)
class FollowUpDraft:
    """A follow-up of ours, or a commitment of theirs."""

    id: UUID
    text: str
    due_on: date | None = None
    side: str = Whose.OURS
    by_id: UUID | None = None
    assigned_to_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class IssueDraft:
    """An issue raised in the meeting."""

    id: UUID
    text: str
    raised_by_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingDraft:
    """A meeting as somebody writes it down."""

    id: UUID
    status: str
    held_on: date
    mode: str
    lead_team_id: UUID
    venues: tuple[Region, ...] = ()
    who: tuple[Attendance, ...] = ()
    reason: str = ""
    kind: str = Kind.ENGAGEMENT
    starts_at: time | None = None
    duration: int | None = None
    outcome: str = ""
    summary: str = ""
    purpose: str = ""
    participation_level: str = ""
    asked_by: str = ""
    arranged_through_id: UUID | None = None
    not_attributable: bool = False
    #: Saved now, to be completed later: whom and where may still be missing.
    to_complete: bool = False
    subjects: tuple[Region, ...] = ()
    issues: tuple[IssueDraft, ...] = ()
    follow_ups: tuple[FollowUpDraft, ...] = ()
    guest_team_ids: tuple[UUID, ...] = ()
    tlp: int = Tlp.AMBER
