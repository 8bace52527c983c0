"""What is held of paramilitary units: none, contested, stale or current; never worked out."""

from __future__ import annotations

from datetime import date

import pytest

from engagement.access.scope import acting_as
from engagement.coverage.units import units
from tests.cast import register
from tests.stakeholders.knowing import assess

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)


def held(cast, actor=None):
    with acting_as(actor or cast.bassam, "read"):
        return units(actor or cast.bassam, DAY)


def unit(cast, name, actor_type="pmf_unit"):
    return register(cast.amal, name, actor_type, kind="unit")


def test_an_assessment_is_current_for_twelve_months_and_then_stale(cast):
    fresh, old = unit(cast, "A"), unit(cast, "B")
    unit(cast, "C")
    assess(cast.bassam, fresh, "relation", "hybrid", assessed_on=date(2025, 3, 31))
    assess(cast.bassam, old, "relation", "hybrid", assessed_on=date(2025, 3, 30))

    found = held(cast)

    assert found.count == 3
    assert found.relation == {"none": 1, "conflict": 0, "stale": 1, "current": 1}
    assert found.alignment == {"none": 3, "conflict": 0, "stale": 0, "current": 0}


def test_a_conflict_stands_before_what_is_accepted_beside_it(cast):
    one = unit(cast, "A")
    assess(cast.bassam, one, "alignment", "najaf")
    assess(cast.bassam, one, "alignment", "iran", standing="conflict", note="Two sources differ")

    assert held(cast).alignment["conflict"] == 1


def test_a_claim_to_be_checked_and_one_that_is_over_are_not_held(cast):
    one = unit(cast, "A")
    assess(cast.bassam, one, "relation", "state", standing="needs_work")
    assess(cast.bassam, one, "alignment", "najaf", valid_to=date(2026, 3, 31))

    assert held(cast).relation["none"] == held(cast).alignment["none"] == 1


def test_each_unit_is_once_unassessed_contested_unknown_independent_or_aligned(cast):
    values = ("unknown", "independent", "iran", "najaf")
    for value in values:
        assess(cast.bassam, unit(cast, value), "alignment", value)
    contested = unit(cast, "Contested")
    assess(cast.bassam, contested, "alignment", "iran", standing="conflict", note="They differ")
    unit(cast, "Not assessed")

    assert held(cast).aligned == {
        "none": 1,
        "conflict": 1,
        "unknown": 1,
        "independent": 1,
        "aligned": 2,
    }


def test_only_units_where_something_is_to_be_mended_are_listed(cast):
    done = unit(cast, "Done")
    for facet, value in (("relation", "hybrid"), ("alignment", "local")):
        assess(cast.bassam, done, facet, value)
    unit(cast, "Open")

    assert [row.stakeholder.name for row in held(cast).rows] == ["Open"]


def test_people_and_other_groups_are_no_paramilitary_units(cast):
    register(cast.amal, "Commander", "pmf_unit")
    unit(cast, "Police", "local_police")

    assert held(cast).count == 0


def test_a_reader_who_may_open_no_unit_is_told_of_none(cast):
    unit(cast, "A")

    for stranger in (cast.ruth, cast.carla, cast.omar, cast.idris):
        found = held(cast, stranger)
        assert (found.count, found.rows, set(found.aligned.values())) == (0, (), {0})


def test_an_assessment_that_the_reader_may_not_open_is_none_for_them(cast):
    one = register(cast.amal, "A", "pmf_unit", kind="unit", tlp=1)
    assess(cast.bassam, one, "alignment", "iran")

    assert held(cast).aligned["aligned"] == 1
    assert held(cast, cast.carla).aligned["aligned"] == 0


def test_the_units_cost_two_statements_however_many(cast, django_assert_num_queries):
    for name in "ABC":
        unit(cast, name)

    with acting_as(cast.bassam, "read"), django_assert_num_queries(2):
        units(cast.bassam, DAY)
