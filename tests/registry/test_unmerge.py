"""A merge taken apart: by whom, in which order."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.stakeholders.actions import restore_stakeholder
from tests.cast import meet, register
from tests.registry.merging import everything, merged, now, parted, texts

pytestmark = pytest.mark.django_db


def test_it_may_be_merged_again_and_taken_apart_again(cast, two):
    before = everything()

    parted(cast.bassam, merged(cast.bassam, *two))
    parted(cast.bassam, merged(cast.bassam, *reversed(two)))

    assert everything() == before


def test_taken_apart_twice_is_a_conflict(cast, two):
    found = merged(cast.bassam, *two)
    parted(cast.bassam, found)

    with pytest.raises(Conflict):
        parted(cast.bassam, found)


def test_without_a_reason_it_is_not_taken_apart(cast, two):
    found = merged(cast.bassam, *two)

    with pytest.raises(ValidationError):
        parted(cast.bassam, found, " ")


def test_who_does_not_lead_both_does_not_take_it_apart(cast, two):
    found = merged(cast.bassam, *two)

    for actor in (cast.carla, cast.ruth, cast.idris, cast.omar):
        with pytest.raises(NotAllowed):
            parted(actor, found)


def test_one_that_went_is_taken_apart_and_not_restored(cast, two):
    merged(cast.bassam, *two)

    with acting_as(cast.bassam, "stakeholder.restored"), pytest.raises(Conflict):
        restore_stakeholder(cast.bassam, two[1].pk, reason="x", version=now(two[1]).version)


def test_a_chain_is_taken_apart_from_its_end(cast, two):
    last = register(cast.amal, "Mohamed Ali", "tribe", lead_team_id=cast.mission.pk)
    before = everything()
    first = merged(cast.bassam, *two)
    second = merged(cast.bassam, last, two[0])

    parted(cast.bassam, second)
    assert now(two[1]).merged_into_id == two[0].pk
    parted(cast.bassam, first)

    assert everything() == before


def test_a_chain_is_taken_apart_from_its_beginning_where_nothing_rests_on_it(cast, two):
    last = register(cast.amal, "Mohamed Ali", "tribe", lead_team_id=cast.mission.pk)
    meet(cast.amal, "basra", who=(two[1],))
    before = everything()
    first = merged(cast.bassam, *two)
    second = merged(cast.bassam, last, two[0])

    parted(cast.bassam, first)
    assert texts(two[1]) == ["Muhammad Ali"]
    assert texts(last) == ["Mohamed Ali", "Mohammed Ali"]
    parted(cast.bassam, second)

    assert everything() == before


def test_two_that_went_into_one_come_apart_in_any_order(cast, two):
    third = register(cast.amal, "Mohamed Ali", "tribe", lead_team_id=cast.mission.pk)
    before = everything()
    first = merged(cast.bassam, *two)
    second = merged(cast.bassam, two[0], third)

    parted(cast.bassam, first)
    parted(cast.bassam, second)

    assert everything() == before


def test_one_goes_back_to_its_own_level_though_a_later_merge_made_the_kept_one_stricter(cast, two):
    strict = register(cast.amal, "Mohamed Ali", "tribe", at_risk=True, lead_team_id=cast.mission.pk)
    before = everything()
    first = merged(cast.bassam, *two)
    second = merged(cast.bassam, two[0], strict)
    assert now(two[1]).tlp == Tlp.AMBER

    parted(cast.bassam, first)
    assert now(two[1]).tlp == Tlp.GREEN
    parted(cast.bassam, second)

    assert everything() == before


def test_what_a_later_merge_rests_on_is_not_taken_apart_first(cast, two):
    third = register(cast.amal, "Muhammad Ali", "tribe", lead_team_id=cast.mission.pk)
    first = merged(cast.bassam, *two)
    second = merged(cast.bassam, two[0], third)  # its name went aside for that of the first

    with pytest.raises(ValidationError, match="First take apart"):
        parted(cast.bassam, first)

    parted(cast.bassam, second)
    parted(cast.bassam, first)
    assert texts(third) == texts(two[1]) == ["Muhammad Ali"]
