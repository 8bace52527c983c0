"""Coverage as the API shows it: the same objects as the pages', number for number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from engagement.coverage.figures import Figure, Interval, Line
from engagement.coverage.fixed import Fixed, QuarterLine, Teams
from engagement.coverage.indicators import INDICATORS
from engagement.coverage.matrix import Cell, Matrix
from engagement.coverage.place import METHOD_VERSION, Governorate, PlaceFigures, Places
from engagement.coverage.shares import Share
from engagement.coverage.sheets import line_label
from engagement.coverage.sums import RULE_VERSION, Period
from engagement.coverage.sure import Sureness
from engagement.regions.models import ProgrammeArea
from engagement.regions.serializers import labels_of
from engagement.stakeholders.models import ActorGroup

Link = Callable[[str], str]
#: Codes of the groups, in the order of `Kind`.
GROUP_CODES = tuple(ActorGroup.values)


def coverage_data(fixed: Fixed, link: Link) -> dict[str, Any]:
    """All of it but the names of what was asked for: period and team are the caller's."""
    return {
        "method_version": METHOD_VERSION,
        "rule_version": RULE_VERSION,
        "scope": "programme figures",
        "governorate_list": list_data(fixed.place, fixed.reading.area),
        "indicators": indicators_data(fixed, link),
        "places": places_data(fixed.place.places),
        "governorates": governorates_data(fixed),
        "matrix": matrix_data(fixed.matrix),
        "trend": trend_data(fixed.trend),
        "teams": teams_data(fixed.teams),
        "how_sure": sure_data(fixed.sure),
    }


def exact(value: Fraction | int) -> dict[str, Any]:
    """The number as it is, and as near to it as JSON's numbers come."""
    found = Fraction(value)
    plain = found.numerator if found.denominator == 1 else float(found)
    return {"exact": str(found), "number": plain}


def share_data(share: Share | None) -> dict[str, Any] | None:
    """A share; no percentage and no bounds where there are too few."""
    if share is None:
        return None
    return {
        "numerator": exact(share.part),
        "denominator": share.whole,
        "unknown": exact(share.unknown),
        "percent": None if share.small else share.percent,
        "bounds": None if share.small else ends(share.bounds),
    }


def ends(found: Interval | tuple[int, int] | None) -> dict[str, float] | None:
    """An interval, or the ends of what the unknown leaves open."""
    return None if found is None else {"low": found[0], "high": found[1]}


def figure_data(figure: Figure) -> dict[str, Any]:
    """The value of an indicator with its companions; the links are the caller's."""
    recorded = figure.recorded and {"recorded": figure.recorded[0], "of": figure.recorded[1]}
    return {
        "share": share_data(figure.share),
        "number": None if figure.number is None else exact(figure.number),
        "of": figure.of,
        "n": figure.n,
        "recorded": recorded,
        "interval": ends(figure.interval),
    }


def indicators_data(fixed: Fixed, link: Link) -> list[dict[str, Any]]:
    """Every indicator; `link` makes an address absolute."""
    return [_indicator(code, figure, fixed, link) for code, figure in fixed.figures.items()]


def _indicator(code: str, figure: Figure, fixed: Fixed, link: Link) -> dict[str, Any]:
    declared = INDICATORS[code]
    return {
        "code": code,
        "label": declared.name,
        "recommendations": list(declared.recommendations),
        "unit": str(declared.unit),
        "better": declared.better,
        "formula": str(declared.formula),
        **figure_data(figure),
        "lines": [_line(line, fixed, link) for line in figure.lines],
        "links": {
            "meetings": _meetings(figure.figure, fixed, link),
            "method": link(method_address(code)),
        },
    }


def _line(line: Line, fixed: Fixed, link: Link) -> dict[str, Any]:
    return {
        "code": line.code,
        "label": line_label(line.code),
        "share": share_data(line.share),
        "number": None if line.number is None else exact(line.number),
        "meetings": _meetings(line.figure, fixed, link),
    }


