"""Assessments, decisions and opinions as somebody writes them down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engagement.access.models import Precision
from engagement.access.tlp import Tlp
from engagement.regions.models import Region
from engagement.stakeholders.assessments.models import InformationGrade, SourceGrade, Standing


@dataclass(frozen=True, kw_only=True)
class AssessmentDraft:
    """One claim with its source. `parent_id` for a parent, `region` for an area of operations."""

    id: UUID
    stakeholder_id: UUID
    facet: str
    value: str
    source: str
    assessed_on: date
    standing: str = Standing.NEEDS_WORK
    degree: str = ""
    parent_id: UUID | None = None
    region: Region | None = None
    legal_basis: str = ""
    valid_from: date | None = None
    from_precision: str = Precision.DAY
    valid_to: date | None = None
    to_precision: str = Precision.DAY
    source_on: date | None = None
    source_grade: str = SourceGrade.F
    information_grade: int = InformationGrade.UNKNOWN
    #: A source whose naming endangers it: kept encrypted, opened with a trace.
    protected_source: str = ""
    note: str = ""
    tlp: int = Tlp.AMBER


@dataclass(frozen=True, kw_only=True)
class DecisionDraft:
    """A decision to engage or not; the one running before it ends the day it begins."""

    id: UUID
    stakeholder_id: UUID
    course: str
    decided_by: str
    reason: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class OpinionDraft:
    """What a team thinks of somebody's influence, interest and position on a day."""

    id: UUID
    stakeholder_id: UUID
    as_of: date
    influence: int | None = None
    interest: int | None = None
    position: str = ""
    note: str = ""
    #: One of the writer's teams; without one, the first of them.
    team_id: UUID | None = None
