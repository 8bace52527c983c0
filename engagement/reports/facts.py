"""What a report freezes: everything its sections are made of, resolved, of one moment.

Programme figures alike for every member; no name of anybody who is met, and none of who asks. The
figures stand as they were resolved: a later version of the method does not move them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils import translation

from engagement.access.models import Team
from engagement.access.requests import canonical
from engagement.access.scope import Actor
from engagement.coverage.figures import Figure
from engagement.coverage.fixed import Fixed, TeamLine, fixed
from engagement.coverage.gaps import Gaps, gaps
from engagement.coverage.matrix import PROTECTED, Matrix, matrix_from
from engagement.coverage.moved import followed
from engagement.coverage.moves import Moves, Taken, moves
from engagement.coverage.periods import Quarter
from engagement.coverage.place import PlaceFigures
from engagement.coverage.promises import Promises
from engagement.coverage.scorecard import Card, scorecard
from engagement.coverage.sums import EVERY, Kind, Measure, Period, Sums, call, planned_sums
from engagement.coverage.sure import Sureness
from engagement.coverage.trend import Trend, trend
from engagement.regions.models import ProgrammeArea, Region
from engagement.reports.codec import decode, encode

#: Of the frozen form itself; a form of another number is of another shape.
FORM = 1
LANGUAGES = ("en", "ar", "ckb")
#: What meetings are counted by, with 0 for what nobody recorded.
STATISTICS = {
    "level": Measure.LEVEL,
    "purpose": Measure.PURPOSE,
    "participation": Measure.PARTICIPATION,
    "asked_by": Measure.ASKED,
}


@dataclass(frozen=True)
class Known:
    """Registered stakeholders of a group, to be engaged, and how many of them are known to whom.

    `lately` were met in the twelve months to the last day, `before` earlier only, and `overdue` are
    those not met in the last six months but before; `by_one` were written down by one and the same
    officer only, in the twelve months.
    """

    kind: Kind
    registered: int
    lately: int
    before: int
    overdue: int
    by_one: int

    @property
    def never(self) -> int:
        return self.registered - self.lately - self.before


@dataclass(frozen=True)
class Step:
    """A figure of two readings and what each cause did to it, in the figure's unit."""

    code: str
    before: Fraction | None
    after: Fraction | None
    steps: tuple[tuple[str, Fraction], ...]
    points: bool


@dataclass(frozen=True)
class Restated:
    """Against which report the figures stand anew, and what moved them."""

    position: int
    figures_sha256: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Planned:
    """Meetings planned for the days after the period, by governorate; each counts in each."""

    first: date
    last: date
    meetings: int
    by_governorate: tuple[tuple[Region, int], ...]


@dataclass(frozen=True)
class Facts:
    """One period, of the programme or of one team. `texts` are the brief's, by language."""

    team: str
    governorate: Region | None
    place: PlaceFigures
    figures: Mapping[str, Figure]
    matrix: Matrix
    trend: Trend
    teams: tuple[TeamLine, ...]
    counted: int
    joint: int
    gaps: Gaps
    cards: tuple[Card, ...]
    texts: Mapping[str, Mapping[str, str]]
    statistics: Mapping[str, Mapping[str, int]]
    promises: Promises
    sure: Sureness
    planned: Planned
    known: tuple[Known, ...]
    restated: Restated | None = None


