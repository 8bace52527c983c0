"""Diversity, concentration and trend, against numbers by hand and from other programs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.coverage.diversity import (
    diversity,
    effective_number,
    evenness,
    hhi,
    hhi_star,
    mann_kendall,
    proportions,
    shannon,
    theil_sen,
    top_share,
)
from engagement.coverage.intervals import bootstrap

UNIFORM = {"army": 5, "police": 5, "tribe": 5, "ngo": 5}
SKEWED = {"army": Fraction(1, 2), "police": Fraction(1, 4), "tribe": Fraction(1, 4)}
weight = st.fractions(0, 50, max_denominator=12)
weights = st.dictionaries(st.text(max_size=3), weight, max_size=12).filter(
    lambda found: any(found.values())
)
values = st.lists(st.floats(0, 1), min_size=8, max_size=20)


# Diversity


def test_four_classes_met_alike_are_four_by_every_order():
    found = diversity(UNIFORM)
    assert found.richness == 4
    assert found.usual == pytest.approx(4)
    assert found.dominant == 4
    assert found.shannon == pytest.approx(log(4))
    assert found.gini_simpson == Fraction(3, 4)


def test_a_half_and_two_quarters():
    found = diversity(SKEWED)
    assert found.richness == 3
    assert found.shannon == pytest.approx(1.5 * log(2))  # 1/2 ln 2 + 2 * 1/4 ln 4
    assert found.usual == pytest.approx(2**1.5)
    assert found.dominant == Fraction(8, 3)
    assert found.gini_simpson == Fraction(5, 8)


def test_shannon_is_that_of_scipy():
    found = {"a": Fraction(3), "b": Fraction(3, 2), "c": Fraction(1, 2), "d": Fraction(7)}
    # scipy.stats.entropy([3, 1.5, .5, 7]), SciPy 1.17.1
    assert shannon(found) == pytest.approx(1.053337318015184, abs=1e-14)


def test_a_class_without_meetings_adds_nothing():
    assert diversity({**SKEWED, "ngo": Fraction(0)}) == diversity(SKEWED)


def test_nothing_met_is_no_data():
    assert diversity({}) is None
    assert diversity({"army": Fraction(0)}) is None
    assert shannon({"army": 0}) is None
    assert evenness({}, 30) is None
    assert proportions([]) == []


def test_one_class_only_is_not_perfectly_even():
    assert diversity({"army": 30}).usual == 1
    assert evenness({"army": 30}, 30) == pytest.approx(1 / 30)


def test_all_classes_of_the_list_met_alike_are_even():
    assert evenness(UNIFORM, 4) == pytest.approx(1)
    assert evenness(UNIFORM, 14) == pytest.approx(4 / 14)


def test_more_classes_than_the_list_has_are_refused():
    with pytest.raises(ValueError, match="4 classes met, of a list of 3"):
        evenness(UNIFORM, 3)


def test_few_meetings_are_corrected_by_miller_and_madow():
    assert diversity(UNIFORM).miller_madow(20) == pytest.approx(log(4) + 3 / 40)
    assert diversity({"army": 3}).miller_madow(3) == 0
    with pytest.raises(ValueError, match="no meetings"):
        diversity(UNIFORM).miller_madow(0)


@pytest.mark.parametrize("figure", [diversity, shannon, lambda found: hhi(found.values())])
def test_a_negative_weight_is_refused(figure):
    with pytest.raises(ValueError, match="negative"):
        figure({"army": Fraction(-1), "police": Fraction(2)})


@given(weights)
def test_parts_add_up_to_one(found):
    assert sum(proportions(found.values())) == 1


@given(weights)
def test_a_higher_order_sees_no_more_classes(found):
    figures = diversity(found)
    assert figures.dominant >= 1
    assert float(figures.dominant) <= figures.usual * (1 + 1e-12)
    assert figures.usual <= figures.richness * (1 + 1e-12)
    assert shannon(found) == pytest.approx(figures.shannon, abs=1e-12)


@given(weights, st.integers(1, 9))
def test_meetings_counted_in_another_unit_are_as_diverse(found, unit):
    # A bootstrap may so count in whole twelfths, which is quicker.
    scaled = {name: int(value * 27720 * unit) for name, value in found.items()}
    assert diversity(scaled) == diversity(found)
    assert shannon(scaled) == pytest.approx(shannon(found), abs=1e-12)


@given(weights, st.randoms(use_true_random=False))
def test_the_order_of_the_classes_changes_nothing(found, random):
    shuffled = dict(random.sample(list(found.items()), len(found)))
    assert diversity(shuffled) == diversity(found)


def test_a_resample_of_classes_met_once_is_less_diverse_than_the_sample():
    # The trap that the bootstrap's docstring names: 14 meetings, 14 classes.
    classes = "abcdefghijklmn"

    def usual(row: Sequence[int]) -> float:
        return exp(shannon(dict(zip(classes, row, strict=True))))

    low, high = bootstrap([(name, 1) for name in classes], usual)
    assert 5 < low < high < 12 < diversity(dict.fromkeys(classes, 1)).usual


# Concentration


def test_ten_take_all_but_the_eleventh_part():
    assert top_share([Fraction(1)] * 11) == Fraction(10, 11)
    assert top_share([Fraction(1, 2), 4, 2, 1, Fraction(1, 2)], top=2) == Fraction(6, 8)


def test_of_ten_or_fewer_the_top_ten_say_nothing():
    assert top_share([Fraction(1)] * 10) is None
    assert top_share([]) is None
    assert top_share([Fraction(1)] * 10 + [Fraction(0)] * 5) is None


def test_the_sum_of_squares_of_a_half_and_two_quarters():
    found = hhi(list(SKEWED.values()))
    assert found == Fraction(3, 8)
    assert hhi_star(found, 3) == Fraction(1, 16)  # (3/8 - 1/3) / (2/3)
    assert effective_number(found) == Fraction(8, 3)


def test_alike_counterparts_are_not_concentrated_at_all():
    assert hhi([Fraction(3)] * 7) == Fraction(1, 7)
    assert hhi_star(Fraction(1, 7), 7) == 0


def test_one_counterpart_only_is_all_concentration():
    assert hhi([Fraction(3)]) == 1
    assert hhi_star(Fraction(1), 1) == 1
    assert effective_number(Fraction(1)) == 1


def test_nobody_met_is_no_concentration_figure():
    assert hhi([]) is None
    assert hhi([Fraction(0)]) is None


@pytest.mark.parametrize(
    ("found", "n"), [(Fraction(1), 0), (Fraction(1, 8), 7), (Fraction(2), 7), (Fraction(1, 2), 1)]
)
def test_a_number_that_cannot_have_the_index_is_refused(found, n):
    with pytest.raises(ValueError, match="counterparts have an HHI"):
        hhi_star(found, n)


@given(weights)
def test_the_normalised_index_is_between_0_and_1(found):
    met = proportions(found.values())
    assert 0 <= hhi_star(hhi(found.values()), len(met)) <= 1
    assert effective_number(hhi(found.values())) == diversity(found).dominant


@given(weights, st.integers(1, 5))
def test_the_top_take_no_less_than_their_number(found, top):
    met = proportions(found.values())
    share = top_share(found.values(), top)
    assert share is None if len(met) <= top else Fraction(top, len(met)) <= share < 1


# Trend

QUARTERS = [0.21, 0.25, 0.25, 0.31, 0.28, 0.36, 0.36, 0.44, 0.41, 0.52]


def test_no_line_through_seven_points():
    assert theil_sen(list(enumerate(QUARTERS[:7]))) is None
    assert mann_kendall(QUARTERS[:7]) is None
    assert theil_sen([]) is None


def test_a_straight_line_has_its_slope_and_one_wild_quarter_does_not_move_it():
    line = [(quarter, 0.25 * quarter) for quarter in range(8)]
    assert theil_sen(line) == 0.25
    assert theil_sen([*line, (8, -90.0)]) == 0.25


def test_a_quarter_without_a_figure_is_left_out_and_not_moved_up():
    line = [(quarter, 0.25 * quarter) for quarter in range(12) if quarter not in (2, 3, 7)]
    assert theil_sen(line) == 0.25


def test_points_of_one_period_have_no_slope():
    assert theil_sen([(3, 0.1 * n) for n in range(8)]) is None


def test_the_trend_is_that_of_other_programs():
    # scipy.stats.theilslopes (SciPy 1.17.1) and pymannkendall.original_test: s and p, with ties.
    assert theil_sen(list(enumerate(QUARTERS))) == pytest.approx(0.03166666666666667, abs=1e-14)
    score, p = mann_kendall(QUARTERS)
    assert score == 39
    assert p == pytest.approx(0.0006117636822975012, abs=1e-12)


def test_eight_rising_quarters_by_hand():
    # All 28 pairs rise; the variance is 8 * 7 * 21 / 18 = 196 / 3; z = 27 / sqrt(65.33) = 3.340.
    score, p = mann_kendall(range(8))
    assert score == 28
    assert p == pytest.approx(0.00084, abs=5e-6)


def test_equal_values_have_no_trend():
    assert mann_kendall([0.3] * 8) == (0, 1.0)
    assert theil_sen([(n, 0.3) for n in range(8)]) == 0


@given(values)
def test_backwards_in_time_a_trend_turns_round(found):
    score, p = mann_kendall(found)
    assert mann_kendall(found[::-1]) == (-score, p)
    assert 0 <= p <= 1


@given(values)
def test_a_slope_lies_between_the_steepest_of_all_pairs(found):
    slope = theil_sen(list(enumerate(found)))
    steps = [right - left for left, right in pairwise(found)]
    assert min(steps) - 1e-12 <= slope <= max(steps) + 1e-12
