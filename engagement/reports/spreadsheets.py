"""A report as a spreadsheet, a sheet for each table, and as one CSV in long form."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from django.utils import translation
from django.utils.translation import gettext as _

from engagement.audit import exports
from engagement.audit.exports import Column, Table, as_book, as_csv
from engagement.reports.blocks import Cell, Content, Grid, text_of


def spreadsheet(made: Content) -> bytes:
    """Real numbers, no formula, a chart beside each table that has one; from right to left where
    the language is written so."""
    with translation.override(made.language):
        tables = [_cover(made), *(_table(grid) for grid in made.grids)]
        return as_book(tables, rtl=made.language != "en")


def csv_of(made: Content) -> bytes:
    """Every cell of every table on a row of its own: one file, and one row of hashtags."""
    with translation.override(made.language):
        columns = [
            Column(_("Table"), "#meta+table"),
            Column(_("Row"), "#indicator+name"),
            Column(_("Column"), "#meta+column"),
            Column(_("Hashtag"), "#meta+hxl"),
            Column(_("Value"), "#indicator+value"),
            Column(_("Number"), "#indicator+value+num", "number"),
        ]
        return as_csv(Table(made.title, columns, _long(made)))


def _long(made: Content) -> Iterator[list[exports.Cell]]:
    for grid in made.grids:
        for row in grid.rows:
            for column, cell in zip(grid.columns[1:], row[1:], strict=True):
                plain = plain_of(cell)
                number = plain if isinstance(plain, int | float) else None
                yield [
                    grid.title,
                    text_of(row[0]),
                    column.label,
                    column.hxl,
                    text_of(cell),
                    number,
                ]


def _cover(made: Content) -> Table:
    """What the report is, and its sentence."""
    columns = [Column(made.title, "#meta+name"), Column("", "#meta+value")]
    rows: list[list[exports.Cell]] = [[one["label"], one["value"]] for one in made.head]
    rows.append([_("In one sentence"), "".join(part["text"] for part in made.sentence)])
    rows.append([_("Data"), f"{made.footer['left']} · {made.footer['hash']}"])
    return Table(_("Report"), columns, rows)


def _table(grid: Grid) -> Table:
    rows = [[plain_of(cell) for cell in row] for row in grid.rows]
    drawn = [row for at, row in enumerate(grid.rows) if at not in grid.strong]
    return Table(grid.title, grid.columns, rows, chart=grid.chart, charted=len(drawn))


def plain_of(cell: Cell) -> exports.Cell:
    """A cell as a spreadsheet holds it: fractions as near as they come."""
    if isinstance(cell, Fraction):
        return cell.numerator if cell.denominator == 1 else float(cell)
    return cell
