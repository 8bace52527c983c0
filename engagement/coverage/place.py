"""Where the programme goes: I1 (beyond the capital), governorates visited and heard.

All of it is made from the sums of one statement (engagement/coverage/sums.py); docs/method.md says
it in words. Nothing here writes or reads a clock: the caller gives the period.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from engagement.coverage.shares import Share
from engagement.coverage.sums import (
    EVERY,
    INTERMEDIARY,
    PARTLY_ONLINE,
    REMOTE,
    Measure,
    Period,
    Place,
    Sums,
    programme_sums,
    seen_sums,
)
from engagement.regions.models import GovernorateListEntry, ProgrammeArea, Region

METHOD_VERSION = 2
#: A governorate met at least so often counts as met three times.
OFTEN = 3


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

    One statement for the figures and one for the list; one more where the reader's own share is
    asked for. Raises a database error (42501) where the context is no member's.
    """
    regions = listed(area, period)
    seen = places_from(seen_sums(period), period, area, regions) if with_seen else None
    return places_from(programme_sums(period), period, area, regions, seen)


def listed(area: ProgrammeArea, period: Period) -> list[Region]:
    """The governorates of the list in force on the last day of a period, by name."""
    entries = GovernorateListEntry.objects.filter(list=area.list_on(period.last))
    return [
        entry.counted_in
        for entry in entries.select_related("counted_in").order_by("counted_in__sort_key")
        if entry.region_id == entry.counted_in_id
    ]


def places_from(
    sums: Sums,
    period: Period,
    area: ProgrammeArea,
    regions: list[Region],
    seen: PlaceFigures | None = None,
) -> PlaceFigures:
    """The figures about place that sums hold; no statement."""
    timely = sums.of(Measure.TIMELY)
    return PlaceFigures(
        period=period,
        list_code=area.list_on(period.last),
        places=places_of(sums),
        governorates=_governorates(regions, sums),
        timeliness=Timeliness(sum(timely.values()), timely.get(1, 0)),
        seen=seen,
    )


def places_of(sums: Sums) -> Places:
    """Counted meetings by place, in fractions of meetings where one was held in several."""
    parts = dict.fromkeys(("beyond", "capital", "abroad"), Fraction(0))
    held = unknown = remote = intermediary = 0
    for (packed, mode), n in sums[Measure.PLACE].items():
        if mode > PARTLY_ONLINE:
            remote += n * (mode == REMOTE)
            intermediary += n * (mode == INTERMEDIARY)
            continue
        held += n
        place = Place.of(packed)
        unknown += 0 if place.whole else n
        for name in parts:
            parts[name] += Fraction(n * getattr(place, name), place.whole or 1)
    return Places(
        held=held, unknown=Fraction(unknown), remote=remote, intermediary=intermediary, **parts
    )


#: Ways of hearing, as cells have them.
_WAYS = {0: "heard", 1: "heard_remote", 2: "heard_intermediary"}


def _governorates(regions: list[Region], sums: Sums) -> tuple[Governorate, ...]:
    by_id = {region.pk: Governorate(region) for region in regions}
    for (unit, kind), n in sums[Measure.VISITED].items():
        if unit in by_id and kind == EVERY:
            by_id[unit].visited += n
    for (unit, way), n in sums[Measure.HEARD].items():
        if unit in by_id and way in _WAYS:
            setattr(by_id[unit], _WAYS[way], getattr(by_id[unit], _WAYS[way]) + n)
    for (unit, _reason), n in sums[Measure.TRIED].items():
        if unit in by_id:
            by_id[unit].tried += n
    return tuple(by_id.values())
