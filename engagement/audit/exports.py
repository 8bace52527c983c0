"""Lists as files: what a reader may see, as CSV or as a sheet, and the note that it left.

Each file has a header in the language of the page and under it a row of HXL hashtags
(https://hxlstandard.org), which machines read.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from typing import Any, Literal

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from engagement.access.scope import Actor
from engagement.audit.models import Export

#: More rows than this are refused: a file that leaves out rows would pass for the whole.
MOST_ROWS = 50_000
#: What a sheet's cell can hold.
MOST_SIGNS = 32_000
#: A spreadsheet takes a text that begins with one of these for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDTHS = {"text": 28, "date": 12, "number": 10}

Cell = str | int | float | date | None


class TooManyRows(Exception):
    """The list is longer than a file may be."""


@dataclass(frozen=True)
class Column:
    """One column: its header, its HXL hashtag, and whether it holds text, numbers or dates."""

    label: str
    hxl: str
    kind: Literal["text", "number", "date"] = "text"


@dataclass(frozen=True)
class Table:
    """A list to be written; its rows are read once, in the order given.

    `chart` is the column of numbers that a sheet draws beside the list, of the first `charted`
    rows, with the first column's texts under the bars.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    chart: int | None = None
    charted: int = 0


def tlp_column() -> Column:
    """Who may see each row, for whoever gets the file."""
    return Column(_("Who may see this"), "#meta+tlp")


def as_csv(table: Table) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read Arabic. Raises TooManyRows."""
    text = StringIO(newline="")
    out = csv.writer(text)
    out.writerow([_safe(column.label) for column in table.columns])
    out.writerow([column.hxl for column in table.columns])
    for row in _bounded(table.rows):
        out.writerow([_plain(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def as_xlsx(table: Table, *, rtl: bool) -> bytes:
    """A sheet with real numbers and dates, and no formula. Raises TooManyRows."""
    return as_book([table], rtl=rtl)


def as_book(tables: Sequence[Table], *, rtl: bool) -> bytes:
    """A file with a sheet for each table, in their order. Raises TooManyRows."""
    held = BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": True,
        "default_date_format": "yyyy-mm-dd",
    }
    taken: set[str] = set()
    with Workbook(held, options) as book:
        for table in tables:
            name = _free(_sheet_name(table.title), taken)
            taken.add(name.casefold())
            _write_sheet(book, name, table, rtl=rtl)
    return held.getvalue()


def _write_sheet(book: Any, name: str, table: Table, *, rtl: bool) -> None:
    sheet = book.add_worksheet(name)
    if rtl:
        sheet.right_to_left()
    _write_heads(book, sheet, table.columns)
    last = 1
    for last, row in enumerate(_bounded(table.rows), start=2):
        for place, cell in enumerate(row):
            _write_cell(sheet, last, place, cell)
    # The filter's buttons stand in the row of hashtags, so that sorting leaves it in place.
    sheet.autofilter(1, 0, last, len(table.columns) - 1)
    if table.chart is not None and table.charted > 1:
        sheet.insert_chart(1, len(table.columns) + 1, _chart(book, name, table, rtl=rtl))


def _chart(book: Any, name: str, table: Table, *, rtl: bool) -> Any:
    """Bars of one column, the spreadsheet's own: they follow the numbers."""
    first, last, place = 2, 1 + table.charted, table.chart
    label = table.columns[place or 0].label
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": label,
            "categories": [name, first, 0, last, 0],
            "values": [name, first, place, last, place],
            "fill": {"color": "#135e6b"},
            "gap": 40,
        }
    )
    chart.set_title({"name": table.title, "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"reverse": rtl, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 520, "height": 90 + 22 * table.charted})
    return chart


def _free(name: str, taken: set[str]) -> str:
    """The name, or the name with a number: a spreadsheet refuses two sheets of one name."""
    number, found = 1, name
    while found.casefold() in taken:
        number += 1
        found = f"{name[:27]} {number}"
    return found


def log_export(actor: Actor, what: str, format: str, query: str, rows: int) -> Export:
    """Note who took which list, how narrowed, and how long it was."""
    return Export.objects.create(
        programme_id=actor.programme_id,
        user_id=actor.person,
        what=what[:40],
        format=format,
        query=query,
        rows=rows,
    )


def _bounded(rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            raise TooManyRows
        yield row


def _safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _safe(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _sheet_name(title: str) -> str:
    kept = "".join(" " if sign in "[]:*?/\\" else sign for sign in title).strip(" '")
    return kept[:31] or "1"


def _write_heads(book: Any, sheet: Any, columns: Sequence[Column]) -> None:
    bold = book.add_format({"bold": True, "bottom": 2})
    quiet = book.add_format({"italic": True, "font_color": "#5b6770", "bottom": 1})
    for place, column in enumerate(columns):
        width = max(_WIDTHS[column.kind], min(len(column.label) + 2, 40))
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, column.label, bold)
    for place, column in enumerate(columns):
        sheet.write_string(1, place, column.hxl, quiet)
    sheet.freeze_panes(2, 0)


def _write_cell(sheet: Any, row: int, place: int, cell: Cell) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        sheet.write_string(row, place, cell[:MOST_SIGNS])
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, cell)
    else:
        sheet.write_number(row, place, cell)
