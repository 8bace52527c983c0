"""I10, I12 and I17: what Iraqis raise and lead, how deep meetings go, and promises kept."""

from __future__ import annotations

from fractions import Fraction

from engagement.coverage.codes import Companion
from engagement.coverage.figures import Figure, Line
from engagement.coverage.reading import Reading
from engagement.coverage.shares import Share
from engagement.coverage.sums import Measure

#: Levels of participation from "involve" on.
INVOLVE = (3, 4, 5)


def issues(reading: Reading) -> Figure:
    """I10."""
    found = reading.promises
    return Figure(
        share=Share(Fraction(found.by_iraqis), found.with_raiser),
        n=found.with_raiser,
        recorded=(found.with_raiser, found.issues),
        lines=(
            Line(Companion.ANSWERED, Share(Fraction(found.answered), found.issues)),
            Line(Companion.REFLECTED, Share(Fraction(found.reflected), found.issues)),
        ),
    )


def initiatives(reading: Reading) -> Figure:
    """I12."""
    facts = reading.brief
    return Figure(share=Share(Fraction(facts.civilian_led), facts.initiatives), n=facts.initiatives)


def depth(reading: Reading) -> Figure:
    """I17."""
    promises, people = reading.promises, reading.people
    share, every = reading.recorded(Measure.PARTICIPATION, INVOLVE)
    theirs, _every = reading.recorded(Measure.ASKED, (2,))
    return Figure(
        share=share,
        n=share.whole,
        recorded=(share.whole, every),
        figure="involve",
        lines=(
            Line(Companion.KEPT, Share(Fraction(promises.kept), promises.due)),
            Line(Companion.ASKED_THEIRS, theirs, figure="asked_theirs"),
            Line(Companion.AGAIN, Share(Fraction(people.again), people.persons.number)),
        ),
    )
