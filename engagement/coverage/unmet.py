"""Who was never met, and who not for long, by name: over what the reader may open, in pages.

These lists name people, so they are no programme figures: a meeting that the reader may not open
does not stand in them, and the page says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from engagement.access.scope import Actor
from engagement.coverage.gaps import REASONS, Tries
from engagement.coverage.periods import months_before
from engagement.coverage.present import closed, met_in
from engagement.meetings.codes import Reason, Role
from engagement.meetings.models import Meeting, Participant
from engagement.stakeholders.models import Stakeholder, StakeholderQuerySet
from engagement.stakeholders.profiles import with_names

Row = TypeVar("Row")
When = TypeVar("When")
#: Rows of a page.
PAGE = 50
OVERDUE_SQL = """
SELECT who, last FROM jisr.seen_coverage_overdue(%s, %s)
WHERE %s::date IS NULL OR (last, who) > (%s::date, %s::uuid)
ORDER BY last, who LIMIT %s
"""
#: Everybody should be met at least so often, in months. Ours; the brief gives no number.
CADENCE = 6


@dataclass(frozen=True)
class Unmet:
    """Somebody never met: failed, with what was tried, or never (tried)."""

    stakeholder: Stakeholder
    state: str
    tries: Tries


@dataclass(frozen=True)
class Overdue:
    """Somebody whose last meeting is longer ago than the cadence."""

    stakeholder: Stakeholder
    last: date


@dataclass(frozen=True)
class Page(Generic[Row]):
    """A page of a list, and the key of the next; empty where there is none."""

    rows: tuple[Row, ...]
    after: str


def never_met(actor: Actor, day: date, after: str = "") -> Page[Unmet]:
    """Registered, to be engaged, and in no counted meeting up to a day; newest registered first.

    At most three statements. Raises ValueError for a key that is none.
    """
    rows = _to_engage(actor, day).exclude(pk__in=met_in(None, day))
    if after:
        moment, key = _opened(after, _moment)
        rows = rows.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=key))
    found = list(rows.order_by("-created_at", "-pk")[: PAGE + 1])
    tries = _tries_of(actor, day, found[:PAGE])
    page = tuple(
        Unmet(row, "failed" if row.pk in tries else "never", tries.get(row.pk, ()))
        for row in found[:PAGE]
    )
    return Page(page, _following(found, lambda row: row.created_at.isoformat()))


def overdue(actor: Actor, day: date, after: str = "", cadence: int = CADENCE) -> Page[Overdue]:
    """Met before, but not in the `cadence` months up to a day; the longest ago first.

    At most three statements. Raises ValueError for a key that is none.
    """
    found = _long_ago(day, months_before(day, cadence), after)
    rows = Stakeholder.objects.visible_to(actor).filter(pk__in=[who for who, _last in found[:PAGE]])
    people = {row.pk: row for row in with_names(rows, actor)}
    page = tuple(Overdue(people[who], last) for who, last in found[:PAGE] if who in people)
    following = f"{found[PAGE - 1][1]}_{found[PAGE - 1][0]}" if len(found) > PAGE else ""
    return Page(page, following)


def _long_ago(day: date, since: date, after: str) -> list[tuple[UUID, date]]:
    """Who was last met before `since`, and when: one row more than a page, from a key on."""
    key = _opened(after, date.fromisoformat) if after else (None, None)
    with connection.cursor() as cursor:
        cursor.execute(OVERDUE_SQL, [since, day, key[0], *key, PAGE + 1])
        return list(cursor.fetchall())


def _to_engage(actor: Actor, day: date) -> StakeholderQuerySet:
    """Neither retired nor, as far as the reader may know, not to be engaged."""
    rows = Stakeholder.objects.visible_to(actor).current().exclude(closed(actor, day))
    return with_names(rows, actor)


def _tries_of(actor: Actor, day: date, people: list[Stakeholder]) -> Mapping[UUID, Tries]:
    """Why engagements with each of them came to nothing, in meetings that the reader may open."""
    failed = Meeting.objects.visible_to(actor).tried().filter(held_on__lte=day)
    rows = Participant.objects.visible_to(actor).filter(
        role=Role.COUNTERPART, stakeholder__in=[row.pk for row in people], meeting__in=failed
    )
    counts: dict[UUID, Counter[str]] = {}
    grouped = rows.order_by().values_list("stakeholder", "meeting__reason")
    for who, reason, n in grouped.annotate(n=Count("meeting", distinct=True)):
        counts.setdefault(who, Counter())[reason] += n
    return {
        who: tuple(sorted(((Reason(code), n) for code, n in found.items()), key=_commonest_first))
        for who, found in counts.items()
    }


def _commonest_first(row: tuple[Reason, int]) -> tuple[int, int]:
    return -row[1], REASONS.index(row[0])


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a moment without its zone")
    return found


def _following(found: list[Stakeholder], moment: Callable[[Any], str]) -> str:
    if len(found) <= PAGE:
        return ""
    return f"{moment(found[PAGE - 1])}_{found[PAGE - 1].pk}"


def _opened(after: str, read: Callable[[str], When]) -> tuple[When, UUID]:
    moment, _sign, key = after.partition("_")
    return read(moment), UUID(key)
