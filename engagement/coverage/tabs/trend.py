"""The trend's page: the figures with their words and drawings."""

from __future__ import annotations

from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.access.scope import Actor
from engagement.coverage import words
from engagement.coverage.charts import chart, plot
from engagement.coverage.chosen import Chosen
from engagement.coverage.intervals import Interval
from engagement.coverage.shares import Share
from engagement.coverage.trend import Change, Line, Point, Slope, Trend, trend
from engagement.regions.models import ProgrammeArea

#: A trend is told where chance alone would show one as strong in fewer than 1 of 20 logs.
UNLIKELY = 0.05


def trend_context(actor: Actor, chosen: Chosen, area: ProgrammeArea) -> dict[str, Any]:
    """What `coverage/trend.html` shows: eight quarters to the chosen period's last day."""
    found = trend(chosen.period.last, area, chosen.period.team_id)
    return {
        "lines": [_line(line, found) for line in found.lines],
        "rows": _rows(found),
        "window": _("%(first)s to %(last)s")
        % {
            "first": words.quarter_words(found.columns[0].quarter),
            "last": words.quarter_words(found.columns[-1].quarter),
        },
        "compared": words.quarter_words(found.compared),
        "baseline": _baseline_words(found),
        "breaks": any(column.breaks for column in found.columns),
        "running": found.columns[-1].running,
        "plot": plot(),
    }


def _line(line: Line, found: Trend) -> dict[str, Any]:
    at = next(n for n, column in enumerate(found.columns) if column.quarter == found.compared)
    return {
        "code": line.code.value,
        "label": line.code.label,
        "now": _cell(line.points[at]),
        "changes": [
            _change(line.baseline, _("the baseline"), _no_baseline(found)),
            _change(line.year_before, _("a year before"), _("Nothing was logged a year before.")),
        ],
        "slope": _slope_words(line.slope),
        "chart": chart(line, found),
        "told": _(", ").join(
            f"{words.quarter_words(column.quarter)}: {words.figure(point.share)}"
            for column, point in zip(found.columns, line.points, strict=True)
            if point.share.whole
        ),
    }


def _rows(found: Trend) -> list[dict[str, Any]]:
    return [
        {
            "column": column,
            "label": words.quarter_words(column.quarter),
            "list": words.list_words(column.list_code),
            "cells": [_cell(line.points[at]) for line in found.lines],
        }
        for at, column in enumerate(found.columns)
    ]


def _cell(point: Point) -> dict[str, Any]:
    share = point.share
    return {
        "share": share,
        "figure": words.figure(share) if share.whole else "",
        "of": "" if share.small else words.of_meetings(share),
        "interval": _interval_words(point.interval),
    }


def _interval_words(interval: Interval | None) -> str:
    if interval is None:
        return ""
    low, high = (round(100 * end) for end in interval)
    return _("%(low)s%% to %(high)s%%") % {"low": low, "high": high}


def _change(change: Change, against: str, nothing: str) -> dict[str, Any]:
    """An arrow and a sentence; no arrow where there is no clear change."""
    if change.against is None or not change.against.whole:
        return {"sign": "", "words": nothing}
    told = {"against": against, "was": _was(change.against)}
    if change.direction is None:
        return {"sign": "", "words": _("Too few to compare with %(against)s: %(was)s.") % told}
    if not change.direction:
        return {"sign": "", "words": _("No clear change from %(against)s: %(was)s.") % told}
    if change.direction > 0:
        return {"sign": "▲", "words": _("More than %(against)s: %(was)s.") % told}
    return {"sign": "▼", "words": _("Less than %(against)s: %(was)s.") % told}


def _was(share: Share) -> str:
    if share.small:
        return words.of_meetings(share)
    return f"{words.figure(share)} ({words.of_meetings(share)})"


def _slope_words(slope: Slope | None) -> str:
    if slope is None:
        return _("A quarter has too few meetings to tell a trend over all eight.")
    if slope.p >= UNLIKELY:
        return _("No clear trend over the eight quarters (%(p)s).") % {"p": _p(slope.p)}
    told = {"points": localize(round(abs(slope.points), 1)), "p": _p(slope.p)}
    if slope.points > 0:
        return _("Rises by %(points)s points a quarter over the eight (%(p)s).") % told
    return _("Falls by %(points)s points a quarter over the eight (%(p)s).") % told


def _p(value: float) -> str:
    """Isolated, so that the sign between its two sides stays there in Arabic."""
    return f"\u2066p = {localize(max(0.001, round(value, 3)))}\u2069"


def _baseline_words(found: Trend) -> str:
    if found.baseline is None:
        return _no_baseline(found)
    first, second = (words.quarter_words(quarter) for quarter in found.baseline)
    n = found.baseline_counted
    return ngettext(
        "The brief gives no baseline; ours is the first two quarters logged: %(first)s and "
        "%(second)s, %(n)s meeting.",
        "The brief gives no baseline; ours is the first two quarters logged: %(first)s and "
        "%(second)s, %(n)s meetings.",
        n,
    ) % {"first": first, "second": second, "n": n}


def _no_baseline(found: Trend) -> str:
    if found.baseline is None:
        return _("No baseline yet: the first two quarters logged are not over.")
    return _("No quarter after the baseline is over yet.")
