"""One piece of work and those who want to do it: claim, beat, finish, fail, and the fence."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db.models.functions import Now

from engagement.jobs.actions import LostLease, beat, claim, due_jobs, fail, finish, queue_job
from engagement.jobs.models import LEASE, MOST_ATTEMPTS, Job, State
from tests.cast import Cast
from tests.conftest import run_together

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(cast: Cast) -> UUID:
    return queue_job(cast.amal, "reports.build", 4).pk


def begun(work: UUID) -> Job:
    job = claim(work)
    assert job is not None
    return job


def let_the_lease_run_out(work: UUID) -> None:
    Job.objects.filter(pk=work).update(lease_until=Now() - timedelta(seconds=1))


def row(work: UUID) -> Job:
    return Job.objects.get(pk=work)


def test_claimed_work_runs_under_a_lease(work: UUID) -> None:
    job = begun(work)

    assert (job.state, job.attempt) == (State.RUNNING, 1)
    assert Job.objects.filter(pk=work, lease_until__gt=Now() + LEASE / 2).exists()


def test_work_under_a_lease_is_nobody_elses(work: UUID) -> None:
    begun(work)

    assert claim(work) is None
    assert row(work).attempt == 1


def test_of_eight_workers_one_gets_the_work(people: Cast) -> None:
    work = queue_job(people.amal, "reports.build", 4).pk
    got: list[Job | None] = []

    assert run_together(*[lambda: got.append(claim(work))] * 8) == []
    assert [job.attempt for job in got if job] == [1]
    assert len(got) == 8


def test_a_beat_shows_progress(work: UUID) -> None:
    beat(begun(work), 2, "ar")

    assert (row(work).done, row(work).phase, row(work).percent) == (2, "ar", 50)


def test_a_beat_keeps_the_lease(work: UUID) -> None:
    job = begun(work)
    Job.objects.filter(pk=work).update(lease_until=Now() + timedelta(seconds=1))
    beat(job, 1, "en")

    assert Job.objects.filter(pk=work, lease_until__gt=Now() + LEASE / 2).exists()


def test_finished_work_is_done_whole(work: UUID) -> None:
    finish(begun(work))

    assert (row(work).state, row(work).done, row(work).percent) == (State.DONE, 4, 100)
    assert row(work).finished_at is not None


def test_finished_work_is_not_begun_again(work: UUID) -> None:
    finish(begun(work))

    assert claim(work) is None


def test_a_lease_that_ran_out_lets_another_begin(work: UUID) -> None:
    begun(work)
    let_the_lease_run_out(work)

    assert begun(work).attempt == 2


@pytest.mark.parametrize("act", [finish, lambda job: beat(job, 1, "en")], ids=["finish", "beat"])
def test_a_worker_that_was_overtaken_writes_nothing(work: UUID, act: object) -> None:
    slow = begun(work)
    let_the_lease_run_out(work)
    begun(work)

    with pytest.raises(LostLease):
        act(slow)  # type: ignore[operator]
    assert (row(work).state, row(work).done, row(work).attempt) == (State.RUNNING, 0, 2)


def test_the_failure_of_a_worker_that_was_overtaken_is_not_heard(work: UUID) -> None:
    slow = begun(work)
    let_the_lease_run_out(work)
    begun(work)
    fail(slow, "Too late.")

    assert (row(work).state, row(work).error) == (State.RUNNING, "")


def test_a_slow_worker_that_nobody_overtook_still_finishes(work: UUID) -> None:
    slow = begun(work)
    let_the_lease_run_out(work)
    finish(slow)

    assert row(work).state == State.DONE


def test_cancelled_work_is_lost_to_its_worker(work: UUID) -> None:
    job = begun(work)
    Job.objects.filter(pk=work).update(state=State.CANCELLED)

    with pytest.raises(LostLease):
        beat(job, 1, "en")


def test_work_that_failed_once_waits_for_the_next_attempt(work: UUID) -> None:
    fail(begun(work), "It could not be built.")

    assert (row(work).state, row(work).finished_at) == (State.QUEUED, None)
    assert begun(work).attempt == 2


def test_work_that_came_right_keeps_no_word_of_its_failure(work: UUID) -> None:
    fail(begun(work), "It could not be built.")
    finish(begun(work))

    assert row(work).error == ""


def test_work_that_failed_five_times_is_given_up_in_words(work: UUID) -> None:
    for _attempt in range(MOST_ATTEMPTS):
        fail(begun(work), "It could not be built.")

    assert MOST_ATTEMPTS == 5
    assert (row(work).state, row(work).error) == (State.FAILED, "It could not be built.")
    assert row(work).finished_at is not None
    assert claim(work) is None


def test_work_that_cannot_come_right_is_given_up_at_once(work: UUID) -> None:
    fail(begun(work), "No longer a member.", for_good=True)

    assert (row(work).state, row(work).error) == (State.FAILED, "No longer a member.")
    assert claim(work) is None


def test_work_that_killed_five_workers_is_given_up_in_words(work: UUID) -> None:
    for _attempt in range(MOST_ATTEMPTS):
        begun(work)
        let_the_lease_run_out(work)

    assert claim(work) is None
    assert due_jobs() == []
    assert row(work).state == State.FAILED
    assert row(work).error == "The work was begun five times and never ended."


def test_the_fifth_attempt_is_left_alone_while_it_lives(work: UUID) -> None:
    for _attempt in range(MOST_ATTEMPTS - 1):
        begun(work)
        let_the_lease_run_out(work)
    last = begun(work)

    assert due_jobs() == []
    finish(last)
    assert row(work).state == State.DONE
