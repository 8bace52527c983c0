"""A meeting as the demonstration tells it, before ids and rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from engagement.demonstration.casting import Candidate


@dataclass(frozen=True)
class Told:
    """A meeting as the demonstration tells it, before ids and rows."""

    key: str
    team: str
    status: str
    day: date
    mode: str
    venues: tuple[str, ...]
    who: tuple[Candidate, ...]
    side: str = ""
    through: Candidate | None = None
    reason: str = ""
    outcome: str = ""
    purpose: str = ""
    level: str = ""
    asked_by: str = ""
    starts_at: time | None = None
    duration: int | None = None
    guests: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    tlp: str = "AMBER"
    to_complete: bool = False
    lag: int = 0
