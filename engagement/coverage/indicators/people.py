"""I9, I11, I13, I14 and I16: how few people, at what level, through whom, and by how many teams."""

from __future__ import annotations

from fractions import Fraction

from engagement.coverage.codes import Companion
from engagement.coverage.figures import Figure, Line
from engagement.coverage.people import TOP, Concentration
from engagement.coverage.reading import Reading
from engagement.coverage.shares import Share
from engagement.coverage.sums import Measure


def few_people(reading: Reading) -> Figure:
    """I9: what the ten people met most take; without a value where no more than ten were met."""
    persons, bodies = reading.people.persons, reading.people.bodies
    top = _top(persons)
    of_people = Share(Fraction(TOP), persons.number) if top else None
    numbers = {
        Companion.HHI: persons.hhi,
        Companion.HHI_BODIES: bodies.hhi,
        Companion.HHI_STAR: persons.hhi_star,
        Companion.HHI_STAR_BODIES: bodies.hhi_star,
        Companion.EFFECTIVE: persons.effective,
        Companion.EFFECTIVE_BODIES: bodies.effective,
        Companion.DISTINCT: Fraction(persons.number),
        Companion.DISTINCT_BODIES: Fraction(bodies.number),
    }
    return Figure(
        share=top,
        n=persons.number,
        lines=(
            Line(Companion.BODIES_TOP, _top(bodies)),
            Line(Companion.TOP_OF_PEOPLE, of_people),
            *(Line(code, number=number) for code, number in numbers.items()),
        ),
    )


def _top(found: Concentration) -> Share | None:
    return None if found.top is None else Share(found.top, found.meetings)


def level(reading: Reading) -> Figure:
    """I11."""
    share, every = reading.recorded(Measure.LEVEL, (1, 2))
    return Figure(share, n=share.whole, recorded=(share.whole, every), figure="high_level")


def channels(reading: Reading) -> Figure:
    """I13."""
    people = reading.people
    again = Line(Companion.IN_TWO, number=Fraction(people.channels_again))
    return Figure(number=Fraction(people.channels), n=people.channels, lines=(again,))


def dialogue(reading: Reading) -> Figure:
    """I14: the red list, counterparts met on security and never on anything else."""
    share, every = reading.recorded(Measure.PURPOSE, (1,))
    return Figure(
        number=Fraction(reading.people.red_list),
        n=share.whole,
        recorded=(share.whole, every),
        lines=(Line(Companion.SECURITY_ONLY, share, figure="security_only"),),
    )


def coordination(reading: Reading) -> Figure:
    """I16."""
    people = reading.people
    return Figure(
        share=Share(Fraction(people.overlapping), people.actor_months), n=people.actor_months
    )
