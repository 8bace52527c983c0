"""How far a figure could be off by chance: 95 % intervals of shares and of their differences.

A whole count k of n takes Wilson's interval and two of them Newcombe's; a count with fractions (a
meeting in two governorates is half a meeting in each) takes a bootstrap over whole meetings. The
intervals speak of noise between periods: the log is a census, and what was not logged is outside
of them. Everything is in shares from 0 to 1, and nothing here reads a clock or the database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import floor, hypot, lcm, lgamma, log, sqrt
from operator import mul, sub
from random import Random
from typing import TypeVar

Interval = tuple[float, float]
Uniform = Callable[[], float]
P = TypeVar("P", bound=Hashable)
#: The 97.5th percentile of the normal distribution.
Z = 1.959963984540054
RESAMPLES = 2000
#: Any fixed number: the same meetings give the same interval on every machine and every day.
SEED = 20210301
#: Below so many expected successes inversion is the quicker sampler, and rejection is not valid.
FEW = 10
#: Centres what random() gives, so that it is never an edge of (-1/2, 1/2), where BTRS divides by 0.
_MIDDLE = 0.5 - 2**-54


def wilson(k: int, n: int) -> Interval | None:
    """The interval of the share k of n (Wilson 1927); None, no data, where n is 0.

    Raises ValueError where k is negative or above n.
    """
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
    if n == 0:
        return None
    share, square = k / n, Z * Z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = Z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    # The share itself as a bound: at 0 of n, rounding would leave an interval from 1e-17.
    return max(0.0, min(centre - half, share)), min(1.0, max(centre + half, share))


def newcombe(k1: int, n1: int, k2: int, n2: int) -> Interval | None:
    """The interval of k1/n1 - k2/n2 (Newcombe 1998, method 10); None where either n is 0.

    Raises ValueError where a k is negative or above its n.
    """
    first, second = wilson(k1, n1), wilson(k2, n2)
    if first is None or second is None:
        return None
    return _square_and_add(k1 / n1, first, k2 / n2, second)


def _square_and_add(one: float, first: Interval, two: float, second: Interval) -> Interval:
    """The interval of one - two, of independent figures that each have an interval.

    Newcombe 1998; for other intervals than Wilson's, Zou and Donner 2008 (MOVER).
    """
    below = hypot(one - first[0], second[1] - two)
    above = hypot(first[1] - one, two - second[0])
    return max(-1.0, one - two - below), min(1.0, one - two + above)


def clear_change(interval: Interval | None) -> int:
    """+1 or -1 where the interval of a difference lies wholly above or below 0, otherwise 0.

    0 is "no clear change", also where there is no interval: an arrow needs evidence.
    """
    if interval is None:
        return 0
    return (interval[0] > 0) - (interval[1] < 0)


def bootstrap(
    patterns: Sequence[tuple[P, int]],
    statistic: Callable[[Sequence[int]], float],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Interval | None:
    """The percentile interval of a statistic over meetings (Efron 1979), drawn meeting by meeting.

    Meetings that are alike share a pattern, and each pattern says how many meetings it has; time
    goes by patterns and resamples, never by meetings. The statistic gets how often each pattern
    was drawn, in the order of `patterns`, with the sum unchanged. The interval does not depend on
    that order as long as the repr of a pattern says what it is, and the statistic adds exactly (in
    integers, or with fsum).

    A statistic that is too low in a sample, as a diversity is, is lower still in a resample: where
    most classes were met once, the figure itself can lie above its interval.

    None for fewer than two different patterns: meetings that are all alike, or only one, would
    give a point, which reads as certainty. Raises ValueError for a negative number of meetings.
    """
    if _different(patterns) < 2:
        return None
    rows = _resampled(patterns, resamples, Random(seed))  # noqa: S311  statistics, no secret
    return _percentiles([statistic(row) for row in rows])


def share_interval(patterns: Iterable[tuple[Fraction, int]]) -> Interval | None:
    """The interval of the mean part, from (part of a meeting, meetings with that part).

    Wilson's where every meeting counts wholly or not at all, otherwise the bootstrap. None without
    meetings, or where all have the same fraction. Raises ValueError for a part outside 0 to 1 or
    a negative number of meetings.
    """
    return _share_interval(_tally(patterns))


def difference_interval(
    patterns_a: Iterable[tuple[Fraction, int]], patterns_b: Iterable[tuple[Fraction, int]]
) -> Interval | None:
    """The interval of mean part a - mean part b, of different meetings.

    Both sides are resampled where both have fractions. Where a side has none, the intervals of the
    two shares are squared and added, which is Newcombe's where neither has. None and ValueError as
    in `share_interval`, for either side.
    """
    a, b = _tally(patterns_a), _tally(patterns_b)
    if not _whole(a) and not _whole(b):
        return _resampled_difference(a, b)
    # A bootstrap of "12 of 12" does not move, and would give away half of the doubt.
    first, second = _share_interval(a), _share_interval(b)
    if first is None or second is None:
        return None
    return _square_and_add(_mean(a), first, _mean(b), second)


def _resampled_difference(a: Mapping[Fraction, int], b: Mapping[Fraction, int]) -> Interval | None:
    if min(len(a), len(b)) < 2:
        return None
    random = Random(SEED)  # noqa: S311  statistics, no secret; one stream, so that a and b differ
    return _percentiles(list(map(sub, _means(a, random), _means(b, random))))


def _share_interval(tally: Mapping[Fraction, int]) -> Interval | None:
    if _whole(tally):
        return wilson(tally.get(Fraction(1), 0), sum(tally.values()))
    if len(tally) < 2:
        return None
    return _percentiles(_means(tally, Random(SEED)))  # noqa: S311  statistics, no secret


def _tally(patterns: Iterable[tuple[Fraction, int]]) -> dict[Fraction, int]:
    """Meetings by part, parts that are equal together, parts without a meeting left out."""
    tally: Counter[Fraction] = Counter()
    for part, meetings in patterns:
        if not 0 <= part <= 1 or meetings < 0:
            raise ValueError(f"{meetings} meetings of part {part}")
        tally[part] += meetings
    return dict(+tally)


def _whole(tally: Mapping[Fraction, int]) -> bool:
    return all(part.denominator == 1 for part in tally)


def _mean(tally: Mapping[Fraction, int]) -> float:
    return float(sum(part * meetings for part, meetings in tally.items()) / sum(tally.values()))


def _means(tally: Mapping[Fraction, int], random: Random) -> list[float]:
    """The mean part of each resample; added as integers, quick and exact."""
    unit = lcm(*(part.denominator for part in tally))
    parts = [int(part * unit) for part in tally]
    whole = unit * sum(tally.values())
    rows = _resampled(list(tally.items()), RESAMPLES, random)
    return [sum(map(mul, parts, row)) / whole for row in rows]


def _different(patterns: Sequence[tuple[P, int]]) -> int:
    if any(meetings < 0 for _, meetings in patterns):
        raise ValueError("a negative number of meetings")
    return len({pattern for pattern, meetings in patterns if meetings})


def _percentiles(values: list[float]) -> Interval:
    """What is left when a fortieth is cut off at either end: 50 of 2,000 values."""
    values.sort()
    cut = len(values) // 40
    return values[cut], values[-1 - cut]


def _resampled(
    patterns: Sequence[tuple[P, int]], resamples: int, random: Random
) -> Iterator[tuple[int, ...]]:
    """Multinomial counts: of what is left, each pattern in turn takes a binomial number."""
    weights = [meetings for _, meetings in patterns]
    # The frequent first: what is left shrinks soonest. By repr, so that the given order is nothing.
    order = sorted(range(len(weights)), key=lambda at: (-weights[at], repr(patterns[at][0])))
    weight = sum(weights)
    left = [weight] * resamples
    columns: list[list[int]] = [[] for _ in weights]
    for at in order:
        chance = weights[at] / (weight or 1)
        columns[at] = [binomial(trials, chance, random.random) for trials in left]
        left = list(map(sub, left, columns[at]))
        weight -= weights[at]
    return zip(*columns, strict=True)


def binomial(trials: int, chance: float, uniform: Uniform) -> int:
    """How many of so many trials succeed, drawn exactly, in a time that trials do not lengthen.

    `uniform` gives numbers in [0, 1). random.binomialvariate does the same from Python 3.12 on.
    """
    if chance > 0.5:
        return trials - binomial(trials, 1 - chance, uniform)
    if trials * chance < FEW:
        return _inverted(trials, chance, uniform)
    return _rejected(trials, chance, uniform)


def _inverted(trials: int, chance: float, uniform: Uniform) -> int:
    """Walks up the distribution to a random height: as many steps as successes."""
    odds = chance / (1 - chance)
    step = (1 - chance) ** trials
    height = uniform()
    k = 0
    while height > step and k < trials:
        height -= step
        step *= odds * (trials - k) / (k + 1)
        k += 1
    return k


def _rejected(trials: int, chance: float, uniform: Uniform) -> int:
    """Transformed rejection with a squeeze (BTRS, Hörmann 1993), constants of the paper.

    1.1 to 1.4 rounds a draw. The logarithm of v, which the paper leaves out, is meant there.
    """
    spread = sqrt(trials * chance * (1 - chance))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * chance
    while True:
        u = uniform() - _MIDDLE
        edge = 0.5 - abs(u)
        k = floor((2 * a / edge + b) * u + trials * chance + 0.5)
        if not 0 <= k <= trials:
            continue
        v = 1 - uniform()  # never 0, which has no logarithm
        if edge >= 0.07 and v <= 0.92 - 4.2 / b:
            return k
        v *= (2.83 + 5.1 / b) * spread / (a / (edge * edge) + b)
        if log(v) <= _log_against_mode(k, trials, chance):
            return k


def _log_against_mode(k: int, trials: int, chance: float) -> float:
    """The logarithm of the probability of k, divided by that of the likeliest number."""
    mode = floor((trials + 1) * chance)
    return (
        lgamma(mode + 1)
        + lgamma(trials - mode + 1)
        - lgamma(k + 1)
        - lgamma(trials - k + 1)
        + (k - mode) * log(chance / (1 - chance))
    )
