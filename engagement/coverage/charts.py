"""The trend as a picture: where points, lines and labels stand, in the units of the drawing.

The picture is drawn from the same figures as the table beside it, which says all of it in words.
Time runs from left to right in every language (docs/adr/0016-charts-are-drawn-by-templates.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engagement.coverage.periods import Quarter
from engagement.coverage.trend import Line, Trend

WIDTH, HEIGHT = 360, 168
#: Where the plot begins and ends; the rest is for labels.
LEFT, RIGHT, TOP, BOTTOM = 40, 348, 12, 124
#: Per cent at which a line goes across.
GRID = (0, 50, 100)


@dataclass(frozen=True)
class Dot:
    """A quarter's share with the ends of its interval, all from 0 to 1."""

    value: float
    low: float
    high: float
    running: bool


@dataclass(frozen=True)
class Mark:
    """A quarter's point; `low` and `high` are the ends of its interval."""

    x: float
    y: float
    low: float
    high: float
    running: bool


@dataclass(frozen=True)
class Tick:
    """A label below the plot; the year stands under its first quarter."""

    x: float
    number: int
    year: int | None


@dataclass(frozen=True)
class Chart:
    """One share over the quarters, from 0 to 100 percent.

    `runs` are the stretches of quarters with enough meetings, as points of a line; `running` is the
    stretch to the quarter that is not over. `baseline` and `broken` are where their rules stand.
    """

    marks: tuple[Mark, ...]
    runs: tuple[str, ...]
    running: str
    ticks: tuple[Tick, ...]
    baseline: float | None
    broken: float | None


def chart(line: Line, figures: Trend) -> Chart:
    """The drawing of one line of a trend. Quarters with too few meetings have no point."""
    dots = {}
    for place, point in enumerate(line.points):
        if not point.share.small:
            value = float(point.share.part / point.share.whole)
            low, high = point.interval or (value, value)
            dots[place] = Dot(value, low, high, figures.columns[place].running)
    return drawing(
        dots,
        [column.quarter for column in figures.columns],
        baseline=_baseline(line),
        breaks=next((at for at, column in enumerate(figures.columns) if column.breaks), None),
    )


def drawing(
    dots: Mapping[int, Dot],
    quarters: Sequence[Quarter],
    *,
    baseline: float | None,
    breaks: int | None = None,
) -> Chart:
    """Where dots stand, by the place of their quarter; `breaks` is a place, `baseline` 0 to 1."""
    marks = {place: _mark(place, dot) for place, dot in dots.items()}
    solid = [place for place, mark in marks.items() if not mark.running]
    last = len(quarters) - 1
    return Chart(
        marks=tuple(marks.values()),
        runs=tuple(_path([marks[place] for place in run]) for run in _runs(solid)),
        running=_path([marks[last - 1], marks[last]]) if _joins(marks, last) else "",
        ticks=_ticks(quarters),
        baseline=None if baseline is None else _y(baseline),
        broken=None if breaks is None else _x(breaks) - _step() / 2,
    )


def plot() -> dict[str, Any]:
    """The paper that `coverage/trend_chart.html` draws on."""
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": RIGHT,
        "top": TOP,
        "bottom": BOTTOM,
        "grid": [{"y": BOTTOM - (BOTTOM - TOP) * n / 100, "percent": n} for n in GRID],
    }


def _mark(place: int, dot: Dot) -> Mark:
    return Mark(_x(place), _y(dot.value), _y(dot.low), _y(dot.high), dot.running)


def _joins(marks: dict[int, Mark], last: int) -> bool:
    return last in marks and marks[last].running and last - 1 in marks


def _runs(places: Sequence[int]) -> list[list[int]]:
    """Neighbours together; a quarter by itself is a point without a line."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [run for run in runs if len(run) > 1]


def _ticks(quarters: Sequence[Quarter]) -> tuple[Tick, ...]:
    return tuple(
        Tick(_x(at), quarter.number, quarter.year if not at or quarter.number == 1 else None)
        for at, quarter in enumerate(quarters)
    )


def _baseline(line: Line) -> float | None:
    share = line.baseline.against
    return None if share is None or share.small else float(share.part / share.whole)


def _path(marks: Sequence[Mark]) -> str:
    return " ".join(f"{mark.x},{mark.y}" for mark in marks)


def _step() -> float:
    return (RIGHT - LEFT) / 8


def _x(place: int) -> float:
    return round(LEFT + _step() * (place + 0.5), 1)


def _y(share: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * share, 1)
