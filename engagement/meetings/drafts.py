"""A meeting as somebody writes it down, before any rule has looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from engagement.access.tlp import Tlp
from engagement.meetings.codes import Kind
from engagement.meetings.models import Participant
from engagement.regions.models import Region
from engagement.stakeholders.drafts import StakeholderDraft


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """Who takes part: somebody registered, or somebody new with their draft."""

    stakeholder_id: UUID
    new: StakeholderDraft | None = None
    role: str = Participant.Role.COUNTERPART
    headcount: int | None = None


@dataclass(frozen=True, kw_only=True)
class FollowUpDraft:
    id: UUID
    text: str
    due_on: date | None = None


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
    follow_ups: tuple[FollowUpDraft, ...] = ()
    guest_team_ids: tuple[UUID, ...] = ()
    tlp: int = Tlp.AMBER
