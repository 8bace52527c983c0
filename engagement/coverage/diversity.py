"""How many kinds are met, how few take most of the time, and whether a figure moves.

Weights are meetings, whole or in fractions: each meeting gives its 1 to the classes or to the
counterparts in it. What was not met (weight 0) is no class and no counterpart of a figure. Counts
are exact; only logarithms, slopes and probabilities are floats. Nothing here reads a clock or the
database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import erfc, exp, fsum, log, sqrt
from statistics import median

#: Whole numbers are welcome, and quicker: a bootstrap may weigh in twelfths of a meeting.
Weight = Fraction | int
#: A trend takes two years of quarters; no line through three points.
ENOUGH = 8


@dataclass(frozen=True)
class Diversity:
    """How evenly meetings fall on classes; the Hill numbers (Hill 1973) are in classes.

    The orders 0, 1 and 2 ask for all classes, for the usual and for the dominant ones, and are
    the same where all classes are met alike.
    """

    #: 0D, the classes met at least once.
    richness: int
    #: H = -sum p ln p, in nats.
    shannon: float
    #: 2D = 1 / sum p^2.
    dominant: Fraction

    @property
    def usual(self) -> float:
        """1D = exp(H): so many classes, met alike, would be as diverse."""
        return exp(self.shannon)

    @property
    def gini_simpson(self) -> Fraction:
        """1 - sum p^2: the chance that two meetings drawn with replacement differ in class."""
        return 1 - 1 / self.dominant

    def miller_madow(self, meetings: int) -> float:
        """H + (S - 1) / 2n (Miller 1955), in nats: few meetings hide classes, so H is too low.

        `meetings` are those that were weighed. Raises ValueError where there were none.
        """
        if meetings < 1:
            raise ValueError("no meetings")
        return self.shannon + (self.richness - 1) / (2 * meetings)


def proportions(weights: Collection[Weight]) -> list[Fraction]:
    """Each weight as a part of the whole, in the order given; what was not met is left out.

    They add up to 1; the list is empty where nothing was met. Raises ValueError for a negative
    weight.
    """
    met = _met(weights)
    whole = sum(met)
    return [Fraction(weight) / whole for weight in met]


def diversity(weights: Mapping[str, Weight]) -> Diversity | None:
    """The diversity of classes by their weight; None where nothing was met.

    Raises ValueError for a negative weight.
    """
    shares = proportions(weights.values())
    if not shares:
        return None
    return Diversity(len(shares), _shannon(shares), 1 / _sum_of_squares(shares))


def shannon(weights: Mapping[str, Weight]) -> float | None:
    """H alone, in nats, for a bootstrap; None where nothing was met.

    Raises ValueError for a negative weight.
    """
    met = _met(weights.values())
    return _shannon(met) if met else None


def evenness(weights: Mapping[str, Weight], classes: int) -> float | None:
    """1D over the number of classes of the list in force; None where nothing was met.

    Never over the classes met: whoever meets one class only would be perfectly even. Raises
    ValueError for a negative weight, or where more classes were met than the list has.
    """
    found = diversity(weights)
    if found is None:
        return None
    if found.richness > classes:
        raise ValueError(f"{found.richness} classes met, of a list of {classes}")
    return found.usual / classes


def _met(weights: Collection[Weight]) -> list[Weight]:
    if any(weight < 0 for weight in weights):
        raise ValueError("a negative weight")
    return [weight for weight in weights if weight]


def _shannon(met: Sequence[Weight]) -> float:
    whole = sum(met)
    # fsum: the order of the classes is nothing. The log of the inverse: one class gives 0, not -0.
    return fsum(float(weight / whole) * log(whole / weight) for weight in met)


def _sum_of_squares(shares: Sequence[Fraction]) -> Fraction:
    return sum((share * share for share in shares), Fraction(0))


def top_share(weights: Collection[Weight], top: int = 10) -> Fraction | None:
    """CR: the part of the whole that the `top` weightiest counterparts take, from 0 to 1.

    None where no more than `top` were met: it would be 1 whoever they are. Raises ValueError for
    a negative weight.
    """
    shares = proportions(weights)
    if len(shares) <= top:
        return None
    return sum(sorted(shares, reverse=True)[:top], Fraction(0))


def hhi(weights: Collection[Weight]) -> Fraction | None:
    """The sum of squared shares (Herfindahl and Hirschman), from 1/N, all alike, to 1, one only.

    None where nobody was met. Raises ValueError for a negative weight.
    """
    shares = proportions(weights)
    return _sum_of_squares(shares) if shares else None


def hhi_star(hhi: Fraction, n: int) -> Fraction:
    """(HHI - 1/N) / (1 - 1/N): from 0, all N alike, to 1, so that different N compare.

    N are the counterparts met; 1 gives 1. Raises ValueError where N cannot have that HHI.
    """
    if n < 1 or not Fraction(1, n) <= hhi <= 1:
        raise ValueError(f"no {n} counterparts have an HHI of {hhi}")
    return Fraction(1) if n == 1 else (hhi - Fraction(1, n)) / (1 - Fraction(1, n))


def effective_number(hhi: Fraction) -> Fraction:
    """1 / HHI: so many counterparts, met alike, would be as concentrated."""
    return 1 / hhi


def theil_sen(points: Sequence[tuple[int, float]]) -> float | None:
    """The median slope of all pairs of points (Sen 1968), in units of y for one step of x.

    x numbers the periods, so that one without a figure is left out and not moved up. None under
    eight points, or where all are of one period.
    """
    slopes = [
        (right - left) / (later - sooner)
        for (sooner, left), (later, right) in combinations(points, 2)
        if later != sooner
    ]
    return median(slopes) if len(points) >= ENOUGH and slopes else None


def mann_kendall(values: Sequence[float]) -> tuple[int, float] | None:
    """Whether values in order of time rise or fall: (S, p), or None under eight values.

    S is the number of pairs that rise less those that fall (Mann 1945), p the two-sided
    probability of one as far from 0 without a trend: the normal approximation, with the variance
    corrected for ties (Kendall 1975) and S by 1 for continuity. p is 1 where all are equal.
    """
    n = len(values)
    if n < ENOUGH:
        return None
    score = sum((right > left) - (right < left) for left, right in combinations(values, 2))
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    if score == 0:
        return 0, 1.0
    return score, erfc((abs(score) - 1) / sqrt(2 * variance))
