"""I1, I2, I3, I8 and I15: where meetings are, and where assessments are fresh."""

from __future__ import annotations

from fractions import Fraction

from engagement.coverage.codes import Companion
from engagement.coverage.figures import Figure, Line
from engagement.coverage.place import OFTEN, places_of
from engagement.coverage.reach import Cross, beyond_greater, cross, meaningful, visited
from engagement.coverage.reading import Reading
from engagement.coverage.shares import Share
from engagement.coverage.sums import Actors


def beyond_capital(reading: Reading) -> Figure:
    """I1."""
    places = places_of(reading.sums)
    parts = {
        Companion.CAPITAL: places.capital,
        Companion.ABROAD: places.abroad,
        Companion.UNKNOWN: places.unknown,
    }
    return Figure(
        share=places.beyond_share,
        n=places.held,
        figure="beyond",
        lines=(
            *(Line(code, Share(part, places.held), figure=code) for code, part in parts.items()),
            Line(Companion.REMOTE, number=Fraction(places.remote), figure="remote"),
            Line(
                Companion.INTERMEDIARY,
                number=Fraction(places.intermediary),
                figure="intermediary",
            ),
        ),
    )


def beyond_greater_capital(reading: Reading) -> Figure:
    """I2; without a value where the programme has not said what greater Baghdad is."""
    share = beyond_greater(reading.sums)
    return Figure(share=share, n=share.whole if share else 0)


def governorates(reading: Reading) -> Figure:
    """I3."""
    units = reading.units
    lately = visited(reading.recent, units)
    return Figure(
        number=Fraction(len(lately)),
        of=len(units),
        n=len(units),
        lines=(
            _of(Companion.WHOLE_PERIOD, len(visited(reading.sums, units)), units),
            Line(Companion.PEOPLE, reading.people_in(lately)),
            _of(Companion.OFTEN, len(visited(reading.sums, units, OFTEN)), units),
            _of(Companion.MEANINGFUL, len(meaningful(reading.sums, units)), units),
        ),
    )


def _of(code: str, n: int, units: tuple[int, ...]) -> Line:
    return Line(code, Share(Fraction(n), len(units)), Fraction(n))


def security_beyond(reading: Reading) -> Figure:
    """I8, with the cross of place and actors always beside it."""
    held = places_of(reading.sums).held
    security = cross(reading.sums, lambda actors: actors.security)
    others = cross(reading.sums, lambda actors: not actors.security)
    return Figure(
        share=Share(security.beyond, held, security.unknown),
        n=held,
        figure="security_beyond",
        lines=(
            Line(Companion.BEYOND_SECURITY, Share(security.beyond, held), figure="security_beyond"),
            Line(Companion.BEYOND_OTHERS, Share(others.beyond, held)),
            Line(Companion.CAPITAL_SECURITY, Share(security.capital, held)),
            Line(Companion.CAPITAL_OTHERS, Share(others.capital, held)),
            *_by_relation(reading, held),
        ),
    )


def _by_relation(reading: Reading, held: int) -> list[Line]:
    def line(place: str, relation: str, found: Cross) -> Line:
        return Line(Companion[f"{place}_{relation}".upper()], Share(getattr(found, place), held))

    def has(relation: str) -> Cross:
        def where(actors: Actors) -> bool:
            return bool(getattr(actors, relation))

        return cross(reading.sums, where)

    found = {relation: has(relation) for relation in ("state", "hybrid", "non_state")}
    return [line(place, r, found[r]) for place in ("beyond", "capital") for r in found]


def assessed(reading: Reading) -> Figure:
    """I15; US-3 is a state: asked for, delivered, acted on."""
    facts, units = reading.brief, reading.units
    fresh = {unit for unit in units if facts.freshness.get(unit) == "fresh"}
    counts = {
        Companion.STALE_BY_EVENT: facts.in_state("event"),
        Companion.NEVER_ASSESSED: facts.in_state("none"),
        Companion.ASKED_FOR: facts.asked,
        Companion.DELIVERED: facts.delivered,
        Companion.ACTED_ON: facts.acted,
    }
    return Figure(
        number=Fraction(len(fresh)),
        of=len(units),
        n=len(units),
        lines=(
            Line(Companion.PEOPLE, reading.people_in(fresh)),
            *(Line(code, number=Fraction(n)) for code, n in counts.items()),
        ),
    )
