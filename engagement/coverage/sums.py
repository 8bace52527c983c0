"""The sums that every share is made of: whole numbers of meetings by measure and two keys.

The keys are packed by `jisr.coverage_cells` (engagement/coverage/sql/1_rule.sql); this module alone
unpacks them. Fractions are never stored: a meeting in three places is one meeting of whole three.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any
from uuid import UUID

from django.db import connection

#: Raised with every change of the rule in sql/1_rule.sql; facts and cells are then made anew.
RULE_VERSION = 3


class Measure(IntEnum):
    """What a cell counts meetings by; `a` and `b` in brackets."""

    PLACE = 1  # in all modes [place, mode]
    RELATION = 2  # in all modes [bodies by relation, 0]
    CROSS = 3  # in person or partly online [place, actors]
    VISITED = 4  # in person or partly online [governorate, -1 or a kind]
    HEARD = 5  # [governorate, way]; in person or partly online [governorate, 10 + kind]
    TYPE = 6  # bodies, not meetings [actor type, bodies in the meeting]
    TIMELY = 7  # [1 or 0, 0]
    KIND = 8  # [0 in all modes, 1 with a venue beyond the capital; kind]
    LEVEL = 9  # [highest rank, 0 not recorded; 0]
    PURPOSE = 10  # [0 not recorded, 1 security only, 2 other; 0]
    PARTICIPATION = 11  # [0 not recorded, 1 inform to 5 empower; 0]
    ASKED = 12  # [0 not recorded, 1 ours, 2 theirs, 3 others; 0]
    TRIED = 13  # tried and failed [governorate, or 0 for each meeting once; reason]
    GREATER = 14  # in person or partly online [place of greater Baghdad, abroad]


class Kind(IntEnum):
    """The groups of counterparts, and what cuts across them."""

    OFFICIALS = 0
    STATE_SECURITY = 1
    PARAMILITARY = 2
    CIVIL_SOCIETY = 3
    COMMUNITIES = 4
    OTHERS = 5
    INTERNATIONAL = 6
    NOT_SURE = 7
    SECURITY = 8
    HYBRID = 9
    CIVILIANS = 10


GROUPS = tuple(Kind)[:8]
#: Modes as cells have them; the first two are on the spot.
IN_PERSON, PARTLY_ONLINE, REMOTE, INTERMEDIARY = range(4)
EVERY = -1


@dataclass(frozen=True)
class Place:
    """Where one meeting was held: so many distinct units, and how many of them are what."""

    whole: int
    beyond: int
    capital: int
    abroad: int

    @classmethod
    def of(cls, packed: int) -> Place:
        return cls(*(packed >> shift & 1023 for shift in (30, 20, 10, 0)))


@dataclass(frozen=True)
class Bodies:
    """Counterpart bodies of one meeting by their relation to the state."""

    state: int
    hybrid: int
    non_state: int
    international: int
    undetermined: int

    @classmethod
    def of(cls, packed: int) -> Bodies:
        return cls(*(packed >> shift & 1023 for shift in (0, 10, 20, 30, 40)))


@dataclass(frozen=True)
class Actors:
    """Which relations, and whether a security actor, are among the counterparts of a meeting."""

    security: bool
    state: bool
    hybrid: bool
    non_state: bool
    international: bool
    undetermined: bool

    @classmethod
    def of(cls, packed: int) -> Actors:
        return cls(*(bool(packed >> bit & 1) for bit in range(6)))


Key = tuple[int, int]


class Sums(Mapping[int, Mapping[Key, int]]):
    """Meetings by measure and keys; adding and taking away is keeping and correcting them."""

    def __init__(self, rows: Iterable[tuple[int, int, int, int]] = ()) -> None:
        self._by: dict[int, Counter[Key]] = {}
        for measure, a, b, n in rows:
            self._by.setdefault(measure, Counter())[a, b] += n

    def __getitem__(self, measure: int) -> Counter[Key]:
        return self._by.get(measure, Counter())

    def __iter__(self) -> Iterator[int]:
        return iter(self._by)

    def __len__(self) -> int:
        return len(self._by)

    def rows(self) -> Iterator[tuple[int, int, int, int]]:
        """Back to rows, without those that came to nothing."""
        for measure, counts in sorted(self._by.items()):
            for (a, b), n in sorted(counts.items()):
                if n:
                    yield measure, a, b, n

    def __add__(self, other: Sums) -> Sums:
        return Sums([*self.rows(), *other.rows()])

    def __neg__(self) -> Sums:
        return Sums((measure, a, b, -n) for measure, a, b, n in self.rows())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sums) and list(self.rows()) == list(other.rows())

    def __hash__(self) -> int:
        return hash(tuple(self.rows()))

    @property
    def counted(self) -> int:
        """M: counted meetings, in all modes."""
        return sum(self[Measure.PLACE].values())

    def of(self, measure: Measure, b: int = 0) -> dict[int, int]:
        """Meetings by `a`, for one `b`."""
        return {a: n for (a, key), n in self[measure].items() if key == b and n}


@dataclass(frozen=True)
class Period:
    """Days from first to last, both counted, of the whole programme or of one team."""

    first: date
    last: date
    team_id: UUID | None = None


def programme_sums(period: Period) -> Sums:
    """Programme figures, alike for every member; one statement.

    Raises a database error where the context is no member's (42501) or the period does not begin
    with a month (22023): only fixed periods are read past row security.
    """
    return Sums(call("coverage_sums", period.first, period.last, period.team_id))


def seen_sums(period: Period, governorate: int | None = None, group: int | None = None) -> Sums:
    """Over what the reader may open; any period; one statement.

    Narrowed, where asked, to meetings with a venue in a governorate, or with a counterpart of a
    group (a Kind below 8).
    """
    return Sums(
        call("seen_coverage_sums", period.first, period.last, period.team_id, governorate, group)
    )


def sums_as_known(period: Period, day: date) -> Sums:
    """Programme figures with what is known of people on a day, instead of what was frozen."""
    return Sums(call("coverage_as_known", period.first, period.last, period.team_id, day, False))


def planned_sums(period: Period, day: date) -> Sums:
    """Only the planned meetings of a period, as if held, with what is known of people on a day."""
    return Sums(call("coverage_as_known", period.first, period.last, period.team_id, day, True))


def sums_by_quarter(first: date, last: date, team_id: UUID | None) -> dict[date, Sums]:
    """Programme figures by first day of the quarter; place, relations, visits, types and kinds."""
    rows: dict[date, list[tuple[int, int, int, int]]] = {}
    for quarter, *row in call("coverage_by_quarter", first, last, team_id):
        rows.setdefault(quarter, []).append(tuple(row))
    return {quarter: Sums(found) for quarter, found in rows.items()}


def sums_by_team(first: date, last: date) -> tuple[dict[UUID, Sums], int, int]:
    """Programme figures of each team, and how many meetings there were, and of several teams.

    One statement, without who was heard, purpose, who asked, and what failed. Raises as
    `programme_sums`.
    """
    rows: dict[UUID, list[tuple[int, int, int, int]]] = {}
    whole = [0, 0]
    for team, *row in call("coverage_by_team", first, last):
        if team is None:
            whole[row[1]] = row[3]
        else:
            rows.setdefault(team, []).append(tuple(row))
    return {team: Sums(found) for team, found in rows.items()}, whole[0], whole[1]


def first_quarter(team_id: UUID | None = None) -> date | None:
    """The first day of the first quarter with a counted meeting; one statement. None: no log."""
    ((found,),) = call("coverage_begins", team_id)
    return found  # type: ignore[no-any-return]


def call(function: str, *values: Any) -> list[Any]:
    """The rows of one of our functions in the database; one statement."""
    places = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM jisr.{function}({places})", values)  # noqa: S608  ours
        return list(cursor.fetchall())
