"""Beyond state actors, in three readings of hybrid actors, and what else was met."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.coverage import words
from engagement.coverage.codes import Companion, Hybrid
from engagement.coverage.matrix import PROTECTED
from engagement.coverage.shares import Share
from engagement.coverage.sums import Kind
from engagement.coverage.trend import Line, Trend
from engagement.reports import paper
from engagement.reports.blocks import (
    Cell,
    Grid,
    Section,
    Told,
    columns,
    matrix_cell,
    section,
    share_cells,
)
from engagement.reports.facts import Facts

READINGS = (Hybrid.SEPARATE, Hybrid.NON_STATE, Hybrid.STATE)


def line_share(facts: Facts, code: str, companion: str) -> Share | None:
    """The share of a companion of an indicator."""
    lines = facts.figures[code].lines
    return next((line.share for line in lines if line.code == companion), None)


def state_block(facts: Facts) -> paper.Figure:
    """Meetings with a non-state counterpart, hybrid actors apart, and with them beside it."""
    share = line_share(facts, "I4", Companion.ANY_SEPARATE) or Share(facts.place.places.beyond, 0)
    wide = line_share(facts, "I4", Companion.ANY_NON_STATE) or share
    keys = []
    if wide.part > share.part:
        more = words.number(wide.part - share.part)
        keys.append(_("%(n)s more with hybrid actors") % {"n": more})
    if share.unknown:
        left = words.number(share.unknown)
        keys.append(_("%(n)s left open by undetermined actors") % {"n": left})
    meter: paper.Meter | None = None
    if not share.small:
        bound = max(wide.part - share.part, share.unknown) / share.whole
        meter = {"full": float(share.part / share.whole), "bound": float(bound)}
    return {
        "name": _("Beyond state actors"),
        "figure": words.figure(share),
        "of": ngettext("meeting", "meetings", share.whole)
        if share.small
        else words.of_meetings(share),
        "meter": meter,
        "squares": None,
        "keys": keys,
    }


def readings(facts: Facts, _told: Told) -> Section:
    """Each measure in each reading; another reading moves the hybrid actors and nobody else."""
    measures = (
        ("any", _("With a non-state counterpart")),
        ("only", _("With no state counterpart")),
        ("fractional", _("Of the counterparts")),
    )
    rows = tuple(
        (name, str(reading.label), *share_cells(line_share(facts, "I4", f"{code}_{reading.value}")))
        for code, name in measures
        for reading in READINGS
    )
    grid = Grid(
        "readings",
        _("Beyond state actors, in three readings"),
        columns(
            (_("Measure"), "#indicator+name"),
            (_("Reading"), "#indicator+meta"),
            (_("Part"), "#indicator+numerator+num", "number"),
            (_("Whole"), "#indicator+denominator+num", "number"),
            (_("Per cent"), "#indicator+percent+num", "number"),
        ),
        rows,
        note=_(
            "Hybrid actors carry arms in the state's name or beside it. Nobody decides silently as"
            " what they count: every measure stands in all three readings."
        ),
    )
    return section("readings", grid.title, grids=[grid, _parts(facts), _groups(facts)])


def _parts(facts: Facts) -> Grid:
    parts = (
        Companion.PART_STATE,
        Companion.PART_HYBRID,
        Companion.PART_NON_STATE,
        Companion.PART_UNDETERMINED,
    )
    rows = tuple((str(part.label), *share_cells(line_share(facts, "I4", part))) for part in parts)
    return Grid(
        "parts",
        _("Counterparts by relation to the state"),
        columns(
            (_("Relation to the state"), "#org+type"),
            (_("Part"), "#activity+numerator+num", "number"),
            (_("Whole"), "#activity+denominator+num", "number"),
            (_("Per cent"), "#activity+percent+num", "number"),
        ),
        rows,
        chart=1,
    )


def _groups(facts: Facts) -> Grid:
    """Small numbers beyond the capital are hidden as in the table of who is met where, and what
    would give them away by subtraction."""
    every = facts.statistics["groups"]
    beyond = {cell.kind: cell for cell in facts.matrix.totals}
    rows: list[tuple[Cell, ...]] = []
    for kind in list(Kind)[:8]:
        cell = beyond.get(kind)
        told = 0 if cell is None else matrix_cell(cell)
        whole: Cell = every.get(str(int(kind)), 0)
        if cell is not None and cell.n is None and kind in PROTECTED:
            whole = told
        rows.append((words.group_words(kind), whole, told))
    return Grid(
        "groups",
        _("Meetings by group met"),
        columns(
            (_("Group"), "#org+type"),
            (_("Meetings"), "#activity+num", "number"),
            (_("Held beyond Baghdad"), "#activity+beyond+num", "number"),
        ),
        tuple(rows),
        note=_(
            "A meeting with several groups stands in each. 0–4: hidden to protect people; …: not"
            " shown, or it would give a hidden number away."
        ),
        chart=1,
    )


def trend(facts: Facts, _told: Told) -> Section:
    """Four shares over eight quarters, drawn and as a table."""
    found = facts.trend
    grid = Grid(
        "trend",
        _("Eight quarters"),
        columns(
            (_("Quarter"), "#date+quarter"),
            (_("Meetings"), "#activity+num", "number"),
            (_("Governorates visited"), "#adm1+visited+num", "number"),
            *((str(line.code.label), f"#indicator+{line.code.value}") for line in found.lines),
        ),
        tuple(_quarter(found, at) for at in range(len(found.columns))),
        note=_("A share stands as a percentage from ten meetings on."),
    )
    charts = [chart(line, found) for line in found.lines if any(_points(line, found))]
    paragraphs = [text for line in found.lines if (text := change_words(line))]
    empty = _("Nothing was logged in these eight quarters.")
    some = any(column.counted for column in found.columns)
    return section(
        "trend",
        _("Is it changing?"),
        empty,
        paragraphs=paragraphs if some else [],
        charts=charts,
        grids=[grid] if some else [],
    )


def change_words(line: Line) -> str:
    """A clear change from the year before or the baseline, in words; empty where there is none."""
    told = [
        _("more than %(against)s") % {"against": against}
        if change.direction == 1
        else _("less than %(against)s") % {"against": against}
        for change, against in (
            (line.year_before, _("a year before")),
            (line.baseline, _("the baseline")),
        )
        if change.direction
    ]
    return f"{line.code.label}: {_(', ').join(told)}." if told else ""


def _quarter(found: Trend, at: int) -> tuple[Cell, ...]:
    column = found.columns[at]
    shares = (line.points[at].share for line in found.lines)
    figures = (words.figure(share) if share.whole else "–" for share in shares)
    name = words.quarter_words(column.quarter)
    if column.running:
        name = _("%(quarter)s, still running") % {"quarter": name}
    return name, column.counted, column.visited, *figures


def chart(line: Line, found: Trend) -> paper.Chart:
    """One share over the quarters, with how sure it is."""
    against = line.baseline.against
    return {
        "title": str(line.code.label),
        "told": _(", ").join(
            f"{words.quarter_words(column.quarter)}: {words.figure(point.share)}"
            for column, point in zip(found.columns, line.points, strict=True)
            if point.share.whole
        ),
        "points": _points(line, found),
        "ticks": [f"{column.quarter.year}-{column.quarter.number}" for column in found.columns],
        "baseline": float(against.part / against.whole)
        if against is not None and not against.small
        else None,
    }


def _points(line: Line, found: Trend) -> list[paper.Point]:
    last = max(len(found.columns) - 1, 1)
    points: list[paper.Point] = []
    for at, point in enumerate(line.points):
        if point.share.small:
            continue
        value = float(point.share.part / point.share.whole)
        low, high = point.interval or (value, value)
        running = found.columns[at].running
        points.append(
            {"at": at / last, "value": value, "low": low, "high": high, "running": running}
        )
    return points
