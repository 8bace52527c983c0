"""What the brief asks for beside meetings, as counts: initiatives, assessments, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class BriefFacts:
    """As of the last day of the period.

    `initiatives` were active in the period, of which `civilian_led`. `units` are the registered
    paramilitary units, of which `decided` have a decision on engaging them in force. `freshness`
    says of each governorate of the list `fresh`, `stale`, `event` (stale by event) or `none`.
    `asked`, `delivered` and `acted` count strategic assessments.
    """

    initiatives: int = 0
    civilian_led: int = 0
    units: int = 0
    decided: int = 0
    freshness: Mapping[int, str] = field(default_factory=dict)
    asked: int = 0
    delivered: int = 0
    acted: int = 0

    def in_state(self, state: str) -> int:
        """So many governorates are in this state of freshness."""
        return sum(found == state for found in self.freshness.values())
