"""Where the programme goes: I1 (beyond the capital), governorates visited and heard.

Each read is one statement, a function of the database that holds the rule
(engagement/coverage/sql/place.sql); docs/method.md says it in words. Nothing here writes or reads
a clock: the caller gives the period.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import connection

from engagement.regions.models import GovernorateListEntry, ProgrammeArea, Region

Row = tuple[Any, ...]
METHOD_VERSION = 1
ON_THE_SPOT = ("in_person", "partly_online")
#: Under so many meetings no percentage is printed.
SMALL = 10
#: A governorate met at least so often counts as met three times.
OFTEN = 3


@dataclass(frozen=True)
class Period:
    """Days from first to last, both counted, of the whole programme or of one team."""

    first: date
    last: date
    team_id: UUID | None = None


@dataclass(frozen=True)
class Share:
    """Part of a whole, in meetings; a meeting in several places gives each its fraction."""

    part: Fraction
    whole: int
    unknown: Fraction = Fraction(0)

    @property
    def percent(self) -> int | None:
        """Rounded half up; None, never 0, when there was nothing to measure."""
        return _percent(self.part, self.whole)

    @property
    def bounds(self) -> tuple[int, int] | None:
        """The percentage if every unknown place were in the capital, and if all were beyond."""
        low, high = _percent(self.part, self.whole), _percent(self.part + self.unknown, self.whole)
        return None if low is None or high is None else (low, high)

    @property
    def small(self) -> bool:
        """Too few meetings for a percentage."""
        return self.whole < SMALL


def _percent(part: Fraction, whole: int) -> int | None:
    return None if whole == 0 else int(100 * part / whole + Fraction(1, 2))


@dataclass(frozen=True)
class Places:
    """Counted meetings by place, in meetings. The four parts add up to `held`."""

    held: int = 0
    beyond: Fraction = Fraction(0)
    capital: Fraction = Fraction(0)
    abroad: Fraction = Fraction(0)
    unknown: Fraction = Fraction(0)
    remote: int = 0
    intermediary: int = 0

    @property
    def beyond_share(self) -> Share:
        """I1: the part beyond the capital of what was held in person or partly online."""
        return Share(self.beyond, self.held, self.unknown)


@dataclass
class Governorate:
    """One governorate of the list in force, in whole meetings."""

    region: Region
    visited: int = 0
    heard: int = 0
    heard_remote: int = 0
    heard_intermediary: int = 0
    tried: int = 0

    @property
    def state(self) -> str:
        """What the map says first: visited, failed (tried), heard elsewhere, or never tried."""
        if self.visited:
            return "visited"
        if self.tried:
            return "failed"
        return "heard" if self.heard else "never"


@dataclass(frozen=True)
class Timeliness:
    """Counted meetings, and those logged within seven days of being held."""

    counted: int
    timely: int


@dataclass(frozen=True)
class PlaceFigures:
    """Everything that the first screen and the report say about place."""

    period: Period
    list_code: str
    places: Places
    governorates: tuple[Governorate, ...]
    timeliness: Timeliness
    #: The same, of what the reader may open; only where it was asked for.
    seen: PlaceFigures | None = field(default=None, compare=False)

    @property
    def visited(self) -> list[Governorate]:
        return [row for row in self.governorates if row.visited]

    @property
    def often(self) -> list[Governorate]:
        return [row for row in self.governorates if row.visited >= OFTEN]

    def in_state(self, state: str) -> list[Governorate]:
        """The governorates of which the map says this first."""
        return [row for row in self.governorates if row.state == state]


def place_figures(period: Period, area: ProgrammeArea, *, with_seen: bool = False) -> PlaceFigures:
    """Programme figures for a period: alike for every member, over all that counts.

    Three statements for the figures and one for the list; three more where the reader's own
    share is asked for. Raises a database error (42501) where the context is no member's.
    """
    entries = GovernorateListEntry.objects.filter(list=area.list_on(period.last))
    regions = [
        entry.counted_in
        for entry in entries.select_related("counted_in").order_by("counted_in__sort_key")
        if entry.region_id == entry.counted_in_id
    ]
    seen = _read("seen_place", period, area, regions) if with_seen else None
    return _read("place", period, area, regions, seen)


def _read(
    source: str,
    period: Period,
    area: ProgrammeArea,
    regions: list[Region],
    seen: PlaceFigures | None = None,
) -> PlaceFigures:
    return PlaceFigures(
        period=period,
        list_code=area.list_on(period.last),
        places=_places(_rows(f"{source}_parts", period)),
        governorates=_governorates(regions, _rows(f"{source}_governorates", period)),
        timeliness=_timeliness(_rows(f"{source}_timeliness", period)),
        seen=seen,
    )


def _rows(function: str, period: Period) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM jisr.{function}(%s, %s, %s)",  # noqa: S608  names of our own
            [period.first, period.last, period.team_id],
        )
        return list(cursor.fetchall())


def _timeliness(rows: list[Row]) -> Timeliness:
    counted, timely = rows[0]
    return Timeliness(counted, timely)


def _places(rows: list[Row]) -> Places:
    parts: dict[str, Fraction] = defaultdict(Fraction)
    for mode, part, whole, number in rows:
        share = Fraction(number, whole)
        parts[part if mode in ON_THE_SPOT else mode] += share
        parts["held"] += share if mode in ON_THE_SPOT else 0
    return Places(
        held=int(parts["held"]),
        beyond=parts["beyond"],
        capital=parts["capital"],
        abroad=parts["abroad"],
        unknown=parts["unknown"],
        remote=int(parts["remote"]),
        intermediary=int(parts["intermediary"]),
    )


def _governorates(regions: list[Region], rows: list[Row]) -> tuple[Governorate, ...]:
    by_id = {region.pk: Governorate(region) for region in regions}
    for unit, measure, meetings in rows:
        if unit in by_id:
            setattr(by_id[unit], measure, meetings)
    return tuple(by_id.values())
