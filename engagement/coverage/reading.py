"""A reading: all that the indicators are made from, for one period, in a few statements.

Programme figures: alike for every member, over all that counts, numbers only. The caller gives the
period; nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from fractions import Fraction
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import JSONObject

from engagement.coverage.brief import BriefFacts
from engagement.coverage.people import People, people_from
from engagement.coverage.promises import Promises
from engagement.coverage.shares import Share
from engagement.coverage.sums import Measure, Period, Sums, call, programme_sums, seen_sums
from engagement.regions.models import (
    GovernorateListEntry,
    Population,
    ProgrammeArea,
    Region,
    RegionCode,
)
from engagement.stakeholders.models import ActorType

#: I3 asks for the last so many months.
RECENT_MONTHS = 6


@dataclass(frozen=True)
class Inhabitants:
    """How many people live in a governorate, as the list in force folds it."""

    people: int = 0
    #: Whether any part of it is an estimate rather than a census.
    estimate: bool = False


@dataclass(frozen=True)
class Reading:
    """What the indicators read in a period: no names, and no ids but those of governorates.

    `recent` are the sums of the last six months of the period (of all of it, if it is shorter).
    `classes` is the number of actor types in the code list. `populations` is by governorate.
    """

    period: Period
    area: ProgrammeArea
    sums: Sums
    recent: Sums
    regions: tuple[Region, ...]
    classes: int
    people: People = field(default_factory=People)
    promises: Promises = field(default_factory=Promises)
    brief: BriefFacts = field(default_factory=BriefFacts)
    populations: Mapping[int, Inhabitants] = field(default_factory=dict)
    #: Codes of the governorates, each with scheme and version.
    codes: Mapping[int, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    #: Whether it is over what the reader may open, rather than over all that counts.
    seen: bool = False

    @property
    def units(self) -> tuple[int, ...]:
        """The governorates of the list in force."""
        return tuple(region.pk for region in self.regions)

    def people_in(self, units: Collection[int]) -> Share:
        """The part of the country's people who live in these governorates."""
        people = {unit: found.people for unit, found in self.populations.items()}
        part = sum(n for unit, n in people.items() if unit in units)
        return Share(Fraction(part), sum(people.values()))

    def recorded(self, measure: Measure, chosen: Collection[int]) -> tuple[Share, int]:
        """Of the meetings with a value, those with a chosen one; and all, with a value or not."""
        by_value = self.sums.of(measure)
        whole = sum(n for value, n in by_value.items() if value)
        part = sum(n for value, n in by_value.items() if value in chosen)
        return Share(Fraction(part), whole), sum(by_value.values())


def read(period: Period, area: ProgrammeArea, *, seen: bool = False) -> Reading:
    """Read a period: six statements, however many meetings.

    Programme figures, or with `seen` the same over what the reader may open. Raises a database
    error where the context is no member's (42501) or the period begins within a month (22023).
    """
    sums, rights = (seen_sums, "seen_") if seen else (programme_sums, "")
    over = (period.first, period.last, period.team_id)
    counts = dict(call(f"{rights}coverage_counts", *over))
    list_code = area.list_on(period.last)
    rows = _listed(list_code)
    return Reading(
        period=period,
        area=area,
        seen=seen,
        sums=sums(period),
        recent=sums(recent(period)),
        regions=tuple(row.counted_in for row in rows if row.region_id == row.counted_in_id),
        classes=rows[0].classes if rows else 0,
        people=people_from(call(f"{rights}coverage_people", *over)),
        promises=Promises(**_named(counts, Promises)),
        brief=BriefFacts(
            **_named(counts, BriefFacts),
            freshness=dict(call(f"{rights}coverage_freshness", period.last, list_code)),
        ),
        populations=_populations(rows),
        codes={row.counted_in_id: tuple(row.codes) for row in rows},
    )


def _named(counts: Mapping[str, int], shape: type[Promises | BriefFacts]) -> dict[str, Any]:
    names = {part.name for part in fields(shape)}
    return {name: n for name, n in counts.items() if name in names}


def type_patterns(reading: Reading) -> list[tuple[str, int]]:
    """Meetings by the actor types of their counterpart bodies, for an interval; one statement."""
    period, rights = reading.period, "seen_" if reading.seen else ""
    return call(f"{rights}coverage_type_patterns", period.first, period.last, period.team_id)


def recent(period: Period) -> Period:
    """The last six months of a period: from the first of the month five months before the last."""
    year, month = divmod(period.last.year * 12 + period.last.month - 1 - (RECENT_MONTHS - 1), 12)
    first = max(period.first, date(year, month + 1, 1))
    return Period(first, period.last, period.team_id)


def _listed(list_code: str) -> list[Any]:
    """Each governorate of the country, and under which it is counted; one statement.

    Beside it what else stands in code lists: how many people live in it by the latest source, the
    codes of the one it is counted under, and how many actor types there are.
    """
    latest = Population.objects.filter(region=OuterRef("region")).order_by("-year", "source")
    codes = RegionCode.objects.filter(region=OuterRef("counted_in")).order_by("scheme", "version")
    parts = {name: name for name in ("scheme", "version", "code")}
    classes = ActorType.objects.order_by().values(every=Value(1)).annotate(n=Count("pk"))
    entries = GovernorateListEntry.objects.filter(list=list_code).select_related("counted_in")
    rows = entries.annotate(
        inhabitants=Subquery(latest.values("people")[:1]),
        status=Subquery(latest.values("status")[:1]),
        codes=ArraySubquery(codes.values(data=JSONObject(**parts))),
        classes=Subquery(classes.values("n")),
    )
    return list(rows.order_by("counted_in__sort_key"))


def _populations(rows: Iterable[Any]) -> dict[int, Inhabitants]:
    """People by governorate of the list."""
    found: dict[int, Inhabitants] = {row.counted_in_id: Inhabitants() for row in rows}
    for row in rows:
        so_far = found[row.counted_in_id]
        estimate = so_far.estimate or row.status == Population.Status.ESTIMATE
        people = so_far.people + (row.inhabitants or 0)
        found[row.counted_in_id] = Inhabitants(people, estimate)
    return found
