"""Writing workbooks: the template, and the refused rows in the same columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from engagement.sync.workbooks.columns import (
    CODES,
    HOW_TO,
    LABEL,
    REFUSAL,
    ROW,
    SHEETS,
    Column,
    Sheet,
)
from engagement.sync.workbooks.drafts import Cell, Reason, Row
from engagement.sync.workbooks.uploads import MOST_ROWS

#: What a sheet's cell can hold.
MOST_SIGNS = 32_000
#: Rows of a sheet that offer lists to choose from: as many as are taken.
_FIRST, _LAST = 2, MOST_ROWS + 1
_WIDTHS = {"text": 34, "names": 34, "people": 30, "promises": 34, "issues": 34, "whole": 12}
_FORMATS = {"day": "yyyy-mm-dd", "clock": "hh:mm", "whole": "General", "flag": "General"}
#: Text is text: what begins with an equals sign is a name, and no formula.
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
Codes = Mapping[str, tuple[str, Sequence[tuple[str, str]]]]


@dataclass(frozen=True)
class Refused:
    """A row that was not taken, as it came and with the reasons."""

    row: Row
    reasons: Sequence[Reason]


def template(partner: str, codes: Codes) -> bytes:
    """An empty workbook in the language of the page."""
    return _book(partner, codes, {})


def refused_rows(partner: str, codes: Codes, rows: Mapping[str, Sequence[Refused]]) -> bytes:
    """Type of record -> its refused rows, in a workbook that can be sent again once mended."""
    return _book(partner, codes, rows)


def said(reasons: Sequence[Reason]) -> str:
    """The reasons of one row as one text, each on a line."""
    return "\n".join(f"{name}: {words}" if name else words for name, words in reasons)


def _book(partner: str, codes: Codes, rows: Mapping[str, Sequence[Refused]]) -> bytes:
    held = BytesIO()
    with Workbook(held, _OPTIONS) as book:
        book.set_properties({"title": f"Jisr: {partner}"})
        places = _places(codes)
        for sheet in SHEETS:
            refused = rows.get(sheet.type)
            if refused is not None or not rows:
                _Writer(book, sheet, places).write(refused)
        _write_codes(book, codes)
        _write_how_to(book, partner, refused=bool(rows))
    return held.getvalue()


def _places(codes: Codes) -> dict[str, str]:
    """List -> where the codes of it stand."""
    found = {}
    for number, (name, (_title, options)) in enumerate(codes.items()):
        first = xl_rowcol_to_cell(2, 3 * number, row_abs=True, col_abs=True)
        last = xl_rowcol_to_cell(1 + len(options), 3 * number, row_abs=True, col_abs=True)
        if options:
            found[name] = f"={CODES}!{first}:{last}"
    return found


class _Writer:
    """One sheet of records."""

    def __init__(self, book: Any, sheet: Sheet, places: Mapping[str, str]) -> None:
        self.book, self.sheet, self.places = book, sheet, places
        self.out = _added(book, sheet.name)
        self.plain = {
            form: book.add_format({"num_format": form, "text_wrap": True, "valign": "top"})
            for form in ("@", *sorted(set(_FORMATS.values())))
        }

    def write(self, rows: Sequence[Refused] | None) -> None:
        """The head, what may be chosen in each column, and the refused rows where there are any."""
        beside = (ROW, REFUSAL) if rows is not None else ()
        head = self.book.add_format({"bold": True, "bg_color": "#e4eef0", "bottom": 1})
        must = self.book.add_format(
            {"bold": True, "bg_color": "#135e6b", "font_color": "#ffffff", "bottom": 1}
        )
        for place, name in enumerate(beside):
            self._head(place, name, BESIDE_LABELS[name](), head, 60 if name == REFUSAL else 8)
        for place, column in enumerate(self.sheet.columns, start=len(beside)):
            self._column(place, column, must if column.required else head)
        self.out.freeze_panes(2, len(beside) + 1)
        for line, refused in enumerate(rows or (), start=2):
            self._row(line, refused)

    def _head(self, place: int, name: str, label: str, form: Any, width: int) -> None:
        quiet = self.book.add_format(
            {"italic": True, "font_color": "#48545c", "text_wrap": True, "valign": "top"}
        )
        self.out.set_column(place, place, width, self.plain["@"])
        self.out.write_string(0, place, name, form)
        self.out.write_string(1, place, f"{label} {LABEL}", quiet)

    def _column(self, place: int, column: Column, form: Any) -> None:
        label = f"{column.label} *" if column.required else str(column.label)
        width = _WIDTHS.get(column.kind, 20)
        self._head(place, column.name, label, form, width)
        self.out.set_column(place, place, width, self.plain[_FORMATS.get(column.kind, "@")])
        if column.note:
            size = {"width": 300, "height": 140, "font_size": 10}
            self.out.write_comment(0, place, str(column.note), size)
        if column.codes in self.places:
            chosen = {
                "validate": "list",
                "source": self.places[column.codes],
                # In a cell that takes several, and of places that no list here names, any text.
                "show_error": not column.many and column.kind != "place",
                "error_title": column.name,
                "error_message": _("Choose one of the list; the sheet Codes says what each means."),
            }
            self.out.data_validation(_FIRST, place, _LAST, place, chosen)

    def _row(self, line: int, refused: Refused) -> None:
        self.out.write_number(line, 0, refused.row.number)
        self._cell(line, 1, said(refused.reasons), "@")
        for place, column in enumerate(self.sheet.columns, start=2):
            cell = refused.row.cells.get(column.name)
            self._cell(line, place, cell, _FORMATS.get(column.kind, "@"))

    def _cell(self, line: int, place: int, cell: Cell, form: str) -> None:
        if cell is None or cell == "":
            return
        plain = self.plain[form]
        if isinstance(cell, bool):
            self.out.write_boolean(line, place, cell, plain)
        elif isinstance(cell, date | datetime | time | timedelta) and form != "@":
            self.out.write_datetime(line, place, cell, plain)
        elif isinstance(cell, int | float) and form != "@":
            self.out.write_number(line, place, cell, plain)
        else:
            text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
            self.out.write_string(line, place, text[:MOST_SIGNS], plain)


BESIDE_LABELS = {
    ROW: lambda: pgettext("of a sheet", "Row"),
    REFUSAL: lambda: _("Why it was not taken"),
}


def _added(book: Any, name: str) -> Any:
    out = book.add_worksheet(name)
    if get_language_bidi():
        out.right_to_left()
    return out


def _write_codes(book: Any, codes: Codes) -> None:
    """Each list in two columns, code and label, with a free column between the lists."""
    out = _added(book, CODES)
    bold = book.add_format({"bold": True, "bottom": 1})
    quiet = book.add_format({"italic": True, "font_color": "#48545c"})
    for number, (title, options) in enumerate(codes.values()):
        place = 3 * number
        out.set_column(place, place, 22)
        out.set_column(place + 1, place + 1, 34)
        out.set_column(place + 2, place + 2, 3)
        out.write_string(0, place, title, bold)
        out.write_string(0, place + 1, "", bold)
        out.write_string(1, place, _("Code"), quiet)
        out.write_string(1, place + 1, _("Means"), quiet)
        for line, (code, label) in enumerate(options, start=2):
            out.write_string(line, place, code)
            out.write_string(line, place + 1, label)
    out.freeze_panes(2, 0)


def _write_how_to(book: Any, partner: str, *, refused: bool) -> None:
    out = _added(book, HOW_TO)
    out.set_column(0, 0, 100)
    bold = book.add_format({"bold": True, "font_size": 14})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    out.write_string(0, 0, partner, bold)
    for line, words in enumerate(_how_to(refused=refused), start=2):
        out.write_string(line, 0, words, wrap)
    if not refused:
        out.activate()
    out.hide_gridlines(2)


def _how_to(*, refused: bool) -> list[str]:
    first = (
        _("These rows were not taken. The column refusal says why.")
        if refused
        else _("One row is one record. Fill in the sheets Stakeholders and Meetings.")
    )
    return [
        first,
        _("Columns with a dark head, marked *, must be filled in."),
        _("Leave the first two rows as they are."),
        _("external_id is your own id of a record. The same id next month means the same record."),
        _("A row says all that you know: what you leave empty next time is taken away."),
        _("In Meetings, participants names people by their external_id of the sheet Stakeholders."),
        _("Several values in one cell: separate them by ; or by a new line (Alt and Enter)."),
        _("The sheet Codes says which codes there are; most columns offer them in a list."),
        _("Dates are dates, or text as 2026-03-17. Times are on the programme's clock, as 14:30."),
        _("Refused rows come back as a file with reasons. Mend them, and send that file as it is."),
    ]
