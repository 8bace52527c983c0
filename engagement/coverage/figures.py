"""What an indicator reads in a period: one value with its companions, exact and without words."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from engagement.coverage.shares import Share

Interval = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A companion of an indicator's value: the same in another reading, or a part of it.

    `code` is stable (API, sheets); its words stand in engagement/coverage/codes.py. `figure` names
    the list behind it (engagement/meetings/drilldown.py), where there is one.
    """

    code: str
    share: Share | None = None
    number: Fraction | None = None
    figure: str = ""


@dataclass(frozen=True)
class Figure:
    """A reading of one indicator. Either `share` or `number` is set, or neither: no data.

    `n` is how many of the unit it rests on; `recorded` is (with a value, of how many) where the
    field is optional; `of` is what a number is out of, for example 18 governorates. `interval` is
    of the share (0 to 1) or of the number, at 95 percent, where it was asked for.
    """

    share: Share | None = None
    number: Fraction | None = None
    of: int | None = None
    n: int = 0
    recorded: tuple[int, int] | None = None
    interval: Interval | None = None
    lines: tuple[Line, ...] = ()
    figure: str = ""

    @property
    def value(self) -> Fraction | None:
        """What is compared with a target: percent for a share, else the number; None: no data."""
        if self.share is not None:
            return 100 * self.share.part / self.share.whole if self.share.whole else None
        return self.number

    @property
    def exact(self) -> str:
        """The value as one text, for machines: `53/143`, `(11/2)/12`, `7`; empty without data."""
        if self.share is not None:
            part = str(self.share.part)
            return f"({part})/{self.share.whole}" if "/" in part else f"{part}/{self.share.whole}"
        return "" if self.number is None else str(self.number)
