"""How few people we rely on, by name: of what the reader may open, and exact."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.coverage import reliance as module
from engagement.coverage.people import people_from
from engagement.coverage.reliance import NoSuchPage, known_by_one, reliance
from engagement.coverage.sums import Period, call
from engagement.meetings.codes import Status
from engagement.meetings.drafts import Attendance
from tests.cast import meet, member, register
from tests.stakeholders.knowing import post

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)
YEAR = Period(date(2025, 4, 1), DAY)


def read(cast, actor=None, period=YEAR):
    actor = actor or cast.bassam
    with acting_as(actor, "read"):
        return reliance(actor, period)


def one_officer(cast, actor=None, after="", team=None):
    actor = actor or cast.bassam
    with acting_as(actor, "read"):
        return known_by_one(actor, DAY, team, after)


def rows(top):
    return [(r.stakeholder.name, r.share.part, r.cumulated.part) for r in top.rows]


def test_a_meeting_is_split_evenly_over_those_in_it(cast):
    a, b, c = (register(cast.amal, name) for name in "ABC")
    meet(cast.amal, "basra", who=(a,))
    meet(cast.amal, "basra", who=(a, b))
    meet(cast.amal, "basra", who=(a, b, c))

    found = read(cast)

    assert found.meetings == 3
    assert rows(found.people) == [
        ("A", Fraction(11, 6), Fraction(11, 6)),
        ("B", Fraction(5, 6), Fraction(8, 3)),
        ("C", Fraction(1, 3), Fraction(3)),
    ]
    assert (found.people.met, found.people.once) == (3, 1)


def test_a_body_is_met_through_whoever_speaks_for_it_and_once_a_meeting(cast):
    ministry = register(cast.amal, "Ministry", kind="organisation")
    seats = []
    for name in "AB":
        person = register(cast.amal, name)
        seat = post(cast.amal, person, ministry)
        seats.append(Attendance(stakeholder_id=person.pk, post_id=seat.pk))
    other = register(cast.amal, "Other")
    meet(cast.amal, "basra", who=(*seats, other))

    found = read(cast)

    assert {row.stakeholder.name: row.share.part for row in found.bodies.rows} == {
        "Ministry": Fraction(1, 2),
        "Other": Fraction(1, 2),
    }
    assert (found.bodies.met, found.people.met) == (2, 3)


def test_only_the_ten_met_most_are_named_and_the_rest_are_counted(cast):
    people = [register(cast.amal, f"P{n:02}") for n in range(12)]
    for person in people:
        meet(cast.amal, "basra", who=(person,))
    for person in people[:3]:
        meet(cast.amal, "basra", who=(person,))

    found = read(cast)

    assert len(found.people.rows) == 10
    assert {row.stakeholder.name for row in found.people.rows[:3]} == {"P00", "P01", "P02"}
    assert found.people.rows[-1].cumulated.part == 13  # 3 twice and 7 once, of 15
    assert (found.people.met, found.people.once, found.meetings) == (12, 9, 15)


def test_the_named_weights_are_those_of_the_indicator(cast):
    a, b, c = (register(cast.amal, name) for name in "ABC")
    meet(cast.amal, "basra", who=(a, b))
    meet(cast.amal, "basra", who=(a, b, c))

    with acting_as(cast.bassam, "read"):
        persons = people_from(call("coverage_people", YEAR.first, YEAR.last, None)).persons

    found = read(cast)
    assert persons.heaviest == tuple(row.share.part for row in found.people.rows)
    assert (persons.number, persons.meetings) == (found.people.met, found.meetings) == (3, 2)


def test_a_team_and_a_period_narrow_the_list(cast):
    a, b = register(cast.amal, "A"), register(cast.amal, "B")
    meet(cast.amal, "basra", who=(a,))
    meet(cast.carla, "basra", who=(b,))
    meet(cast.amal, "basra", who=(b,), held_on=date(2025, 3, 31))

    team = Period(YEAR.first, YEAR.last, cast.mission.pk)

    assert [row[0] for row in rows(read(cast, period=team).people)] == ["A"]
    assert read(cast).meetings == 2


def test_an_observer_and_a_meeting_that_did_not_take_place_are_not_relied_on(cast):
    a, b = register(cast.amal, "A"), register(cast.amal, "B")
    meet(cast.amal, "basra", who=(a, Attendance(stakeholder_id=b.pk, role="observer")))
    meet(cast.amal, "basra", who=(b,), status=Status.NOT_HELD, reason="refused")

    assert rows(read(cast).people) == [("A", 1, 1)]


def test_who_may_open_nothing_sees_no_name(cast):
    a = register(cast.amal, "A")
    meet(cast.amal, "basra", who=(a,))

    for stranger in (cast.ruth, cast.carla, cast.omar, cast.idris):
        found = read(cast, stranger)
        assert (found.meetings, rows(found.people), rows(found.bodies)) == (0, [], [])
        assert one_officer(cast, stranger).rows == ()


def test_a_body_is_not_relied_on_through_somebody_hidden(cast):
    body = register(cast.amal, "Ministry", kind="organisation")
    hidden, shown = register(cast.amal, "Hidden", at_risk=True), register(cast.amal, "Shown")
    seats = [
        Attendance(stakeholder_id=who.pk, post_id=post(cast.amal, who, body).pk)
        for who in (hidden, shown)
    ]
    both = {"guest_team_ids": (cast.partner.pk,)}
    meet(cast.amal, "basra", who=(seats[0],), **both)
    assert {r.stakeholder.name for r in read(cast, cast.carla).bodies.rows} == set()

    meet(cast.amal, "basra", who=(seats[1],), **both)

    for reader, meetings in ((cast.amal, 2), (cast.carla, 1)):
        found = read(cast, reader)
        assert [(name, part) for name, part, _ in rows(found.bodies)] == [("Ministry", meetings)]
        assert found.meetings == 2


def test_each_sees_names_of_their_own_meetings_only(cast):
    a, b = register(cast.amal, "A"), register(cast.amal, "B")
    meet(cast.amal, "basra", who=(a,))
    meet(cast.carla, "basra", who=(b,))
    meet(cast.amal, "basra", who=(b,), tlp=Tlp.GREEN)

    assert [row[0] for row in rows(read(cast, cast.ruth).people)] == ["B"]
    assert {row[0]: row[1] for row in rows(read(cast, cast.carla).people)} == {"B": 2}


def test_known_by_one_officer_are_those_whom_nobody_else_met_in_twelve_months(cast):
    second = member(cast.programme, "second", "officer", cast.mission)
    mine, ours, old = (register(cast.amal, name) for name in ("Mine", "Ours", "Old"))
    for day in (DAY, DAY - timedelta(days=1)):
        meet(cast.amal, "basra", who=(mine,), held_on=day)
    meet(cast.amal, "basra", who=(ours,))
    meet(second, "basra", who=(ours,))
    meet(second, "basra", who=(old,), held_on=date(2025, 3, 31))  # a day too long ago
    meet(cast.amal, "basra", who=(old,))

    found = one_officer(cast)

    assert [(r.stakeholder.name, r.officer, r.meetings) for r in found.rows] == [
        ("Mine", "amal", 2),
        ("Old", "amal", 1),
    ]
    assert (found.whole, found.after) == (2, "")


def test_known_by_one_is_over_all_teams_also_where_one_is_chosen(cast):
    both, ours, theirs = (register(cast.amal, name) for name in ("Both", "Ours", "Theirs"))
    for who, actor in ((both, cast.amal), (both, cast.carla), (ours, cast.amal)):
        meet(actor, "basra", who=(who,))
    meet(cast.carla, "basra", who=(theirs,))

    found = one_officer(cast, team=cast.mission.pk)

    assert [row.stakeholder.name for row in found.rows] == ["Ours"]


def test_pages_follow_each_other_and_hold_everybody_once(cast, monkeypatch):
    monkeypatch.setattr(module, "PAGE", 2)
    for n, name in enumerate("ABCDE"):
        person = register(cast.amal, name)
        for back in range(2 if n < 2 else 1):
            meet(cast.amal, "basra", who=(person,), held_on=DAY - timedelta(days=back))

    found, after = [], ""
    for _page in range(3):
        page = one_officer(cast, after=after)
        found, after = found + [row.stakeholder.name for row in page.rows], page.after

    assert set(found[:2]) == {"A", "B"}
    assert sorted(found) == list("ABCDE")
    assert (after, page.whole) == ("", 5)


@pytest.mark.parametrize("key", ["x", "1_x", "_", "9999999999_" + "0" * 36, "-1_" + "0" * 36])
def test_a_key_that_is_none_is_refused(cast, key):
    with pytest.raises(NoSuchPage):
        one_officer(cast, after=key)


@pytest.mark.parametrize(
    ("list_of", "statements"),
    [(lambda a: reliance(a, YEAR), 3), (lambda a: known_by_one(a, DAY), 4)],
)
def test_a_list_costs_the_same_statements_however_many(
    cast, list_of, statements, django_assert_num_queries
):
    for name in "ABC":
        meet(cast.amal, "basra", who=(register(cast.amal, name),))

    with acting_as(cast.bassam, "read"), django_assert_num_queries(statements):
        list_of(cast.bassam)
