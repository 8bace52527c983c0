"""How far an indicator's value could be off by chance, at 95 %; only where it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from math import exp, lcm

from engagement.coverage.diversity import shannon
from engagement.coverage.figures import Figure, Interval
from engagement.coverage.intervals import bootstrap, share_interval, wilson
from engagement.coverage.reach import cross_patterns, greater_patterns, place_patterns
from engagement.coverage.reading import Reading, type_patterns
from engagement.coverage.state import fractional_patterns

Patterns = list[tuple[Fraction, int]]
#: Shares in which a meeting counts by its part.
_FRACTIONAL: dict[str, Callable[[Reading], Patterns]] = {
    "I1": lambda reading: place_patterns(reading.sums),
    "I2": lambda reading: greater_patterns(reading.sums),
    "I4": lambda reading: fractional_patterns(reading.sums),
    "I8": lambda reading: cross_patterns(reading.sums, lambda actors: actors.security),
}
#: What rests on few people is no share of meetings drawn one by one.
_NONE = ("I9",)


def interval_of(code: str, figure: Figure, reading: Reading) -> Interval | None:
    """The interval of an indicator's value; one statement for I7, none for the others.

    None where there is no value, where all meetings are alike, or where the value is a count of its
    own (governorates, bodies, people) or the part of the ten met most.
    """
    if code in _FRACTIONAL:
        return share_interval(_FRACTIONAL[code](reading))
    if code == "I7":
        return usual_interval(type_patterns(reading))
    if figure.share is None or code in _NONE:
        return None
    return wilson(int(figure.share.part), figure.share.whole)


def usual_interval(patterns: Sequence[tuple[str, int]]) -> Interval | None:
    """The interval of 1D, from (actor types of a meeting, meetings with these).

    None where fewer than two different kinds of meetings were held.
    """
    return _usual_interval(tuple(patterns))


@lru_cache(maxsize=64)  # the same meetings have the same interval; half a second each
def _usual_interval(patterns: tuple[tuple[str, int], ...]) -> Interval | None:
    types = [pattern.split() for pattern, _ in patterns]
    # In whole numbers: the hundredth of a meeting would be added two thousand times over.
    unit = lcm(*(len(each) for each in types)) if types else 1
    parts = [[(kind, unit // len(each)) for kind in each] for each in types]

    def usual(drawn: Sequence[int]) -> float:
        weights: dict[str, int] = {}
        for times, meeting in zip(drawn, parts, strict=True):
            for kind, part in meeting:
                weights[kind] = weights.get(kind, 0) + times * part
        return exp(shannon(weights) or 0.0)

    return bootstrap(patterns, usual)
