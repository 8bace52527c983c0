"""The first screen: the figures with their words, links and the reader's own share."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.coverage import words
from engagement.coverage.place import Governorate, PlaceFigures
from engagement.coverage.sums import Period

#: One square a meeting, up to here.
MOST_SQUARES = 20


def screen(figures: PlaceFigures, team_name: str = "") -> dict[str, Any]:
    """What `coverage/first.html` and a report's page show; no statement of its own."""
    period = figures.period
    return {
        "period_text": _("%(first)s to %(last)s")
        % {"first": words.day(period.first), "last": words.day(period.last)},
        "list_text": words.list_words(figures.list_code),
        "team_text": team_name or _("all teams"),
        "sentence": words.sentence(figures),
        "beyond": _beyond(figures),
        "visited": _visited(figures),
        "tiles": [_tile(row, figures) for row in figures.governorates],
        "off_map": words.off_map(figures),
        "rows": [_row(row, figures) for row in figures.governorates],
        "counted": _counted(figures),
        "sure": _sure(figures),
        "remote": figures.places.remote,
        "intermediary": figures.places.intermediary,
        "bounds_text": words.bounds(figures.places.beyond_share),
    }


def link(figures: PlaceFigures, figure: str, row: Governorate | None = None) -> str:
    """The address of the meetings behind a figure."""
    return address(figure, figures.period, row.region.pk if row else None)


@lru_cache(maxsize=4096)  # a page has some hundreds, and urlencode and reverse take their time
def address(figure: str, period: Period, governorate: int | None = None) -> str:
    """The address of the meetings behind a figure."""
    query: dict[str, Any] = {"figure": figure, "first": period.first, "last": period.last}
    if governorate:
        query["governorate"] = governorate
    if period.team_id:
        query["team"] = period.team_id
    return f"{reverse('meeting_list')}?{urlencode(query)}"


def _beyond(figures: PlaceFigures) -> dict[str, Any]:
    places, share = figures.places, figures.places.beyond_share
    low, high = share.bounds or (None, None)
    return {
        "share": share,
        "percent": None if share.small else share.percent,
        "figure": words.figure(share),
        "numerator": words.number(share.part),
        "whole": share.whole,
        "of": words.of_meetings(share),
        "small": share.small,
        "squares": _meeting_squares(figures),
        "low": low,
        "high": high,
        "unknown": int(places.unknown),  # a meeting without a venue is never a fraction
        "abroad": words.number(places.abroad) if places.abroad else 0,
        "capital": words.number(places.capital),
        "url": link(figures, "beyond"),
        "unknown_url": link(figures, "unknown"),
        "unopenable": figures.places.held - figures.seen.places.held if figures.seen else 0,
    }


def _meeting_squares(figures: PlaceFigures) -> list[str]:
    """One square a meeting where there are few; a meeting partly beyond is a part."""
    places = figures.places
    if places.held > MOST_SQUARES:
        return []
    full, rest = divmod(places.beyond, 1)
    squares = ["full"] * int(full) + ["part"] * bool(rest) + ["unknown"] * int(places.unknown)
    return (squares + ["empty"] * places.held)[: places.held]


def _visited(figures: PlaceFigures) -> dict[str, Any]:
    count, three, total = len(figures.visited), len(figures.often), len(figures.governorates)
    return {
        "count": count,
        "total": total,
        "three": three,
        "rest": count - three,
        "missing": total - count,
        "squares": ["full"] * three + ["part"] * (count - three) + ["empty"] * (total - count),
    }


def _tile(row: Governorate, figures: PlaceFigures) -> dict[str, Any]:
    region = row.region
    return {
        "code": region.key,
        "row": region.tile_row,
        "column": region.tile_column,
        "name": region.label,
        "short": region.short,
        "number": row.visited,
        "step": words.step(row.visited),
        "state": row.state,
        "word": words.word(row),
        "label": words.told(row),
        "url": link(figures, _first_figure(row), row),
    }


def _first_figure(row: Governorate) -> str:
    return {"failed": "tried", "heard": "heard"}.get(row.state, "visited")


def _row(row: Governorate, figures: PlaceFigures) -> dict[str, Any]:
    seen = None
    if figures.seen:
        seen = next(mine for mine in figures.seen.governorates if mine.region.pk == row.region.pk)
    cells = {
        name: {
            "number": getattr(row, name),
            "url": link(figures, name, row) if getattr(row, name) else "",
            "unopenable": getattr(row, name) - getattr(seen, name) if seen else 0,
        }
        for name in ("visited", "heard", "heard_remote", "heard_intermediary", "tried")
    }
    return {
        "name": row.region.label,
        "code": row.region.key,
        "state": row.state,
        "cells": cells,
        "visited": row.visited,
        "heard": row.heard,
        "heard_remote": row.heard_remote,
        "tried": row.tried,
        "url": link(figures, "visited", row),
        "unopenable": cells["visited"]["unopenable"],
    }


def _counted(figures: PlaceFigures) -> list[dict[str, Any]]:
    """How the denominator is made up, each with the list behind it."""
    places = figures.places
    rows = (
        (_("Beyond Baghdad"), places.beyond, "beyond", False),
        (_("In Baghdad"), places.capital, "capital", False),
        (_("Abroad"), places.abroad, "abroad", False),
        (_("Place unknown"), places.unknown, "unknown", False),
        (_("In person or partly online"), places.held, "held", True),
        (_("Remote (not in the share)"), places.remote, "remote", False),
        (_("Through someone (not in the share)"), places.intermediary, "intermediary", False),
    )
    return [
        {
            "label": label,
            "number": words.number(value),
            "url": link(figures, name) if value else "",
            "strong": strong,
        }
        for label, value, name, strong in rows
    ]


def _sure(figures: PlaceFigures) -> list[dict[str, Any]]:
    timeliness, places = figures.timeliness, figures.places
    late = timeliness.counted - timeliness.timely
    return [
        {
            "number": _("%(part)s of %(whole)s")
            % {"part": timeliness.timely, "whole": timeliness.counted},
            "label": _("logged within 7 days"),
            "verb": ngettext("See the late one", "See the %(n)s late ones", late) % {"n": late}
            if late
            else "",
            "url": link(figures, "late") if late else "",
        },
        {
            "number": words.number(places.unknown),
            "label": ngettext(
                "meeting without a place", "meetings without a place", int(places.unknown)
            ),
            "verb": _("Add the place") if places.unknown else "",
            "url": link(figures, "unknown") if places.unknown else "",
        },
    ]
