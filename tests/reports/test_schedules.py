"""Schedules ask by themselves: when, over which days, and each slot once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from engagement.access.errors import NotAllowed
from engagement.access.models import Membership, Programme, Role
from engagement.access.scope import acting_as
from engagement.jobs.actions import claim, finish
from engagement.jobs.models import Job
from engagement.regions.models import Region
from engagement.reports.actions import recipients_of
from engagement.reports.models import ReportSchedule
from engagement.reports.schedules.actions import Plan, due_reports, save_schedule, switch
from tests.cast import Cast
from tests.conftest import run_together
from tests.reports.plans import APRIL, KIND, all_reports, leave, schedule

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("every", "first", "last"),
    [
        ("quarter", date(2026, 1, 1), date(2026, 3, 31)),
        ("month", date(2026, 3, 1), date(2026, 3, 31)),
        ("week", date(2026, 3, 1), date(2026, 3, 28)),
    ],
)
def test_a_schedule_asks_for_what_has_ended(
    cast: Cast, every: str, first: date, last: date
) -> None:
    plan = schedule(cast, every=every)
    [job] = due_reports(APRIL)
    [report] = all_reports()

    assert (report.kind, report.first, report.last) == (KIND, first, last)
    assert (report.author_id, report.schedule_id, report.job_id) == (
        cast.bassam.user_id,
        plan.pk,
        job.pk,
    )


def test_a_quarter_ends_on_the_programmes_clock(cast: Cast) -> None:
    schedule(cast)
    before = datetime(2026, 3, 31, 20, 59, tzinfo=UTC)  # a minute to midnight in Baghdad
    due_reports(before)
    due_reports(datetime(2026, 3, 31, 21, tzinfo=UTC))

    assert [row.last for row in all_reports()] == [date(2025, 12, 31), date(2026, 3, 31)]


def test_it_waits_for_its_hour(cast: Cast) -> None:
    schedule(cast, hour=10)
    due_reports(APRIL)  # nine
    due_reports(APRIL.replace(hour=7))

    assert [row.last for row in all_reports()] == [date(2025, 12, 31), date(2026, 3, 31)]


def test_another_programme_keeps_its_own_clock(cast: Cast) -> None:
    Programme.objects.filter(pk=cast.programme.pk).update(time_zone="Europe/Berlin")
    schedule(cast)
    due_reports(datetime(2026, 3, 31, 21, 30, tzinfo=UTC))  # half past eleven there

    assert [row.last for row in all_reports()] == [date(2025, 12, 31)]


def test_several_schedules_and_kinds_ask_side_by_side(cast: Cast) -> None:
    basra = Region.objects.get(key="basra")
    schedule(cast)
    schedule(cast, every="month")
    schedule(cast, kind="governorate", governorate=basra)
    schedule(cast, kind="team", team=cast.mission)
    due_reports(APRIL)

    assert [(row.kind, row.governorate_id, row.team_id) for row in all_reports()] == [
        (KIND, None, None),
        (KIND, None, None),
        ("governorate", basra.pk, None),
        ("team", None, cast.mission.pk),
    ]


def test_a_slot_is_asked_for_once_also_when_its_report_is_done(cast: Cast) -> None:
    schedule(cast)
    [job] = due_reports(APRIL)
    begun = claim(job.pk)
    assert begun
    finish(begun)

    assert due_reports(APRIL) == []
    assert len(all_reports()) == 1


def test_six_beats_at_once_ask_for_one_report(people: Cast) -> None:
    schedule(people)
    asked: list[Job] = []

    assert run_together(*[lambda: asked.extend(due_reports(APRIL))] * 6) == []
    assert len({job.pk for job in asked}) == len(all_reports()) == Job.objects.count() == 1


def test_a_paused_schedule_asks_for_nothing_and_makes_up_for_nothing(cast: Cast) -> None:
    plan = schedule(cast, active=False)
    assert due_reports(APRIL) == []

    with acting_as(cast.bassam, "schedule.resumed"):
        resumed = switch(cast.bassam, plan.pk, active=True)

    assert resumed.since is not None
    assert due_reports(resumed.since) == []
    assert due_reports(resumed.since.replace(year=resumed.since.year + 1)) != []


def test_a_new_schedule_asks_for_nothing_that_is_past(cast: Cast) -> None:
    with acting_as(cast.bassam, "schedule.saved"):
        plan = save_schedule(cast.bassam, Plan(KIND, "month", 7, "ar", roles=("reader",)))

    assert plan.since is not None
    assert due_reports(plan.since) == []


def test_a_schedule_whose_owner_left_holds_up_no_other(cast: Cast) -> None:
    schedule(cast)
    other = Membership.objects.get(user_id=cast.omar.user_id)
    ReportSchedule.objects.create(programme=other.programme, kind=KIND, owner=other.user)
    leave(cast.bassam)
    [job] = due_reports(APRIL)

    assert job.programme_id == other.programme_id


def test_a_schedule_whose_owner_may_not_ask_any_more_asks_for_nothing(cast: Cast) -> None:
    schedule(cast)
    Membership.objects.filter(user_id=cast.bassam.user_id).update(role=Role.READER)

    assert due_reports(APRIL) == []


def test_a_schedule_of_a_kind_that_is_no_more_holds_up_no_other(cast: Cast) -> None:
    schedule(cast, kind="gone")
    schedule(cast)

    assert len(due_reports(APRIL)) == 1


@pytest.mark.parametrize("name", ["amal", "ruth", "idris"])
def test_only_managers_change_schedules(cast: Cast, name: str) -> None:
    actor, plan = getattr(cast, name), schedule(cast)

    with pytest.raises(NotAllowed):
        save_schedule(actor, Plan(KIND, "week", 7, "en"))
    with pytest.raises(NotAllowed):
        switch(actor, plan.pk, active=False)


def test_whoever_saves_it_owns_it_and_its_recipients_are_replaced(cast: Cast) -> None:
    plan = schedule(cast, cast.amal, owner_id=cast.amal.user_id)
    wanted = Plan("quarterly", "month", 7, "ckb", people=(cast.ruth.person,))
    with acting_as(cast.bassam, "schedule.saved"):
        save_schedule(cast.bassam, wanted, plan.pk)
    plan.refresh_from_db()

    assert (plan.owner_id, plan.kind, plan.hour) == (cast.bassam.user_id, "quarterly", 7)
    assert [row.pk for row in plan.people.all()] == [cast.ruth.user_id]


def test_a_schedule_names_nobody_and_no_team_of_another_programme(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        save_schedule(cast.bassam, Plan(KIND, "week", 7, "en", people=(cast.omar.person,)))
    assert set(refused.value.message_dict) == {"people"}
    with pytest.raises(ValidationError) as refused:
        save_schedule(cast.bassam, Plan("team", "week", 7, "en", team_id=cast.omar.teams[0]))
    assert set(refused.value.message_dict) == {"team"}
    elsewhere = ReportSchedule.objects.create(
        programme_id=cast.omar.programme_id, kind=KIND, owner_id=cast.omar.user_id
    )
    with pytest.raises(ReportSchedule.DoesNotExist):
        switch(cast.bassam, elsewhere.pk, active=False)


def test_recipients_are_members_by_role_or_name_each_once(cast: Cast) -> None:
    schedule(cast, cast.ruth, cast.amal, cast.omar, roles=["reader", "manager"])
    due_reports(APRIL)
    [report] = all_reports()

    told = {cast.ruth.user_id, cast.amal.user_id, cast.bassam.user_id}
    assert set(recipients_of(report)) == told
    assert len(recipients_of(report)) == 3
    leave(cast.amal)
    assert set(recipients_of(report)) == told - {cast.amal.user_id}
