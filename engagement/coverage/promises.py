"""What was raised and what was promised in meetings, as counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Promises:
    """Issues of the period's meetings, and what fell due in the period.

    `with_raiser` are the issues of which it is recorded who raised them, `by_iraqis` of these those
    of an Iraqi; `answered` within 60 days of the meeting, `reflected` in a decision. `due` counts
    follow-ups and commitments together, those dropped left out; `kept` on or before the due day.
    """

    issues: int = 0
    with_raiser: int = 0
    by_iraqis: int = 0
    answered: int = 0
    reflected: int = 0
    due: int = 0
    kept: int = 0
