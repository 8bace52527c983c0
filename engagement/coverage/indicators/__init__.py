"""Every indicator of the brief, as a small declared object; docs/method.md says each in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from engagement.briefs.codes import Indicator as Code
from engagement.briefs.measures import MEASURES
from engagement.coverage.figures import Figure
from engagement.coverage.indicators import people, place, promises, state
from engagement.coverage.indicators.intervals import interval_of
from engagement.coverage.reading import Reading
from engagement.coverage.shares import SMALL


@dataclass(frozen=True)
class Indicator:
    """One indicator: what it is read by, and how it is said.

    `recommendations` are the codes of those it serves; `formula` is one sentence; `unit` is what
    `Figure.n` counts, in words. Under `minimum` of these no percentage is printed. `figure` names
    the list behind the value (engagement/meetings/drilldown.py), empty where there is none.
    """

    code: str
    recommendations: tuple[str, ...]
    formula: Any
    unit: Any
    read: Callable[[Reading], Figure]
    figure: str = ""
    minimum: int = SMALL

    @property
    def name(self) -> str:
        """What the indicator is called."""
        return str(Code(self.code).label)

    @property
    def better(self) -> str:
        """Which side is better: `more` or `less`."""
        return "less" if MEASURES[Code(self.code)].at_most else "more"


_MEETINGS = _("meetings")
_DECLARED = (
    Indicator(
        "I1",
        ("EU-2",),
        _(
            "Of the meetings in person or partly online, the part held beyond the capital; meetings"
            " abroad and of unknown place stand in the whole."
        ),
        _MEETINGS,
        place.beyond_capital,
        "beyond",
    ),
    Indicator(
        "I2",
        ("EU-2",),
        _(
            "Of the meetings in person or partly online, the part held beyond greater Baghdad, as"
            " the programme has defined it."
        ),
        _MEETINGS,
        place.beyond_greater_capital,
    ),
    Indicator(
        "I3",
        ("EU-2",),
        _(
            "Governorates in which a meeting in person or partly online was held in the last six"
            " months of the period."
        ),
        _("governorates"),
        place.governorates,
    ),
    Indicator(
        "I4",
        ("US-1", "EU-1"),
        _(
            "The mean, over meetings, of the part of their Iraqi counterpart bodies that is"
            " non-state, with hybrid actors told apart."
        ),
        _MEETINGS,
        state.beyond_the_state,
        "non_state",
    ),
    Indicator(
        "I5",
        ("US-1", "EU-1"),
        _(
            "Of the paramilitary units registered, those with a decision in force on engaging them,"
            " whatever it says."
        ),
        _("units"),
        state.paramilitary,
    ),
    Indicator(
        "I6",
        ("US-1", "EU-1"),
        _("Of all meetings, those with a counterpart from civil society or a community."),
        _MEETINGS,
        state.civilians,
        "civilians",
    ),
    Indicator(
        "I7",
        ("EU-1",),
        _("As many actor types, met equally often, would be as diverse as the meetings are."),
        _MEETINGS,
        state.actor_types,
    ),
    Indicator(
        "I8",
        ("EU-1", "EU-2"),
        _(
            "Of the meetings in person or partly online, the part held beyond the capital with a"
            " security actor."
        ),
        _MEETINGS,
        place.security_beyond,
        "security_beyond",
    ),
    Indicator(
        "I9",
        ("EU-1",),
        _(
            "The part of all meetings that falls on the ten counterparts met most, each meeting"
            " split equally over its counterparts."
        ),
        _("people"),
        people.few_people,
    ),
    Indicator(
        "I10",
        ("US-2",),
        _("Of the issues of which it is recorded who raised them, those raised by Iraqis."),
        _("issues"),
        promises.issues,
    ),
    Indicator(
        "I11",
        ("US-1",),
        _("Of the meetings with a recorded seniority, those at the two highest levels."),
        _MEETINGS,
        people.level,
        "high_level",
    ),
    Indicator(
        "I12",
        ("US-2",),
        _(
            "Of the initiatives active in the period, those led by an Iraqi organisation of civil"
            " society or of a community."
        ),
        _("initiatives"),
        promises.initiatives,
    ),
    Indicator(
        "I13",
        ("US-1",),
        _("Iraqi civil-society bodies that took part as an intermediary or on our side."),
        _("bodies"),
        people.channels,
    ),
    Indicator(
        "I14",
        ("US-1",),
        _(
            "Counterparts who were met on security only in the twelve months before, and never in"
            " dialogue."
        ),
        _MEETINGS,
        people.dialogue,
    ),
    Indicator(
        "I15",
        ("US-3",),
        _("Governorates with a strategic assessment that is true for the last six months."),
        _("governorates"),
        place.assessed,
    ),
    Indicator(
        "I16",
        (),
        _(
            "Of the months in which somebody was met, counted for each counterpart, those in which"
            " two teams met them without a meeting of both."
        ),
        _("people in a month"),
        people.coordination,
    ),
    Indicator(
        "I17",
        ("US-2",),
        _("Of the meetings with a recorded level of participation, those that involve or more."),
        _MEETINGS,
        promises.depth,
        "involve",
    ),
)
#: By code, in order.
INDICATORS: dict[str, Indicator] = {found.code: found for found in _DECLARED}


def with_interval(indicator: Indicator, reading: Reading) -> Figure:
    """The indicator's figure with its 95 % interval, where it can have one; see `interval_of`."""
    figure = indicator.read(reading)
    return replace(figure, interval=interval_of(indicator.code, figure, reading))
