"""The brief's recommendations against their targets, with what speaks for and against each.

Pure assembly over a reading: four statements of its own, however many recommendations. Targets are
ours, never the brief's; where nobody stored a baseline it is the first two quarters logged. The
caller gives the day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.access.scope import Actor
from engagement.briefs.lists import recommendations, text_of
from engagement.briefs.models import (
    Recommendation,
    RecommendationAddressee,
    Target,
    TeamAddressee,
)
from engagement.coverage.evidence import Evidence, evidence
from engagement.coverage.figures import Figure
from engagement.coverage.indicators import INDICATORS, Indicator
from engagement.coverage.periods import Quarter
from engagement.coverage.reading import Reading, read
from engagement.coverage.sums import Period, Sums, first_quarter
from engagement.regions.models import ProgrammeArea

#: Read as a state (asked for, delivered, acted on), never as a ratio.
STATE = "US-3"
#: Its indicators stand near what it asks for, not for it.
WEAK = "US-2"
#: Indicators whose value is made of the sums of meetings alone, so that every team can be read at
#: once (engagement/coverage/sums.py, `sums_by_team`).
IN_SUMS = ("I1", "I2", "I4", "I6", "I7", "I8", "I11", "I17")


class Standing(models.TextChoices):
    """Where an indicator stands against its target."""

    MET = "met", _("Target met")
    NOT_MET = "not_met", _("Target not met")
    TOO_FEW = "too_few", _("Too few to say")
    NO_DATA = "no_data", _("No data")
    NO_TARGET = "no_target", _("No target set")


class Origin(models.TextChoices):
    """Where a baseline comes from. The brief has none."""

    STORED = "stored", _("Set by the programme")
    FIRST = "first", _("The first two quarters logged")
    NONE = "none", _("None yet: the first two quarters logged are not over")


class Step(models.TextChoices):
    """How far the strategic assessments that US-3 asks for have come."""

    NOTHING = "nothing", _("Nothing was asked for")
    ASKED = "asked", _("Asked for, nothing delivered")
    DELIVERED = "delivered", _("Delivered, not acted on")
    ACTED = "acted", _("Acted on")


@dataclass(frozen=True)
class Steps:
    """So many assessments were asked for, of these delivered, of these acted on."""

    asked: int
    delivered: int
    acted: int

    @property
    def step(self) -> Step:
        """The furthest that any of them came."""
        if self.acted:
            return Step.ACTED
        if self.delivered:
            return Step.DELIVERED
        return Step.ASKED if self.asked else Step.NOTHING


@dataclass(frozen=True)
class Baseline:
    """In the indicator's own unit; None: no data. `n` is what it rests on, where we counted it."""

    origin: Origin
    value: Fraction | None = None
    n: int | None = None
    period: Period | None = None


@dataclass(frozen=True)
class Row:
    """One indicator of a recommendation.

    `distance` is what is still missing to the target, in the indicator's own unit (percentage
    points for a share), 0 where it is met; None where nothing can be said.
    """

    indicator: Indicator
    figure: Figure
    baseline: Baseline
    standing: Standing
    target: Fraction | None = None
    due_on: date | None = None
    distance: Fraction | None = None
    speaks_for: tuple[Evidence, ...] = ()
    speaks_against: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class TeamRow:
    """The same indicators over one team's own meetings, for what is addressed to that team."""

    team_id: UUID
    name: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Card:
    """One recommendation. `weak`: only weak evidence; `steps`: only where it is a state."""

    code: str
    text: str
    addressees: tuple[str, ...]
    rows: tuple[Row, ...]
    teams: tuple[TeamRow, ...] = ()
    weak: bool = False
    steps: Steps | None = None


def scorecard(
    actor: Actor,
    reading: Reading,
    day: date,
    by_team: Mapping[UUID, Sums] | None = None,
) -> list[Card]:
    """The recommendations that the actor may open, in the brief's order.

    With a team in the reading's period, only those addressed to what that team answers for. The
    sums of `by_team` give each team's own figures. Statements: four, one more to find where the
    log begins, and those of one reading for the baseline, where its two quarters are over by `day`.
    """
    first = first_two_quarters(reading.area, day, reading.period.team_id)
    told = _Told(reading, first, by_team or {})
    rows = recommendations(actor)
    addressed, teams = _addressed(actor, rows)
    targets = _targets(actor, rows)
    chosen = reading.period.team_id
    return [
        _card(row, addressed[row.pk], teams[row.pk], targets, told)
        for row in rows
        if chosen is None or chosen in teams[row.pk]
    ]


@dataclass(frozen=True)
class _Told:
    """What every card is made from."""

    reading: Reading
    first: Reading | None
    by_team: Mapping[UUID, Sums]


