"""Intervals of shares and differences, against numbers by hand, from papers and from SciPy."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.coverage.intervals import (
    bootstrap,
    clear_change,
    difference_interval,
    newcombe,
    share_interval,
    wilson,
)

HALF = Fraction(1, 2)
counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
parts = st.fractions(0, 1, max_denominator=6)
meetings = st.lists(st.tuples(parts, st.integers(0, 60)), max_size=8)
#: Distinct patterns of meetings: what each adds to the figure, and how many meetings are so.
patterns = st.dictionaries(st.integers(0, 20), st.integers(1, 60), min_size=2, max_size=8)


def percent(interval: tuple[float, float] | None) -> tuple[int, int]:
    assert interval is not None
    return round(100 * interval[0]), round(100 * interval[1])


def mean_of(rows: Sequence[tuple[Fraction, int]]) -> float:
    return float(sum(part * n for part, n in rows) / sum(n for _, n in rows))


# One share


@pytest.mark.parametrize(
    ("k", "n", "bounds"),
    [(0, 5, (0, 43)), (3, 8, (14, 69)), (5, 5, (57, 100)), (1, 1, (21, 100)), (12, 12, (76, 100))],
)
def test_a_share_of_few_meetings_has_a_wide_interval(k, n, bounds):
    assert percent(wilson(k, n)) == bounds


@pytest.mark.parametrize(
    # From scipy.stats.binomtest(k, n).proportion_ci(method="wilson"), SciPy 1.17.1.
    ("k", "n", "low", "high"),
    [
        (7, 23, 0.15604024453214022, 0.508657562687592),
        (1, 40, 0.004426831502681396, 0.1288136896347409),
        (212, 520, 0.3662825800379943, 0.45045586556705297),
        (999, 1000, 0.9943574414020421, 0.9998234536293739),
    ],
)
def test_wilson_is_scipys_wilson(k, n, low, high):
    assert wilson(k, n) == pytest.approx((low, high), abs=1e-14)


def test_no_meetings_are_no_data_and_not_zero_percent():
    assert wilson(0, 0) is None
    assert newcombe(0, 0, 3, 8) is None
    assert newcombe(3, 8, 0, 0) is None
    assert share_interval([]) is None
    assert share_interval([(HALF, 0)]) is None
    assert difference_interval([], [(HALF, 3), (Fraction(1), 3)]) is None
    assert bootstrap([], lambda row: 0.0) is None


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5), (1, 0), (0, -1)])
def test_more_than_all_or_less_than_none_is_refused(k, n):
    with pytest.raises(ValueError, match="is no share"):
        wilson(k, n)


@given(counts)
def test_a_share_lies_inside_its_interval_and_that_between_0_and_1(share):
    k, n = share
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1


@given(counts)
def test_what_is_missing_has_the_mirrored_interval(share):
    k, n = share
    low, high = wilson(k, n)
    assert wilson(n - k, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


# The difference of two shares


def test_newcombes_own_example():
    # Newcombe 1998, Table II, (a): 56/70 against 48/80 by method 10.
    assert newcombe(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_newcombes_example_of_all_against_none():
    # Newcombe 1998, Table II, (h): 10/10 against 0/20.
    assert newcombe(10, 10, 0, 20) == pytest.approx((0.6791, 1.0), abs=5e-5)


def test_newcombe_is_that_of_statsmodels():
    # confint_proportions_2indep(9, 10, 3, 10, method="newcomb", compare="diff"), statsmodels.
    expected = (0.1705227239345029, 0.809017973535488)
    assert newcombe(9, 10, 3, 10) == pytest.approx(expected, abs=1e-14)


@given(counts, counts)
def test_the_difference_the_other_way_round_is_its_mirror(one, two):
    low, high = newcombe(*one, *two)
    assert newcombe(*two, *one) == pytest.approx((-high, -low), abs=1e-12)
    assert -1 <= low <= one[0] / one[1] - two[0] / two[1] <= high <= 1


def test_an_arrow_only_where_the_interval_excludes_zero():
    assert clear_change(newcombe(56, 70, 48, 80)) == 1
    assert clear_change(newcombe(48, 80, 56, 70)) == -1
    assert clear_change(newcombe(5, 8, 3, 8)) == 0
    assert clear_change((0.0, 0.2)) == clear_change((-0.2, 0.0)) == 0


def test_no_interval_is_no_arrow():
    assert clear_change(None) == 0