def _meetings(figure: str, fixed: Fixed, link: Link) -> str | None:
    return link(list_address(figure, fixed.reading.period)) if figure else None


def list_address(figure: str, period: Period) -> str:
    """The meetings list behind a figure of a period."""
    query = {"figure": figure, "first": str(period.first), "last": str(period.last)}
    if period.team_id:
        query["team"] = str(period.team_id)
    return f"{reverse('meeting_list')}?{urlencode(query)}"


def method_address(code: str) -> str:
    """Where the pages say how an indicator is counted."""
    return f"{reverse('coverage_method')}#{code}"


def matrix_data(matrix: Matrix) -> dict[str, Any]:
    """Groups by governorates; a hidden cell has no number."""
    return {
        "groups": [GROUP_CODES[kind] for kind in matrix.columns],
        "rows": [
            {
                "governorate": row.region.key,
                "total": row.total,
                "cells": [cell_data(cell) for cell in row.cells],
            }
            for row in matrix.rows
        ],
        "outside_the_capital": [cell_data(cell) for cell in matrix.totals],
    }


def cell_data(cell: Cell) -> dict[str, Any]:
    """`n`, or `hidden`."""
    found = {"group": GROUP_CODES[cell.kind], "state": cell.state}
    if cell.n is None:
        return {**found, "hidden": "0-4" if cell.state == "small" else "withheld"}
    return {**found, "n": cell.n}


def trend_data(trend: Iterable[QuarterLine]) -> list[dict[str, Any]]:
    """Quarter by quarter, oldest first."""
    return [
        {
            "quarter": str(row.quarter),
            "first": row.quarter.first.isoformat(),
            "counted": row.counted,
            "visited": row.visited,
            "beyond": share_data(row.beyond),
            "non_state": share_data(row.non_state),
            "with_hybrid": share_data(row.with_hybrid),
            "civilians": share_data(row.civilians),
        }
        for row in trend
    ]


def teams_data(teams: Teams) -> dict[str, Any]:
    """The teams beside each other, and what keeps them from adding up."""
    return {
        "items": [
            {
                "id": str(row.team_id),
                "name": row.name,
                "counted": row.counted,
                "beyond": share_data(row.beyond),
                "beyond_state": share_data(row.beyond_state),
            }
            for row in teams.rows
        ],
        "counted": teams.counted,
        "joint": teams.joint,
    }


def places_data(places: Places) -> dict[str, Any]:
    """Counted meetings by place."""
    names = ("beyond", "capital", "abroad", "unknown", "held", "remote", "intermediary")
    return {name: exact(getattr(places, name)) for name in names}


def governorates_data(fixed: Fixed) -> list[dict[str, Any]]:
    """The governorates of the list, with their codes by scheme and version."""
    return [
        _governorate(row, fixed.reading.codes.get(row.region.pk, ()))
        for row in fixed.place.governorates
    ]


def _governorate(row: Governorate, codes: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    numbers = ("visited", "heard", "heard_remote", "heard_intermediary", "tried")
    return {
        "key": row.region.key,
        "labels": labels_of(row.region),
        "codes": [dict(code) for code in codes],
        **{name: getattr(row, name) for name in numbers},
        "state": row.state,
    }


def list_data(figures: PlaceFigures, area: ProgrammeArea) -> dict[str, Any]:
    """The list in force on the last day, and where it changed inside the period."""
    before = area.list_on(figures.period.first)
    changed = before != figures.list_code and area.list_of_19_from is not None
    day = area.list_of_19_from.isoformat() if changed and area.list_of_19_from else None
    return {
        "code": figures.list_code,
        "changed": {"day": day, "before": before} if day else None,
    }


def sure_data(sure: Sureness) -> dict[str, Any]:
    """The five signs of what is missing from the log."""
    return {
        "counted": sure.counted,
        "timely": sure.timely,
        "no_place": sure.no_place,
        "no_type": sure.no_type,
        "possible_duplicates": sure.duplicates,
        "teams": sure.teams,
        "silent_teams": list(sure.silent),
    }
