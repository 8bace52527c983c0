"""Asking for a report: who may, and how often the same one is asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from engagement.access.errors import NotAllowed
from engagement.access.models import Membership, Role
from engagement.jobs.actions import claim, finish
from engagement.jobs.models import Job, State
from engagement.reports.actions import TASK, due_reports
from engagement.reports.models import Report, ReportSchedule
from tests.cast import Cast
from tests.conftest import owner, run_together
from tests.reports.story import FIRST, KIND, LAST, ask, found

pytestmark = pytest.mark.django_db
#: In the second quarter: the first one is due.
APRIL = datetime(2026, 4, 1, 6, tzinfo=UTC)


def schedule(cast: Cast, **more: Any) -> ReportSchedule:
    owned = {"owner_id": cast.bassam.user_id, **more}
    return ReportSchedule.objects.create(programme=cast.programme, kind=KIND, **owned)


def all_reports() -> list[Report]:
    with owner():
        return list(Report.objects.unscoped("a test").select_related("job"))


@pytest.mark.parametrize("name", ["amal", "bassam"])
def test_officers_and_managers_may_ask(cast: Cast, name: str) -> None:
    report = ask(getattr(cast, name))

    assert (report.job.task, report.job.state, report.job.total) == (TASK, State.QUEUED, 4)


@pytest.mark.parametrize("name", ["ruth", "idris"])
def test_readers_and_administrators_may_not_ask(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        ask(getattr(cast, name))

    assert all_reports() == []
    assert not Job.objects.exists()


def test_the_same_report_is_not_asked_for_twice_while_it_waits(cast: Cast) -> None:
    assert ask(cast.amal) == ask(cast.bassam)


def test_the_same_report_is_not_asked_for_twice_while_it_is_built(cast: Cast) -> None:
    report = ask(cast.amal)
    claim(report.job_id)

    assert ask(cast.amal) == report


def test_a_report_that_is_done_is_asked_for_anew(cast: Cast) -> None:
    report = ask(cast.amal)
    job = claim(report.job_id)
    assert job
    finish(job)

    assert ask(cast.amal) != report


def test_another_period_is_another_report(cast: Cast) -> None:
    assert ask(cast.amal) != ask(cast.amal, first=FIRST.replace(month=2))


def test_another_programme_asks_for_its_own(cast: Cast) -> None:
    assert ask(cast.amal) != ask(cast.omar)


def test_six_who_ask_at_once_get_one_report(people: Cast) -> None:
    got = []

    assert run_together(*[lambda: got.append(ask(people.amal).pk)] * 6) == []
    assert len(got) == 6
    assert len(set(got)) == len(all_reports()) == Job.objects.count() == 1


def test_a_schedule_asks_for_the_quarter_that_has_ended(cast: Cast) -> None:
    plan = schedule(cast)
    [job] = due_reports(APRIL)
    report = found(cast.bassam, job.report.pk)

    assert (report.first, report.last) == (FIRST, LAST)
    assert (report.slot, report.author_id) == (f"{plan.pk}:2026-Q1", cast.bassam.user_id)


def test_a_quarter_ends_on_the_programmes_clock(cast: Cast) -> None:
    schedule(cast)
    [job] = due_reports(datetime(2026, 3, 31, 21, 30, tzinfo=UTC))  # half past midnight in Baghdad

    assert found(cast.bassam, job.report.pk).last == LAST


def test_a_slot_is_asked_for_once(cast: Cast) -> None:
    schedule(cast)
    due_reports(APRIL)

    assert due_reports(APRIL) == []
    assert len(all_reports()) == 1


def test_a_slot_stays_asked_for_when_its_report_is_done(cast: Cast) -> None:
    schedule(cast)
    [job] = due_reports(APRIL)
    begun = claim(job.pk)
    assert begun
    finish(begun)

    assert due_reports(APRIL) == []


def test_six_beats_at_once_ask_for_one_report(people: Cast) -> None:
    schedule(people)
    asked: list[Job] = []

    assert run_together(*[lambda: asked.extend(due_reports(APRIL))] * 6) == []
    assert len({job.pk for job in asked}) == len(all_reports()) == Job.objects.count() == 1


def test_a_switched_off_schedule_asks_for_nothing(cast: Cast) -> None:
    schedule(cast, active=False)

    assert due_reports(APRIL) == []


def test_a_schedule_whose_owner_left_holds_up_no_other(cast: Cast) -> None:
    gone = schedule(cast)
    other = Membership.objects.get(user_id=cast.omar.user_id)
    ReportSchedule.objects.create(programme=other.programme, kind=KIND, owner=other.user)
    Membership.objects.filter(user_id=gone.owner_id).update(role=Role.READER)
    [job] = due_reports(APRIL)

    assert job.programme_id == other.programme_id
