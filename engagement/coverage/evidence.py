"""What speaks for an indicator and what speaks against it, each with the list behind it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from engagement.coverage.codes import Companion
from engagement.coverage.figures import Figure
from engagement.coverage.indicators import Indicator
from engagement.coverage.place import places_from
from engagement.coverage.reading import Reading
from engagement.coverage.shares import Share
from engagement.regions.models import Region


@dataclass(frozen=True)
class Evidence:
    """One thing that speaks for or against.

    `code` is an indicator's, a companion's (engagement/coverage/codes.py), or a state of
    governorates: visited, failed, never. `figure` names the list behind it; for governorates, the
    list of each.
    """

    code: str
    figure: str = ""
    share: Share | None = None
    number: Fraction | None = None
    governorates: tuple[Region, ...] = ()


#: By indicator: companions that speak for what it asks, and those that speak against.
_COMPANIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "I1": ((), (Companion.CAPITAL, Companion.ABROAD)),
    "I3": ((Companion.OFTEN, Companion.MEANINGFUL, Companion.PEOPLE), ()),
    "I4": (
        (Companion.ANY_SEPARATE, Companion.ONLY_SEPARATE),
        (Companion.PART_STATE,),
    ),
    "I5": ((Companion.MEETINGS, Companion.UNITS_MET), ()),
    "I6": ((Companion.COMMUNITIES,), ()),
    "I7": ((Companion.RICHNESS,), ()),
    "I8": ((), (Companion.CAPITAL_SECURITY, Companion.BEYOND_OTHERS)),
    "I9": ((Companion.EFFECTIVE,), (Companion.BODIES_TOP,)),
    "I10": ((Companion.ANSWERED, Companion.REFLECTED), ()),
    "I13": ((Companion.IN_TWO,), ()),
    "I14": ((), (Companion.SECURITY_ONLY,)),
    "I15": ((Companion.PEOPLE,), (Companion.STALE_BY_EVENT, Companion.NEVER_ASSESSED)),
    "I17": ((Companion.KEPT, Companion.ASKED_THEIRS, Companion.AGAIN), ()),
}
#: Asks for the whole country: governorates never reached speak against it.
_WHOLE_COUNTRY = ("I1", "I2", "I3", "I8")
#: State of a governorate -> the list behind it.
_GAPS = {"failed": "tried", "heard": "heard", "never": ""}


def evidence(
    indicator: Indicator, figure: Figure, reading: Reading
) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """What speaks for the indicator, and what against; no statement."""
    value = Evidence(indicator.code, figure.figure, figure.share, figure.number)
    with_it, against_it = _COMPANIONS.get(indicator.code, ((), ()))
    speaks_for, speaks_against = _lines(figure, with_it), _lines(figure, against_it)
    if figure.value is None:
        return speaks_for, speaks_against
    if indicator.better == "more":
        speaks_for = (value, *speaks_for)
    else:
        speaks_against = (value, *speaks_against)
    if indicator.code in _WHOLE_COUNTRY:
        speaks_against += _gaps(reading)
    return speaks_for, speaks_against


def _lines(figure: Figure, codes: tuple[str, ...]) -> tuple[Evidence, ...]:
    """The companions that say something: a line that counts nothing speaks for nothing."""
    return tuple(
        Evidence(line.code, line.figure, line.share, line.number)
        for code in codes
        for line in figure.lines
        if line.code == code and (line.number or (line.share and line.share.part))
    )


def _gaps(reading: Reading) -> tuple[Evidence, ...]:
    found = places_from(reading.sums, reading.period, reading.area, list(reading.regions))
    gaps = {
        state: tuple(row.region for row in found.governorates if row.state == state)
        for state in _GAPS
    }
    return tuple(
        Evidence(state, _GAPS[state], number=Fraction(len(rows)), governorates=rows)
        for state, rows in gaps.items()
        if rows
    )