def first_two_quarters(area: ProgrammeArea, day: date, team_id: UUID | None) -> Reading | None:
    """The reading of the first two quarters logged; None where they are not over by a day."""
    begins = first_quarter(team_id)
    if begins is None:
        return None
    first = Period(begins, Quarter.of(begins).after.last, team_id)
    return read(first, area) if first.last < day else None


def _card(
    row: Recommendation,
    addressees: list[str],
    teams: Mapping[UUID, str],
    targets: Mapping[tuple[UUID, str], Target],
    told: _Told,
) -> Card:
    brief = told.reading.brief
    return Card(
        code=row.code,
        text=text_of(row),
        addressees=tuple(addressees),
        rows=tuple(
            _row(INDICATORS[code], targets.get((row.pk, code)), told) for code in row.indicators
        ),
        teams=tuple(
            TeamRow(team, name, _of_team(row.indicators, told, told.by_team[team]))
            for team, name in sorted(teams.items(), key=lambda found: found[1])
            if team in told.by_team
        ),
        weak=row.code == WEAK,
        steps=Steps(brief.asked, brief.delivered, brief.acted) if row.code == STATE else None,
    )


def _row(indicator: Indicator, target: Target | None, told: _Told) -> Row:
    figure = indicator.read(told.reading)
    wanted = Fraction(target.value) if target else None
    standing = standing_of(indicator, figure, wanted)
    said = standing in (Standing.MET, Standing.NOT_MET)
    speaks_for, speaks_against = evidence(indicator, figure, told.reading)
    return Row(
        indicator=indicator,
        figure=figure,
        baseline=_baseline(indicator, target, told.first),
        standing=standing,
        target=wanted,
        due_on=target.due_on if target else None,
        distance=_distance(indicator, figure, wanted) if said else None,
        speaks_for=speaks_for,
        speaks_against=speaks_against,
    )


def _baseline(indicator: Indicator, target: Target | None, first: Reading | None) -> Baseline:
    if target and target.baseline is not None:
        return Baseline(Origin.STORED, Fraction(target.baseline))
    if first is None:
        return Baseline(Origin.NONE)
    found = indicator.read(first)
    return Baseline(Origin.FIRST, found.value, found.n, first.period)


def standing_of(indicator: Indicator, figure: Figure, target: Fraction | None) -> Standing:
    """Where a figure stands. Too few is said before met: one meeting more would turn it round."""
    if figure.value is None or (figure.recorded and not figure.recorded[0]):
        return Standing.NO_DATA  # where nobody recorded a purpose, a red list of 0 is no success
    if target is None:
        return Standing.NO_TARGET
    if _rests_on(figure, indicator.minimum) < indicator.minimum:
        return Standing.TOO_FEW
    return Standing.NOT_MET if _distance(indicator, figure, target) else Standing.MET


def _rests_on(figure: Figure, enough: int) -> int:
    """What a figure needs many of. A count of governorates or bodies is of what there is."""
    if figure.share is not None:
        return figure.share.whole
    return figure.recorded[0] if figure.recorded else enough


def _distance(indicator: Indicator, figure: Figure, target: Fraction | None) -> Fraction | None:
    if figure.value is None or target is None:
        return None
    missing = target - figure.value if indicator.better == "more" else figure.value - target
    return max(missing, Fraction(0))


def _of_team(codes: list[str], told: _Told, sums: Sums) -> dict[str, Figure]:
    own = replace(told.reading, sums=sums)
    # Companions may rest on people or promises, which are not read by team.
    return {
        code: replace(INDICATORS[code].read(own), lines=()) for code in codes if code in IN_SUMS
    }


def _addressed(
    actor: Actor, rows: list[Recommendation]
) -> tuple[dict[UUID, list[str]], dict[UUID, dict[UUID, str]]]:
    """By recommendation: the addressees, and the teams that answer for one of them."""
    answering: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    links = TeamAddressee.objects.filter(programme_id=actor.programme_id).select_related("team")
    for link in links:
        answering[link.addressee_id][link.team_id] = link.team.name
    labels: dict[UUID, list[str]] = defaultdict(list)
    teams: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    there = RecommendationAddressee.objects.visible_to(actor).filter(recommendation__in=rows)
    for row in there.select_related("addressee").order_by("addressee__order"):
        labels[row.recommendation_id].append(row.addressee.label)
        teams[row.recommendation_id] |= answering[row.addressee_id]
    return labels, teams


def _targets(actor: Actor, rows: list[Recommendation]) -> dict[tuple[UUID, str], Target]:
    found = Target.objects.visible_to(actor).filter(recommendation__in=rows)
    return {(row.recommendation_id, row.indicator): row for row in found}
