"""The fixed tables of one period, read once: what the API answers and what the sheets hold.

Programme figures, alike for every member. The caller gives the period and the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from engagement.coverage.codes import Hybrid
from engagement.coverage.figures import Figure
from engagement.coverage.indicators import INDICATORS, with_interval
from engagement.coverage.matrix import Matrix, Register, matrix_from, register_of
from engagement.coverage.periods import Quarter
from engagement.coverage.place import PlaceFigures, places_from, places_of
from engagement.coverage.reach import visited
from engagement.coverage.reading import Reading, read
from engagement.coverage.shares import Share
from engagement.coverage.state import beyond_state
from engagement.coverage.sums import Kind, Measure, Period, Sums, sums_by_quarter, sums_by_team
from engagement.coverage.sure import Sureness, sureness
from engagement.regions.models import ProgrammeArea

#: Of the trend.
QUARTERS = 8


@dataclass(frozen=True)
class TeamLine:
    """One team's own meetings; a joint meeting stands in each of its teams."""

    team_id: UUID
    name: str
    counted: int
    beyond: Share
    beyond_state: Share


@dataclass(frozen=True)
class Teams:
    """The teams do not add up to the total: `joint` meetings are one there and one in each."""

    rows: tuple[TeamLine, ...]
    counted: int
    joint: int
    sums: Mapping[UUID, Sums]


@dataclass(frozen=True)
class QuarterLine:
    """One quarter of the trend; the last may still run.

    `non_state` and `with_hybrid` are meetings with such a counterpart, hybrid actors apart and as
    non-state.
    """

    quarter: Quarter
    counted: int
    visited: int
    beyond: Share
    non_state: Share
    with_hybrid: Share
    civilians: Share


@dataclass(frozen=True)
class Fixed:
    """Everything that leaves coverage as a fixed table."""

    reading: Reading
    figures: Mapping[str, Figure]
    place: PlaceFigures
    matrix: Matrix
    register: Register
    trend: tuple[QuarterLine, ...]
    teams: Teams
    sure: Sureness


def fixed(
    period: Period,
    area: ProgrammeArea,
    day: date,
    names: Mapping[UUID, str],
    *,
    leaving: bool = False,
) -> Fixed:
    """The tables of a period as of a day; `names` are the teams' by id.

    `leaving`: for whoever is no member, every small cell is hidden.

    Eleven statements: six of a reading and five. Raises as `read`.
    """
    reading = read(period, area)
    regions, register = list(reading.regions), register_of(period.last)
    return Fixed(
        reading=reading,
        figures={code: with_interval(found, reading) for code, found in INDICATORS.items()},
        place=places_from(reading.sums, period, area, regions),
        matrix=matrix_from(
            reading.sums, regions, register, area.list_on(period.last), leaving=leaving
        ),
        register=register,
        trend=trend_of(period, reading.units),
        teams=teams_of(period, names),
        sure=sureness(period, day, reading.sums, names),
    )


def teams_of(period: Period, names: Mapping[UUID, str]) -> Teams:
    """Every team beside the others, whichever is chosen; one statement."""
    by_team, whole, joint = sums_by_team(period.first, period.last)
    rows = [
        TeamLine(
            team_id=team,
            name=name,
            counted=sums.counted,
            beyond=places_of(sums).beyond_share,
            beyond_state=beyond_state(sums).fractional,
        )
        for team, name in sorted(names.items(), key=lambda pair: pair[1])
        for sums in [by_team.get(team, Sums())]
    ]
    return Teams(tuple(rows), whole, joint, by_team)


def trend_of(period: Period, units: tuple[int, ...]) -> tuple[QuarterLine, ...]:
    """The eight quarters to the period's last day, oldest first; one statement.

    Governorates are those of the list in force on that day.
    """
    quarters = Quarter.of(period.last).back(QUARTERS)[::-1]
    found = sums_by_quarter(quarters[0].first, quarters[-1].last, period.team_id)
    return tuple(_quarter(quarter, found.get(quarter.first, Sums()), units) for quarter in quarters)


def _quarter(quarter: Quarter, sums: Sums, units: tuple[int, ...]) -> QuarterLine:
    civilians = sums.of(Measure.KIND, Kind.CIVILIANS).get(0, 0)
    return QuarterLine(
        quarter=quarter,
        counted=sums.counted,
        visited=len(visited(sums, units)),
        beyond=places_of(sums).beyond_share,
        non_state=beyond_state(sums).any,
        with_hybrid=beyond_state(sums, Hybrid.NON_STATE).any,
        civilians=Share(Fraction(civilians), sums.counted),
    )
