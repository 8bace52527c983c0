"""What of coverage's tabs stands beside hand-written SQL: the product's own reads as its rows.

The reads are those of the pages, so that a tab and the SQL beside it cannot come apart unseen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bench import by_hand
from bench.rows import LAST
from engagement.access.models import Team
from engagement.access.scope import Actor
from engagement.coverage.coordination import clashes, met_apart, met_by_none
from engagement.coverage.gaps import Gaps, Tries, gaps, group_tries
from engagement.coverage.moved import a_year_before, followed
from engagement.coverage.moves import Taken, moves
from engagement.coverage.people import Concentration, People, people_from
from engagement.coverage.periods import Quarter, last_twelve_months
from engagement.coverage.place import listed
from engagement.coverage.sums import (
    EVERY,
    Measure,
    Period,
    call,
    programme_sums,
    sums_by_quarter,
    sums_by_team,
)
from engagement.regions.models import ProgrammeArea
from engagement.stakeholders.models import ActorType

YEAR = Period(*last_twelve_months(LAST))
QUARTERS = Period(Quarter.of(LAST).back(8)[-1].first, Quarter.of(LAST).last)
#: Decimals to which numbers that are no whole ones are compared.
DECIMALS = 6


def rounded(rows: list[Any]) -> list[Any]:
    """Rows in order, their last column to so many decimals."""
    return sorted((*row[:-1], _number(row[-1])) for row in rows)


def _number(value: Any) -> float | None:
    return None if value is None else round(float(value), DECIMALS)


@dataclass(frozen=True)
class Pair:
    """A read of coverage and the hand-written SQL (bench/hand/FILE.sql) that says the same."""

    name: str
    file: str
    period: Period
    read: Callable[[Actor, Period], Any]
    #: What of the rows by hand is compared.
    of_hand: Callable[[list[Any]], Any] = sorted


def figures_of(_actor: Actor, period: Period) -> list[Any]:
    return by_hand.rows_of(programme_sums(period))


def quarters_of(_actor: Actor, period: Period) -> list[Any]:
    return by_hand.quarter_rows(sums_by_quarter(period.first, period.last, None))


def top_of(_actor: Actor, period: Period) -> list[Any]:
    """In how many meetings each of the ten was who take most; first first."""
    parts: Counter[int] = Counter()
    for what, rank, heads, n in call("coverage_people", period.first, period.last, None):
        if what == "person_top":
            parts[rank] += Fraction(int(n), heads)  # type: ignore[assignment]
    return [_number(parts[rank]) for rank in sorted(parts)]


def _weights(rows: list[Any]) -> list[Any]:
    return [_number(weight) for _who, weight, _met in rows]


def method_of(_actor: Actor, period: Period) -> list[Any]:
    types = dict(ActorType.objects.values_list("order", "code"))
    return by_hand.method_rows(programme_sums(period), types)


def gaps_of(actor: Actor, period: Period) -> list[Any]:
    """Every governorate of the tab, and every group that it says was never met."""
    return sorted(_gap_rows(gaps(period, _area(actor))), key=lambda row: row[:2])


def _gap_rows(found: Gaps) -> Iterator[tuple[Any, ...]]:
    for row in found.governorates:
        told = (row.visited, row.heard, _told(row.tries), row.registered, row.months)
        yield ("governorate", str(row.region.pk), row.state, *told)
    for gap in found.groups:
        told = (0, 0, _told(gap.tries), gap.registered, None)
        yield ("group", gap.kind.name.lower(), gap.state, *told)


def _told(tries: Tries) -> str:
    return ", ".join(sorted(f"{reason.value} {n}" for reason, n in tries))


def tries_of(_actor: Actor, period: Period) -> list[Any]:
    found = group_tries(period)
    return sorted(
        (kind.name.lower(), reason.value, n) for kind, tries in found.items() for reason, n in tries
    )


def people_of(_actor: Actor, period: Period) -> list[Any]:
    """The counts of `People` but those of coordination, and both concentrations."""
    found = _people(period)
    names = ("again", "red_list", "channels", "channels_again", "units_met")
    rows = [(name, getattr(found, name)) for name in names]
    rows += [("meetings", found.persons.meetings)]
    rows += [*_concentrated("person", found.persons), *_concentrated("body", found.bodies)]
    return _some(rows)


def _some(rows: list[Any]) -> list[Any]:
    """Without what came to nothing: where nobody was met, SQL by hand has no row of them."""
    return [row for row in rounded(rows) if row[-1]]


def _people(period: Period) -> People:
    return people_from(call("coverage_people", period.first, period.last, None))


def _concentrated(who: str, found: Concentration) -> Iterator[tuple[str, Any]]:
    yield who, found.number
    yield f"{who}_top", sum(found.heaviest)
    yield f"{who}_square", found.square


def teams_of(_actor: Actor, period: Period) -> list[Any]:
    """I16 and the programme's meetings by team, as far as there are any."""
    found, (by_team, counted, joint) = _people(period), sums_by_team(period.first, period.last)
    rows = [("actor_months", "", "", found.actor_months), ("counted", "", "", counted)]
    rows += [("overlapping", "", "", found.overlapping), ("joint", "", "", joint)]
    for team, sums in by_team.items():
        rows.append(("team", str(team), "", sums.counted))
        visits = sums[Measure.VISITED].items()
        rows += [("visited", str(team), str(at), n) for (at, kind), n in visits if kind == EVERY]
    return sorted(rows)


