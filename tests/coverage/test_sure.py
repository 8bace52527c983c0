"""How sure: what the log gives away about what is missing from it, counted by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from engagement.access.models import Team
from engagement.access.scope import acting_as
from engagement.coverage.sums import Period, programme_sums
from engagement.coverage.sure import Sureness, sureness
from engagement.meetings.models import Meeting
from tests.cast import DAY, Cast, meet, register
from tests.conftest import owner

pytestmark = pytest.mark.django_db
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def sure(cast: Cast, day: date = DAY, actor: Any = None) -> Sureness:
    with acting_as(actor or cast.ruth, "read"):
        names = {row.pk: row.name for row in Team.objects.filter(programme=cast.programme)}
        return sureness(YEAR, day, programme_sums(YEAR), names)


def test_two_teams_that_met_one_person_at_one_place_a_day_apart_may_be_one_meeting(cast):
    sheikh = register(cast.amal, "A", "tribe", "basra")
    meet(cast.amal, "basra", who=(sheikh,))
    meet(cast.carla, "basra", who=(sheikh,), held_on=DAY + timedelta(days=1))

    assert sure(cast).duplicates == 1


@pytest.mark.parametrize(
    ("place", "apart", "somebody_else"),
    [("wasit", 1, False), ("basra", 2, False), ("basra", 0, True)],
)
def test_another_place_another_week_or_another_person_is_another_meeting(
    cast, place, apart, somebody_else
):
    sheikh, other = (register(cast.amal, name, "tribe") for name in "AB")
    meet(cast.amal, "basra", who=(sheikh,))
    who = other if somebody_else else sheikh
    meet(cast.carla, place, who=(who,), held_on=DAY + timedelta(days=apart))

    assert sure(cast).duplicates == 0


def test_two_meetings_of_one_team_are_not_taken_for_one(cast):
    sheikh = register(cast.amal, "A", "tribe", "basra")
    for _ in range(2):
        meet(cast.amal, "basra", who=(sheikh,))

    assert sure(cast).duplicates == 0


def test_a_pair_that_somebody_settled_is_no_longer_possible(cast):
    sheikh = register(cast.amal, "A", "tribe", "basra")
    first = meet(cast.amal, "basra", who=(sheikh,))
    second = meet(cast.carla, "basra", who=(sheikh,))
    with owner():
        Meeting.plain.filter(pk=second.pk).update(duplicate_of=first)

    assert sure(cast).duplicates == 0


def test_a_team_that_wrote_nothing_down_for_more_than_thirty_days_is_silent(cast):
    made = meet(cast.amal, "basra", who=(register(cast.amal, "A"),))
    with owner():
        Meeting.plain.filter(pk=made.pk).update(logged_at="2026-03-10T09:00:00Z")

    # The thirtieth day is 9 April. The partner has never written anything.
    assert sure(cast, date(2026, 4, 9)).silent == ("Partner",)
    assert sure(cast, date(2026, 4, 10)).silent == ("Mission", "Partner")


def test_meetings_without_a_place_or_with_somebody_of_no_known_type_are_counted(cast):
    person, unknown = register(cast.amal, "A"), register(cast.amal, "B", "not_sure")
    meet(cast.amal, who=(person,))
    meet(cast.amal, "basra", who=(unknown, person))
    meet(cast.amal, "basra", who=(person,))

    found = sure(cast)

    assert (found.no_place, found.no_type, found.counted) == (1, 1, 3)


def test_every_member_is_told_the_same(cast):
    sheikh = register(cast.amal, "A", "tribe", "basra")
    meet(cast.amal, "basra", who=(sheikh,))
    meet(cast.carla, "basra", who=(sheikh,))

    told = {sure(cast, actor=actor) for actor in (cast.amal, cast.carla, cast.bassam, cast.ruth)}

    assert len(told) == 1
