"""Gaps with why, counted by hand: never tried is not tried and failed, nor nobody registered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError

from engagement.access.scope import acting_as
from engagement.coverage.gaps import gaps, group_tries
from engagement.coverage.sums import Kind, Period
from engagement.meetings.codes import Kind as MeetingKind
from engagement.meetings.codes import Mode, Reason, Status
from engagement.meetings.drafts import Attendance
from engagement.meetings.models import Meeting
from engagement.regions.choices import area_of
from tests.cast import DAY, meet, register
from tests.conftest import owner
from tests.stakeholders.knowing import post

pytestmark = pytest.mark.django_db
YEAR = Period(date(2026, 1, 1), date(2026, 3, 31))


def found(cast, actor=None, period=YEAR):
    with acting_as(actor or cast.ruth, "read"):
        return gaps(period, area_of(cast.programme.pk))


def place(cast, key, **more):
    return next(one for one in found(cast, **more).governorates if one.region.key == key)


def group(cast, kind):
    return next((one for one in found(cast).groups if one.kind == kind), None)


def failed(actor, *places, who=(), reason=Reason.SECURITY, **more):
    return meet(actor, *places, who=who, status=Status.NOT_HELD, reason=reason, **more)


def test_a_governorate_is_met_failed_heard_never_tried_or_has_nobody_registered(cast):
    sheikh = register(cast.amal, "A", "tribe", "maysan")
    register(cast.amal, "B", "tribe", "anbar")
    meet(cast.amal, "basra", who=(sheikh,))
    failed(cast.amal, "wasit")

    states = {key: place(cast, key).state for key in ("basra", "wasit", "maysan", "anbar", "najaf")}

    assert states == {
        "basra": "met",
        "wasit": "failed",
        "maysan": "heard",
        "anbar": "never",
        "najaf": "nobody",
    }


def test_reasons_are_counted_the_commonest_first_and_what_we_cancelled_is_no_attempt(cast):
    for reason in (Reason.REFUSED, Reason.SECURITY, Reason.SECURITY, Reason.BY_US):
        failed(cast.amal, "wasit", reason=reason)

    wasit = place(cast, "wasit")

    assert wasit.tries == ((Reason.SECURITY, 2), (Reason.REFUSED, 1))
    assert wasit.tried == 3


@pytest.mark.parametrize(
    ("held_on", "months"),
    [
        (date(2026, 3, 31), 0),
        (date(2026, 3, 1), 0),
        (date(2026, 2, 28), 1),
        (date(2025, 12, 31), 3),
        (date(2025, 1, 1), 14),
    ],
)
def test_months_since_the_last_meeting_are_whole_and_reach_back_before_the_period(
    cast, held_on, months
):
    ngo = register(cast.amal, "A")
    for day in (held_on, held_on - timedelta(days=40)):
        meet(cast.amal, "basra", who=(ngo,), held_on=day)

    assert place(cast, "basra").months == months


def test_a_remote_a_failed_a_later_and_a_duplicate_meeting_are_no_visit(cast):
    ngo = register(cast.amal, "A")
    meet(cast.amal, "basra", who=(ngo,), mode=Mode.REMOTE)
    failed(cast.amal, "basra", who=(ngo,))
    meet(cast.amal, "basra", who=(ngo,), held_on=date(2026, 4, 1))
    first = meet(cast.amal, "wasit", who=(ngo,), held_on=date(2026, 1, 5))
    again = meet(cast.amal, "basra", who=(ngo,), held_on=date(2026, 1, 5))
    with owner():
        Meeting.plain.filter(pk=again.pk).update(duplicate_of=first)

    assert place(cast, "basra").months is None


def test_of_one_team_only_its_own_meetings_are_visits(cast):
    meet(cast.carla, "basra", who=(register(cast.amal, "A"),), held_on=date(2026, 1, 31))
    ours, theirs = (Period(YEAR.first, YEAR.last, team.pk) for team in (cast.mission, cast.partner))

    assert place(cast, "basra", period=ours).months is None
    assert place(cast, "basra", period=theirs).months == 2


def test_never_met_stands_first_then_the_longest_ago(cast):
    ngo = register(cast.amal, "A")
    meet(cast.amal, "basra", who=(ngo,), held_on=date(2026, 3, 1))
    meet(cast.amal, "wasit", who=(ngo,), held_on=date(2025, 3, 1))

    months = [one.months for one in found(cast).governorates]

    assert months == [None] * 16 + [12, 0]


def test_whether_a_unit_is_registered_outside_the_capital_is_told_here_neither(cast):
    register(cast.amal, "A", "pmf_unit", "basra")
    register(cast.amal, "B", "pmf_unit", "baghdad")

    assert place(cast, "basra").state == "nobody"
    assert place(cast, "baghdad").state == "never"


def test_a_group_is_tried_and_failed_never_tried_or_has_nobody_registered(cast):
    unit = register(cast.amal, "A", "pmf_unit")
    register(cast.amal, "B", "tribe")
    meet(cast.amal, "baghdad", who=(register(cast.amal, "C", "parliament"),))
    failed(cast.amal, "wasit", who=(unit,), reason=Reason.REFUSED)

    assert group(cast, Kind.PARAMILITARY).state == "failed"
    assert group(cast, Kind.PARAMILITARY).tries == ((Reason.REFUSED, 1),)
    assert group(cast, Kind.COMMUNITIES).state == "never"
    assert group(cast, Kind.OTHERS).state == "nobody"
    assert group(cast, Kind.OFFICIALS) is None
    assert group(cast, Kind.NOT_SURE) is None


def test_a_group_met_remotely_only_is_met(cast):
    meet(cast.amal, who=(register(cast.amal, "A", "tribe"),), mode=Mode.REMOTE)

    assert group(cast, Kind.COMMUNITIES) is None


def test_an_attempt_is_once_with_each_group_of_its_counterparts_by_the_body_they_speak_for(cast):
    police = register(cast.amal, "Police", "local_police", kind="organisation")
    officer = register(cast.amal, "A", "not_sure")
    seat = post(cast.amal, officer, police)
    speaker = Attendance(stakeholder_id=officer.pk, post_id=seat.pk)
    tribes = tuple(register(cast.amal, name, "tribe") for name in "BC")
    watcher = Attendance(stakeholder_id=register(cast.amal, "D", "media").pk, role="observer")
    failed(cast.amal, "wasit", who=(speaker, *tribes, watcher))

    with acting_as(cast.ruth, "read"):
        tries = group_tries(YEAR)

    assert tries == {
        Kind.STATE_SECURITY: ((Reason.SECURITY, 1),),
        Kind.COMMUNITIES: ((Reason.SECURITY, 1),),
    }


@pytest.mark.parametrize(
    "change",
    [
        {"reason": Reason.BY_US},
        {"status": Status.POSTPONED},
        {"kind": MeetingKind.CONTACT},
        {"held_on": date(2025, 12, 31)},
        {"held_on": date(2026, 4, 1)},
    ],
)
def test_what_is_no_attempt_or_lies_outside_is_no_try_with_a_group(cast, change):
    values = {"status": Status.NOT_HELD, "reason": Reason.SECURITY, **change}
    meet(cast.amal, "wasit", who=(register(cast.amal, "A", "tribe"),), **values)

    with acting_as(cast.ruth, "read"):
        assert group_tries(YEAR) == {}


def test_every_member_is_told_the_same(cast):
    failed(cast.amal, "wasit", who=(register(cast.amal, "A", "pmf_unit"),), tlp=4)
    meet(cast.amal, "basra", who=(register(cast.amal, "B", "tribe"),), tlp=4)

    told = [found(cast, actor) for actor in (cast.amal, cast.carla, cast.bassam, cast.ruth)]

    assert all(one == told[0] for one in told)


def test_an_administrator_and_a_period_of_a_few_days_are_refused(cast):
    with pytest.raises(DatabaseError, match="not a member"), acting_as(cast.idris, "read"):
        gaps(YEAR, area_of(cast.programme.pk))
    with pytest.raises(DatabaseError, match="fixed period"), acting_as(cast.ruth, "read"):
        group_tries(Period(DAY, DAY))


def test_the_gaps_cost_the_same_statements_however_many_meetings(cast, django_assert_num_queries):
    area, ngo = area_of(cast.programme.pk), register(cast.amal, "A")
    for n in range(3):
        meet(cast.amal, "basra", who=(ngo,), held_on=DAY - timedelta(days=n))
        failed(cast.amal, "wasit", who=(ngo,))

    with acting_as(cast.bassam, "read"), django_assert_num_queries(5):
        gaps(YEAR, area)
