"""Who is known to whom, by group, worked out by hand; counts only, and only for members."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from engagement.access.scope import acting_as
from engagement.coverage.sums import Kind, call
from tests.cast import Cast, meet, register
from tests.coverage.writes import withdraw

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 30)
#: In the last six months, in the twelve before that day, and before these.
LATELY, EARLIER, LONG_AGO = date(2026, 3, 10), date(2025, 9, 1), date(2025, 5, 1)


def known(cast: Cast, on: date = ON, actor=None) -> dict[Kind, tuple[int, ...]]:
    """By group: registered, met in twelve months, met before only, overdue, known by one."""
    with acting_as(actor or cast.ruth, "read"):
        return {Kind(kind): tuple(row) for kind, *row in call("coverage_acquaintance", on)}


def test_each_group_is_counted_by_how_lately_it_was_met(cast):
    """Five tribes: met lately, a year ago, before only, never, and lately by two officers. Met in
    twelve months: three; before only: one; overdue are the one of September and that of May; known
    by one officer only are the first and the second."""
    lately, earlier, long_ago, _never, both = (
        register(cast.amal, name, "tribe", "basra") for name in "abcde"
    )
    for who, day in ((lately, LATELY), (earlier, EARLIER), (long_ago, LONG_AGO), (both, LATELY)):
        meet(cast.amal, "basra", who=(who,), held_on=day)
    meet(cast.carla, "basra", who=(both,), held_on=LATELY)

    assert known(cast) == {Kind.COMMUNITIES: (5, 3, 1, 2, 2)}


def test_groups_stand_apart(cast):
    register(cast.amal, "Judge", "judiciary")
    meet(cast.amal, "basra", who=(register(cast.amal, "Sheikh", "tribe"),))

    assert known(cast) == {Kind.OFFICIALS: (1, 0, 0, 0, 0), Kind.COMMUNITIES: (1, 1, 0, 0, 1)}


def test_two_meetings_by_one_officer_are_still_known_by_one(cast):
    sheikh = register(cast.amal, "Sheikh", "tribe")
    for _ in range(2):
        meet(cast.amal, "basra", who=(sheikh,))

    assert known(cast)[Kind.COMMUNITIES] == (1, 1, 0, 0, 1)


def test_what_is_withdrawn_or_later_than_the_day_makes_nobody_known(cast):
    sheikh = register(cast.amal, "Sheikh", "tribe")
    row = meet(cast.amal, "basra", who=(sheikh,))
    assert known(cast, date(2026, 3, 9))[Kind.COMMUNITIES] == (1, 0, 0, 0, 0)
    withdraw(cast, row.pk)

    assert known(cast)[Kind.COMMUNITIES] == (1, 0, 0, 0, 0)


def test_another_programme_counts_its_own(cast):
    register(cast.amal, "Sheikh", "tribe")

    assert known(cast, actor=cast.omar) == {}


def test_counts_are_alike_for_every_member(cast):
    meet(cast.amal, "basra", who=(register(cast.amal, "Sheikh", "tribe"),))

    assert known(cast) == known(cast, actor=cast.bassam) == known(cast, actor=cast.carla)


def test_who_is_no_member_is_refused(cast):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM jisr.coverage_acquaintance(%s)", [ON])
