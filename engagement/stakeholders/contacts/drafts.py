"""A way to reach somebody as it is written down, before any rule has looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class ContactDraft:
    """One way to reach somebody. `text` is sealed; `note` is not, and tells nothing private."""

    id: UUID
    stakeholder_id: UUID
    kind: str
    text: str
    note: str = ""
    lead_team_id: UUID | None = None
