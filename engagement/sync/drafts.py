"""An agreement as an administrator writes it down, before any rule has looked at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from engagement.access.tlp import Tlp
from engagement.sync.codes import DEFAULT_FIELDS, SharedType


@dataclass(frozen=True, kw_only=True)
class AgreementDraft:
    """What a partner organisation is to read and write, why, and until when.

    None instead of regions, actor types or recommendations means every one of them.
    """

    id: UUID
    name: str
    team_id: UUID
    purpose: str
    legal_basis: str
    valid_from: date
    valid_until: date
    ceiling: int = Tlp.GREEN
    types: tuple[str, ...] = tuple(SharedType.values)
    regions: frozenset[int] | None = frozenset()
    actor_types: frozenset[str] | None = frozenset()
    recommendations: frozenset[UUID] | None = frozenset()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: DEFAULT_FIELDS)
