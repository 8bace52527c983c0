"""Where meetings reach beyond the capital, with whom, and how deep; no statement, only sums."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from engagement.coverage.shares import Share
from engagement.coverage.sums import EVERY, GROUPS, Actors, Measure, Place, Sums

#: A governorate is met in a meaningful way by so many meetings and so many groups of actors.
MEETINGS, OF_GROUPS = 3, 2
ActorsWhere = Callable[[Actors], bool]


@dataclass(frozen=True)
class Cross:
    """Meetings in person or partly online with some actors, in fractions by place."""

    beyond: Fraction = Fraction(0)
    capital: Fraction = Fraction(0)
    unknown: Fraction = Fraction(0)


def cross(sums: Sums, where: ActorsWhere) -> Cross:
    """Meetings with actors such as `where` says, beyond the capital, in it, at no known place.

    The rest of them was held abroad.
    """
    found = dict.fromkeys(("beyond", "capital", "unknown"), Fraction(0))
    for place, n in _with(sums, where).items():
        if not place.whole:
            found["unknown"] += n
            continue
        found["beyond"] += Fraction(n * place.beyond, place.whole)
        found["capital"] += Fraction(n * place.capital, place.whole)
    return Cross(**found)


def cross_patterns(sums: Sums, where: ActorsWhere) -> list[tuple[Fraction, int]]:
    """(part of a meeting beyond the capital with such actors, meetings), over all of N."""
    found: Counter[Fraction] = Counter()
    for (packed, actors), n in sums[Measure.CROSS].items():
        place = Place.of(packed)
        part = Fraction(place.beyond, place.whole or 1)
        found[part if where(Actors.of(actors)) else Fraction(0)] += n
    return sorted(found.items())


def _with(sums: Sums, where: ActorsWhere) -> Counter[Place]:
    found: Counter[Place] = Counter()
    for (packed, actors), n in sums[Measure.CROSS].items():
        if where(Actors.of(actors)):
            found[Place.of(packed)] += n
    return found


def place_patterns(sums: Sums) -> list[tuple[Fraction, int]]:
    """(part of a meeting beyond the capital, meetings), over all of N."""
    return cross_patterns(sums, lambda actors: True)


def beyond_greater(sums: Sums) -> Share | None:
    """I2: the part beyond greater Baghdad, what may lie in it open as a bound.

    None where the programme has not said what greater Baghdad is, or met nobody anywhere.
    """
    parts = greater_patterns(sums)
    if not parts:
        return None
    beyond, whole = Fraction(0), 0
    for part, n in parts:
        beyond, whole = beyond + n * part, whole + n
    open_ = Fraction(0)
    for (packed, _), n in sums[Measure.GREATER].items():
        place = Place.of(packed)  # whole, beyond, greater, not known whether greater
        open_ += Fraction(n * place.abroad, place.whole) if place.whole else n
    return Share(beyond, whole, open_)


def greater_patterns(sums: Sums) -> list[tuple[Fraction, int]]:
    """(part of a meeting beyond greater Baghdad, meetings)."""
    found: Counter[Fraction] = Counter()
    for (packed, abroad), n in sums[Measure.GREATER].items():
        place = Place.of(packed)
        beyond = place.whole - abroad - place.capital - place.abroad
        found[Fraction(beyond, place.whole or 1)] += n
    return sorted((part, n) for part, n in found.items() if n)


def visited(sums: Sums, units: Iterable[int], least: int = 1) -> set[int]:
    """Of these governorates, those with so many meetings held there."""
    held = sums.of(Measure.VISITED, EVERY)
    return {unit for unit in units if held.get(unit, 0) >= least}


def meaningful(sums: Sums, units: Iterable[int]) -> set[int]:
    """Of these governorates, those with three meetings there, with two groups of actors in all."""
    groups: defaultdict[int, set[int]] = defaultdict(set)
    for (unit, kind), n in sums[Measure.VISITED].items():
        if n and kind in GROUPS:
            groups[unit].add(kind)
    return {u for u in visited(sums, units, MEETINGS) if len(groups[u]) >= OF_GROUPS}
