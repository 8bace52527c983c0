"""Why the number moved: every move has one cause, and the causes come to the whole difference."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagement.access.scope import acting_as
from engagement.audit.actions import settled_position, stamp
from engagement.coverage.moves import CAUSES, Moves, Taken, moves, position_on
from engagement.coverage.place import places_of
from engagement.coverage.sums import Measure, Period, Sums, programme_sums
from engagement.meetings.codes import Status
from tests.cast import DAY, Cast, make_cast, meet, register
from tests.coverage.writes import (
    QUARTER,
    Writes,
    amend,
    duplicate,
    people_of,
    run,
    set_list,
    withdraw,
)

pytestmark = pytest.mark.django_db(transaction=True)

#: The cast's day is 10 March 2026; the readings of these tests are taken long after.
NEXT = Period(date(2026, 4, 1), date(2026, 6, 30))
EARLY = date(2026, 1, 15)


@pytest.fixture
def cast(transactional_db: Any) -> Cast:
    """Committed: within one transaction of a test no version would move."""
    return make_cast()


@pytest.fixture
def sheikh(cast: Cast) -> Any:
    return register(cast.amal, "Sheikh", "tribe", "basra")


def taken(cast: Cast, period: Period = QUARTER) -> tuple[Taken, Sums]:
    """A reading as of now, by its position, and what it says."""
    while stamp():
        pass
    with acting_as(cast.ruth, "read"):
        return Taken(period, settled_position()), programme_sums(period)


def since(cast: Cast, a: Taken, b: Taken | None = None) -> Moves:
    with acting_as(cast.ruth, "read"):
        return moves(a, b or Taken(a.period))


def beyond(sums: Sums) -> Fraction | None:
    share = places_of(sums).beyond_share
    return share.part / share.whole if share.whole else None


def counted(found: Moves) -> dict[str, int]:
    return {cause: sums.counted for cause, sums in found.by_cause.items()}


def test_the_same_reading_twice_gives_no_cause(cast, sheikh):
    meet(cast.amal, "basra", who=(sheikh,))
    a, sums = taken(cast)

    found = since(cast, a)

    assert found.by_cause == {}
    assert found.before == found.after == sums
    assert since(cast, a, a).by_cause == {}


def test_another_period_takes_its_own_meetings_in_and_the_others_out(cast, sheikh):
    for day in (EARLY, EARLY, NEXT.first):
        meet(cast.amal, "basra", who=(sheikh,), held_on=day)
    a, before = taken(cast)

    found = since(cast, a, Taken(NEXT, a.position))

    assert counted(found) == {"period": -1}
    assert found.before == before
    assert dict(found.by_cause["period"][Measure.TIMELY]) == {(0, 0): -1}


def test_a_meeting_that_left_with_its_period_left_for_that_although_it_was_put_right_too(
    cast, sheikh
):
    row = meet(cast.amal, "basra", who=(sheikh,), held_on=EARLY)
    a, _sums = taken(cast)
    amend(cast, row.pk, "anbar", who=(sheikh,), held_on=EARLY)

    assert counted(since(cast, a, Taken(NEXT))) == {"period": -1}


def test_what_was_held_after_the_first_reading_is_new(cast, sheikh):
    meet(cast.amal, "basra", who=(sheikh,))
    a, before = taken(cast, Period(QUARTER.first, DAY))
    meet(cast.amal, "baghdad", who=(sheikh,), held_on=DAY + timedelta(days=1))

    found = since(cast, a, Taken(QUARTER))

    assert counted(found) == {"new": 1}
    assert found.before == before


def test_what_was_held_before_the_first_reading_and_logged_after_it_is_late(cast, sheikh):
    a, _sums = taken(cast)
    meet(cast.amal, "baghdad", who=(sheikh,))

    assert counted(since(cast, a)) == {"late": 1}


def test_a_planned_meeting_that_took_place_is_late_or_new_and_no_correction(cast, sheikh):
    planned = {"status": Status.PLANNED, "held_on": cast.amal.today()}
    row = meet(cast.amal, "basra", who=(sheikh,), **planned)
    a, _sums = taken(cast)
    amend(cast, row.pk, "basra", who=(sheikh,), held_on=DAY)

    assert counted(since(cast, a)) == {"late": 1}


def test_what_is_known_of_people_reclassifies_a_meeting(cast, sheikh):
    row = meet(cast.amal, "basra", who=(sheikh,))
    a, _sums = taken(cast)
    run(
        "UPDATE engagement_participant SET frozen_type_id = 'cso_ngo' WHERE meeting_id = %s", row.pk
    )

    found = since(cast, a)

    assert list(found.by_cause) == ["reclassified"]
    assert found.by_cause["reclassified"].counted == 0
    # Out of "communities" and into "civil society"; still among civilians.
    kinds = found.by_cause["reclassified"].of
    assert [kinds(Measure.KIND, kind) for kind in (3, 4, 10)] == [{0: 1, 1: 1}, {0: -1, 1: -1}, {}]


def test_a_duplicate_goes_as_one_and_comes_back_as_one(cast, sheikh):
    kept, twin = (meet(cast.amal, "basra", who=(sheikh,)) for _ in range(2))
    a, two = taken(cast)
    duplicate(cast, twin.pk, kept.pk)
    b, one = taken(cast)
    duplicate(cast, twin.pk, None)

    gone, back = since(cast, a, b), since(cast, b)

    assert (counted(gone), counted(back)) == ({"duplicate": -1}, {"duplicate": 1})
    assert (gone.before, gone.after, back.after) == (two, one, two)


def test_a_change_of_the_list_is_told_as_one(cast, sheikh):
    meet(cast.amal, "halabja", "sulaymaniyah", who=(sheikh,))
    a, before = taken(cast)
    set_list(cast, date(2026, 1, 1))
    meet(cast.amal, "basra", who=(sheikh,))
    taken(cast)

    found = since(cast, a)

    assert list(found.by_cause) == ["late", "list"]
    assert found.before == before
    # Two governorates where there was one.
    assert found.by_cause["list"].counted == 0
    assert dict(found.by_cause["list"][Measure.PLACE]) == {
        ((1 << 30) | (1 << 20), 0): -1,
        ((2 << 30) | (2 << 20), 0): 1,
    }


def test_everything_else_was_corrected(cast, sheikh):
    moved, gone = (meet(cast.amal, "basra", who=(sheikh,)) for _ in range(2))
    a, _sums = taken(cast)
    amend(cast, moved.pk, "baghdad", who=(sheikh,))
    withdraw(cast, gone.pk)

    found = since(cast, a)

    assert counted(found) == {"corrected": -1}
    assert found.steps(beyond) == [("corrected", -1)]


def test_a_reading_in_the_past_is_what_it_was_whatever_came_since(cast, sheikh):
    row = meet(cast.amal, "basra", who=(sheikh,))
    a, first = taken(cast)
    amend(cast, row.pk, "baghdad", who=(sheikh,))
    b, second = taken(cast)
    amend(cast, row.pk, "anbar", "basra", who=(sheikh,))

    found = since(cast, a, b)

    assert (found.before, found.after) == (first, second)
    assert first != second


def test_a_team_reads_the_moves_of_its_own_meetings_only(cast, sheikh):
    mine = replace(QUARTER, team_id=cast.mission.pk)
    a, _sums = taken(cast, mine)
    meet(cast.amal, "basra", who=(sheikh,))
    meet(cast.carla, "basra", who=(register(cast.carla, "Other"),))

    assert counted(since(cast, a)) == {"late": 1}
    assert counted(since(cast, replace(a, period=QUARTER))) == {"late": 2}


def test_building_the_summary_anew_moves_nothing(cast, sheikh):
    row = meet(cast.amal, "basra", who=(sheikh,))
    amend(cast, row.pk, "baghdad", who=(sheikh,))
    a, before = taken(cast)
    amend(cast, row.pk, "baghdad", who=(sheikh,), outcome="said more")
    b, _sums = taken(cast)
    run("DELETE FROM engagement_coveragebuild")
    run("SELECT jisr.coverage_build(7)")

    assert since(cast, a).by_cause == {}
    assert since(cast, a, b).before == before


def test_a_period_that_begins_within_a_month_is_refused(cast):
    for odd in (Period(date(2026, 1, 2), QUARTER.last), Period(NEXT.first, QUARTER.last)):
        for pair in ((Taken(odd), Taken(QUARTER)), (Taken(QUARTER), Taken(odd))):
            with pytest.raises(DatabaseError, match="begins with a month"):
                since(cast, *pair)


def test_a_later_reading_cannot_come_first(cast):
    with pytest.raises(DatabaseError, match="comes before the next"):
        since(cast, Taken(QUARTER), Taken(QUARTER, 1))


def test_readings_of_different_teams_are_not_compared(cast):
    with pytest.raises(ValueError, match="one team"):
        since(cast, Taken(QUARTER), Taken(replace(QUARTER, team_id=cast.mission.pk)))


def test_who_is_no_member_learns_no_cause(cast, sheikh):
    a, _sums = taken(cast)
    meet(cast.amal, "basra", who=(sheikh,))
    with pytest.raises(DatabaseError, match="not a member"), acting_as(cast.idris, "read"):
        moves(a, Taken(QUARTER))
    with acting_as(cast.omar, "read"):
        assert moves(replace(a, position=0), Taken(QUARTER)).by_cause == {}


def test_the_position_of_a_day_is_its_last_one(cast, sheikh):
    meet(cast.amal, "basra", who=(sheikh,))
    a, _sums = taken(cast)
    with acting_as(cast.ruth, "read"):
        today = cast.ruth.today()
        assert position_on(today) == a.position == 2
        assert position_on(today - timedelta(days=2)) is None


def test_a_figure_of_nothing_stands_as_nought_in_its_steps(cast, sheikh):
    a, _sums = taken(cast)
    meet(cast.amal, "basra", who=(sheikh,))

    steps = since(cast, a).steps(lambda sums: Fraction(1) if sums.counted else None)

    assert steps == [("late", 1)]


def test_a_reading_taken_right_after_the_list_changed_has_the_new_list(cast):
    person = register(cast.amal, "A", "tribe", "halabja")
    meet(cast.amal, "halabja", "sulaymaniyah", who=(person,))
    a, before = taken(cast)
    set_list(cast, date(2026, 1, 1))
    b, after = taken(cast)

    found = since(cast, a, b)

    assert (found.before, found.after) == (before, after)
    assert list(found.by_cause) == ["list"]


# Whatever is written


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6))
def test_the_causes_come_to_the_whole_difference_of_any_figure(cast, seed):
    chance = random.Random(seed)
    writes = Writes(cast, people_of(cast), chance)
    readings = []
    for _ in range(3):
        writes.write(6)
        first = date(2026, chance.randint(1, 3), 1)
        last = first + timedelta(days=chance.randint(20, 80))
        readings.append(taken(cast, Period(first, last)))

    for early, late in ((0, 1), (1, 2), (0, 2)):
        (a, before), (b, after) = readings[early], readings[late]
        found = since(cast, a, b)
        assert (found.before, found.after) == (before, after)
        assert list(found.by_cause) == [cause for cause in CAUSES if cause in found.by_cause]
        for figure in (beyond, lambda sums: Fraction(sums.counted)):
            change = (figure(after) or 0) - (figure(before) or 0)
            assert sum((step for _cause, step in found.steps(figure)), Fraction(0)) == change
