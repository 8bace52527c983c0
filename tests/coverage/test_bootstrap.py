"""Resampling meetings by their patterns: the sampler, and the intervals that come of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import comb
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engagement.coverage.intervals import (
    binomial,
    bootstrap,
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


# The sampler


def chi_square(trials: int, chance: float, draws: int) -> tuple[float, int]:
    """How far draws are from the distribution by its formula, and in how many bins."""
    random = Random(7).random
    drawn = Counter(binomial(trials, chance, random) for _ in range(draws))
    expected = {
        k: draws * comb(trials, k) * chance**k * (1 - chance) ** (trials - k)
        for k in range(trials + 1)
    }
    likely = [k for k in expected if expected[k] >= 10]
    rest = draws - sum(expected[k] for k in likely)
    outside = draws - sum(drawn[k] for k in likely)
    return (
        sum((drawn[k] - expected[k]) ** 2 / expected[k] for k in likely)
        + (outside - rest) ** 2 / max(rest, 1)
    ), len(likely)


@pytest.mark.parametrize(
    # The limit is scipy.stats.chi2.ppf(0.9999, bins), SciPy 1.17.1. Once, outside the suite,
    # 400,000 draws of each of 25 distributions (1 to 10**7 trials) agreed with scipy.stats.binom.
    ("trials", "chance", "bins", "limit"),
    [
        (5, 0.3, 6, 27.85634123601417),
        (19, 0.5, 14, 42.5792889531133),  # 9.5 expected: still by inversion
        (12, 0.9, 6, 27.85634123601417),  # by its failures
        (21, 0.5, 16, 45.92489905111385),  # 10.5 expected: by rejection
        (40, 0.7, 19, 50.79548966562221),
        (100, 0.11, 21, 53.96200011641196),
    ],
)
def test_the_sampler_draws_the_binomial_distribution(trials, chance, bins, limit):
    distance, likely = chi_square(trials, chance, 20_000)
    assert likely == bins
    assert distance < limit


@given(st.integers(0, 10**6), st.floats(0, 1), st.integers(0, 2**32))
def test_a_draw_is_between_none_and_all(trials, chance, seed):
    assert 0 <= binomial(trials, chance, Random(seed).random) <= trials


@given(st.integers(0, 10**6), st.integers(0, 2**32))
def test_what_is_impossible_never_happens_and_what_is_certain_always(trials, seed):
    assert binomial(trials, 0.0, Random(seed).random) == 0
    assert binomial(trials, 1.0, Random(seed).random) == trials


@pytest.mark.parametrize("trials", [10, 1000, 10**9])
def test_a_draw_of_many_trials_takes_no_longer_than_one_of_few(trials):
    random, asked = Random(3), 0

    def uniform() -> float:
        nonlocal asked
        asked += 1
        return random.random()

    for _ in range(1000):
        binomial(trials, 0.4, uniform)
    assert asked < 3500


@pytest.mark.parametrize(
    "first", [[0.0], [1 - 2**-53], [0.02, 0.0], [0.02, 1 - 2**-53]], ids=["u", "u1", "v", "v1"]
)
def test_the_ends_of_the_random_numbers_do_no_harm(first):
    random = Random(1)
    numbers = iter(first)
    assert 0 <= binomial(100, 0.5, lambda: next(numbers, random.random())) <= 100


# The bootstrap


def test_each_resample_has_as_many_meetings_as_were_held():
    sums = set()

    def statistic(row: Sequence[int]) -> float:
        sums.add((len(row), sum(row)))
        return 0.0

    bootstrap([("a", 3), ("b", 0), ("c", 9)], statistic, resamples=200)
    assert sums == {(3, 12)}


def test_a_pattern_without_meetings_is_never_drawn():
    assert bootstrap([("a", 3), ("b", 0), ("c", 9)], lambda row: row[1]) == (0, 0)


def test_one_of_two_patterns_is_drawn_as_a_binomial_number():
    # scipy.stats.binom.ppf([.025, .975], 100, .3) = 21, 39
    low, high = bootstrap([("a", 30), ("b", 70)], lambda row: row[0])
    assert (low, high) == pytest.approx((21, 39), abs=1)


def test_meetings_that_are_all_alike_give_no_interval():
    assert bootstrap([("a", 12), ("b", 0)], lambda row: row[0]) is None
    assert bootstrap([("a", 12), ("a", 3)], lambda row: row[0]) is None
    assert bootstrap([("a", 1)], lambda row: row[0]) is None


def test_a_negative_number_of_meetings_is_refused():
    with pytest.raises(ValueError, match="negative"):
        bootstrap([("a", -1), ("b", 2)], lambda row: 0.0)
    with pytest.raises(ValueError, match="-1 meetings"):
        share_interval([(HALF, -1)])


@given(patterns, st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_the_patterns_changes_nothing(weights, random):
    def interval(rows: list[tuple[int, int]]) -> tuple[float, float] | None:
        return bootstrap(
            rows,
            lambda drawn: sum(row[0] * n for row, n in zip(rows, drawn, strict=True)),
            resamples=200,
        )

    rows = list(weights.items())
    shuffled = random.sample(rows, len(rows))
    assert interval(rows) == interval(rows) == interval(shuffled)


def test_another_seed_gives_another_sample():
    rows = [(n, 7 + n) for n in range(12)]

    def total(drawn: Sequence[int]) -> float:
        return sum(n * times for n, times in enumerate(drawn))

    assert bootstrap(rows, total, seed=1) != bootstrap(rows, total, seed=2)


# Shares with fractions


@pytest.mark.parametrize(
    # From 400,000 resamples by numpy.random.Generator.multinomial; the middle one's bounds differ
    # by a step or so, as 2,000 resamples do.
    ("rows", "low", "high", "off"),
    [
        ([(Fraction(0), 5), (HALF, 3), (Fraction(1), 4)], 0.20833333, 0.70833333, 1e-6),
        (
            [(Fraction(0), 30), (Fraction(1, 3), 10), (HALF, 25), (Fraction(1), 60)],
            0.53333333,
            0.67866667,
            0.008,
        ),
        ([(Fraction(0), 95), (HALF, 3), (Fraction(1), 2)], 0.01, 0.07, 1e-6),
    ],
)
def test_the_interval_of_a_share_with_fractions(rows, low, high, off):
    assert share_interval(rows) == pytest.approx((low, high), abs=off)


def test_whole_counts_take_wilson_and_newcombe():
    ours, theirs = [(Fraction(1), 56), (Fraction(0), 14)], [(Fraction(1), 48), (Fraction(0), 32)]
    assert share_interval(ours) == wilson(56, 70)
    assert difference_interval(ours, theirs) == newcombe(56, 70, 48, 80)


def test_a_fraction_that_no_meeting_has_leaves_whole_counts_whole():
    assert share_interval([(Fraction(1), 3), (HALF, 0), (Fraction(0), 5)]) == wilson(3, 8)


def test_all_of_twelve_meetings_are_no_certainty():
    assert share_interval([(Fraction(1), 12)]) == wilson(12, 12)
    low, high = difference_interval([(Fraction(1), 12)], [(HALF, 5), (Fraction(0), 7)])
    # 1 - 5/24 = 0.79; by the bootstrap of one side only it would reach from 0.67.
    assert low == pytest.approx(0.519, abs=0.005)
    assert high == pytest.approx(0.917, abs=0.005)


def test_meetings_that_are_all_half_beyond_have_no_interval():
    assert share_interval([(HALF, 12)]) is None
    mixed = [(HALF, 3), (Fraction(1), 3)]
    assert difference_interval([(HALF, 12)], mixed) is None
    assert difference_interval(mixed, [(HALF, 12)]) is None
    assert difference_interval([(Fraction(1), 3)], [(HALF, 12)]) is None


def test_the_interval_of_a_difference_with_fractions():
    few = [(Fraction(0), 5), (HALF, 3), (Fraction(1), 4)]
    many = [(Fraction(0), 30), (Fraction(1, 3), 10), (HALF, 25), (Fraction(1), 60)]
    # From 400,000 pairs of resamples by numpy.
    expected = (-0.39833333, 0.107)
    assert difference_interval(few, many) == pytest.approx(expected, abs=0.02)


def test_a_period_against_itself_is_no_clear_change():
    # With one stream of random numbers for both sides every difference would be 0, and certain.
    same = [(Fraction(0), 5), (HALF, 3), (Fraction(1), 4)]
    low, high = difference_interval(same, same)
    assert low < -0.2
    assert high > 0.2


def test_equal_parts_are_one_pattern():
    assert share_interval([(HALF, 3), (HALF, 4), (Fraction(1), 2)]) == share_interval(
        [(Fraction(1), 2), (Fraction(2, 4), 7)]
    )


@pytest.mark.parametrize("part", [Fraction(-1, 2), Fraction(3, 2)])
def test_a_part_of_a_meeting_is_between_none_and_all(part):
    with pytest.raises(ValueError, match="of part"):
        share_interval([(part, 1)])


@given(meetings, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_a_share_lies_inside_its_bootstrap_and_any_order_gives_it(rows, random):
    interval = share_interval(rows)
    assume(interval is not None)
    low, high = interval
    assert 0 <= low <= mean_of(rows) <= high <= 1
    assert share_interval(random.sample(rows, len(rows))) == interval


@given(meetings, meetings)
@settings(max_examples=40)
def test_a_difference_lies_inside_its_interval(rows, others):
    interval = difference_interval(rows, others)
    assume(interval is not None)
    low, high = interval
    assert -1 <= low <= mean_of(rows) - mean_of(others) <= high <= 1
