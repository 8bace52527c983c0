"""Whether a file is a workbook that may be read at all: looked at before anything parses it.

A spreadsheet is a zip of XML. What it says of its own size is not believed: every part is unpacked
against one bound, and every cell's address is read, for one cell in the last row of the last column
makes a reader lay out seventeen thousand million.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

#: Bytes of a file, and of everything in it once unpacked.
MOST_BYTES, MOST_UNPACKED = 5 << 20, 48 << 20
MOST_PARTS = 500
#: Records of one workbook.
MOST_ROWS = 5_000
#: Rows and columns that a sheet may reach to, and their product, empty cells among them.
LAST_ROW, LAST_COLUMN, MOST_CELLS = 60_000, 400, 2_000_000
_STEP = 1 << 16
#: What a damaged archive makes its reader raise.
_DAMAGED = (BadZipFile, EOFError, OSError, RuntimeError, ValueError, struct.error, zlib.error)
#: Older workbooks, and those locked with a password.
_OLE = b"\xd0\xcf\x11\xe0"
#: A row or a cell, and the address that it bears; both may go without, and then follow the last.
_TAG = re.compile(
    rb"""<(?:[\w.-]+:)?(?:(?P<row>row)|c)(?=[\s/>])(?:[^<>]*?\sr\s*=\s*["']"""
    rb"""\$?(?P<letters>[A-Za-z]{0,4})\$?(?P<number>[0-9]{1,9})["'])?"""
)


class NotTaken(Exception):
    """A file that is not read, in words for whoever sent it."""


def check_file(content: bytes) -> None:
    """Raise NotTaken unless this is a workbook of a size that can be read."""
    if len(content) > MOST_BYTES:
        raise NotTaken(too_large())
    if content.startswith(_OLE):
        raise NotTaken(
            _("This is an older workbook, or one with a password. Save it as .xlsx without one.")
        )
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_parts(archive)
    except _DAMAGED as error:
        raise not_a_workbook() from error


def too_large() -> str:
    """The same words wherever it is noticed."""
    return _("The file is larger than 5 MB. Split it into two.")


def not_a_workbook() -> NotTaken:
    """The same words wherever it turns out."""
    return NotTaken(_("This is not an Excel workbook (.xlsx), or it is damaged."))


def _check_parts(archive: ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    whole = {"[content_types].xml", "xl/workbook.xml"} <= names
    if not whole or len(parts) > MOST_PARTS or "content.xml" in names:
        raise not_a_workbook()
    left = MOST_UNPACKED
    for part in parts:
        if part.flag_bits & 1 or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise not_a_workbook()
        data = b"".join(_unpacked(archive, part, left))
        left -= len(data)
        if part.filename.lower().endswith(".xml"):
            _check_cells(data)


def _unpacked(archive: ZipFile, part: ZipInfo, most: int) -> Iterator[bytes]:
    """What is in a part, however small it says it is."""
    told, part.file_size = part.file_size, 1 << 40  # where the stream itself ends
    read = 0
    with archive.open(part) as stream:
        while piece := stream.read(_STEP):
            read += len(piece)
            if read > most:
                raise NotTaken(_("Unpacked, this file is too large to be read."))
            yield piece
    if read != told:
        raise not_a_workbook()


def _check_cells(data: bytes) -> None:
    if b"\x00" in data or b"<!ENTITY" in data:  # no UTF-8, or entities, which no spreadsheet writes
        raise not_a_workbook()
    row, column = _reach(data)
    if row > LAST_ROW or column > LAST_COLUMN or row * column > MOST_CELLS:
        words = _(
            "A sheet reaches to row %(row)s and column %(column)s. Delete the empty rows and "
            "columns behind the last record, and save it again."
        )
        raise NotTaken(words % {"row": row, "column": column})


def _reach(data: bytes) -> tuple[int, int]:
    """The last row and the last column that something in a sheet may stand in."""
    row = column = last_row = last_column = 0
    for number, tag in enumerate(_TAG.finditer(data)):
        if number > MOST_CELLS:
            return LAST_ROW + 1, LAST_COLUMN + 1
        told = int(tag["number"] or 0)
        if tag["row"]:
            row, column = told or row + 1, 0
        else:
            row = told or row
            column = _place(tag["letters"]) if tag["letters"] else column + 1
        last_row, last_column = max(last_row, row), max(last_column, column)
    return last_row, last_column


def _place(letters: bytes) -> int:
    found = 0
    for letter in letters.upper():
        found = 26 * found + letter - 64
    return found
