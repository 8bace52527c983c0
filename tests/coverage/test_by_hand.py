"""Every cell of each tab equals hand-written SQL over the base tables, at two sizes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from bench import by_hand, rows
from bench import generate as bench
from bench.pairs import PAIRS, YEAR, Pair
from bench.writes import Writes
from engagement.access.models import User
from engagement.access.scope import Actor, acting_as, actor_for
from engagement.audit.actions import settled_position, stamp
from engagement.coverage.moves import Moves, Taken, moves
from engagement.coverage.sums import Period
from tests.conftest import _empty, owner
from tests.meetings.browsing import statements
from tests.running.test_bench import address, fill

pytestmark = pytest.mark.django_db(transaction=True)
SMALL, LARGE = 400, 3000
#: With those for the session, the user and their membership.
STATEMENTS = 16
#: All there is; and three days, in which hardly anybody was met, so that nearly all is a gap.
ALL = Period(date(rows.LAST.year - 11, 1, 1), rows.LAST)
DAYS = Period(YEAR.first, YEAR.first + timedelta(days=2))
#: What is compared over these, too.
OF_ANY = ("first_screen", "method", "people", "counts", "gaps", "tries", "coordination")


def summed(size: int) -> None:
    fill(size)
    with psycopg.connect(address()) as other:
        other.execute("ANALYZE")
        bench.sum_up(other)


def compared() -> Iterator[tuple[Pair, Any]]:
    """Each pair over the period of its own and others, and what SQL by hand says of it."""
    for pair in PAIRS:
        periods = [pair.period]
        if pair.file in OF_ANY:
            periods += [ALL, DAYS]
        for period in periods:
            one = replace(pair, period=period)
            yield one, one.of_hand(by_hand_of(one))


def by_hand_of(pair: Pair) -> list[Any]:
    values = by_hand.values(pair.period.first, pair.period.last)
    with owner(), connection.cursor() as cursor:
        cursor.execute(by_hand.statement(pair.file), values)
        return cursor.fetchall()


def officer() -> Actor:
    return actor_for(User.objects.get(username=rows.OFFICER).pk, rows.PROGRAMME)


def by_product_of(pair: Pair) -> Any:
    actor = officer()
    with acting_as(actor, "read"):
        return pair.read(actor, pair.period)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_each_tab_says_what_sql_by_hand_does(size: int) -> None:
    summed(size)

    found: dict[tuple[str, Period], Any] = {}
    for pair, expected in compared():
        assert by_product_of(pair) == expected, (pair.name, pair.period)
        found[pair.file, pair.period] = expected
    if size == LARGE:
        there_is_something(found)


def there_is_something(found: dict[tuple[str, Period], Any]) -> None:
    """That there is something to compare: of each kind of row, and all there may be of some."""
    screen = found["first_screen", ALL]
    assert len({one for what, one, *_ in screen if what == "visited"}) == 19
    assert len({one for what, one, *_ in screen if what == "group"}) == 8
    assert {what for what, *_ in screen} == {
        *("place", "visited", "heard", "relation", "matrix", "group", "timely", "tried")
    }
    assert {what for what, *_ in found["method", YEAR]} == {
        *("bodies", "type", "level", "purpose", "participation", "asked", "met", "there"),
        *("heard", "cross", "greater"),
    }
    gaps = found["gaps", YEAR]
    assert {row[2] for row in gaps} >= {"met", "failed"}
    assert {row[2] for row in found["gaps", DAYS] if row[0] == "group"} >= {"never"}
    assert len({row[7] for row in gaps}) > 3
    assert len(found["people", ALL]) == 12
    assert all(n for _what, _unit, n in found["counts", YEAR])
    assert {what for what, *_ in found["coordination", YEAR]} == {
        *("actor_months", "overlapping", "counted", "joint", "team", "visited")
    }
    assert all(row[3] for row in found["coordination", YEAR])
    assert {what for what, *_ in found["apart", YEAR]} == {
        *("apart", "apart in all", "none", "clash")
    }
    assert {len(side) for side in (found["moves", YEAR], found["few", YEAR])} == {12, 10}


def test_readings_are_what_sql_by_hand_said_then_and_says_now() -> None:
    summed(SMALL)
    screen, writes = PAIRS[0], dict(Writes(officer()).tasks())
    for name in ("log a meeting", "log a meeting"):
        writes[name].before()
        writes[name].run()
    then, taken = screen.of_hand(by_hand_of(screen)), Taken(YEAR, position(), rows.LAST)

    writes["withdraw it"].run()  # the last one
    writes["amend it"].before()  # logs another
    writes["amend it"].run()
    found = moved_since(taken)

    assert by_hand.rows_of(found.before) == then
    now = screen.of_hand(by_hand_of(screen))
    assert by_hand.rows_of(found.after) == now != then
    assert set(found.by_cause) == {"late", "corrected"}


def position() -> int | None:
    while stamp():
        pass
    with acting_as(officer(), "read"):
        return settled_position()


def moved_since(taken: Taken) -> Moves:
    with acting_as(officer(), "read"):
        return moves(taken, Taken(YEAR))


def test_the_first_screen_asks_as_much_of_400_as_of_3000(client: Any) -> None:
    counts = []
    for size in (SMALL, LARGE):
        summed(size)
        client.force_login(User.objects.get(username=rows.OFFICER))
        counts.append(statements(client, reverse("coverage")))
        if size == SMALL:
            _empty(None)  # type: ignore[arg-type]

    assert counts == [STATEMENTS, STATEMENTS]
