"""Claim, beat, finish: each one statement, guarded by the attempt number as fence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Least, Now
from django.utils.translation import gettext_noop

from engagement.access.scope import Actor
from engagement.jobs.models import LEASE, MOST_ATTEMPTS, Job, JobQuerySet, State

#: Why work was given up, for its page; translated where it is shown.
GIVEN_UP = gettext_noop("The work was begun five times and never ended.")
#: The sweeper leaves new work to the door that asked for it, for so long.
DOOR_SENDS_WITHIN = timedelta(seconds=10)


class LostLease(Exception):
    """Another worker took the work over, or it was cancelled; what this one made is dropped."""


def queue_job(actor: Actor, task: str, total: int) -> Job:
    """Write down a piece of work; the door enqueues it once this is committed."""
    return Job.objects.create(
        programme_id=actor.programme_id,
        user_id=actor.person,
        task=task,
        total=total,
        send_after=Now() + DOOR_SENDS_WITHIN,
    )


def claim(job_id: UUID) -> Job | None:
    """Begin the work, or None where another has it, or it is over."""
    with transaction.atomic():
        claimed = (
            Job.objects.filter(pk=job_id)
            .claimable()
            .update(state=State.RUNNING, attempt=F("attempt") + 1, lease_until=Now() + LEASE)
        )
        return Job.objects.get(pk=job_id) if claimed else None


def _held(job: Job) -> JobQuerySet:
    return Job.objects.filter(pk=job.pk).held(job.attempt)


def beat(job: Job, done: int, phase: str) -> None:
    """Show progress and keep the lease. Raises LostLease where it is lost."""
    if not _held(job).update(done=done, phase=phase, lease_until=Now() + LEASE):
        raise LostLease


@contextmanager
def kept_alive(job: Job, phase: str) -> Iterator[Callable[[int], None]]:
    """Beat from a thread while one long transaction reads, which shows nobody its writes.

    Yields what says how far the work is; it raises LostLease where the lease was lost.
    """
    ended, lost, done = Event(), Event(), [job.done]

    def beats() -> None:
        try:
            while not ended.wait(LEASE.total_seconds() / 4) and not lost.is_set():
                beat(job, done[0], phase)
        except LostLease:
            lost.set()
        finally:
            connection.close()

    def reached(step: int) -> None:
        done[0] = step
        if lost.is_set():
            raise LostLease

    thread = Thread(target=beats, daemon=True)
    thread.start()
    try:
        yield reached
    finally:
        ended.set()
        thread.join()


def finish(job: Job) -> None:
    """End the work, in the transaction that writes its result. Raises LostLease."""
    done = _held(job).update(
        state=State.DONE, done=F("total"), finished_at=Now(), phase="", error=""
    )
    if not done:
        raise LostLease


def fail(job: Job, error: str, *, for_good: bool = False) -> None:
    """Give the work back after a fault, or give it up: `for_good`, or after the last attempt."""
    over = for_good or job.attempt >= MOST_ATTEMPTS
    _held(job).update(
        state=State.FAILED if over else State.QUEUED,
        error=error[:200],
        finished_at=Now() if over else None,
        # A fault that lasts a while, a full disk say, must not use up all attempts in it.
        send_after=Now() + timedelta(minutes=job.attempt),
    )


def cancel(job: Job) -> bool:
    """Call the work off; False where it is over. Whoever has it loses its lease."""
    waiting = Job.objects.filter(pk=job.pk, state__in=(State.QUEUED, State.RUNNING))
    return bool(waiting.update(state=State.CANCELLED, finished_at=Now(), phase=""))


def due_jobs(most: int = 100) -> list[tuple[UUID, str]]:
    """Mark and return what has to be put on the queue: (job id, task name).

    Each sending lengthens the wait before the next, from 15 to 60 seconds, so that a queue that
    is only slow is not flooded, and work a crash left is begun again within two minutes.
    """
    Job.objects.given_up().update(
        state=State.FAILED,
        error=GIVEN_UP,
        finished_at=Now(),
    )
    with transaction.atomic():
        rows = list(
            Job.objects.to_send().select_for_update(skip_locked=True).order_by("created_at")[:most]
        )
        wait = Least(F("sent") + 1, Value(4)) * Value(timedelta(seconds=15))
        Job.objects.filter(pk__in=[row.pk for row in rows]).update(
            sent=F("sent") + 1, send_after=Now() + wait
        )
    return [(row.pk, row.task) for row in rows]
