"""What holds of all indicators: what changes none, who reads them, what they cost, how sure."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.briefs.codes import Indicator as Code
from engagement.coverage.indicators import INDICATORS, with_interval
from engagement.coverage.indicators.intervals import usual_interval
from engagement.coverage.reading import read
from engagement.coverage.sums import Period
from engagement.meetings.codes import Kind, Mode, Reason, Status
from engagement.meetings.drafts import FollowUpDraft, IssueDraft
from engagement.meetings.models import Meeting
from engagement.regions.choices import area_of
from engagement.regions.models import GreaterCapital, Region
from engagement.stakeholders.models import Stakeholder
from tests.cast import DAY, meet, register
from tests.conftest import owner
from tests.coverage.readings import YEAR, every_figure, figure, parts, reading

pytestmark = pytest.mark.django_db


def _varied(cast) -> Stakeholder:
    """A little of everything; who is met throughout."""
    with owner():
        babil = Region.objects.get(key="babil")
        GreaterCapital.objects.create(programme=cast.programme, region=babil)
    tribe = register(cast.amal, "Tribe", "tribe", "basra")
    brigade = register(cast.amal, "Brigade", "pmf_unit", kind=Stakeholder.Kind.UNIT)
    for place, who in (("basra", tribe), ("babil", brigade), ("baghdad", brigade)):
        meet(cast.amal, place, who=(who, tribe) if who != tribe else (who,), purpose="training")
    meet(cast.carla, "erbil", who=(tribe,), participation_level="involve", asked_by="theirs")
    return tribe


def _full(who: Stakeholder) -> dict[str, object]:
    """What a meeting may carry, so that it would move every indicator if it counted."""
    return {
        "who": (who,),
        "purpose": "dialogue",
        "participation_level": "inform",
        "asked_by": "ours",
        "issues": (IssueDraft(id=new_id(), text="Water", raised_by_id=who.pk),),
        "follow_ups": (FollowUpDraft(id=new_id(), text="Call", due_on=DAY),),
    }


@pytest.mark.parametrize(
    "change",
    [
        {"status": Status.PLANNED},
        {"status": Status.CANCELLED, "reason": Reason.SECURITY},
        {"status": Status.NOT_HELD, "reason": Reason.REFUSED},
        {"status": Status.POSTPONED, "reason": Reason.TRAVEL_BAN},
        {"kind": Kind.CONTACT},
    ],
    ids=["planned", "cancelled", "not held", "postponed", "short contact"],
)
def test_what_was_not_held_or_is_no_engagement_changes_no_indicator(cast, change):
    tribe = _varied(cast)
    before = every_figure(cast)

    meet(cast.amal, "wasit", **_full(tribe), **change)

    assert every_figure(cast) == before


def test_a_duplicate_or_withdrawn_meeting_changes_no_indicator(cast):
    tribe = _varied(cast)
    first = meet(cast.amal, "wasit", **_full(tribe))
    before = every_figure(cast)

    more = [meet(cast.amal, "wasit", **_full(tribe)) for _ in range(2)]
    with owner():
        Meeting.plain.filter(pk=more[0].pk).update(duplicate_of=first)
        Meeting.plain.filter(pk=more[1].pk).update(
            withdrawn_at="2026-03-11T00:00:00Z", withdrawn_reason="Twice"
        )

    assert every_figure(cast) == before


def test_a_counted_meeting_of_the_same_kind_does_change_them(cast):
    tribe = _varied(cast)
    before = every_figure(cast)

    meet(cast.amal, "wasit", **_full(tribe))

    after = every_figure(cast)
    moved = {code for code in Code if before[code] != after[code]}
    # No initiative, no assessment and no channel is in it, and two teams met the tribe before.
    assert moved == set(Code) - {"I12", "I13", "I15", "I16"}


def test_every_member_reads_the_same_of_every_indicator(cast):
    _varied(cast)

    first, *others = [
        every_figure(cast, actor=actor) for actor in (cast.amal, cast.carla, cast.bassam, cast.ruth)
    ]

    assert all(found == first for found in others)


def test_whoever_may_open_everything_sees_the_programmes_figures_and_a_reader_less(cast):
    _varied(cast)

    assert every_figure(cast, actor=cast.bassam, seen=True) == every_figure(cast)
    assert every_figure(cast, actor=cast.ruth, seen=True)["I6"].n == 0


def test_another_programmes_rows_move_no_indicator(cast):
    before = every_figure(cast)
    elsewhere = register(cast.omar, "NGO")
    meet(cast.omar, "basra", **_full(elsewhere))

    assert every_figure(cast) == before


@pytest.mark.parametrize(
    "function", ["coverage_people", "coverage_counts", "coverage_type_patterns"]
)
def test_only_a_member_and_only_whole_months_are_read_past_row_security(cast, function):
    def ask(actor, first: date) -> None:
        with acting_as(actor, "read"), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM jisr.{function}(%s, %s, NULL)", [first, YEAR.last])

    with pytest.raises(DatabaseError, match="not a member"):
        ask(cast.idris, YEAR.first)
    with pytest.raises(DatabaseError, match="begins with a month"):
        ask(cast.ruth, date(2026, 1, 2))


def test_a_reading_takes_six_statements_however_many_meetings(cast):
    area = area_of(cast.programme.pk)

    def statements() -> int:
        with acting_as(cast.ruth, "read"), CaptureQueriesContext(connection) as caught:
            read(YEAR, area)
        return len(caught)

    _varied(cast)
    few = statements()
    for _ in range(2):
        meet(cast.amal, "wasit", who=(register(cast.amal, "A"),))

    assert statements() == few == 6


def test_no_indicator_asks_the_database_once_it_is_read(cast, django_assert_num_queries):
    _varied(cast)
    found = reading(cast)

    with django_assert_num_queries(0):
        for indicator in INDICATORS.values():
            indicator.read(found)


def test_joint_meetings_are_one_in_the_total_and_one_in_each_team(cast):
    ngo = register(cast.amal, "NGO")
    meet(cast.amal, "basra", who=(ngo,), guest_team_ids=(cast.partner.pk,))

    total = figure(cast, "I6").n
    each = [
        figure(cast, "I6", Period(YEAR.first, YEAR.last, team.pk)).n
        for team in (cast.mission, cast.partner)
    ]

    assert (total, sum(each)) == (1, 2)


def with_intervals(cast, *codes: str):
    with acting_as(cast.ruth, "read"):
        found = read(YEAR, area_of(cast.programme.pk))
        return [with_interval(INDICATORS[code], found) for code in codes]


def test_three_of_eight_is_between_14_and_69_percent(cast):
    ngo, official = register(cast.amal, "NGO"), register(cast.amal, "O", "judiciary")
    for who in [ngo] * 3 + [official] * 5:
        meet(cast.amal, "baghdad", who=(who,))

    civilians, state = with_intervals(cast, "I6", "I4")

    assert parts(civilians.share)[:2] == (3, 8)
    assert [round(bound, 2) for bound in civilians.interval] == [0.14, 0.69]
    assert state.interval == civilians.interval  # no fraction in it: the same counts


def test_fractions_and_diversity_take_a_bootstrap_over_meetings_that_never_wavers(cast):
    ngo, tribe = register(cast.amal, "NGO"), register(cast.amal, "Tribe", "tribe")
    for places in (("basra",), ("baghdad",), ("basra", "baghdad"), ("baghdad", "erbil", "wasit")):
        meet(cast.amal, *places, who=(ngo,))
        meet(cast.amal, "baghdad", who=(ngo, tribe))

    first, again = (with_intervals(cast, "I1", "I7") for _ in range(2))

    assert first == again
    beyond, diversity = first
    low, high = beyond.interval
    assert 0 <= low < beyond.value / 100 < high < 1
    low, high = diversity.interval
    assert 1 <= low < float(diversity.number) <= high <= 2


def test_meetings_that_are_all_alike_have_no_interval_of_diversity():
    assert usual_interval([("3 3 7", 40)]) is None
    assert usual_interval([]) is None


def test_a_number_of_its_own_has_no_interval(cast):
    _varied(cast)

    assert {found.interval for found in with_intervals(cast, "I3", "I9", "I13", "I14", "I15")} == {
        None
    }


def test_a_mode_that_has_no_place_is_in_no_share_of_place_but_in_every_other(cast):
    ngo = register(cast.amal, "NGO")
    meet(cast.amal, who=(ngo,), mode=Mode.REMOTE)

    found = every_figure(cast)

    assert [found[code].n for code in ("I1", "I8", "I4", "I6", "I7")] == [0, 0, 1, 1, 1]
