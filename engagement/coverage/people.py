"""Whom meetings fall on: how few people and bodies take most of them, and who else is met.

Numbers only leave the database, never who it is (engagement/coverage/sql/4_people.sql).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from engagement.coverage.diversity import effective_number, hhi_star

#: What the database gives: a name of a count, two keys, and the count.
Row = tuple[str, int, int, int]

#: So many of the weightiest; of as many or fewer their share would be 1 whoever they are.
TOP = 10


@dataclass(frozen=True)
class Concentration:
    """How meetings fall on people, or on bodies: each meeting's 1 is split over those in it.

    `number` are those met, `meetings` the whole, `heaviest` the weights of the ten met most, in
    meetings, `square` the sum of all squared weights.
    """

    number: int = 0
    meetings: int = 0
    heaviest: tuple[Fraction, ...] = ()
    square: Fraction = Fraction(0)

    @property
    def top(self) -> Fraction | None:
        """In meetings, what the ten take (CR10 of the whole); None where no more were met."""
        return sum(self.heaviest, Fraction(0)) if self.number > TOP else None

    @property
    def hhi(self) -> Fraction | None:
        """The sum of squared shares, 0 to 1; None where nobody was met."""
        return self.square / self.meetings**2 if self.meetings else None

    @property
    def hhi_star(self) -> Fraction | None:
        """The same, whatever the number of those met; 1 where it is one only."""
        return None if self.hhi is None else hhi_star(self.hhi, self.number)

    @property
    def effective(self) -> Fraction | None:
        """So many, met alike, would be as concentrated."""
        return None if self.hhi is None else effective_number(self.hhi)


@dataclass(frozen=True)
class People:
    """Counts of people, bodies and actor-months of a period.

    `again`: counterparts in two meetings or more. `red_list`: counterparts met on security only in
    the twelve months to the last day. `channels`: civil-society bodies that took part as
    intermediary or on our side, `channels_again` in two meetings or more. `units_met`: different
    paramilitary units. `actor_months`: counterparts by month in which they were met, and
    `overlapping` those in which two teams met them with no meeting of both.
    """

    persons: Concentration = Concentration()
    bodies: Concentration = Concentration()
    again: int = 0
    red_list: int = 0
    channels: int = 0
    channels_again: int = 0
    units_met: int = 0
    actor_months: int = 0
    overlapping: int = 0


#: Counts that come as one row each.
_SINGLE = (
    "again",
    "red_list",
    "channels",
    "channels_again",
    "units_met",
    "actor_months",
    "overlapping",
)


def people_from(rows: Iterable[Row]) -> People:
    """The counts of `jisr.coverage_people`."""
    by_name: dict[str, list[tuple[int, int, int]]] = {}
    for what, a, b, n in rows:
        by_name.setdefault(what, []).append((a, b, int(n)))
    single = {what: found[0][2] for what, found in by_name.items() if what in _SINGLE}
    return People(
        persons=_concentration(by_name, "person"),
        bodies=_concentration(by_name, "body"),
        **single,
    )


def _concentration(by_name: dict[str, list[tuple[int, int, int]]], who: str) -> Concentration:
    def only(name: str) -> int:
        return sum(n for _a, _b, n in by_name.get(name, ()))

    heaviest: dict[int, Fraction] = {}
    for rank, heads, meetings in by_name.get(f"{who}_top", ()):
        heaviest[rank] = heaviest.get(rank, Fraction(0)) + Fraction(meetings, heads)
    square = sum((Fraction(n, a * b) for a, b, n in by_name.get(f"{who}_square", ())), Fraction(0))
    weights = tuple(heaviest[rank] for rank in sorted(heaviest))
    return Concentration(only(who), only("meetings"), weights, square)
