"""Short words for reading an indicator: `value(cast, "I4")`, `line(found, "any_separate")`."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from engagement.access.scope import acting_as
from engagement.coverage.figures import Figure, Line
from engagement.coverage.indicators import INDICATORS
from engagement.coverage.reading import Reading, read
from engagement.coverage.shares import Share
from engagement.coverage.sums import Period
from engagement.regions.choices import area_of
from tests.cast import Cast

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def reading(cast: Cast, period: Period = YEAR, *, actor=None, seen: bool = False) -> Reading:
    """Everything that the indicators read, as a reader of the programme sees it."""
    with acting_as(actor or cast.ruth, "read"):
        return read(period, area_of(cast.programme.pk), seen=seen)


def figure(cast: Cast, code: str, period: Period = YEAR) -> Figure:
    return INDICATORS[code].read(reading(cast, period))


def every_figure(cast: Cast, period: Period = YEAR, **more) -> dict[str, Figure]:
    found = reading(cast, period, **more)
    return {code: indicator.read(found) for code, indicator in INDICATORS.items()}


def line(found: Figure, code: str) -> Line:
    return next(row for row in found.lines if row.code == code)


def parts(share: Share | None) -> tuple[Fraction, int, Fraction]:
    """Part, whole, and what is open."""
    assert share is not None
    return share.part, share.whole, share.unknown
