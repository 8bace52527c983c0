"""The brief against its targets, worked out by hand over the small log."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from engagement.access.models import Team
from engagement.access.scope import acting_as
from engagement.briefs.actions import install_brief, link_team, set_target
from engagement.briefs.drafts import TargetDraft
from engagement.briefs.models import Addressee, Recommendation, StrategicAssessment
from engagement.coverage.reading import read
from engagement.coverage.scorecard import Card, Origin, Row, Standing, Step, Steps, scorecard
from engagement.coverage.sums import Period, sums_by_team
from engagement.regions.choices import area_of
from tests.cast import DAY, Cast, meet, register
from tests.coverage.logs import small_log

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
#: The first two quarters logged end with June.
OVER, RUNNING = date(2026, 7, 1), date(2026, 6, 30)


@pytest.fixture(autouse=True)
def brief(cast: Cast) -> None:
    with acting_as(cast.bassam, "brief.installed"):
        install_brief(cast.bassam)


def cards(cast: Cast, day: date = OVER, team: UUID | None = None, actor: Any = None) -> list[Card]:
    reader = actor or cast.bassam
    with acting_as(reader, "read"):
        by_team, _whole, _joint = sums_by_team(FIRST, LAST)
        reading = read(Period(FIRST, LAST, team), area_of(cast.programme.pk))
        return scorecard(reader, reading, day, by_team)


def card(found: list[Card], code: str) -> Card:
    return next(row for row in found if row.code == code)


def row(found: list[Card], code: str, indicator: str) -> Row:
    return next(row for row in card(found, code).rows if row.indicator.code == indicator)


def answers(cast: Cast, team: Team, addressee: str) -> None:
    with acting_as(cast.bassam, "team.linked"):
        whom = Addressee.objects.get(programme=cast.programme, code=addressee)
        link_team(cast.bassam, team.pk, whom.pk)


def test_the_five_recommendations_stand_in_the_briefs_order_with_their_addressees(cast):
    found = cards(cast)

    assert [row.code for row in found] == ["US-1", "US-2", "US-3", "EU-1", "EU-2"]
    assert "European Union" in card(found, "EU-2").addressees
    assert [row.indicator.code for row in card(found, "EU-2").rows] == ["I1", "I2", "I3", "I8"]


def test_what_is_missing_to_a_target_is_in_the_indicators_own_unit(cast):
    small_log(cast, DAY)

    found = cards(cast)

    # 11/2 of 12 are 275/6 percent of 50; five governorates of 18; 2 of 12 are 50/3 percent of 20.
    missing = {"I1": Fraction(25, 6), "I3": Fraction(13), "I8": Fraction(10, 3)}
    for code, distance in missing.items():
        told = row(found, "EU-2", code)
        assert (told.standing, told.distance) == (Standing.NOT_MET, distance), code
    assert row(found, "EU-2", "I1").target == 50


def test_a_target_that_is_reached_lacks_nothing(cast):
    small_log(cast, DAY)

    told = row(cards(cast), "US-1", "I6")

    # 5 of 14 are 35.7 percent, of 30.
    assert (told.standing, told.distance) == (Standing.MET, 0)


def test_under_ten_nothing_is_said_to_be_met_however_high_the_share(cast):
    for _n in range(9):
        meet(cast.amal, "basra", who=(register(cast.amal, f"A{_n}"),))

    told = row(cards(cast), "EU-2", "I1")

    assert (told.standing, told.distance) == (Standing.TOO_FEW, None)
    meet(cast.amal, "basra", who=(register(cast.amal, "B"),))
    assert row(cards(cast), "EU-2", "I1").standing == Standing.MET


def test_without_a_meeting_there_is_no_data_and_not_zero_of_the_target(cast):
    found = cards(cast)

    assert row(found, "EU-2", "I1").standing == Standing.NO_DATA
    assert row(found, "EU-2", "I1").speaks_for == ()


def test_a_red_list_of_nobody_is_no_success_where_no_purpose_is_recorded(cast):
    small_log(cast, DAY)

    told = row(cards(cast), "US-1", "I14")

    assert (told.figure.value, told.target, told.standing) == (0, 0, Standing.NO_DATA)


def test_the_baseline_is_the_first_two_quarters_logged_with_what_it_rests_on(cast):
    small_log(cast, DAY)
    # In the second quarter logged, and outside of the period that is read.
    meet(cast.amal, "basra", who=(register(cast.amal, "A"),), held_on=date(2026, 4, 1))

    told = row(cards(cast), "EU-2", "I1").baseline

    assert (told.origin, told.n) == (Origin.FIRST, 13)
    assert told.value == 100 * Fraction(13, 2) / 13
    assert (told.period.first, told.period.last) == (FIRST, RUNNING)


def test_there_is_no_baseline_while_the_first_two_quarters_logged_still_run(cast):
    small_log(cast, DAY)

    told = row(cards(cast, RUNNING), "EU-2", "I1").baseline

    assert (told.origin, told.value, told.n) == (Origin.NONE, None, None)


def test_a_stored_baseline_stands_before_the_one_that_was_counted(cast):
    small_log(cast, DAY)
    with acting_as(cast.bassam, "target.set"):
        ours = Recommendation.objects.visible_to(cast.bassam).get(code="EU-2")
        draft = TargetDraft(
            recommendation_id=ours.pk,
            indicator="I1",
            value=Decimal(40),
            baseline=Decimal("12.5"),
            due_on=date(2027, 1, 1),
        )
        set_target(cast.bassam, draft, reason="agreed", version=ours.version)

    told = row(cards(cast), "EU-2", "I1")

    assert (told.baseline.origin, told.baseline.value) == (Origin.STORED, Fraction(25, 2))
    assert (told.target, told.standing, told.due_on) == (40, Standing.MET, date(2027, 1, 1))


def test_us_3_is_a_state_and_never_a_percentage(cast):
    def add(**values: Any) -> None:
        with acting_as(cast.bassam, "assessment.added"):
            add_assessment(cast, **values)

    assert card(cards(cast), "US-3").steps.step == Step.NOTHING
    add(asked_on=date(2026, 1, 5))
    assert card(cards(cast), "US-3").steps.step == Step.ASKED
    add(
        asked_on=date(2026, 1, 5),
        delivered_on=date(2026, 2, 5),
        valid_on=date(2026, 2, 1),
        acted_on=date(2026, 3, 5),
        action="Patrols were changed",
    )
    told = card(cards(cast), "US-3")
    assert (told.steps, told.steps.step) == (Steps(2, 1, 1), Step.ACTED)
    assert [row.figure.share for row in told.rows] == [None]


def add_assessment(cast: Cast, **values: Any) -> None:
    StrategicAssessment(
        programme_id=cast.programme.pk, author_id=cast.bassam.user_id, title="A", **values
    ).save(force_insert=True)


def test_only_us_2_is_weak_evidence(cast):
    assert [row.code for row in cards(cast) if row.weak] == ["US-2"]


def test_for_going_beyond_baghdad_speak_its_meetings_and_against_it_the_gaps(cast):
    small_log(cast, DAY)

    told = row(cards(cast), "EU-2", "I1")

    assert [(one.code, one.figure, one.share.part) for one in told.speaks_for] == [
        ("I1", "beyond", Fraction(11, 2))
    ]
    against = {one.code: one for one in told.speaks_against}
    assert list(against) == ["capital", "abroad", "failed", "never"]
    assert against["capital"].share.part == Fraction(9, 2)
    assert [region.key for region in against["failed"].governorates] == ["muthanna"]
    # 18, of which five were visited and one was tried.
    assert (against["never"].number, len(against["never"].governorates)) == (12, 12)


def test_what_should_be_less_speaks_against(cast):
    people = [register(cast.amal, f"A{n}") for n in range(11)]
    for person in people:
        meet(cast.amal, "basra", who=(person,))

    told = row(cards(cast), "EU-1", "I9")

    # Ten of eleven people, met once each, take 10 of 11 meetings: above 40 percent.
    assert told.standing == Standing.NOT_MET
    assert told.distance == Fraction(1000, 11) - 40
    assert told.speaks_against[0].code == "I9"


def test_a_team_is_read_by_its_own_meetings_for_what_is_addressed_to_it(cast):
    small_log(cast, DAY)
    answers(cast, cast.partner, "eu")

    found = cards(cast)

    (team,) = card(found, "EU-2").teams
    assert (team.name, team.figures["I1"].exact, team.figures["I8"].exact) == (
        "Partner",
        "1/2",
        "1/2",
    )
    assert set(team.figures) == {"I1", "I2", "I8"}  # the others rest on more than meetings
    assert card(found, "US-1").teams == ()


def test_with_a_team_chosen_only_what_is_addressed_to_it_is_shown(cast):
    small_log(cast, DAY)
    answers(cast, cast.partner, "eu")

    found = cards(cast, team=cast.partner.pk)

    assert [row.code for row in found] == ["EU-1", "EU-2"]
    assert row(found, "EU-2", "I1").figure.exact == "1/2"
    assert cards(cast, team=cast.mission.pk) == []


@pytest.mark.parametrize(("day", "statements"), [(RUNNING, 5), (OVER, 11)])
def test_it_costs_the_same_statements_however_much_is_there(
    cast, day, statements, django_assert_num_queries
):
    small_log(cast, DAY)
    for team in (cast.mission, cast.partner):
        answers(cast, team, "eu")
    with acting_as(cast.bassam, "read"):
        by_team, _whole, _joint = sums_by_team(FIRST, LAST)
        reading = read(Period(FIRST, LAST), area_of(cast.programme.pk))
        with django_assert_num_queries(statements):
            scorecard(cast.bassam, reading, day, by_team)


def test_indicators_over_sums_read_the_same_team_by_team_as_one_by_one(cast):
    small_log(cast, DAY)
    answers(cast, cast.mission, "eu")
    answers(cast, cast.mission, "us_administration")

    together, alone = cards(cast), cards(cast, team=cast.mission.pk)

    for one in together:
        (team,) = one.teams or [None]
        for code, figure in team.figures.items() if team else ():
            own = row(alone, one.code, code).figure
            assert (figure.share, figure.number, figure.n) == (own.share, own.number, own.n), code
