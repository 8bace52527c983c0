"""Beyond state actors (I4), in three readings of hybrid actors; no statement, only sums.

Nobody decides silently as what a hybrid actor counts: each measure stands in all three readings,
and `moved` says what a change of the reading moves, which is the hybrid counterparts and no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from engagement.coverage.codes import Hybrid
from engagement.coverage.shares import Share
from engagement.coverage.sums import Bodies, Measure, Sums


@dataclass(frozen=True)
class Parts:
    """Meetings by the relation of their counterpart bodies, in fractions; they add up to M."""

    state: Fraction = Fraction(0)
    hybrid: Fraction = Fraction(0)
    non_state: Fraction = Fraction(0)
    undetermined: Fraction = Fraction(0)


@dataclass(frozen=True)
class BeyondState:
    """One reading: three measures over the same meetings, undetermined counterparts as bounds.

    `any`: with a non-state counterpart; `only`: and with none of the state; `fractional`: the mean
    part of the counterpart bodies that is non-state.
    """

    any: Share
    only: Share
    fractional: Share


@dataclass(frozen=True)
class Moved:
    """What a change of the reading moves, in meetings: the second reading less the first."""

    any: Fraction
    only: Fraction
    fractional: Fraction


def national(sums: Sums) -> dict[Bodies, int]:
    """M: counted meetings by their counterpart bodies, those with international ones only out."""
    found = {Bodies.of(packed): n for (packed, _), n in sums[Measure.RELATION].items() if n}
    return {bodies: n for bodies, n in found.items() if known(bodies) + bodies.undetermined}


def known(bodies: Bodies) -> int:
    """Bodies of the country whose relation to the state is determined."""
    return bodies.state + bodies.hybrid + bodies.non_state


def parts_of(sums: Sums) -> Parts:
    """The four parts, exact."""
    found = dict.fromkeys(("state", "hybrid", "non_state", "undetermined"), Fraction(0))
    for bodies, n in national(sums).items():
        whole = known(bodies) + bodies.undetermined
        for name in found:
            found[name] += Fraction(n * getattr(bodies, name), whole)
    return Parts(**found)


def beyond_state(sums: Sums, hybrid: Hybrid = Hybrid.SEPARATE) -> BeyondState:
    """I4 in one reading."""
    low, high = [Fraction(0)] * 3, [Fraction(0)] * 3
    whole = 0
    for bodies, n in national(sums).items():
        whole += n
        for at, part in enumerate(_measures(bodies, hybrid, undetermined_beyond=False)):
            low[at] += n * part
        for at, part in enumerate(_measures(bodies, hybrid, undetermined_beyond=True)):
            high[at] += n * part
    return BeyondState(
        *(Share(least, whole, most - least) for least, most in zip(low, high, strict=True))
    )


def moved(sums: Sums, one: Hybrid, other: Hybrid) -> Moved:
    """The other reading less the one: nothing where no hybrid counterpart was met."""
    first, second = beyond_state(sums, one), beyond_state(sums, other)
    return Moved(
        any=second.any.part - first.any.part,
        only=second.only.part - first.only.part,
        fractional=second.fractional.part - first.fractional.part,
    )


def fractional_patterns(sums: Sums, hybrid: Hybrid = Hybrid.SEPARATE) -> list[tuple[Fraction, int]]:
    """(part of a meeting, meetings with that part), for an interval."""
    return [
        (_measures(bodies, hybrid, undetermined_beyond=False)[2], n)
        for bodies, n in national(sums).items()
    ]


def _measures(
    bodies: Bodies, hybrid: Hybrid, *, undetermined_beyond: bool
) -> tuple[Fraction, Fraction, Fraction]:
    """any, only and fractional of one meeting."""
    whole = known(bodies) + bodies.undetermined
    beyond, against = bodies.non_state, bodies.state
    if hybrid == Hybrid.NON_STATE:
        beyond += bodies.hybrid
    elif hybrid == Hybrid.STATE:
        against += bodies.hybrid
    if undetermined_beyond:
        beyond += bodies.undetermined
    else:
        # Whose relation nobody knows may be of the state: no such meeting is surely without it.
        against += bodies.undetermined
    some = Fraction(beyond > 0)
    return some, some * (against == 0), Fraction(beyond, whole)
