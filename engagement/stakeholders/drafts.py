"""A stakeholder as somebody writes them down, before any rule has looked at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from engagement.access.requests import LATER
from engagement.regions.models import Region
from engagement.stakeholders.models import ActorType


@dataclass(frozen=True)
class NameDraft:
    """One name, with its kind and the language it is written in, where that is known."""

    text: str
    kind: str = "full"
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class StakeholderDraft:
    """A stakeholder as somebody writes them down; the first name is the one shown.

    A name given as bare text keeps the kind and the language that it has in the register.
    Without a level (`tlp`), a new one gets the default and an amended one keeps what it has.
    """

    id: UUID
    kind: str
    names: tuple[str | NameDraft, ...]
    actor_type: ActorType
    base_region: Region | None = None
    lead_team_id: UUID | None = None
    at_risk: bool = False
    tlp: int | None = None
    tags: tuple[str, ...] = ()
    owner_id: UUID | None = None
    not_to_be_engaged: bool = False
    birth_year: int | None = field(default=None, metadata=LATER)

    @property
    def given_names(self) -> tuple[NameDraft, ...]:
        """The names as rows, empty ones left out, the same text once; the first one counts."""
        rows: dict[str, NameDraft] = {}
        for one in self.names:
            row = NameDraft(text=one) if isinstance(one, str) else one
            text = row.text.strip()
            if text:
                rows.setdefault(text, NameDraft(text, row.kind, row.language))
        return tuple(rows.values())

    @property
    def bare_names(self) -> set[str]:
        """The names given as text alone."""
        return {one.strip() for one in self.names if isinstance(one, str)}
