"""I4 to I7, counted by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.coverage.codes import Hybrid
from engagement.coverage.state import beyond_state, moved, parts_of
from engagement.coverage.sums import Measure, Sums
from engagement.meetings.codes import Mode
from engagement.stakeholders.models import Stakeholder
from tests.cast import DAY, meet, register
from tests.conftest import owner
from tests.coverage.readings import figure, line, parts, reading
from tests.stakeholders.knowing import decided, post

HALF = Fraction(1, 2)
BODIES = ("state", "hybrid", "non_state", "international", "undetermined")


def packed(**bodies: int) -> int:
    return sum(bodies.get(name, 0) << 10 * at for at, name in enumerate(BODIES))


def of(*meetings: dict[str, int]) -> Sums:
    return Sums((Measure.RELATION, packed(**bodies), 0, 1) for bodies in meetings)


def three(sums: Sums, hybrid: Hybrid = Hybrid.SEPARATE) -> dict[str, tuple[Fraction, Fraction]]:
    """Each measure's lowest and highest number of meetings."""
    found = beyond_state(sums, hybrid)
    return {
        name: (share.part, share.part + share.unknown)
        for name, share in (
            ("any", found.any),
            ("only", found.only),
            ("fractional", found.fractional),
        )
    }


MIXED = {"state": 1, "hybrid": 1}


def test_an_army_and_a_brigade_in_one_meeting_are_read_three_ways():
    found = {hybrid.value: three(of(MIXED), hybrid) for hybrid in Hybrid}

    nothing, half, whole = (0, 0), (HALF, HALF), (1, 1)
    assert found == {
        "separate": {"any": nothing, "only": nothing, "fractional": nothing},
        "non_state": {"any": whole, "only": nothing, "fractional": half},
        "state": {"any": nothing, "only": nothing, "fractional": nothing},
    }


def test_a_brigade_beside_an_association_is_without_the_state_unless_it_is_the_state():
    sums = of({"hybrid": 1, "non_state": 1})

    assert three(sums, Hybrid.SEPARATE)["only"] == (1, 1)
    assert three(sums, Hybrid.NON_STATE)["only"] == (1, 1)
    assert three(sums, Hybrid.STATE)["only"] == (0, 0)


def test_a_brigade_alone_is_beyond_the_state_in_one_reading_only():
    sums = of({"hybrid": 1})

    assert three(sums, Hybrid.SEPARATE)["any"] == (0, 0)
    assert three(sums, Hybrid.NON_STATE)["only"] == (1, 1)
    assert three(sums, Hybrid.STATE)["only"] == (0, 0)


def test_an_undetermined_counterpart_opens_the_bounds_and_is_never_guessed():
    assert three(of({"undetermined": 1})) == {"any": (0, 1), "only": (0, 1), "fractional": (0, 1)}


def test_an_undetermined_counterpart_beside_an_association_may_be_of_the_state():
    sums = of({"undetermined": 1, "non_state": 1})

    assert three(sums) == {"any": (1, 1), "only": (0, 1), "fractional": (HALF, 1)}


def test_who_is_international_is_in_neither_part_nor_whole():
    sums = of({"international": 2}, {"international": 1, "non_state": 1, "state": 1})

    assert parts(beyond_state(sums).fractional) == (HALF, 1, 0)


def test_a_change_of_reading_moves_exactly_the_hybrid_counterparts():
    sums = of(MIXED, {"hybrid": 1}, {"hybrid": 1, "non_state": 3}, {"state": 1}, {"non_state": 1})

    found = moved(sums, Hybrid.SEPARATE, Hybrid.NON_STATE)

    # A half, a whole and a quarter of a meeting are hybrid.
    assert found.fractional == parts_of(sums).hybrid == Fraction(7, 4)
    assert (found.any, found.only) == (2, 1)


def test_without_a_hybrid_counterpart_no_reading_moves_anything():
    sums = of({"state": 1, "non_state": 2, "undetermined": 1}, {"undetermined": 1}, {"state": 3})

    assert {three(sums, h)["fractional"] for h in Hybrid} == {(HALF, 1 + Fraction(3, 4))}
    assert moved(sums, Hybrid.STATE, Hybrid.NON_STATE).any == 0


MEETING = st.fixed_dictionaries({name: st.integers(0, 4) for name in BODIES})


@given(st.lists(MEETING, max_size=12))
def test_state_hybrid_non_state_and_undetermined_add_up_to_the_meetings(meetings):
    sums = of(*meetings)
    counted = sum(any(n for name, n in row.items() if name != "international") for row in meetings)

    found, share = parts_of(sums), beyond_state(sums).fractional

    assert found.state + found.hybrid + found.non_state + found.undetermined == counted
    assert parts(share) == (found.non_state, counted, found.undetermined)


@given(st.lists(MEETING, max_size=12))
def test_a_high_bound_is_never_under_the_low_one_nor_over_the_whole(meetings):
    for hybrid in Hybrid:
        for low, high in three(of(*meetings), hybrid).values():
            assert 0 <= low <= high <= len(meetings)


