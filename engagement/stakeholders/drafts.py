"""A stakeholder as somebody writes them down, before any rule has looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engagement.regions.models import Region
from engagement.stakeholders.models import ActorType


@dataclass(frozen=True, kw_only=True)
class StakeholderDraft:
    """A stakeholder as somebody writes them down; the first name is the one shown."""

    id: UUID
    kind: str
    names: tuple[str, ...]
    actor_type: ActorType
    base_region: Region | None = None
    lead_team_id: UUID | None = None
    at_risk: bool = False
    tlp: int | None = None
