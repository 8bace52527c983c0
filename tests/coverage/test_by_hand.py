"""Every cell of the first screen equals hand-written SQL over the base tables, at two sizes."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from bench import by_hand, rows
from bench import generate as bench
from engagement.access.models import User
from engagement.access.scope import acting_as, actor_for
from engagement.coverage.periods import Quarter, last_twelve_months
from engagement.coverage.sums import Period, call, programme_sums, sums_by_quarter
from tests.conftest import _empty, owner
from tests.meetings.browsing import statements
from tests.running.test_bench import address, fill

pytestmark = pytest.mark.django_db(transaction=True)
SMALL, LARGE = 400, 3000
#: With those for the session, the user and their membership.
STATEMENTS = 16
#: It crosses the day from which the list of 19 is in force.
TWELVE_MONTHS = Period(*last_twelve_months(rows.LAST))
EIGHT_QUARTERS = Period(Quarter.of(rows.LAST).back(8)[-1].first, Quarter.of(rows.LAST).last)
ALL = Period(date(rows.LAST.year - 11, 1, 1), rows.LAST)


def summed(size: int) -> None:
    fill(size)
    with psycopg.connect(address()) as other:
        other.execute("ANALYZE engagement_meeting, engagement_venue, engagement_participant")
        bench.sum_up(other)


def by_hand_of(name: str, period: Period) -> list[Any]:
    with owner(), connection.cursor() as cursor:
        cursor.execute(by_hand.statement(name), by_hand.values(period.first, period.last))
        return cursor.fetchall()


def by_cells_of(period: Period) -> list[Any]:
    with acting_as(officer(), "read"):
        return by_hand.rows_of(programme_sums(period))


def officer() -> Any:
    return actor_for(User.objects.get(username=rows.OFFICER).pk, rows.PROGRAMME)


def test_every_cell_is_what_sql_by_hand_counts_of_3000_meetings() -> None:
    summed(LARGE)

    counted = sorted(by_hand_of("first_screen", ALL))
    assert by_cells_of(ALL) == counted
    assert by_cells_of(TWELVE_MONTHS) == sorted(by_hand_of("first_screen", TWELVE_MONTHS))
    # That there is something to compare: of each kind of row, and all that there may be of some.
    assert len({one for what, one, *_ in counted if what == "visited"}) == 19
    assert len({one for what, one, *_ in counted if what == "group"}) == 8
    assert {what for what, *_ in counted} == {
        *("place", "visited", "heard", "relation", "matrix", "group", "timely", "tried")
    }

    with acting_as(officer(), "read"):
        quarters = sums_by_quarter(EIGHT_QUARTERS.first, EIGHT_QUARTERS.last, None)
        people = call("coverage_people", TWELVE_MONTHS.first, TWELVE_MONTHS.last, None)
    assert by_hand.quarter_rows(quarters) == sorted(by_hand_of("trend", EIGHT_QUARTERS))
    few = by_hand_of("few", TWELVE_MONTHS)
    assert _weights(people) == [round(float(weight), 9) for _, weight, _ in few]
    assert {met for *_, met in few} == {n for what, _, _, n in people if what == "person"}


def _weights(people: list[Any]) -> list[float]:
    """Of the ten who take most meetings, how many each, first the first."""
    found: Counter[int] = Counter()
    for what, rank, heads, n in people:
        if what == "person_top":
            found[rank] += Fraction(int(n), heads)
    return [round(float(found[rank]), 9) for rank in sorted(found)]


def test_the_first_screen_asks_as_much_of_400_as_of_3000(client: Any) -> None:
    counts = []
    for size in (SMALL, LARGE):
        summed(size)
        client.force_login(User.objects.get(username=rows.OFFICER))
        counts.append(statements(client, reverse("coverage")))
        if size == SMALL:
            _empty(None)  # type: ignore[arg-type]

    assert counts == [STATEMENTS, STATEMENTS]
