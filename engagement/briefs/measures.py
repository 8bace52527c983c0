"""What the target of an indicator is a number of; the formulas stand in docs/method.md."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from engagement.briefs.codes import Indicator

PERCENT = "percent"


@dataclass(frozen=True)
class Measure:
    """The unit of an indicator's target, which side is better, and what is counted."""

    words: Any
    unit: str = ""
    at_most: bool = False

    @property
    def ceiling(self) -> int:
        """The highest number that makes sense."""
        return 100 if self.unit == PERCENT else 999_999


MEASURES = {
    Indicator.I1: Measure(_("of meetings in person or partly online"), PERCENT),
    Indicator.I2: Measure(_("of meetings in person or partly online"), PERCENT),
    Indicator.I3: Measure(_("governorates with a meeting in the last six months")),
    Indicator.I4: Measure(_("of counterparts, meeting by meeting, are non-state"), PERCENT),
    Indicator.I5: Measure(_("of paramilitary units have a decision on engaging them"), PERCENT),
    Indicator.I6: Measure(_("of meetings with civil society or a community"), PERCENT),
    Indicator.I7: Measure(_("actor types met about equally often")),
    Indicator.I8: Measure(_("of meetings, beyond the capital with a security actor"), PERCENT),
    Indicator.I9: Measure(_("of the time goes to the ten met most"), PERCENT, at_most=True),
    Indicator.I10: Measure(_("of issues were raised by Iraqis"), PERCENT),
    Indicator.I11: Measure(_("of meetings are at the highest levels"), PERCENT, at_most=True),
    Indicator.I12: Measure(_("of initiatives led by Iraqi civil society"), PERCENT),
    Indicator.I13: Measure(_("Iraqi organisations that are partner or go-between")),
    Indicator.I14: Measure(_("counterparts met on security only, never in dialogue"), at_most=True),
    Indicator.I15: Measure(_("governorates with an assessment of the last six months")),
    Indicator.I16: Measure(_("of the months of an actor, met by two teams apart"), PERCENT, True),
    Indicator.I17: Measure(_("of meetings involve people at least"), PERCENT),
}


def number_words(indicator: str, value: Decimal) -> str:
    """The number as the page prints it: `50%`, `18`, `6.5`."""
    plain = value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()
    return localize(plain) + ("%" if MEASURES[Indicator(indicator)].unit == PERCENT else "")


def bound_words(indicator: str) -> str:
    """`at least` or `at most`, beside the number."""
    return str(_("at most") if MEASURES[Indicator(indicator)].at_most else _("at least"))
