"""A report says each number once: page, paper, spreadsheet and CSV hold the same cells."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from engagement.access.scope import acting_as
from engagement.briefs.actions import install_brief
from engagement.reports.blocks import Cell, Content, Grid, text_of
from engagement.reports.kinds import KINDS
from engagement.reports.render import Pdf
from tests.cast import Cast
from tests.coverage.logs import small_log
from tests.reports.pdfs import letters, pages, squeezed, text
from tests.reports.story import LAST, asked_of, built, files, many_meetings, shown

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "ar", "ckb")
every_kind = pytest.mark.parametrize("kind", list(KINDS))


@dataclass(frozen=True)
class Reported:
    """A report in every language: what it consists of, and its files by format and language."""

    made: dict[str, Content]
    files: dict[tuple[str, str], bytes]

    def paper(self, language: str) -> str:
        found = pages(Pdf(self.files["pdf", language], "ua-1"))
        return "\n".join(text(page) for page in found)


#: Built once for all tests of a kind; they only read.
KEPT: dict[str, Reported] = {}


def reported(cast: Cast, kind: str) -> Reported:
    """A report of a kind on the twenty meetings and on those with everything in them."""
    if kind not in KEPT:
        with acting_as(cast.bassam, "brief.installed"):
            install_brief(cast.bassam)
        many_meetings(cast)
        small_log(cast, LAST)
        report = built(cast.amal, **asked_of(cast, kind))
        KEPT[kind] = Reported(
            {language: shown(cast.amal, report, language) for language in LANGUAGES},
            {(row.format, row.language): bytes(row.content) for row in files(cast.amal, report)},
        )
    return KEPT[kind]


def plain(cell: Cell) -> Any:
    """A cell as a sheet gives it back."""
    if cell is None or cell == "":
        return ""
    return float(cell) if isinstance(cell, int | float | Fraction) else cell


def sheets(content: bytes) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_index(at).to_python() for at in range(len(book.sheet_names))]


def as_sheet(grid: Grid) -> list[list[Any]]:
    """A table as its sheet has to be read back: heads, hashtags, rows."""
    heads = [[column.label for column in grid.columns], [column.hxl for column in grid.columns]]
    return heads + [[plain(cell) for cell in row] for row in grid.rows]


@every_kind
def test_the_spreadsheet_holds_every_cell_of_the_report(cast: Cast, kind: str) -> None:
    report = reported(cast, kind)
    for language in LANGUAGES:
        made = report.made[language]
        _cover, *tables = sheets(report.files["xlsx", language])

        assert len(tables) == len(made.grids) > 0
        for grid, rows in zip(made.grids, tables, strict=True):
            assert rows == as_sheet(grid)


def long_form(made: Content) -> list[list[str]]:
    """Every cell on a row of its own, as the CSV has to hold it."""
    return [
        [grid.title, text_of(row[0]), column.label, column.hxl, text_of(cell), number_of(cell)]
        for grid in made.grids
        for row in grid.rows
        for column, cell in zip(grid.columns[1:], row[1:], strict=True)
    ]


def number_of(cell: Cell) -> str:
    if not isinstance(cell, int | float | Fraction):
        return ""
    whole = isinstance(cell, int) or (isinstance(cell, Fraction) and cell.denominator == 1)
    return str(int(cell) if whole else float(cell))


def unguarded(text: str) -> str:
    """Without the mark that keeps a spreadsheet from taking a text for a formula."""
    return text[1:] if re.match(r"'[=+@\t\r\n-]", text) else text


@every_kind
def test_the_csv_holds_every_cell_of_the_report(cast: Cast, kind: str) -> None:
    report = reported(cast, kind)
    for language in LANGUAGES:
        written = report.files["csv", language].decode("utf-8-sig")
        _head, tags, *rows = csv.reader(io.StringIO(written))

        assert all(tag.startswith("#") for tag in tags)
        assert [[unguarded(cell) for cell in row] for row in rows] == long_form(
            report.made[language]
        )


@every_kind
def test_the_paper_holds_every_row_of_the_report(cast: Cast, kind: str) -> None:
    report = reported(cast, kind)
    made = report.made["en"]
    paper = squeezed(report.paper("en"))
    rows = [row for grid in made.grids for row in grid.texts()]

    assert [row for row in rows if squeezed("".join(row)) not in paper] == []


@every_kind
def test_the_paper_from_right_to_left_holds_every_row_of_numbers(cast: Cast, kind: str) -> None:
    """The numbers of a row one after another, as they are read; words beside them may be broken."""
    report = reported(cast, kind)
    for language in ("ar", "ckb"):
        made = report.made[language]
        paper = " ".join(re.findall(r"\d+", report.paper(language)))
        grids = [g for g in made.grids if all(c.kind == "number" for c in g.columns[1:])]
        rows = [" ".join(re.findall(r"\d+", " ".join(row[1:]))) for g in grids for row in whole(g)]

        assert [row for row in rows if not holds_row(paper, row)] == []


def holds_row(paper: str, row: str) -> bool:
    """Where a line has words of Latin letters, the page's text is read from the left."""
    turned = " ".join(reversed(row.split()))
    return any(f" {told} " in f" {paper} " for told in (row, turned))


