"""The indicators as files: alone, with what stands beside them, and against their targets."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from engagement.audit.exports import Cell, Column, Table
from engagement.coverage.codes import Companion
from engagement.coverage.figures import Figure
from engagement.coverage.fixed import Fixed
from engagement.coverage.indicators import INDICATORS
from engagement.coverage.scorecard import Card, Origin, Row
from engagement.coverage.sheets.cells import number, share_cells, share_columns


def indicator_table(fixed: Fixed) -> Table:
    """Every indicator: its value, what it rests on, and what the unknown leaves open."""
    columns = [
        Column(_("Code"), "#indicator+code"),
        Column(_("Indicator"), "#indicator+name"),
        Column(_("Recommendations"), "#indicator+meta+list"),
        *share_columns("#indicator"),
        Column(_("Number"), "#indicator+value+num", "number"),
        Column(_("Out of"), "#indicator+total+num", "number"),
        Column(_("Not known"), "#indicator+unknown+num", "number"),
        Column(_("Rests on"), "#indicator+n+num", "number"),
        Column(_("Unit"), "#indicator+unit"),
        Column(_("Recorded for"), "#indicator+recorded+num", "number"),
        Column(_("Recorded, of"), "#indicator+recorded+total+num", "number"),
        Column(_("Interval from"), "#indicator+low+num", "number"),
        Column(_("Interval to"), "#indicator+high+num", "number"),
        Column(_("How it is counted"), "#indicator+formula"),
    ]
    rows = (_indicator(code, figure) for code, figure in fixed.figures.items())
    return Table(_("Indicators"), columns, rows)


def _indicator(code: str, figure: Figure) -> list[Cell]:
    declared = INDICATORS[code]
    return [
        code,
        declared.name,
        " ".join(declared.recommendations),
        *share_cells(figure.share),
        number(figure.number),
        figure.of,
        number(figure.share.unknown) if figure.share else None,
        figure.n,
        str(declared.unit),
        *(figure.recorded or (None, None)),
        *(figure.interval or (None, None)),
        str(declared.formula),
    ]


def companion_table(fixed: Fixed) -> Table:
    """What stands beside the values: other readings of them, and parts."""
    columns = [
        Column(_("Code"), "#indicator+code"),
        Column(_("Line"), "#indicator+line+code"),
        Column(_("What it is"), "#indicator+line+name"),
        *share_columns("#indicator+line"),
        Column(_("Number"), "#indicator+line+value+num", "number"),
    ]
    rows = (
        [code, line.code, line_label(line.code), *share_cells(line.share), number(line.number)]
        for code, figure in fixed.figures.items()
        for line in figure.lines
    )
    return Table(_("Beside the indicators"), columns, rows)


def line_label(code: str) -> str:
    """The words of a companion."""
    return str(Companion(code).label) if code in Companion.values else code


def scorecard_table(cards: Iterable[Card]) -> Table:
    """Each indicator of each recommendation against its target, in the indicator's own unit."""
    columns = [
        Column(_("Recommendation"), "#output+code"),
        Column(_("Code"), "#indicator+code"),
        Column(_("Indicator"), "#indicator+name"),
        *share_columns("#indicator"),
        Column(_("Number"), "#indicator+value+num", "number"),
        Column(_("Baseline"), "#indicator+baseline+num", "number"),
        Column(_("Baseline rests on"), "#indicator+baseline+n+num", "number"),
        Column(_("Where the baseline comes from"), "#indicator+baseline+meta"),
        Column(_("Target"), "#indicator+target+num", "number"),
        Column(_("At least or at most"), "#indicator+target+bound"),
        Column(_("To be reached by"), "#date+target", "date"),
        Column(_("Still missing"), "#indicator+distance+num", "number"),
        Column(_("Where it stands"), "#status+indicator"),
        Column(_("How to read it"), "#meta+note"),
    ]
    rows = (_score(card, row) for card in cards for row in card.rows)
    return Table(_("Scorecard"), columns, rows)


def _score(card: Card, row: Row) -> list[Cell]:
    return [
        card.code,
        row.indicator.code,
        row.indicator.name,
        *share_cells(row.figure.share),
        number(row.figure.number),
        number(row.baseline.value),
        row.baseline.n,
        str(Origin(row.baseline.origin).label),
        number(row.target),
        _("at least") if row.indicator.better == "more" else _("at most"),
        row.due_on,
        number(row.distance),
        str(row.standing.label),
        _note(card),
    ]


def _note(card: Card) -> str:
    if card.steps:
        return str(card.steps.step.label)
    return _("Weak evidence") if card.weak else ""
