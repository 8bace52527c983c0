"""Mistakes that those who count engagement make, each by its name; those of place stand in
test_place.py, and those that belong to one indicator beside it."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from engagement.meetings.codes import Role
from engagement.meetings.drafts import Attendance
from engagement.regions.models import Region
from tests.cast import DAY, meet, register
from tests.coverage.readings import every_figure, figure, line, parts, reading
from tests.stakeholders.knowing import assess

pytestmark = pytest.mark.django_db


def test_own_staff_interpreters_and_observers_are_nobody_met_in_any_indicator(cast):
    ngo = register(cast.amal, "NGO")
    meet(cast.amal, "basra", who=(ngo,))
    alone = every_figure(cast)
    helpers = [
        Attendance(stakeholder_id=register(cast.amal, role, "federal_security").pk, role=role)
        for role in (Role.INTERPRETER, Role.OBSERVER, Role.OWN, Role.INTERMEDIARY)
    ]

    meet(cast.amal, "basra", who=(ngo, *helpers))

    both = every_figure(cast)
    assert {code for code in ("I4", "I6", "I7", "I8") if both[code].value != alone[code].value} == (
        set()
    )
    assert reading(cast).people.persons.number == 1


def test_a_meeting_in_baghdad_about_basra_is_a_baghdad_meeting(cast):
    basra = Region.objects.get(key="basra")
    meet(cast.amal, "baghdad", who=(register(cast.amal, "A"),), subjects=(basra,))

    assert parts(figure(cast, "I1").share) == (0, 1, 0)


def test_a_paramilitary_unit_is_neither_the_state_nor_beyond_it_until_a_reading_says_so(cast):
    meet(cast.amal, "anbar", who=(register(cast.amal, "Brigade", "pmf_unit"),))

    found = figure(cast, "I4")

    readings = [
        line(found, f"fractional_{r}").share.part for r in ("separate", "non_state", "state")
    ]
    assert readings == [0, 1, 0]
    assert line(found, "part_hybrid").share.part == 1


def test_whom_a_unit_is_aligned_with_says_nothing_of_its_relation_to_the_state(cast):
    unit = register(cast.amal, "Brigade", "paramilitary_unspecified", kind="unit")
    assess(cast.bassam, unit, "alignment", "iran")
    meet(cast.amal, "anbar", who=(unit,))

    assert parts(figure(cast, "I4").share) == (0, 1, 1)


def test_a_unit_that_joined_the_state_since_stays_hybrid_in_the_meeting_of_then(cast):
    unit = register(cast.amal, "Brigade", "pmf_unit", kind="unit")
    meet(cast.amal, "anbar", who=(unit,))
    assess(cast.bassam, unit, "relation", "state", valid_from=DAY + timedelta(days=1))
    meet(cast.amal, "anbar", who=(unit,), held_on=DAY + timedelta(days=1))

    found = figure(cast, "I4")

    assert [line(found, f"part_{name}").share.part for name in ("hybrid", "state")] == [1, 1]


def test_the_peshmerga_are_the_state_and_erbil_is_beyond_the_capital_and_not_abroad(cast):
    meet(cast.amal, "erbil", who=(register(cast.amal, "Brigade", "peshmerga_asayish"),))

    found = every_figure(cast)

    assert parts(line(found["I4"], "part_state").share) == (1, 1, 0)
    assert parts(found["I1"].share) == (1, 1, 0)
    assert line(found["I1"], "abroad").share.part == 0


def test_a_party_in_government_is_still_not_the_state(cast):
    meet(cast.amal, "baghdad", who=(register(cast.amal, "Party", "political_party"),))

    assert figure(cast, "I4").value == 100


def test_a_meeting_with_internationals_only_is_outside_the_share_beyond_the_state(cast):
    meet(cast.amal, "baghdad", who=(register(cast.amal, "UN", "un"),))

    found = every_figure(cast)

    assert (found["I4"].value, found["I4"].n) == (None, 0)
    assert found["I6"].n == 1  # it is counted all the same


def test_bodies_and_meetings_and_people_are_never_mixed_in_one_share(cast):
    ministry = [register(cast.amal, f"O{n}", "judiciary") for n in range(3)]
    ngo = register(cast.amal, "NGO")
    meet(cast.amal, "baghdad", who=(*ministry, ngo))

    found = every_figure(cast)

    # One meeting, of which a quarter of the bodies; four people.
    assert parts(found["I4"].share) == (Fraction(1, 4), 1, 0)
    assert parts(found["I6"].share) == (1, 1, 0)
    assert line(found["I9"], "distinct").number == 4


def test_under_ten_of_the_unit_no_percentage_is_printed_and_nothing_of_nothing_is_no_zero(cast):
    nothing = figure(cast, "I6").share
    ngo = register(cast.amal, "NGO")
    for _ in range(9):
        meet(cast.amal, "baghdad", who=(ngo,))

    assert (nothing.percent, figure(cast, "I6").share.small) == (None, True)
    meet(cast.amal, "baghdad", who=(ngo,))
    assert not figure(cast, "I6").share.small