def whole(grid: Grid) -> list[list[str]]:
    """The rows of whole numbers: paper draws ½ as 1/2 and 0–4 as it is read, which the text of a
    page turns round."""
    kept = [
        row for row in grid.rows if all(plain(cell) == int(plain(cell)) for cell in counts(row))
    ]
    return [[text_of(cell) for cell in row] for row in kept if len(counts(row)) == len(row) - 1]


def counts(row: tuple[Cell, ...]) -> list[Cell]:
    return [cell for cell in row[1:] if isinstance(cell, int | float | Fraction)]


@every_kind
def test_the_paper_says_each_section_and_every_paragraph(cast: Cast, kind: str) -> None:
    report = reported(cast, kind)
    made = report.made["en"]
    paper = squeezed(report.paper("en"))
    told = [made.title, "".join(part["text"] for part in made.sentence)]
    for section in made.sections:
        told += [section.title, *section.paragraphs, section.empty]
    for grid in made.grids:
        told += [grid.title, grid.note, *(column.label for column in grid.columns)]

    assert [words for words in told if squeezed(words) not in paper] == []


@every_kind
def test_no_sheet_holds_a_formula_and_every_number_is_one(cast: Cast, kind: str) -> None:
    report = reported(cast, kind)
    for language in LANGUAGES:
        parts = xml_of(report.files["xlsx", language])
        drawn = [part for name, part in parts.items() if re.search(r"worksheets/sheet\d", name)]

        assert len(drawn) > 1
        assert [part for part in drawn if re.search(r"<f[ >/]", part)] == []
        rtl = [f'rightToLeft="{int(language != "en")}"' in part for part in drawn]
        assert rtl == [language != "en"] * len(drawn)


@every_kind
def test_a_chart_of_the_spreadsheets_own_follows_the_numbers(cast: Cast, kind: str) -> None:
    """As many as there are tables with a column to be drawn and two rows at least."""
    report = reported(cast, kind)
    made = report.made["en"]
    parts = xml_of(report.files["xlsx", "en"])
    charts = [part for name, part in parts.items() if "/charts/chart" in name]
    drawn = [
        grid
        for grid in made.grids
        if grid.chart is not None and len(grid.rows) - len(grid.strong) > 1
    ]

    assert len(charts) == len(drawn)
    assert bool(charts) is (kind != "scorecard")
    assert all(re.search(r"<c:val><c:numRef><c:f>[^<]+\$3:\$", part) for part in charts)


def xml_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name).decode() for name in book.namelist() if "xml" in name}


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_names_of_governorates_are_found_in_the_text_of_the_paper(
    cast: Cast, language: str
) -> None:
    """By the letters of each word: the page's text turns the letters of a ligature round."""
    report = reported(cast, "quarterly")
    made = report.made[language]
    [table] = [grid for grid in made.grids if grid.code == "matrix"]
    names = " ".join(str(row[0]) for row in table.rows)

    assert letters(names) <= letters(report.paper(language))
