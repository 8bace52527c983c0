"""What a report consists of, in one language: sections of finished text, numbers, maps and charts.

Every format is made from these: paper, page, spreadsheet and API show the same cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from engagement.audit.exports import Column
from engagement.coverage import matrix
from engagement.coverage.shares import Share
from engagement.coverage.words import cell_sign, day, number
from engagement.reports import paper

#: A cell holds a number as it is, exact; its text is made for paper and page alike.
Cell = str | int | Fraction | float | date | None


@dataclass(frozen=True)
class Grid:
    """A table. `code` is stable (sheets, API); `note` stands under it; `strong` rows by number.

    `chart` names the column of numbers that a spreadsheet draws, by its place.
    """

    code: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    strong: tuple[int, ...] = ()
    chart: int | None = None

    def texts(self) -> list[list[str]]:
        """Every cell as it is read."""
        return [[text_of(cell) for cell in row] for row in self.rows]


@dataclass(frozen=True)
class Section:
    """A part of a report. With `empty` there is nothing to show, and these words say why."""

    code: str
    title: str
    paragraphs: tuple[str, ...] = ()
    figures: tuple[paper.Figure, ...] = ()
    map: paper.Map | None = None
    charts: tuple[paper.Chart, ...] = ()
    grids: tuple[Grid, ...] = ()
    empty: str = ""


@dataclass(frozen=True)
class Content:
    """A report in one language: what stands above the sections, and these."""

    language: str
    title: str
    head: tuple[paper.Labelled, ...]
    sentence: tuple[paper.SentencePart, ...]
    figures: tuple[paper.Figure, ...]
    sections: tuple[Section, ...]
    footer: paper.Footer
    banner: str | None = None
    product: str = ""

    @property
    def grids(self) -> list[Grid]:
        """Every table, in order."""
        return [grid for section in self.sections for grid in section.grids]


def text_of(cell: Cell) -> str:
    """A cell as it is read: fractions of meetings by signs, days in words, nothing as a dash."""
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return day(cell)
    if isinstance(cell, float):
        return f"{cell:g}"
    return number(cell)


def share_cells(share: Share | None) -> tuple[Cell, Cell, Cell]:
    """Part, whole, and a percentage where there are enough."""
    if share is None or not share.whole:
        return None, None, None
    return share.part, share.whole, None if share.small else share.percent


def matrix_cell(cell: matrix.Cell) -> Cell:
    """The number, or the sign of what is hidden or missing."""
    if cell.state in ("small", "withheld", "nobody"):
        return cell_sign(cell.state, cell.n)
    return cell.n


def columns(*told: tuple[str, str] | tuple[str, str, str]) -> tuple[Column, ...]:
    """Columns from (label, hashtag) for text and (label, hashtag, kind) for numbers and dates."""
    return tuple(Column(*one) for one in told)


def section(code: str, title: str, empty: str = "", **parts: Sequence[object] | object) -> Section:
    """A section; where none of its parts holds anything, the words of `empty` stand in it."""
    held = {name: tuple(part) if isinstance(part, list) else part for name, part in parts.items()}
    some = any(held.values())
    return Section(code, title, **held, empty="" if some else empty)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Told:
    """Beside the facts: the language, and what somebody wrote into the report, by section."""

    language: str
    texts: dict[str, str] = field(default_factory=dict)
