"""The sweeper and the sending: what was lost is found, and a queue that is away hurts nobody."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from engagement.jobs.actions import claim, due_jobs, finish, queue_job
from engagement.jobs.models import Job
from engagement.jobs.tasks import send, sweep
from tests.cast import Cast
from tests.conftest import run_together

TASK = "reports.build"


def wait(seconds: int) -> None:
    """As if so many seconds had passed for every job."""
    passed = timedelta(seconds=seconds)
    Job.objects.update(send_after=F("send_after") - passed, lease_until=F("lease_until") - passed)


@pytest.fixture
def work(cast: Cast) -> UUID:
    return queue_job(cast.amal, TASK, 4).pk


def test_new_work_is_left_to_the_door_that_asked_for_it(work: UUID) -> None:
    assert due_jobs() == []


def test_work_that_no_door_sent_is_found(work: UUID) -> None:
    wait(11)

    assert due_jobs() == [(work, TASK)]


def test_each_sending_waits_longer_for_the_next(work: UUID) -> None:
    wait(11)
    waits = []
    for _sending in range(6):
        assert due_jobs() == [(work, TASK)]
        row = Job.objects.annotate(left=F("send_after") - Now()).get(pk=work)
        waits.append(round(row.left.total_seconds()))
        wait(61)

    assert waits == [15, 30, 45, 60, 60, 60]


def test_work_in_good_hands_is_not_sent_again(work: UUID) -> None:
    claim(work)
    wait(30)

    assert due_jobs() == []


def test_work_whose_worker_is_silent_is_sent_again(work: UUID) -> None:
    claim(work)
    wait(61)

    assert due_jobs() == [(work, TASK)]


def test_ended_work_is_not_sent_again(work: UUID) -> None:
    job = claim(work)
    assert job
    finish(job)
    wait(100)

    assert due_jobs() == []


def test_two_sweepers_at_once_send_each_job_once(people: Cast) -> None:
    jobs = {queue_job(people.amal, TASK, 4).pk for _ in range(30)}
    wait(11)
    found: list[tuple[UUID, str]] = []

    assert run_together(*[lambda: found.extend(due_jobs())] * 4) == []
    assert len(found) == 30
    assert {job for job, _task in found} == jobs


def test_a_sweeper_does_not_wait_for_rows_that_another_holds(people: Cast) -> None:
    held, free = (queue_job(people.amal, TASK, 4).pk for _ in range(2))
    wait(11)
    holds, over = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Job.objects.select_for_update().get(pk=held)
            holds.set()
            assert over.wait(20)

    def look() -> None:
        assert holds.wait(20)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = '5s'")
            assert due_jobs() == [(free, TASK)]
        finally:
            over.set()

    assert run_together(hold, look) == []


@pytest.mark.usefixtures("queue_down")
def test_sending_to_a_queue_that_is_away_raises_nothing_and_is_quick(work: UUID) -> None:
    began = time.monotonic()
    send(TASK, work)

    assert time.monotonic() - began < 3


@pytest.mark.usefixtures("queue_down")
def test_work_swept_while_the_queue_is_away_is_swept_again(work: UUID) -> None:
    wait(11)
    sweep()
    wait(16)

    assert due_jobs() == [(work, TASK)]
