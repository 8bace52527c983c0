"""How few people we rely on, by name: over what the reader may open.

How concentrated meetings are is a programme figure and stands in engagement/coverage/people.py.
Here are the names behind it, so a meeting or a person that the reader may not open is not in it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, TypeVar
from uuid import UUID

from engagement.access.models import User
from engagement.access.scope import Actor
from engagement.coverage.periods import months_before
from engagement.coverage.shares import Share
from engagement.coverage.sums import Period, call
from engagement.coverage.unmet import PAGE, Page
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.profiles import with_names

Row = TypeVar("Row")
#: Known by one officer only: within so many months.
MONTHS = 12
KEY = re.compile(r"([0-9]{1,9})_([0-9a-f-]{36})", re.ASCII)


class NoSuchPage(ValueError):
    """A key of a page that is none."""


@dataclass(frozen=True)
class Relied:
    """Somebody among the ten met most; each meeting's 1 is split over those in it.

    `share` is theirs of all meetings, `cumulated` theirs and of those before them.
    """

    stakeholder: Stakeholder
    share: Share
    cumulated: Share


@dataclass(frozen=True)
class Top:
    """The ten met most, the most first, of so many met, and how many were met once only."""

    rows: tuple[Relied, ...] = ()
    met: int = 0
    once: int = 0


@dataclass(frozen=True)
class Reliance:
    """Of the counted meetings that the reader may open."""

    meetings: int
    people: Top = field(default_factory=Top)
    bodies: Top = field(default_factory=Top)


@dataclass(frozen=True)
class KnownByOne:
    """Somebody whom only one officer met, in so many meetings; the officer by name."""

    stakeholder: Stakeholder
    officer: str
    meetings: int


@dataclass(frozen=True)
class Counted(Page[Row]):
    """A page of a list with how many rows the whole list has."""

    whole: int = 0


def reliance(actor: Actor, period: Period) -> Reliance:
    """The people and the bodies met most in a period; at most three statements."""
    rows = call("seen_reliance", period.first, period.last, period.team_id)
    counts = {what: n for what, rank, _who, _heads, n in rows if not rank}
    known = named(actor, {who for _what, rank, who, _heads, _n in rows if rank})
    meetings = counts["meetings"]

    def top(what: str) -> Top:
        weights = _weights(row[1:] for row in rows if row[0] == what and row[1])
        found = tuple(_cumulated(weights, meetings, known))
        return Top(found, counts.get(f"met_{what}", 0), counts.get(f"once_{what}", 0))

    return Reliance(meetings, top("person"), top("body"))


def known_by_one(
    actor: Actor, day: date, team_id: UUID | None = None, after: str = ""
) -> Counted[KnownByOne]:
    """Met in the twelve months to a day only in meetings written down by one and the same officer.

    Most met first, from the key of the page before. With a team: of those whom that team met. At
    most four statements. Raises NoSuchPage for a key that is none.
    """
    first = months_before(day, MONTHS) + timedelta(days=1)
    rows = call("seen_known_by_one", first, day, team_id, *opened(after), PAGE + 1)
    known = named(actor, {row[0] for row in rows})
    officers = User.objects.in_bulk({row[1] for row in rows[:PAGE]}) if rows else {}
    page = tuple(
        KnownByOne(known[who], officers[officer].get_full_name() or officers[officer].username, n)
        for who, officer, n, _whole in rows[:PAGE]
        if who in known
    )
    return Counted(page, following(rows, 2), rows[0][3] if rows else 0)


def named(actor: Actor, ids: Iterable[UUID]) -> Mapping[UUID, Stakeholder]:
    """Those of them whom the actor may open, with their names; at most two statements."""
    found = list(ids)
    if not found:
        return {}
    rows = with_names(Stakeholder.objects.visible_to(actor).filter(pk__in=found), actor)
    return {row.pk: row for row in rows}


def opened(after: str) -> tuple[int | None, UUID | None]:
    """A key of a list that is ordered by meetings. Raises NoSuchPage for one that is none."""
    if not after:
        return None, None
    found = KEY.fullmatch(after)
    if not found:
        raise NoSuchPage
    return int(found[1]), UUID(found[2])


def following(rows: list[Any], meetings: int) -> str:
    """The key of the next page, from rows that begin with who it is; empty after the last."""
    if len(rows) <= PAGE:
        return ""
    last = rows[PAGE - 1]
    return f"{last[meetings]}_{last[0]}"


def _weights(rows: Iterable[tuple[int, UUID, int, int]]) -> list[tuple[UUID, Fraction]]:
    """Who, by rank, with their weight in meetings."""
    found: defaultdict[tuple[int, UUID], Fraction] = defaultdict(Fraction)
    for rank, who, heads, n in rows:
        found[rank, who] += Fraction(n, heads)
    return [(who, weight) for (_rank, who), weight in sorted(found.items(), key=lambda r: r[0][0])]


def _cumulated(
    weights: list[tuple[UUID, Fraction]], whole: int, known: Mapping[UUID, Stakeholder]
) -> Iterable[Relied]:
    sum_ = Fraction(0)
    for who, weight in weights:
        sum_ += weight
        if who in known:
            yield Relied(known[who], Share(weight, whole), Share(sum_, whole))
