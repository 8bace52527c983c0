"""Who is met where: groups of actors by governorates, as programme figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from engagement.coverage.place import listed
from engagement.coverage.sums import (
    EVERY,
    GROUPS,
    Kind,
    Measure,
    Period,
    Sums,
    programme_sums,
    seen_sums,
)
from engagement.coverage.suppression import Line, Rule, Shown, shown_row, shown_totals
from engagement.regions.models import ProgrammeArea, Region

#: Registered stakeholders by governorate, or None where no base in the country is recorded.
Register = Mapping[tuple[int | None, Kind], int]
#: Whose small numbers are hidden outside the capital.
PROTECTED = frozenset({Kind.PARAMILITARY})
#: What is withheld beside them: the group that the brief asks least about.
COMPLEMENTS = (Kind.OTHERS, Kind.COMMUNITIES)
VISITED, HEARD = "visited", "heard"


@dataclass(frozen=True)
class Cell:
    """Meetings with a group in a governorate; `n` is None where hidden.

    `state` is `number`; of zeros `missed` (registered, and we do visit the place), `unmet`
    (registered, and we do not), `nobody` (nobody registered), `zero` (what is registered is not
    told); of hidden ones `small` (0 to 4) and `withheld`.
    """

    kind: Kind
    n: int | None
    state: str
    #: How many of them the reader may not open; None where hidden or not asked for.
    unopenable: int | None = None


@dataclass(frozen=True)
class Row:
    """A governorate: its total, each meeting once, and a cell for each column."""

    region: Region
    total: int
    cells: tuple[Cell, ...]
    unopenable: int | None = None


@dataclass(frozen=True)
class Matrix:
    """Most met first. `totals` are outside the capital, each meeting once; none for `heard`."""

    by: str
    list_code: str
    columns: tuple[Kind, ...]
    rows: tuple[Row, ...]
    totals: tuple[Cell, ...]

    @property
    def hides(self) -> bool:
        """Whether anything in it is hidden."""
        return any(cell.n is None for row in self.rows for cell in row.cells)


def matrix(
    period: Period, area: ProgrammeArea, *, by: str = VISITED, with_seen: bool = False
) -> Matrix:
    """The fixed table of a period: three statements, and one more with the reader's own share."""
    seen = seen_sums(period) if with_seen else None
    regions, register = listed(area, period), register_of(period.last)
    found = programme_sums(period)
    return matrix_from(found, regions, register, area.list_on(period.last), by=by, seen=seen)


def register_of(day: date) -> Register:
    """Who is registered and to be engaged, under the list in force on a day; one statement.

    A programme figure: alike for every member. Raises a database error (42501) where the context
    is no member's.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit, kind, n FROM jisr.coverage_register(%s)", [day])
        return {(unit, Kind(kind)): n for unit, kind, n in cursor.fetchall()}


def matrix_from(
    sums: Sums,
    regions: list[Region],
    register: Register,
    list_code: str,
    *,
    by: str = VISITED,
    seen: Sums | None = None,
    leaving: bool = False,
) -> Matrix:
    """The table that sums hold; no statement. `leaving`: for what leaves the programme."""
    counted = _Counted(sums, by)
    mine = _Counted(seen, by) if seen is not None else None
    columns = tuple(
        kind
        for kind in GROUPS
        if kind != Kind.NOT_SURE or any(counted.cell(row, kind) for row in regions)
    )
    rule = _rule(columns, leaving)
    ordered = sorted(regions, key=lambda region: -counted.total(region))  # by name where equal
    lines = [_line(region, columns, counted, register) for region in ordered]
    rows = tuple(
        _row(region, columns, line, rule, mine) for region, line in zip(ordered, lines, strict=True)
    )
    totals = _totals(sums, columns, lines, rule) if by == VISITED else ()
    return Matrix(by, list_code, columns, rows, totals)


class _Counted:
    """Meetings by governorate and group, of one of the two readings."""

    def __init__(self, sums: Sums, by: str) -> None:
        visited = by == VISITED
        self._cells = sums[Measure.VISITED if visited else Measure.HEARD]
        self._whole, self._first = (EVERY, 0) if visited else (0, 10)

    def total(self, region: Region) -> int:
        return self._cells[region.pk, self._whole]

    def cell(self, region: Region, kind: Kind) -> int:
        return self._cells[region.pk, self._first + kind]


def _rule(columns: tuple[Kind, ...], leaving: bool) -> Rule:
    protected = frozenset(columns.index(kind) for kind in PROTECTED)
    return Rule(protected, tuple(columns.index(kind) for kind in COMPLEMENTS), leaving)


def _line(region: Region, columns: tuple[Kind, ...], counted: _Counted, register: Register) -> Line:
    return Line(
        total=counted.total(region),
        cells=tuple(counted.cell(region, kind) for kind in columns),
        registered=tuple(register.get((region.pk, kind), 0) for kind in columns),
        capital=region.capital,
    )


def _row(
    region: Region, columns: tuple[Kind, ...], line: Line, rule: Rule, mine: _Counted | None
) -> Row:
    cells = []
    for place, (kind, cell) in enumerate(zip(columns, shown_row(line, rule), strict=True)):
        hidden = None if mine is None or cell.n is None else cell.n - mine.cell(region, kind)
        cells.append(Cell(kind, cell.n, _state(cell, line, place, kind), hidden))
    rest = None if mine is None else line.total - mine.total(region)
    return Row(region, line.total, tuple(cells), rest)


def _state(cell: Shown, line: Line, place: int, kind: Kind) -> str:
    if cell.n is None:
        return "small" if cell.small else "withheld"
    if cell.n:
        return "number"
    if kind in PROTECTED and not line.capital:
        return "zero"  # whether a unit is registered there is not told either
    if not line.registered[place]:
        return "nobody"
    return "missed" if line.total else "unmet"


def _totals(
    sums: Sums, columns: tuple[Kind, ...], lines: list[Line], rule: Rule
) -> tuple[Cell, ...]:
    beyond = sums[Measure.KIND]
    shown = shown_totals(lines, [beyond[1, kind] for kind in columns], rule)
    return tuple(
        Cell(kind, cell.n, _state_of_total(cell)) for kind, cell in zip(columns, shown, strict=True)
    )


def _state_of_total(cell: Shown) -> str:
    if cell.n is None:
        return "small" if cell.small else "withheld"
    return "number" if cell.n else "zero"
