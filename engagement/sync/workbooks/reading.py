"""Reading a workbook: its sheets, the names of its columns, its rows as items of a batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from engagement.sync.workbooks.cells import Unreadable, read_cell
from engagement.sync.workbooks.columns import (
    BESIDE,
    CODES,
    HOW_TO,
    LABEL,
    SHEETS,
    Column,
    Sheet,
)
from engagement.sync.workbooks.drafts import Cell, Read, Row
from engagement.sync.workbooks.uploads import MOST_ROWS, NotTaken, check_file, not_a_workbook

_KNOWN = {sheet.name.casefold(): sheet for sheet in SHEETS}
_OURS = {CODES.casefold(), HOW_TO.casefold()}


@dataclass(frozen=True)
class _Reader:
    """On whose clock, and whose records: ids of rows in them are theirs alone."""

    zone: ZoneInfo
    partner: UUID


def read_workbook(content: bytes, zone: ZoneInfo, partner: UUID) -> list[Read]:
    """The rows by sheet, in the order in which they are taken in. Raises NotTaken."""
    check_file(content)
    found: dict[str, list[list[Cell]]] = {}
    for sheet, rows in _sheets(content):
        if sheet.name in found:
            raise _wrong(sheet, _("There are two of it."))
        found[sheet.name] = rows
    reader = _Reader(zone, partner)
    read = [
        Read(sheet.type, list(_rows(sheet, found[sheet.name], reader)))
        for sheet in SHEETS
        if found.get(sheet.name)
    ]
    count = sum(len(one.rows) for one in read)
    if not count:
        raise NotTaken(_("There is no record in this workbook."))
    if count > MOST_ROWS:
        words = _("There are %(count)s records in this workbook; at most %(most)s are taken.")
        raise NotTaken(words % {"count": count, "most": MOST_ROWS})
    return read


def _sheets(content: bytes) -> Iterator[tuple[Sheet, list[list[Cell]]]]:
    """The sheets of records with their cells. Raises NotTaken where one is not known."""
    try:
        with CalamineWorkbook.from_object(BytesIO(content)) as book:
            for name in book.sheet_names:
                cells: Any = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                sheet = _KNOWN.get(name.strip().casefold())
                if sheet is not None:
                    yield sheet, cells
                elif cells and name.strip().casefold() not in _OURS:
                    raise _unknown_sheet(name)
    except CalamineError as error:
        raise not_a_workbook() from error
    except BaseException as error:
        # A fault inside the reader, which is written in Rust, is no Exception.
        if type(error).__name__ == "PanicException":
            raise not_a_workbook() from None
        raise


def _unknown_sheet(name: str) -> NotTaken:
    words = _("The sheet “%(name)s” is not known. Records stand on the sheets %(known)s.")
    return NotTaken(words % {"name": name[:40], "known": ", ".join(one.name for one in SHEETS)})


def _rows(sheet: Sheet, cells: Sequence[Sequence[Cell]], reader: _Reader) -> Iterator[Row]:
    columns = _columns(sheet, cells)
    for number, line in enumerate(cells[1:], start=2):
        row = {name: line[place] for name, place in columns.items() if not _empty(line[place])}
        given = {name: cell for name, cell in row.items() if name not in BESIDE}
        if not given or (number == 2 and _is_labels(given.values())):
            continue
        found = Row(number, given)
        _read(sheet, found, reader)
        yield found


def _columns(sheet: Sheet, cells: Sequence[Sequence[Cell]]) -> dict[str, int]:
    """Where each column stands. Raises NotTaken: a column that is not read would be lost."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells[0]):
        name = str(cell).strip().casefold()
        if not name:
            if any(not _empty(line[place]) for line in cells[1:]):
                raise _wrong(sheet, _("The %(n)s. column has no name.") % {"n": place + 1})
            continue
        if name not in sheet.by_name and name not in BESIDE:
            words = _("There is no column “%(name)s”. Take it out, or name it as in the template.")
            raise _wrong(sheet, words % {"name": str(cell).strip()[:40]})
        if name in found:
            raise _wrong(sheet, _("The column “%(name)s” stands there twice.") % {"name": name})
        found[name] = place
    missing = [one.name for one in sheet.columns if one.required and one.name not in found]
    if missing:
        words = _("These columns are missing: %(names)s.") % {"names": ", ".join(missing)}
        raise _wrong(sheet, words)
    return found


def _wrong(sheet: Sheet, words: str) -> NotTaken:
    return NotTaken(_("Sheet “%(sheet)s”: %(words)s") % {"sheet": sheet.name, "words": words})


def _empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_labels(cells: Any) -> bool:
    return all(isinstance(cell, str) and LABEL in cell for cell in cells)


def _read(sheet: Sheet, row: Row, reader: _Reader) -> None:
    """The row as an item, or what is wrong with its cells."""
    own = (str(row.cells.get(name, "")).strip() for name in ("namespace", "external_id"))
    about = "\n".join((str(reader.partner), *own))
    data: dict[str, Any] = {}
    for name, cell in row.cells.items():
        column: Column = sheet.by_name[name]
        try:
            value = read_cell(column, cell, reader.zone, about)
        except Unreadable as error:
            row.reasons.append((name, str(error)))
            continue
        if value is not None:
            (row.item if column.outside else data)[name] = value
    row.item["data"] = data
