"""The path of the demonstration: eight quarters from the capital outwards, in whole meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise


@dataclass(frozen=True)
class Stage:
    """One quarter of the path, in percent; governorates visited are counted from the start."""

    held: int
    in_capital: int
    non_state: int
    hybrid: int
    top_ten: int
    governorates: int


PATH = (
    Stage(50, 92, 8, 0, 72, 2),
    Stage(54, 90, 9, 2, 69, 4),
    Stage(60, 84, 15, 3, 63, 6),
    Stage(62, 76, 22, 6, 57, 9),
    Stage(66, 68, 28, 8, 52, 11),
    Stage(70, 62, 33, 10, 47, 13),
    Stage(76, 57, 37, 11, 44, 15),
    Stage(82, 51, 41, 12, 41, 16),
)


@dataclass(frozen=True)
class Places:
    """How the held meetings of a quarter are spread, in meetings.

    `straddling` were in the capital and elsewhere at once: half a meeting each. Without a country,
    remote or unknown, a meeting says nothing about the capital.
    """

    remote: int
    intermediary: int
    unknown: int
    abroad: int
    capital: int
    straddling: int
    pairs: int
    beyond: int


PLACES = (
    Places(8, 0, 4, 1, 33, 2, 0, 2),
    Places(8, 0, 4, 1, 36, 2, 0, 3),
    Places(9, 1, 5, 1, 36, 2, 1, 5),
    Places(9, 1, 5, 1, 34, 2, 1, 9),
    Places(10, 1, 5, 1, 33, 1, 3, 12),
    Places(10, 1, 6, 1, 31, 2, 2, 17),
    Places(12, 2, 6, 1, 31, 1, 3, 20),
    Places(12, 2, 7, 2, 29, 2, 2, 26),
)
#: With international counterparts only, a quarter; they are outside the shares of actors.
INTERNATIONAL = (0, 0, 1, 1, 1, 1, 1, 1)
#: With more than one actor type, a quarter: 156 of 520.
MIXED = (15, 16, 18, 19, 20, 21, 23, 24)
#: Governorates first visited in a quarter, each by a fly-in of the liaison team.
FIRST_VISITS = (
    ("erbil",),
    ("basra", "nineveh"),
    ("sulaymaniyah", "kirkuk"),
    ("anbar", "najaf", "duhok"),
    ("dhi-qar", "karbala"),
    ("babil", "diyala"),
    ("salah-al-din", "wasit"),
    ("qadisiyyah",),
)
#: Those of them that somebody came back to.
RETURNED_TO = (
    "erbil",
    "basra",
    "nineveh",
    "sulaymaniyah",
    "anbar",
    "najaf",
    "duhok",
    "dhi-qar",
    "salah-al-din",
)
#: Security activity, and no dialogue.
SECURITY_ONLY = "diyala"
#: The embassy section goes on as it began: meetings in the country, and of these beyond.
EMBASSY_MEETINGS = (6, 6, 6, 6, 6, 6, 7, 7)
EMBASSY_BEYOND = (1, 0, 1, 1, 1, 0, 1, 1)


def whole(percent: int, of: int) -> int:
    """The number of meetings that comes nearest to a percentage."""
    return (2 * percent * of + 100) // 200


def quarter_days(today: date) -> list[tuple[date, date]]:
    """First and last day of each of the eight quarters; the last one ends today."""
    ends = [_months_before(today, 3 * back) for back in range(len(PATH), -1, -1)]
    return [(before + timedelta(days=1), end) for before, end in pairwise(ends)]


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
