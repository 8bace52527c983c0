"""I4 to I7: whom meetings are with, by their relation to the state and by their type."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import exp

from engagement.coverage.codes import Companion, Hybrid
from engagement.coverage.diversity import diversity, evenness
from engagement.coverage.figures import Figure, Line
from engagement.coverage.reading import Reading
from engagement.coverage.shares import Share
from engagement.coverage.state import beyond_state, parts_of
from engagement.coverage.sums import Kind, Measure, Sums

#: Under so many meetings the correction for few of them stands beside the diversity.
FEW = 30
#: To how many places a number that rests on logarithms is kept: alike on every machine.
_PLACES = 10**6


def beyond_the_state(reading: Reading) -> Figure:
    """I4: fractional, hybrid actors apart; the other measures and readings as lines."""
    found = {hybrid: beyond_state(reading.sums, hybrid) for hybrid in Hybrid}
    share = found[Hybrid.SEPARATE].fractional
    lines = [
        Line(Companion(f"{measure}_{hybrid.value}"), getattr(found[hybrid], measure))
        for measure in ("any", "only", "fractional")
        for hybrid in Hybrid
    ]
    return Figure(
        share=share,
        n=share.whole,
        figure="non_state",
        lines=(*lines, *_parts(reading.sums, share.whole)),
    )


def _parts(sums: Sums, whole: int) -> list[Line]:
    parts = parts_of(sums)
    names = ("state", "hybrid", "non_state", "undetermined")
    shares = {name: Share(getattr(parts, name), whole) for name in names}
    return [
        Line(Companion(f"part_{name}"), share, figure="" if name == "state" else name)
        for name, share in shares.items()
    ]


def with_kind(sums: Sums, kind: Kind) -> int:
    """Counted meetings, in all modes, with a counterpart of this kind."""
    return sums[Measure.KIND][0, kind]


def paramilitary(reading: Reading) -> Figure:
    """I5: of the registered units, those with a decision; whether to engage or not is theirs."""
    facts, sums = reading.brief, reading.sums
    met = Share(Fraction(with_kind(sums, Kind.PARAMILITARY)), sums.counted)
    return Figure(
        share=Share(Fraction(facts.decided), facts.units),
        n=facts.units,
        lines=(
            Line(Companion.MEETINGS, met, figure="paramilitary"),
            Line(Companion.UNITS_MET, number=Fraction(reading.people.units_met)),
            Line(Companion.UNITS, number=Fraction(facts.units)),
        ),
    )


def civilians(reading: Reading) -> Figure:
    """I6."""
    whole = reading.sums.counted
    communities = Fraction(with_kind(reading.sums, Kind.COMMUNITIES))
    return Figure(
        share=Share(Fraction(with_kind(reading.sums, Kind.CIVILIANS)), whole),
        n=whole,
        figure="civilians",
        lines=(Line(Companion.COMMUNITIES, Share(communities, whole), figure="communities"),),
    )


def type_weights(sums: Sums) -> dict[str, Fraction]:
    """Meetings by actor type, each meeting's 1 split over its counterpart bodies."""
    weights: defaultdict[str, Fraction] = defaultdict(Fraction)
    for (kind, bodies), n in sums[Measure.TYPE].items():
        weights[str(kind)] += Fraction(n, bodies)
    return dict(weights)


def actor_types(reading: Reading) -> Figure:
    """I7: 1D, with the other measures of diversity as lines."""
    weights = type_weights(reading.sums)
    found, meetings = diversity(weights), int(sum(weights.values()))
    if found is None:
        return Figure(of=reading.classes)
    lines = [
        Line(Companion.RICHNESS, number=Fraction(found.richness)),
        Line(Companion.DOMINANT, number=found.dominant),
        Line(Companion.GINI_SIMPSON, number=found.gini_simpson),
        Line(Companion.EVENNESS, number=rounded(evenness(weights, reading.classes) or 0)),
    ]
    if meetings < FEW:
        corrected = exp(found.miller_madow(meetings))
        lines.append(Line(Companion.MILLER_MADOW, number=rounded(corrected)))
    return Figure(number=rounded(found.usual), of=reading.classes, n=meetings, lines=tuple(lines))


def rounded(value: float) -> Fraction:
    """To six places."""
    return Fraction(round(value * _PLACES), _PLACES)
