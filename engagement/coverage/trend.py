"""Whether it is changing: eight quarters, against the first two logged and against a year before.

Programme figures. A change is told only where the interval of the difference excludes 0, and never
against the quarter before: between neighbours the noise is larger than any change. The caller gives
the day; nothing is said of why a figure moved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.coverage.codes import Hybrid
from engagement.coverage.diversity import mann_kendall, theil_sen
from engagement.coverage.intervals import (
    Interval,
    clear_change,
    difference_interval,
    share_interval,
)
from engagement.coverage.periods import Quarter
from engagement.coverage.place import places_of
from engagement.coverage.reach import visited
from engagement.coverage.shares import Share
from engagement.coverage.state import beyond_state
from engagement.coverage.sums import (
    PARTLY_ONLINE,
    Kind,
    Measure,
    Place,
    Sums,
    first_quarter,
    sums_by_quarter,
)
from engagement.regions.models import GovernorateListEntry, ProgrammeArea

QUARTERS, YEAR = 8, 4
Patterns = list[tuple[Fraction, int]]


class Followed(models.TextChoices):
    """The shares that are followed over the quarters."""

    BEYOND = "beyond", _("Beyond Baghdad")
    NON_STATE = "non_state", _("With a non-state counterpart, hybrid actors apart")
    WITH_HYBRID = "with_hybrid", _("With a non-state or hybrid counterpart")
    CIVILIANS = "civilians", _("With civil society or a community")


@dataclass(frozen=True)
class Column:
    """A quarter. `counted` are its meetings in all modes, `of` the governorates of its list.

    `running`: not over by the day. `breaks`: the list of governorates changes within it, so that
    the number of governorates does not compare with the quarters before.
    """

    quarter: Quarter
    counted: int
    visited: int
    of: int
    list_code: str
    running: bool
    breaks: bool


@dataclass(frozen=True)
class Point:
    """A share in one quarter, with its interval from 0 to 1; none where there is nothing to say."""

    share: Share
    interval: Interval | None


@dataclass(frozen=True)
class Change:
    """The last whole quarter less what it is held against, where both have enough meetings.

    `direction` is 1 or -1 where the interval of the difference excludes 0, 0 where there is no
    clear change, None where nothing can be said.
    """

    against: Share | None
    interval: Interval | None = None

    @property
    def direction(self) -> int | None:
        return None if self.interval is None else clear_change(self.interval)


@dataclass(frozen=True)
class Slope:
    """Over all eight quarters: points of a percentage a quarter (Theil-Sen), p of Mann-Kendall."""

    points: float
    p: float


@dataclass(frozen=True)
class Line:
    """One share over the quarters, oldest first."""

    code: Followed
    points: tuple[Point, ...]
    baseline: Change
    year_before: Change
    slope: Slope | None


@dataclass(frozen=True)
class Trend:
    """`compared` is the last quarter that is over; `baseline` the first two logged, if over.

    `baseline_counted` is how many meetings the baseline rests on.
    """

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    compared: Quarter
    baseline: tuple[Quarter, Quarter] | None
    baseline_counted: int


def trend(day: date, area: ProgrammeArea, team_id: UUID | None = None) -> Trend:
    """The eight quarters to that of a day, which may still run; at most four statements.

    Raises a database error (42501) where the context is no member's.
    """
    quarters = Quarter.of(day).back(QUARTERS)[::-1]
    found = sums_by_quarter(quarters[0].first, quarters[-1].last, team_id)
    begins = first_quarter(team_id)
    first = _first_two(begins, day)
    before = sums_by_quarter(first[0].first, first[1].last, team_id) if first else {}
    baseline = sum(before.values(), Sums()) if first else None
    return trend_from(quarters, found, area, day, first, baseline)


def trend_from(
    quarters: Sequence[Quarter],
    found: Mapping[date, Sums],
    area: ProgrammeArea,
    day: date,
    first: tuple[Quarter, Quarter] | None,
    baseline: Sums | None,
) -> Trend:
    """The trend of sums by quarter; one statement for the lists of governorates."""
    units = _units(area)
    by_quarter = {quarter: found.get(quarter.first, Sums()) for quarter in quarters}
    compared = next(quarter for quarter in reversed(quarters) if quarter.last <= day)
    # Meetings are not held against themselves: the difference would be of the same meetings.
    apart = baseline if first and first[1] < compared else None
    broken = _broken(area, quarters)
    return Trend(
        columns=tuple(
            _column(one, sums, units, area.list_on(one.last), one.last > day, one == broken)
            for one, sums in by_quarter.items()
        ),
        lines=tuple(_line(code, by_quarter, compared, apart) for code in Followed),
        compared=compared,
        baseline=first,
        baseline_counted=baseline.counted if baseline is not None else 0,
    )


def share_of(code: Followed, sums: Sums) -> Share:
    """A followed share; I1, I4 (any) and the part of civilians."""
    if code == Followed.BEYOND:
        return places_of(sums).beyond_share
    if code == Followed.CIVILIANS:
        civilians = sums.of(Measure.KIND, Kind.CIVILIANS).get(0, 0)
        return Share(Fraction(civilians), sums.counted)
    apart = code == Followed.NON_STATE
    return beyond_state(sums, Hybrid.SEPARATE if apart else Hybrid.NON_STATE).any


def patterns_of(code: Followed, sums: Sums) -> Patterns:
    """(part of a meeting, meetings with that part), for an interval of the share."""
    if code != Followed.BEYOND:
        share = share_of(code, sums)
        part = int(share.part)
        return [(Fraction(1), part), (Fraction(0), share.whole - part)]
    parts: Counter[Fraction] = Counter()
    for (packed, mode), n in sums[Measure.PLACE].items():
        if mode <= PARTLY_ONLINE:
            place = Place.of(packed)
            parts[Fraction(place.beyond, place.whole or 1)] += n
    return sorted(parts.items())


def _first_two(begins: date | None, day: date) -> tuple[Quarter, Quarter] | None:
    """The first two quarters logged, where both are over by a day."""
    if begins is None:
        return None
    first = Quarter.of(begins)
    return (first, first.after) if first.after.last < day else None


def _units(area: ProgrammeArea) -> dict[str, set[int]]:
    """The governorates of each list of the country; one statement."""
    found: dict[str, set[int]] = {}
    entries = GovernorateListEntry.objects.filter(list__country=area.country_id)
    for code, unit in entries.values_list("list_id", "counted_in_id"):
        found.setdefault(code, set()).add(unit)
    return found


def _broken(area: ProgrammeArea, quarters: Sequence[Quarter]) -> Quarter | None:
    """The quarter in which the list changes, if any before it went by another."""
    change = area.list_of_19_from
    if change is None or not quarters[0].first < change <= quarters[-1].last:
        return None
    return Quarter.of(change)


def _column(
    quarter: Quarter,
    sums: Sums,
    units: Mapping[str, set[int]],
    code: str,
    running: bool,
    breaks: bool,
) -> Column:
    return Column(
        quarter=quarter,
        counted=sums.counted,
        visited=len(visited(sums, units[code])),
        of=len(units[code]),
        list_code=code,
        running=running,
        breaks=breaks,
    )


def _line(
    code: Followed, by_quarter: Mapping[Quarter, Sums], compared: Quarter, baseline: Sums | None
) -> Line:
    points = tuple(_point(code, sums) for sums in by_quarter.values())
    now = by_quarter[compared]
    year_before = by_quarter.get(compared.back(YEAR + 1)[-1])
    return Line(
        code=code,
        points=points,
        baseline=_change(code, now, baseline),
        year_before=_change(code, now, year_before),
        slope=_slope([point.share for point in points]),
    )


def _point(code: Followed, sums: Sums) -> Point:
    share = share_of(code, sums)
    return Point(share, None if share.small else share_interval(patterns_of(code, sums)))


def _change(code: Followed, now: Sums, then: Sums | None) -> Change:
    if then is None:
        return Change(None)
    share = share_of(code, then)
    if share.small or share_of(code, now).small:
        return Change(share)
    return Change(share, difference_interval(patterns_of(code, now), patterns_of(code, then)))


def _slope(shares: Sequence[Share]) -> Slope | None:
    """None where a quarter has too few meetings: then there are not eight of them."""
    if any(share.small for share in shares):
        return None
    values = [float(100 * share.part / share.whole) for share in shares]
    points, test = theil_sen(list(enumerate(values))), mann_kendall(values)
    return None if points is None or test is None else Slope(points, test[1])
