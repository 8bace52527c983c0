"""What holds of the figures whatever the log is."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagement.access.scope import acting_as
from engagement.coverage.place import places_of
from engagement.coverage.sums import (
    GROUPS,
    Measure,
    Place,
    Sums,
    planned_sums,
    programme_sums,
    seen_sums,
    sums_by_team,
)
from engagement.meetings.codes import Mode, Reason, Status
from engagement.regions.models import Region
from tests.cast import Cast, meet
from tests.coverage.writes import PLACES, YEAR, Writes, duplicate, people_of

pytestmark = pytest.mark.django_db
ANY = settings(max_examples=12, suppress_health_check=list(HealthCheck))
seeds = given(seed=st.integers(0, 10**6))


def by_chance(cast: Cast, seed: int, times: int = 6) -> Writes:
    """A log by chance, on top of what there is."""
    writes = Writes(cast, people_of(cast), random.Random(seed))
    writes.write(times)
    return writes


def sums_of(cast: Cast) -> Sums:
    with acting_as(cast.ruth, "read"):
        return programme_sums(YEAR)


def beyond(sums: Sums) -> Fraction:
    share = places_of(sums).beyond_share
    return share.part / share.whole if share.whole else Fraction(0)


@ANY
@seeds
def test_a_meeting_in_the_capital_never_raises_the_share_beyond_it(cast, seed):
    writes = by_chance(cast, seed)
    before = beyond(sums_of(cast))

    meet(cast.amal, "baghdad", who=writes.who(), mode=writes.chance.choice([*Mode]))

    assert beyond(sums_of(cast)) <= before


@ANY
@seeds
def test_the_fractions_of_each_meeting_and_of_all_add_up_to_one(cast, seed):
    by_chance(cast, seed)

    sums = sums_of(cast)

    for packed, _mode in sums[Measure.PLACE]:
        place = Place.of(packed)
        assert place.whole == place.beyond + place.capital + place.abroad
    found = places_of(sums)
    assert found.beyond + found.capital + found.abroad + found.unknown == found.held


@ANY
@seeds
def test_a_total_is_at_most_the_sum_of_its_teams(cast, seed):
    writes = by_chance(cast, seed, 4)
    writes.log(guest_team_ids=(cast.partner.pk,))

    total = sums_of(cast)
    with acting_as(cast.ruth, "read"):
        teams, whole, joint = sums_by_team(YEAR.first, YEAR.last)

    each = [sums.counted for sums in teams.values()]
    assert max(each) <= total.counted == whole <= sum(each)
    assert sum(each) == total.counted + joint  # there are two teams


@ANY
@seeds
def test_what_does_not_count_changes_nothing(cast, seed):
    writes = by_chance(cast, seed)
    kept = meet(cast.amal, "basra", who=writes.who())
    before = sums_of(cast)

    meet(cast.amal, "basra", who=writes.who(), status=Status.CANCELLED, reason=Reason.BY_US)
    meet(cast.amal, "anbar", who=writes.who(), status=Status.PLANNED, held_on=cast.amal.today())
    twin = meet(cast.amal, *writes.places(), who=writes.who())
    duplicate(cast, twin.pk, kept.pk)

    assert sums_of(cast) == before


@ANY
@seeds
def test_a_meeting_that_others_prevented_counts_among_the_tries_only(cast, seed):
    writes = by_chance(cast, seed)
    before = sums_of(cast)

    meet(cast.amal, "basra", who=writes.who(), status=Status.NOT_HELD, reason=Reason.SECURITY)

    change = sums_of(cast) + -before
    assert {measure for measure, *_ in change.rows()} == {Measure.TRIED}


@ANY
@seeds
def test_a_filter_never_raises_a_count(cast, seed):
    by_chance(cast, seed)
    units = Region.objects.filter(key__in=PLACES).values_list("pk", flat=True)
    with acting_as(cast.amal, "read"):
        whole = seen_sums(YEAR)
        narrowed = [
            *(seen_sums(YEAR, governorate=unit) for unit in units),
            *(seen_sums(YEAR, group=group) for group in GROUPS),
            seen_sums(replace(YEAR, team_id=cast.partner.pk)),
        ]

    for sums in narrowed:
        assert sums.counted <= whole.counted
        for measure, a, b, n in sums.rows():
            assert 0 <= n <= whole[measure][a, b]


@ANY
@seeds
def test_what_is_planned_holds_no_meeting_that_is_counted_already(cast, seed):
    writes = by_chance(cast, seed)
    before = sums_of(cast)
    with acting_as(cast.ruth, "read"):
        planned = planned_sums(YEAR, cast.ruth.today()).counted

    writes.plan()

    with acting_as(cast.ruth, "read"):
        assert planned_sums(YEAR, cast.ruth.today()).counted == planned + 1
    assert sums_of(cast) == before
