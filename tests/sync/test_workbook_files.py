"""What is looked at before a workbook is read, and what is told of one that is not taken."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from engagement.sync.models import Agreement
from engagement.sync.workbooks import uploads
from engagement.sync.workbooks.models import Workbook
from tests.cast import Cast
from tests.conftest import owner
from tests.sync.agreeing import agree
from tests.sync.filling import bring, filled, meeting, person

pytestmark = pytest.mark.django_db
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    return agree(cast)


def words_of(cast: Cast, agreement: Agreement, content: bytes) -> str:
    """What is told of a file that is not taken; nothing of it is kept."""
    answer = bring(cast.idris, agreement, content)
    assert answer.status_code == 422, answer
    with owner():
        assert not Workbook.objects.exists()
    return answer.content.decode()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    """The workbook with one part put in another's place."""
    held = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(held, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, data)
    return held.getvalue()


def of_cells(cells: bytes) -> bytes:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    rows = b"<sheetData>" + cells + b"</sheetData></worksheet>"
    return with_part(filled([person("p-1")]), SHEET, head + rows)


def cut_short(content: bytes) -> bytes:
    """The workbook, whose list of parts says of the first that it ends after three bytes."""
    at = content.index(b"PK\x01\x02") + 20
    return content[:at] + (3).to_bytes(4, "little") + content[at + 4 :]


OTHERS = {
    "nothing": b"",
    "text": b"external_id,kind\np-1,person\n",
    "a broken zip": filled([person("p-1")])[:900],
    "a part cut short": cut_short(filled([person("p-1")])),
    "a zip of something": with_part(b"PK\x05\x06" + bytes(18), "hello.txt", b"hello"),
    "entities": with_part(filled([person("p-1")]), SHEET, b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'),
    "no XML": with_part(filled([person("p-1")]), SHEET, b"<worksheet><sheetData><row"),
    "no sheet": with_part(filled([person("p-1")]), "xl/workbook.xml", b"<workbook/>"),
}


@pytest.mark.parametrize("what", OTHERS)
def test_what_is_no_workbook_is_told_so(cast: Cast, agreement: Agreement, what: str) -> None:
    words = words_of(cast, agreement, OTHERS[what])
    told = "not an Excel workbook", "There is no record in this workbook"
    assert any(one in words for one in told)


def test_an_older_workbook_is_told_to_be_saved_anew(cast: Cast, agreement: Agreement) -> None:
    assert "Save it as .xlsx" in words_of(cast, agreement, b"\xd0\xcf\x11\xe0" + bytes(600))


def test_a_file_that_is_too_large_is_not_opened(cast: Cast, agreement: Agreement) -> None:
    assert "larger than 5 MB" in words_of(cast, agreement, bytes((5 << 20) + 1))
    assert "larger than 5 MB" in words_of(cast, agreement, bytes(11 << 20))


def test_a_zip_bomb_is_not_unpacked(
    cast: Cast, agreement: Agreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_UNPACKED", 1 << 20)
    bomb = with_part(filled([person("p-1")]), "xl/media/image1.png", bytes(2 << 20))
    assert "Unpacked, this file is too large" in words_of(cast, agreement, bomb)


def test_a_bomb_that_says_it_is_small_is_not_believed(
    cast: Cast, agreement: Agreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_UNPACKED", 1 << 20)
    large = bytes(2 << 20)
    bomb = with_part(filled([person("p-1")]), "xl/media/image1.png", large)
    size, small = len(large).to_bytes(4, "little"), (7).to_bytes(4, "little")
    assert size in bomb
    assert "too large" in words_of(cast, agreement, bomb.replace(size, small))


def test_a_size_that_is_a_lie_is_refused(cast: Cast, agreement: Agreement) -> None:
    data = bytes(5000)
    told = with_part(filled([person("p-1")]), "xl/media/image1.png", data)
    crc = zlib.crc32(data).to_bytes(4, "little")
    size, small = (5000).to_bytes(4, "little"), (7).to_bytes(4, "little")
    assert told.count(crc) == 2
    assert "not an Excel workbook" in words_of(cast, agreement, told.replace(size, small))


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1"><c r="A1"/></row><row\nspans="1:2" r="900000"><c><v>1</v></c></row>',
        b'<row r="1">' + b"<c><v>1</v></c>" * 500 + b"</row>",
        b'<x:row r="1"><x:c s="1" r=\'ZZZ1\'><x:v>1</x:v></x:c></x:row>',
        b"<row/>" * 60_001,
    ],
    ids=["corner", "row", "without addresses", "prefixed", "rows"],
)
def test_a_cell_far_away_is_not_laid_out(cast: Cast, agreement: Agreement, cells: bytes) -> None:
    assert "A sheet reaches to row" in words_of(cast, agreement, of_cells(cells))


def test_more_records_than_are_taken_are_refused(cast: Cast, agreement: Agreement) -> None:
    rows = [person(f"p-{n}") for n in range(10_000)]
    words = words_of(cast, agreement, filled(rows))
    assert "There are 10000 records in this workbook; at most 5000 are taken." in words


def test_a_column_that_is_not_known_is_named(cast: Cast, agreement: Agreement) -> None:
    words = words_of(cast, agreement, filled([person("p-1", Telephone="077")]))
    assert "There is no column “Telephone”." in words


def test_a_column_twice_is_named(cast: Cast, agreement: Agreement) -> None:
    words = words_of(cast, agreement, filled([person("p-1", **{"Names ": "Karim"})]))
    assert "The column “names” stands there twice." in words


def test_a_column_without_a_name_is_counted(cast: Cast, agreement: Agreement) -> None:
    words = words_of(cast, agreement, filled([person("p-1", **{" ": "Karim"})]))
    assert "The 6. column has no name." in words


def test_a_column_that_is_missing_is_named(cast: Cast, agreement: Agreement) -> None:
    words = words_of(cast, agreement, filled([{"external_id": "p-1", "names": "Karim"}]))
    assert "These columns are missing: kind, actor_type." in words


def test_a_sheet_that_is_not_known_is_named(cast: Cast, agreement: Agreement) -> None:
    more: Any = {"Sheet3": [person("p-1")]}
    words = words_of(cast, agreement, filled([person("p-1")], [meeting("m-1", "p-1")], **more))
    assert "The sheet “Sheet3” is not known." in words


def test_nothing_in_a_workbook_becomes_a_formula(cast: Cast) -> None:
    from engagement.sync.workbooks.books import Refused, refused_rows
    from engagement.sync.workbooks.drafts import Row

    row = Row(3, {"external_id": "=1+1", "names": "@SUM(A1)", "tags": "http://example.org"})
    codes = {"kind": ("Kind", [("=2", "-2+3")])}
    made = refused_rows("=cmd", codes, {"stakeholder": [Refused(row, [("names", "=no")])]})
    with ZipFile(BytesIO(made)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        assert not any(b"<f>" in book.read(name) for name in sheets)
        assert not any(name.startswith("xl/externalLinks") for name in book.namelist())