@given(st.lists(MEETING, max_size=12), MEETING)
def test_one_more_meeting_with_the_state_alone_never_raises_the_share_beyond_it(meetings, more):
    official = {**dict.fromkeys(more, 0), "state": 1}
    before, after = beyond_state(of(*meetings)), beyond_state(of(*meetings, official))

    for name in ("any", "only", "fractional"):
        was, now = getattr(before, name), getattr(after, name)
        assert now.part == was.part
        assert now.whole == was.whole + 1


@pytest.mark.django_db
def test_beyond_the_state_counts_bodies_in_every_mode_and_not_who_sends_more_people(cast):
    ministry = register(cast.amal, "Ministry", "federal_executive", kind="organisation")
    officials = [register(cast.amal, f"O{n}", "federal_executive") for n in range(3)]
    with owner():
        for person in officials:
            post(cast.amal, person, ministry, title="Adviser")
    sheikh = register(cast.amal, "Sheikh", "tribe")
    meet(cast.amal, "baghdad", who=(*officials, sheikh))
    meet(cast.amal, who=(sheikh,), mode=Mode.REMOTE)

    found = figure(cast, "I4")

    assert parts(found.share) == (Fraction(3, 2), 2, 0)
    assert found.n == 2
    assert parts(line(found, "part_state").share) == (HALF, 2, 0)
    assert parts(line(found, "any_separate").share) == (2, 2, 0)
    assert parts(line(found, "only_separate").share) == (1, 2, 0)


@pytest.mark.django_db
def test_of_the_registered_units_those_with_a_decision_count_even_one_not_to_engage(cast):
    units = [
        register(cast.amal, f"Brigade {n}", "pmf_unit", kind=Stakeholder.Kind.UNIT)
        for n in range(3)
    ]
    register(cast.amal, "Commission", "pmf_commission", kind=Stakeholder.Kind.ORGANISATION)
    register(cast.amal, "Commander", "pmf_unit")
    decided(cast.bassam, units[0], "not")
    decided(cast.bassam, units[1], "engage", valid_to=DAY.replace(day=20))  # over on the last day

    found = figure(cast, "I5")

    assert parts(found.share) == (1, 3, 0)
    assert (found.n, line(found, "units").number) == (3, 3)


@pytest.mark.django_db
def test_a_unit_is_met_itself_or_through_who_speaks_for_it_and_counts_once(cast):
    unit, other = (
        register(cast.amal, name, "pmf_unit", kind=Stakeholder.Kind.UNIT) for name in ("One", "Two")
    )
    commander = register(cast.amal, "Commander", "pmf_unit")
    with owner():
        post(cast.amal, commander, unit, title="Commander")
    alone = register(cast.amal, "Fighter", "armed_group")
    for who in ((unit,), (commander,), (other, commander), (alone,)):
        meet(cast.amal, "anbar", who=who)
    meet(cast.amal, "anbar", who=(register(cast.amal, "NGO"),))

    found = figure(cast, "I5")

    assert parts(line(found, "meetings").share) == (4, 5, 0)
    assert line(found, "units_met").number == 2


@pytest.mark.django_db
def test_civil_society_or_a_community_is_of_all_meetings_and_communities_stand_apart(cast):
    ngo, tribe = register(cast.amal, "NGO"), register(cast.amal, "Tribe", "tribe")
    official = register(cast.amal, "Official", "judiciary")
    foreign = register(cast.amal, "Envoy", "mission_embassy")
    for who in ((ngo, official), (ngo,), (tribe, ngo), (official,), (foreign,)):
        meet(cast.amal, "baghdad", who=who)

    found = figure(cast, "I6")

    assert parts(found.share) == (3, 5, 0)
    assert parts(line(found, "communities").share) == (1, 5, 0)


@pytest.mark.django_db
def test_three_to_one_of_two_actor_types_is_as_diverse_as_one_and_three_quarters(cast):
    ngo, tribe = register(cast.amal, "NGO"), register(cast.amal, "Tribe", "tribe")
    for who in ((ngo,), (ngo,), (ngo, tribe), (ngo, tribe)):
        meet(cast.amal, "baghdad", who=who)

    found = figure(cast, "I7")

    # p = 3/4, 1/4: H = 0.562335, exp H = 1.754765; sum of squares 5/8; 30 actor types in the list.
    assert float(found.number) == 1.754765
    assert (found.n, found.of) == (4, 30)
    assert line(found, "richness").number == 2
    assert line(found, "dominant").number == Fraction(8, 5)
    assert line(found, "gini_simpson").number == Fraction(3, 8)
    assert float(line(found, "evenness").number) == 0.058492
    # H + 1/8 = 0.687335
    assert float(line(found, "miller_madow").number) == 1.988410


@pytest.mark.django_db
def test_evenness_is_over_the_list_so_that_whoever_meets_one_type_only_is_not_perfectly_even(cast):
    meet(cast.amal, "baghdad", who=(register(cast.amal, "NGO"),))

    assert float(line(figure(cast, "I7"), "evenness").number) == 0.033333


@pytest.mark.django_db
def test_without_a_meeting_there_is_no_diversity_rather_than_zero(cast):
    assert figure(cast, "I7").value is None
    assert reading(cast).classes == 30
