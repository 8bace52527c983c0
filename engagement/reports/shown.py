"""The parts of a report as templates draw them; the words and numbers stay those of the content."""

from __future__ import annotations

import unicodedata
from typing import Any

from engagement.coverage.charts import Dot, drawing, plot
from engagement.coverage.periods import Quarter
from engagement.reports import paper
from engagement.reports.blocks import Grid, Section

#: A table with more columns than this is wide: it stands alone, and scrolls inside its own box on a
#: phone. With more columns of words it is wordy, and becomes a list there.
NARROW = 3


def shown_section(one: Section) -> dict[str, Any]:
    """A section for `reports/section.html`."""
    return {
        "code": one.code,
        "title": one.title,
        "paragraphs": one.paragraphs,
        "figures": [shown_figure(row, f"{one.code}{at}") for at, row in enumerate(one.figures)],
        "map": one.map,
        "charts": [_chart(row) for row in one.charts],
        "plot": plot() if one.charts else None,
        "grids": [shown_grid(row, one.title) for row in one.grids],
        "empty": one.empty,
    }


def shown_figure(figure: paper.Figure, key: str) -> dict[str, Any]:
    """A figure for `reports/figure.html`; `key` tells it from the others of the page."""
    meter, squares = figure["meter"], figure["squares"]
    return {
        "key": key,
        "name": figure["name"],
        "figure": figure["figure"],
        "of": figure["of"],
        "keys": figure["keys"],
        "full": _percent(meter["full"]) if meter else None,
        "high": _percent(meter["full"] + meter["bound"]) if meter and meter["bound"] else None,
        "squares": ["full"] * squares["full"]
        + ["part"] * squares["part"]
        + ["empty"] * squares["empty"]
        if squares
        else [],
    }


def shown_grid(grid: Grid, above: str = "") -> dict[str, Any]:
    """A table for `reports/grid.html`; a title that stands above it already is for ears only."""
    columns = [{"label": one.label, "number": one.kind == "number"} for one in grid.columns]
    return {
        "code": grid.code,
        "title": grid.title,
        "dir": direction(grid.title),
        "named": grid.title == above,
        "columns": columns,
        "rows": [
            {
                "strong": at in grid.strong,
                "head": row[0],
                "dir": direction(row[0]),
                "cells": [
                    {**column, "text": text, "dir": direction(text), "none": text == "–"}
                    for text, column in zip(row[1:], columns[1:], strict=True)
                ],
            }
            for at, row in enumerate(grid.texts())
        ],
        "note": grid.note,
        "wide": len(columns) > NARROW,
        "wordy": sum(not one["number"] for one in columns) > NARROW,
    }


def direction(text: str) -> str:
    """The direction a text is set in: from right to left where a letter of it is written so, though
    it may begin with a code."""
    rtl = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text)
    return "rtl" if rtl else "ltr"


def _percent(share: float) -> float:
    return round(min(share, 1) * 100, 1)


def _chart(chart: paper.Chart) -> dict[str, Any]:
    """The drawing of a chart: its points stand at their quarters' places."""
    last = max(len(chart["ticks"]) - 1, 1)
    dots = {
        round(point["at"] * last): Dot(
            point["value"], point["low"], point["high"], point["running"]
        )
        for point in chart["points"]
    }
    quarters = [Quarter(*map(int, tick.split("-"))) for tick in chart["ticks"]]
    return {
        "title": chart["title"],
        "line": {
            "told": f"{chart['title']}: {chart['told']}",
            "chart": drawing(dots, quarters, baseline=chart["baseline"]),
        },
    }
