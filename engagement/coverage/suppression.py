"""Which cells of a table of groups by governorates are hidden to protect people; pure.

A printed number near a paramilitary unit can get somebody killed. Outside the capital such a cell
under five reads "0-4", zero included, and nothing beside it may give the number away:

* every counted meeting has a group, so what the other cells leave of a row's total is met with the
  hidden one. Therefore a second cell of that row is withheld, without a range: any of the rest may
  be its own;
* which one is withheld, and when, depends on no hidden number. Hiding "the smallest other cell
  where the rest tells" would itself tell: somebody who knows the rule sees a second cell hidden
  only where the first is not zero;
* for the same reason the totals of both columns are withheld wherever a cell of them is hidden.

docs/method.md says it in words; tests/coverage/test_suppression.py plays the attacker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: A cell under this is small.
SMALL = 5


@dataclass(frozen=True)
class Line:
    """One row as it is: its total in meetings, and meetings and registered by column."""

    total: int
    cells: tuple[int, ...]
    registered: tuple[int, ...]
    capital: bool = False


@dataclass(frozen=True)
class Rule:
    """Columns by number: the protected ones, and those that are withheld beside a hidden cell.

    Of `complements` the first is withheld; the next only where the first is the hidden one.
    `leaving` is for what leaves the programme: there every small cell is hidden.
    """

    protected: frozenset[int]
    complements: tuple[int, ...]
    leaving: bool = False


@dataclass(frozen=True)
class Shown:
    """A number as printed. Hidden: `n` is None, and it is 0 to 4 where `small`, else anything."""

    n: int | None
    small: bool = False

    @property
    def hidden(self) -> bool:
        return self.n is None


HIDDEN_SMALL, WITHHELD = Shown(None, small=True), Shown(None)


def shown_row(line: Line, rule: Rule) -> tuple[Shown, ...]:
    """The cells of one row as they may be printed."""
    small = {place for place in range(len(line.cells)) if _is_small(line, place, rule)}
    withheld = next((place for place in rule.complements if small - {place}), None)
    return tuple(
        WITHHELD if place == withheld else HIDDEN_SMALL if place in small else Shown(n)
        for place, n in enumerate(line.cells)
    )


def _is_small(line: Line, place: int, rule: Rule) -> bool:
    n = line.cells[place]
    if n >= SMALL or line.total == 0:  # nobody met there: the row's total gives the zeros away
        return False
    if place in rule.protected and not line.capital:
        return True
    return rule.leaving and (n > 0 or line.registered[place] > 0)


def shown_totals(lines: Sequence[Line], totals: Sequence[int], rule: Rule) -> tuple[Shown, ...]:
    """The totals outside the capital, one a column, as they may be printed under these rows."""
    rows = [(line.total, shown_row(line, rule)) for line in lines if not line.capital]
    return tuple(
        _total(total, place, [(most, row[place]) for most, row in rows], rule)
        for place, total in enumerate(totals)
    )


def _total(total: int, place: int, column: list[tuple[int, Shown]], rule: Rule) -> Shown:
    if not any(cell.hidden for _most, cell in column):
        return Shown(total)
    if place in rule.protected or place in rule.complements:
        return WITHHELD
    if total < SMALL:
        return HIDDEN_SMALL
    return Shown(total) if _stays_open(total, column) else WITHHELD


def _stays_open(total: int, column: list[tuple[int, Shown]]) -> bool:
    """Whether each hidden cell may still be zero, and may be more, where no meeting had two places.

    That is the most that a reader can assume; meetings in two governorates leave more open.
    """
    rest = total - sum(cell.n for _most, cell in column if cell.n is not None)
    most = [min(SMALL - 1, row) if cell.small else row for row, cell in column if cell.hidden]
    return rest > 0 and all(sum(most) - one >= rest for one in most)
