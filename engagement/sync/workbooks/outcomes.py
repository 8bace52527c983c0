"""What came of the rows of a workbook: counts, and why some were refused. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engagement.sync.workbooks.books import Refused
from engagement.sync.workbooks.columns import SHEETS
from engagement.sync.workbooks.drafts import Read, Reason, Row

#: What a row ended as; `merged` and `provisional` are among the first three.
ENDS = ("created", "changed", "unchanged", "conflicts", "refused", "provisional", "merged")
_COLUMNS = {name for sheet in SHEETS for name in sheet.by_name}


class Outcome:
    """Filled chunk by chunk."""

    def __init__(self, read: Sequence[Read]) -> None:
        self.counts = {one.type: {"rows": len(one.rows), **dict.fromkeys(ENDS, 0)} for one in read}
        self._types = {id(row): one.type for one in read for row in one.rows}
        self._refused: dict[str, list[Refused]] = {one.type: [] for one in read}
        for one in read:
            for row in one.rows:
                if row.reasons:
                    self._refuse(row, row.reasons)

    @property
    def refused(self) -> dict[str, list[Refused]]:
        """Type of record -> the rows to be mended, in their order; types without any are not."""
        return {
            kind: sorted(rows, key=lambda one: one.row.number)
            for kind, rows in self._refused.items()
            if rows
        }

    def add(self, rows: Sequence[Row], answer: Mapping[str, Any]) -> None:
        """What the batch of these rows was answered."""
        counts = self.counts[self._types[id(rows[0])]]
        summary = answer["summary"]
        counts["created"] += summary["created"]
        counts["changed"] += summary["updated"]
        counts["unchanged"] += summary["unchanged"]
        for result in answer["results"]:
            problem = result.get("problem")
            counts["provisional"] += bool(result.get("provisional"))
            counts["merged"] += bool(result.get("merged"))
            if problem is None:
                continue
            # A clash waits for a person here; of everything else the sender mends the row.
            if problem.get("conflicts"):
                counts["conflicts"] += 1
            else:
                self._refuse(rows[result["index"]], _reasons(problem))

    def told(self, most: int) -> list[dict[str, Any]]:
        """The first refused rows with their reasons, for the page."""
        found = [
            {
                "sheet": sheet.name,
                "row": one.row.number,
                "id": str(one.row.item.get("external_id", "")),
                "reasons": list(one.reasons),
            }
            for sheet in SHEETS
            for one in self.refused.get(sheet.type, ())
        ]
        return found[:most]

    def _refuse(self, row: Row, reasons: Sequence[Reason]) -> None:
        kind = self._types[id(row)]
        self.counts[kind]["refused"] += 1
        self._refused[kind].append(Refused(row, reasons))


def _reasons(problem: Mapping[str, Any]) -> list[Reason]:
    faults = problem.get("errors") or [{"detail": problem.get("detail") or problem["title"]}]
    return [(_column(one.get("pointer", "")), str(one["detail"])) for one in faults]


def _column(pointer: str) -> str:
    """`participants` of `/items/3/data/participants/0/external_id`."""
    steps = [step for step in pointer.split("/")[3:] if step != "data"]
    return steps[0] if steps and steps[0] in _COLUMNS else ""
