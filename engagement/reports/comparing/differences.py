"""What differs between two reports of the same kind: every number then, now, and by how much.

Made from the cells of both, in one language; rows are matched by what stands at their beginning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engagement.coverage.words import number
from engagement.reports.blocks import Cell, Content, Grid, text_of
from engagement.reports.shown import direction

Key = tuple[str, ...]
#: Of a third report: what it restates.
LEFT_OUT = ("restated",)


@dataclass(frozen=True)
class Pair:
    """One cell of both reports; a dash where one has no such row, column or table."""

    row: str
    column: str
    then: str
    now: str
    difference: str
    same: bool
    number: bool

    @property
    def dir(self) -> str:
        return direction(self.row)


@dataclass(frozen=True)
class Compared:
    """One table of both reports."""

    code: str
    title: str
    pairs: tuple[Pair, ...]

    @property
    def dir(self) -> str:
        return direction(self.title)

    @property
    def numbers(self) -> bool:
        """Whether what differs are numbers alone."""
        return all(pair.number for pair in self.changed)

    @property
    def changed(self) -> list[Pair]:
        return [pair for pair in self.pairs if not pair.same]

    @property
    def same(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.same]


def compare(one: Content, other: Content) -> list[Compared]:
    """Every table of either, in the order of the second; what only the first has comes last."""
    old, new = (
        {grid.code: grid for grid in made.grids if grid.code not in LEFT_OUT}
        for made in (one, other)
    )
    return [_compared(old.get(code), new.get(code)) for code in dict.fromkeys([*new, *old])]


def _compared(old: Grid | None, new: Grid | None) -> Compared:
    grid = new or old
    if grid is None:
        raise ValueError("a table of neither")
    heads = _heads([one for one in (old, new) if one is not None])
    then, now = _cells(old, heads), _cells(new, heads)
    pairs = tuple(
        _pair(*place, then.get(place), now.get(place)) for place in dict.fromkeys([*now, *then])
    )
    return Compared(grid.code, grid.title, pairs)


def _heads(grids: Sequence[Grid]) -> int:
    """How many columns it takes to tell the rows apart."""
    most = min(len(grid.columns) for grid in grids)
    for many in range(1, most):
        if all(len({_key(row, many) for row in one.rows}) == len(one.rows) for one in grids):
            return many
    return 1


def _key(row: Sequence[Cell], many: int) -> Key:
    return tuple(text_of(cell) for cell in row[:many])


def _cells(grid: Grid | None, heads: int) -> dict[tuple[str, str], Cell]:
    return dict(_each(grid, heads)) if grid is not None else {}


def _each(grid: Grid, heads: int) -> Iterator[tuple[tuple[str, str], Cell]]:
    for row in grid.rows:
        name = " · ".join(_key(row, heads))
        for column, cell in zip(grid.columns[heads:], row[heads:], strict=True):
            yield (name, column.label), cell


def _pair(row: str, column: str, then: Cell, now: Cell) -> Pair:
    return Pair(
        row=row,
        column=column,
        then=text_of(then),
        now=text_of(now),
        difference=_difference(then, now),
        same=then == now,
        number=_is_number(then) or _is_number(now),
    )


def _difference(then: Cell, now: Cell) -> str:
    """By how much a number moved, with its sign; empty where one of them is none."""
    if not _is_number(then) or not _is_number(now) or then == now:
        return ""
    if isinstance(then, float) or isinstance(now, float):
        moved = float(now) - float(then)  # type: ignore[arg-type]
        text = f"{abs(moved):.3g}"
    else:
        exact = Fraction(now) - Fraction(then)  # type: ignore[arg-type]
        moved, text = float(exact), number(abs(exact))
    return f"\u2066{'+' if moved > 0 else '−'}{text}\u2069"


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float | Fraction)
