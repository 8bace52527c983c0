"""Assessments, incidents, initiatives and avenues as somebody writes them down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engagement.access.models import Precision
from engagement.access.tlp import Tlp
from engagement.regions.models import Region


@dataclass(frozen=True, kw_only=True)
class EntryDraft:
    """What every entry has: its id from the writer, who may see it, and the team it belongs to."""

    id: UUID
    tlp: int = Tlp.GREEN
    lead_team_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AssessmentDraft(EntryDraft):
    """A strategic assessment as it is asked for; for a country as a whole, the country."""

    title: str
    asked_by: str = ""
    asked_on: date
    regions: tuple[Region, ...] = ()
    summary: str = ""
    tlp: int = Tlp.AMBER


@dataclass(frozen=True, kw_only=True)
class IncidentDraft(EntryDraft):
    kind: str
    region: Region
    happened_on: date
    text: str
    source: str


@dataclass(frozen=True, kw_only=True)
class InitiativeDraft(EntryDraft):
    """A project of the reform; its dates may be known roughly."""

    name: str
    lead_organisation_id: UUID | None = None
    #: None: not known.
    iraqi_led: bool | None = None
    region: Region | None = None
    valid_from: date | None = None
    from_precision: str = Precision.DAY
    valid_to: date | None = None
    to_precision: str = Precision.DAY
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class AvenueDraft(EntryDraft):
    """A way into the formal security sector, as it stood on a day."""

    as_of: date
    text: str
    stakeholder_id: UUID | None = None
    source: str
    tlp: int = Tlp.AMBER
