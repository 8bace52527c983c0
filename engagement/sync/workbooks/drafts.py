"""Rows of a workbook once read, and what came of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

#: As a spreadsheet has it.
Cell = str | int | float | bool | date | datetime | time | timedelta | None
#: Name of a column, "" for the row as a whole, and what is wrong there.
Reason = tuple[str, str]


@dataclass
class Row:
    """One row: its number in the sheet, its cells by column, and the item that they make."""

    number: int
    cells: Mapping[str, Cell]
    item: dict[str, Any] = field(default_factory=dict)
    #: Cells that could not be read; such a row is not sent on.
    reasons: list[Reason] = field(default_factory=list)


@dataclass(frozen=True)
class Read:
    """The rows of one sheet; `type` is the type of record."""

    type: str
    rows: Sequence[Row]

    @property
    def readable(self) -> list[Row]:
        """Those that can be sent on, in their order."""
        return [row for row in self.rows if not row.reasons]