def apart_of(actor: Actor, period: Period) -> list[Any]:
    """What coordination lists by name, over what the reader may open."""
    # Under their ids, which the page has names for.
    teams = {team: str(team) for team in Team.objects.values_list("pk", flat=True)}
    apart, planned = met_apart(actor, period, teams), clashes(actor, LAST, _area(actor), teams)
    rows = [("apart in all", "", "", apart.whole)]
    for met in apart.rows:
        told = ", ".join(f"{team} {n}" for team, n in met.teams)
        rows.append(("apart", str(met.stakeholder.pk), told, sum(n for _team, n in met.teams)))
    rows.append(("none", "", "", met_by_none(actor, period).whole))
    for clash in planned.rows:
        shared = clash.who or clash.where
        ids = ", ".join(str(one.meeting.pk) for one in clash.meetings)
        rows.append(("clash", str(shared.pk if shared else ""), ids, planned.whole))
    return sorted(rows)


def counts_of(actor: Actor, period: Period) -> list[Any]:
    """What was raised, promised, begun and assessed; each governorate by how fresh that is."""
    code = _area(actor).list_on(period.last)
    counts = call("coverage_counts", period.first, period.last, None)
    fresh = call("coverage_freshness", period.last, code)
    rows = [(what, "", n) for what, n in counts]
    return sorted([*rows, *((state, str(unit), 1) for unit, state in fresh)])


def moves_of(actor: Actor, period: Period) -> list[Any]:
    """Each figure of the tab at both readings: the same period a year before, and this one."""
    found = moves(Taken(a_year_before(period)), Taken(period))
    units = tuple(region.pk for region in listed(_area(actor), period))
    sides = (("before", found.before), ("after", found.after))
    figures = list(enumerate(followed(units), 1))
    return rounded([(name, at, row.read(sums)) for name, sums in sides for at, row in figures])


def _area(actor: Actor) -> ProgrammeArea:
    return ProgrammeArea.objects.get(programme_id=actor.programme_id)


def _by_key(rows: list[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: row[:2])


PAIRS = (
    Pair("figures", "first_screen", YEAR, figures_of),
    Pair("eight quarters", "trend", QUARTERS, quarters_of),
    Pair("the top ten", "few", YEAR, top_of, _weights),
    Pair("people and bodies", "people", YEAR, people_of, _some),
    Pair("indicators", "method", YEAR, method_of),
    Pair("promises, brief", "counts", YEAR, counts_of),
    Pair("gap by gap", "gaps", YEAR, gaps_of, _by_key),
    Pair("tries by group", "tries", YEAR, tries_of),
    Pair("teams", "coordination", YEAR, teams_of),
    Pair("met apart", "apart", YEAR, apart_of),
    Pair("two readings", "moves", YEAR, moves_of, rounded),
)
