"""Parts of a whole, as exact numbers, and when a percentage may be printed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

#: Under so many of the unit no percentage is printed.
SMALL = 10


@dataclass(frozen=True)
class Share:
    """Part of a whole, in meetings; a meeting in several places gives each its fraction."""

    part: Fraction
    whole: int
    unknown: Fraction = Fraction(0)

    @property
    def percent(self) -> int | None:
        """Rounded half up; None, never 0, when there was nothing to measure."""
        return percent(self.part, self.whole)

    @property
    def bounds(self) -> tuple[int, int] | None:
        """The percentage if no unknown belonged to the part, and if all did."""
        low, high = percent(self.part, self.whole), percent(self.part + self.unknown, self.whole)
        return None if low is None or high is None else (low, high)

    @property
    def small(self) -> bool:
        """Too few for a percentage."""
        return self.whole < SMALL


def percent(part: Fraction, whole: int) -> int | None:
    """Rounded half up; None where the whole is nothing."""
    return None if whole == 0 else int(100 * part / whole + Fraction(1, 2))
