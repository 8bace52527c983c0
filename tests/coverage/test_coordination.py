"""Coordination between teams: met apart, met by none, shared governorates, and clashes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engagement.access.models import Team
from engagement.access.scope import acting_as
from engagement.coverage import coordination as module
from engagement.coverage import reliance
from engagement.coverage.coordination import (
    clashes,
    met_apart,
    met_by_none,
    shared_governorates,
)
from engagement.coverage.fixed import teams_of
from engagement.coverage.place import listed
from engagement.coverage.sums import Period
from engagement.meetings.codes import Status
from engagement.meetings.drafts import Attendance
from engagement.regions.models import ProgrammeArea
from tests.cast import meet, member, register
from tests.stakeholders.knowing import post

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)
QUARTER = Period(date(2026, 1, 1), DAY)


def teams(cast):
    return dict(Team.objects.filter(programme=cast.programme).values_list("pk", "name"))


def area(cast):
    return ProgrammeArea.objects.get(programme=cast.programme)


def apart(cast, actor=None, after="", team=None):
    actor = actor or cast.bassam
    with acting_as(actor, "read"):
        return met_apart(actor, Period(QUARTER.first, DAY, team), teams(cast), after)


def nobody(cast, actor=None, team=None):
    actor = actor or cast.bassam
    with acting_as(actor, "read"):
        return met_by_none(actor, Period(QUARTER.first, DAY, team))


def coming(cast, actor=None, day=DAY):
    actor = actor or cast.bassam
    with acting_as(actor, "read"):
        return clashes(actor, day, area(cast), teams(cast))


def plan(actor, *places, days=1, **more):
    day = DAY + timedelta(days=days)
    return meet(actor, *places, status=Status.PLANNED, held_on=day, **more)


def told(found):
    return [
        (
            row.who.name if row.who else row.where.key,
            [(one.meeting.held_on.day, one.teams) for one in row.meetings],
        )
        for row in found.rows
    ]


def test_met_apart_is_whom_two_teams_met_with_no_meeting_of_both(cast):
    person, jointly, alone = (register(cast.amal, name) for name in ("A", "B", "C"))
    for who in (person, person, jointly, alone):
        meet(cast.amal, "basra", who=(who,))
    for who in (person, jointly):
        meet(cast.carla, "basra", who=(who,))
    meet(cast.amal, "basra", who=(jointly,), guest_team_ids=(cast.partner.pk,))

    found = apart(cast)

    assert [(row.stakeholder.name, row.teams) for row in found.rows] == [
        ("A", (("Mission", 2), ("Partner", 1)))
    ]
    assert found.whole == 1


def test_a_third_team_that_met_nobody_together_is_apart_from_two_that_did(cast):
    third = Team.objects.create(programme=cast.programme, name="Third")
    officer = member(cast.programme, "third", "officer", third)
    person = register(cast.amal, "A")
    meet(cast.amal, "basra", who=(person,), guest_team_ids=(cast.partner.pk,))
    assert apart(cast).rows == ()

    meet(officer, "basra", who=(person,))

    assert [dict(row.teams) for row in apart(cast).rows] == [
        {"Mission": 1, "Partner": 1, "Third": 1}
    ]
    assert apart(cast, team=third.pk).whole == apart(cast, team=cast.mission.pk).whole == 1


def test_met_apart_is_within_the_period_and_of_what_the_reader_may_open(cast):
    person = register(cast.amal, "A")
    meet(cast.amal, "basra", who=(person,))
    meet(cast.carla, "basra", who=(person,), held_on=date(2025, 12, 31))
    assert apart(cast).rows == ()

    meet(cast.carla, "basra", who=(person,))

    assert apart(cast).whole == 1
    for stranger in (cast.amal, cast.carla, cast.ruth, cast.omar, cast.idris):
        assert apart(cast, stranger).rows == ()


def test_pages_of_met_apart_follow_each_other(cast, monkeypatch):
    monkeypatch.setattr(module, "PAGE", 2)
    monkeypatch.setattr(reliance, "PAGE", 2)
    for name in "ABC":
        person = register(cast.amal, name)
        for actor in (cast.amal, cast.carla):
            meet(actor, "basra", who=(person,))

    first = apart(cast)
    second = apart(cast, after=first.after)

    assert (len(first.rows), len(second.rows), second.after, second.whole) == (2, 1, "", 3)
    assert {row.stakeholder.name for row in (*first.rows, *second.rows)} == set("ABC")


def test_met_by_none_are_those_to_be_engaged_whom_no_team_met_in_the_period(cast):
    for name in ("New", "Met", "Before"):
        register(cast.amal, name)
    register(cast.amal, "Closed", not_to_be_engaged=True)
    people = {row.name: row for row in nobody(cast).rows}
    meet(cast.amal, "basra", who=(people["Met"],))
    meet(cast.amal, "basra", who=(people["Before"],), held_on=date(2025, 12, 31))

    found = nobody(cast)

    assert [row.name for row in found.rows] == ["Before", "New"]
    assert found.whole == 2
    assert nobody(cast, team=cast.partner.pk).whole == 3
    assert nobody(cast, cast.omar).whole == nobody(cast, cast.idris).whole == 0


def test_a_body_is_met_by_a_team_through_whoever_speaks_for_it(cast):
    body, person = register(cast.amal, "Body", kind="organisation"), register(cast.amal, "A")
    seat = post(cast.amal, person, body)
    meet(cast.amal, "basra", who=(Attendance(stakeholder_id=person.pk, post_id=seat.pk),))

    assert nobody(cast).whole == 0
    assert nobody(cast, cast.carla).whole == 2  # she may open both of them, and not the meeting


def test_governorates_are_told_by_the_teams_that_visited_them(cast):
    person = register(cast.amal, "A")
    meet(cast.amal, "basra", who=(person,))
    meet(cast.amal, "basra", "wasit", who=(person,))
    meet(cast.carla, "basra", who=(person,))

    with acting_as(cast.ruth, "read"):
        found = teams_of(QUARTER, teams(cast))
        shared = shared_governorates(found, listed(area(cast), QUARTER))

    assert [(region.key, each) for region, each in shared.several] == [
        ("basra", (("Mission", 2), ("Partner", 1)))
    ]
    assert len(shared.none) == 16
    assert not {"basra", "wasit"} & {region.key for region in shared.none}


def test_a_joint_meeting_is_one_in_total_and_one_in_each_team(cast):
    person = register(cast.amal, "A")
    meet(cast.amal, "basra", who=(person,), guest_team_ids=(cast.partner.pk,))
    meet(cast.amal, "basra", who=(person,))

    with acting_as(cast.ruth, "read"):
        found = teams_of(QUARTER, teams(cast))

    assert [(row.name, row.counted) for row in found.rows] == [("Mission", 2), ("Partner", 1)]
    assert (found.counted, found.joint) == (2, 1)


def test_teams_that_plan_to_meet_the_same_people_clash(cast):
    person = register(cast.amal, "A")
    plan(cast.amal, "basra", who=(person,), days=3)
    plan(cast.carla, "wasit", who=(person,), days=1)

    assert told(coming(cast)) == [("A", [(1, ("Partner",)), (3, ("Mission",))])]


def test_teams_that_plan_to_go_to_the_same_governorate_clash(cast):
    a, b = register(cast.amal, "A"), register(cast.amal, "B")
    plan(cast.amal, "basra", who=(a,), days=14)
    plan(cast.carla, "basra", who=(b,), days=0)

    found = coming(cast)

    assert [(row.where.key, len(row.meetings)) for row in found.rows] == [("basra", 2)]


def test_one_team_a_joint_meeting_and_a_day_too_far_are_no_clash(cast):
    a, b, c = (register(cast.amal, name) for name in "ABC")
    for days in (1, 2):
        plan(cast.amal, who=(a,), days=days)
    plan(cast.amal, who=(b,), guest_team_ids=(cast.partner.pk,))
    plan(cast.carla, who=(b,))
    plan(cast.amal, who=(c,))
    plan(cast.carla, who=(c,), days=15)

    assert coming(cast).rows == ()


def test_a_clash_is_of_meetings_that_the_reader_may_open(cast):
    person = register(cast.amal, "A")
    plan(cast.amal, who=(person,))
    plan(cast.carla, who=(person,))

    assert coming(cast).whole == 1
    for stranger in (cast.amal, cast.carla, cast.ruth, cast.omar, cast.idris):
        assert coming(cast, stranger).rows == ()


def test_each_part_costs_the_same_statements_however_many(cast, django_assert_num_queries):
    for name in "ABC":
        person = register(cast.amal, name)
        register(cast.amal, f"{name}2")
        for actor in (cast.amal, cast.carla):
            meet(actor, "basra", who=(person,))
            plan(actor, "wasit", who=(person,))
    names, where = teams(cast), area(cast)

    with acting_as(cast.bassam, "read"):
        for statements, part in (
            (3, lambda: met_apart(cast.bassam, QUARTER, names)),
            (2, lambda: met_by_none(cast.bassam, QUARTER)),
            (5, lambda: clashes(cast.bassam, DAY, where, names)),
        ):
            with django_assert_num_queries(statements):
                part()
