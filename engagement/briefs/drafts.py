"""What a manager writes about the brief, before any rule has looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class TargetDraft:
    """What one indicator is to reach; without a baseline it is the first two quarters logged."""

    recommendation_id: UUID
    indicator: str
    value: Decimal
    baseline: Decimal | None = None
    due_on: date | None = None
    note: str = ""