def facts_of(
    actor: Actor,
    period: Period,
    area: ProgrammeArea,
    day: date,
    governorate: Region | None = None,
    against: tuple[int, str] | None = None,
) -> Facts:
    """The facts of a period as of a day, to be read in one snapshot; some thirty statements.

    `against` is position and hash of the report that is restated. Raises as `fixed`.
    """
    names = dict(Team.objects.filter(programme_id=actor.programme_id).values_list("pk", "name"))
    found = fixed(period, area, day, names)
    reading = found.reading
    # A report is shown to a board: what leaves the programme shows no small number.
    shown = matrix_from(
        reading.sums, list(reading.regions), found.register, found.place.list_code, leaving=True
    )
    return Facts(
        team=names[period.team_id] if period.team_id else "",
        governorate=governorate,
        place=found.place,
        figures=found.figures,
        matrix=shown,
        trend=trend(period.last, area, period.team_id),
        teams=found.teams.rows,
        counted=found.teams.counted,
        joint=found.teams.joint,
        gaps=gaps(period, area),
        cards=_cards(actor, found, day),
        texts=_texts(actor, found, day),
        statistics=_statistics(reading.sums, shown),
        promises=reading.promises,
        sure=found.sure,
        planned=_planned(period, list(reading.regions), day),
        known=_known(period),
        restated=_restated(period, reading.units, against) if against else None,
    )


def freeze(facts: Facts) -> dict[str, Any]:
    """The facts as JSON."""
    return {"form": FORM, **encode(facts)}


def thaw(frozen: Mapping[str, Any]) -> Facts:
    """The facts again; one statement. Raises ValueError for a form of another version."""
    if frozen.get("form") != FORM:
        raise ValueError("frozen by another version")
    found: Facts = decode(Facts, frozen)
    return found


def sha256(frozen: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form (RFC 8785's order of keys), in hexadecimal."""
    return hashlib.sha256(canonical(frozen)).hexdigest()


def _cards(actor: Actor, found: Fixed, day: date) -> tuple[Card, ...]:
    """Without words, which stand in `texts` in every language."""
    cards = scorecard(actor, found.reading, day, found.teams.sums)
    return tuple(replace(card, text="", addressees=()) for card in cards)


def _texts(actor: Actor, found: Fixed, day: date) -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for card in scorecard(actor, found.reading, day):
                texts.setdefault(card.code, {})[language] = card.text
    return texts


def _statistics(sums: Sums, shown: Matrix) -> dict[str, dict[str, int]]:
    """Meetings by codes: groups met, level, purpose and the like.

    How often a group was met beyond the capital is told by the matrix; where that is hidden of a
    protected group, so is how often it was met at all.
    """
    found = {
        name: {str(code): n for code, n in sums.of(measure).items()}
        for name, measure in STATISTICS.items()
    }
    hidden = {cell.kind for cell in shown.totals if cell.n is None} & PROTECTED
    found["groups"] = {
        str(kind): n
        for (side, kind), n in sums[Measure.KIND].items()
        if not side and n and kind not in hidden
    }
    found["tried"] = {
        str(reason): n for (unit, reason), n in sums[Measure.TRIED].items() if not unit and n
    }
    return found


def _planned(period: Period, regions: list[Region], day: date) -> Planned:
    """To the end of a quarter that still runs, or of the one that follows."""
    quarter = Quarter.of(period.last)
    quarter = quarter if period.last < quarter.last else quarter.after
    sums = planned_sums(Period(quarter.first, quarter.last, period.team_id), day)
    visits = sums[Measure.VISITED]
    rows = ((region, visits[region.pk, EVERY]) for region in regions)
    return Planned(quarter.first, quarter.last, sums.counted, tuple(row for row in rows if row[1]))


def _known(period: Period) -> tuple[Known, ...]:
    rows = call("coverage_acquaintance", period.last)
    return tuple(Known(Kind(kind), *numbers) for kind, *numbers in sorted(rows))


def _restated(period: Period, units: tuple[int, ...], against: tuple[int, str]) -> Restated:
    position, figures_sha256 = against
    found = moves(Taken(period, position), Taken(period))
    return Restated(position, figures_sha256, tuple(_steps(found, units)))


def _steps(found: Moves, units: tuple[int, ...]) -> list[Step]:
    return [
        Step(
            code=row.code,
            before=row.read(found.before),
            after=row.read(found.after),
            steps=tuple(found.steps(row.read)),
            points=row.points,
        )
        for row in followed(units)
    ]
