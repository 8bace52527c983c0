"""The first screen of coverage as one slide, in PDF or PNG: finished text, ready to be typeset.

It leaves the programme, so every small cell of its table is hidden.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any, TypedDict

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from engagement.access.models import Programme
from engagement.coverage import words
from engagement.coverage.chosen import Chosen
from engagement.coverage.codes import Hybrid
from engagement.coverage.matrix import matrix_from, register_of
from engagement.coverage.place import PlaceFigures, listed, places_from
from engagement.coverage.shares import Share
from engagement.coverage.state import beyond_state
from engagement.coverage.sums import Sums
from engagement.coverage.tables import matrix_context
from engagement.regions.models import ProgrammeArea
from engagement.reports import paper
from engagement.reports.sections.place import beyond_block, map_part, visited_block


class MatrixRow(TypedDict):
    name: str
    total: str
    cells: list[dict[str, Any]]


class Matrix(TypedDict):
    title: str
    note: str
    columns: list[str]
    rows: list[MatrixRow]


class Slide(TypedDict):
    """One page in one language. `frozen` is an ISO 8601 time with its offset, the day it shows."""

    lang: str
    dir: str
    title: str
    product: str
    banner: str | None
    frozen: str
    head: str
    sentence: list[paper.SentencePart]
    figures: list[paper.Figure]
    map: paper.Map
    matrix: Matrix | None
    footer: str


def slide(programme: Programme, chosen: Chosen, area: ProgrammeArea) -> Slide:
    """The slide of what was chosen, in the language that is active; at most three statements.

    The table stands on it only where the figures are the programme's.
    """
    sums, regions = chosen.sums(), listed(area, chosen.period)
    figures = places_from(sums, chosen.period, area, regions)
    language = get_language() or "en"
    demonstration = _("Demonstration: invented people, invented meetings")
    told = words.sentence(figures, beyond_state(sums).any)
    return {
        "lang": language,
        "dir": "ltr" if language == "en" else "rtl",
        "title": _("Whom we meet, and where we go"),
        "product": f"{_('Jisr, stakeholder engagement')} · \u2068{programme.name}\u2069",
        "banner": demonstration if programme.demonstration else None,
        "frozen": f"{chosen.today.isoformat()}T00:00:00+00:00",
        "head": _head(chosen, figures),
        "sentence": [{"text": text, "strong": strong} for text, strong in told],
        "figures": [beyond_block(figures), _state_block(sums), visited_block(figures)],
        "map": map_part(figures),
        "matrix": _matrix(sums, chosen, area, regions) if chosen.fixed else None,
        "footer": _footer(chosen.today, figures),
    }


def _head(chosen: Chosen, figures: PlaceFigures) -> str:
    whose = _("programme figures") if chosen.fixed else _("of what one reader may open")
    team = chosen.team_name or _("all teams")
    return " · ".join(
        (words.period_words(figures.period), team, words.list_words(figures.list_code), whose)
    )


def _footer(today: date, figures: PlaceFigures) -> str:
    told = _(
        "As of %(day)s. Counted are meetings held with at least one counterpart; what was never "
        "logged is not seen here."
    ) % {"day": words.day(today)}
    return f"{told} {words.off_map(figures)}".strip()


def _state_block(sums: Sums) -> paper.Figure:
    """Beyond the state: without hybrid actors, and as a bound with them."""
    share, wide = (beyond_state(sums, row).any for row in (Hybrid.SEPARATE, Hybrid.NON_STATE))
    more = wide.part - share.part
    return {
        "name": _("Beyond state actors"),
        "figure": words.figure(share),
        "of": ngettext("meeting", "meetings", share.whole)
        if share.small
        else words.of_meetings(share),
        "meter": _meter(share, more),
        "squares": None,
        "keys": [_with_hybrid(wide, more)] if share.whole else [],
    }


def _meter(share: Share, more: Fraction) -> paper.Meter | None:
    if share.small:
        return None
    return {"full": float(share.part / share.whole), "bound": float(more / share.whole)}


def _with_hybrid(wide: Share, more: Fraction) -> str:
    if wide.small:
        return _("%(n)s more with hybrid actors") % {"n": words.number(more)}
    told = {"n": words.number(more), "p": wide.percent}
    return _("%(n)s more with hybrid actors: %(p)s%%") % told


def _matrix(sums: Sums, chosen: Chosen, area: ProgrammeArea, regions: list[Any]) -> Matrix:
    day = chosen.period.last
    found = matrix_from(sums, regions, register_of(day), area.list_on(day), leaving=True)
    table = matrix_context(found)
    return {
        "title": _("Who we meet, and where"),
        "note": " · ".join(_notes(hides=table["hides"])),
        "columns": [column["name"] for column in table["columns"]],
        "rows": [
            {
                "name": row["name"],
                "total": str(row["total"]),
                "cells": [
                    {"state": cell["state"], "sign": cell["sign"], "step": cell["step"]}
                    for cell in row["cells"]
                ],
            }
            for row in table["rows"]
        ],
    }


def _notes(*, hides: bool) -> list[str]:
    """What the signs of the table mean, as far as they stand in it."""
    hidden = [_("0–4 and …: hidden to protect people")] if hides else []
    return [*hidden, _("–: nobody registered")]
