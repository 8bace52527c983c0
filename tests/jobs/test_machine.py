"""Any order of claims, beats, endings, silence and sweeps: the row is what a small model says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from engagement.jobs.actions import LostLease, beat, claim, due_jobs, fail, finish, queue_job
from engagement.jobs.models import Job, State
from tests.cast import Cast

MOST = 5


class Work(RuleBasedStateMachine):
    """One job, every worker that ever claimed it, and what should be true of it."""

    cast: Cast

    @initialize()
    def ask(self) -> None:
        Job.objects.update(state=State.CANCELLED)  # those of the examples before
        self.id = queue_job(self.cast.amal, "reports.build", 4).pk
        self.state, self.attempt, self.expired, self.ended = "queued", 0, False, 0
        self.workers: list[Job] = []

    @property
    def free(self) -> bool:
        waiting = self.state == "queued" or (self.state == "running" and self.expired)
        return waiting and self.attempt < MOST

    def holds(self, worker: Job) -> bool:
        return self.state == "running" and worker.attempt == self.attempt

    @rule()
    def begin(self) -> None:
        job = claim(self.id)
        assert (job is not None) == self.free
        if job:
            self.state, self.attempt, self.expired = "running", self.attempt + 1, False
            self.workers.append(job)

    @precondition(lambda self: self.workers)
    @rule(data=st.data(), act=st.sampled_from(["beat", "finish"]))
    def go_on(self, data: st.DataObject, act: str) -> None:
        worker = data.draw(st.sampled_from(self.workers))
        try:
            beat(worker, 1, "en") if act == "beat" else finish(worker)
        except LostLease:
            assert not self.holds(worker)
            return
        assert self.holds(worker)
        self.expired = False
        if act == "finish":
            self.state, self.ended = "done", self.ended + 1

    @precondition(lambda self: self.workers)
    @rule(data=st.data(), for_good=st.booleans())
    def give_back(self, data: st.DataObject, for_good: bool) -> None:
        worker = data.draw(st.sampled_from(self.workers))
        fail(worker, "A fault.", for_good=for_good)
        if self.holds(worker):
            self.state = "failed" if for_good or self.attempt >= MOST else "queued"

    @precondition(lambda self: self.state == "running")
    @rule()
    def fall_silent(self) -> None:
        Job.objects.filter(pk=self.id).update(lease_until=Now() - timedelta(seconds=1))
        self.expired = True

    @rule()
    def sweep(self) -> None:
        Job.objects.update(send_after=Now() - timedelta(seconds=1))
        found = due_jobs()
        if self.state == "running" and self.expired and self.attempt >= MOST:
            self.state = "failed"
        assert bool(found) == self.free

    @invariant()
    def the_row_is_as_the_model_says(self) -> None:
        if not hasattr(self, "id"):
            return
        row = Job.objects.get(pk=self.id)
        assert (row.state, row.attempt) == (self.state, self.attempt)
        assert (row.finished_at is not None) == (self.state in ("done", "failed"))
        assert self.ended <= 1


@pytest.mark.django_db
def test_the_row_follows_the_model(cast: Cast) -> None:
    machine = type("Work", (Work,), {"cast": cast})
    profile = settings(max_examples=25, stateful_step_count=25, deadline=None)
    run_state_machine_as_test(machine, settings=profile)
