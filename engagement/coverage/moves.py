"""Why a number moved between two readings of it: every meeting that did it, under one cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from engagement.coverage.sums import Period, Sums, call, programme_sums

#: The causes, in the order in which they are told and applied.
CAUSES = (
    "period",
    "new",
    "late",
    "reclassified",
    "duplicate",
    "merged",
    "list",
    "corrected",
)


@dataclass(frozen=True)
class Taken:
    """A reading: a period, as it stood at a position of the change log; None: as it stands now.

    `day` is the day it was taken on, for telling new meetings from late entries; None: the day of
    the position.
    """

    period: Period
    position: int | None = None
    day: date | None = None


@dataclass(frozen=True)
class Moves:
    """Two readings and what lies between: `before` and all of `by_cause` come to `after`.

    `by_cause` holds signed sums in the order of `CAUSES`, without those that moved nothing.
    """

    before: Sums
    after: Sums
    by_cause: Mapping[str, Sums]

    def steps(self, figure: Callable[[Sums], Fraction | None]) -> list[tuple[str, Fraction]]:
        """What each cause did to a figure, one applied after another; in the figure's unit.

        The steps add up to the figure's change exactly. A figure of nothing (None) stands as 0.
        Another order of the causes would share out a ratio's change otherwise.
        """
        found, sums, last = [], self.before, figure(self.before) or Fraction(0)
        for cause, moved in self.by_cause.items():
            sums = sums + moved
            value = figure(sums) or Fraction(0)
            found.append((cause, value - last))
            last = value
        return found


def moves(a: Taken, b: Taken) -> Moves:
    """Why the figures of reading `b` are not those of reading `a`; two or three statements.

    Programme figures. ValueError where the readings are not of one team. A database error where
    the context is no member's (42501), where a period does not begin with a month, or where `b`
    stands at an earlier position than `a` (22023).
    """
    if a.period.team_id != b.period.team_id:
        raise ValueError("two readings of one team, or of all")
    after = programme_sums(b.period)
    if b.position is not None:
        # From now back to then, by whatever causes.
        after = after + -_total(_by_cause(b, Taken(b.period)))
    by_cause = _by_cause(a, b)
    return Moves(before=after + -_total(by_cause), after=after, by_cause=by_cause)


def position_on(day: date) -> int | None:
    """The last position of the programme's changes written on or before a day; one statement.

    None where nothing had been written; a reading of then is `Taken(period, 0)`.
    """
    ((found,),) = call("coverage_position_on", day)
    return None if found is None else int(found)


def _by_cause(a: Taken, b: Taken) -> dict[str, Sums]:
    rows: dict[str, list[tuple[int, int, int, int]]] = {}
    sides = (a.period.first, a.period.last, a.position, b.period.first, b.period.last, b.position)
    for cause, *row in call("coverage_moves", *sides, a.period.team_id, a.day):
        rows.setdefault(cause, []).append(tuple(row))
    return {cause: Sums(rows[cause]) for cause in CAUSES if cause in rows}


def _total(by_cause: Mapping[str, Sums]) -> Sums:
    return Sums(row for moved in by_cause.values() for row in moved.rows())
