"""A post as somebody writes it down, before any rule has looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engagement.access.models import Precision


@dataclass(frozen=True, kw_only=True)
class PostDraft:
    """Somebody in a body. `valid_to` is the first day on which it is no longer true."""

    id: UUID
    stakeholder_id: UUID
    organisation_id: UUID
    title: str = ""
    seniority: str = ""
    valid_from: date | None = None
    from_precision: str = Precision.DAY
    valid_to: date | None = None
    to_precision: str = Precision.DAY
    on_behalf_of_id: UUID | None = None
    source: str = ""
