"""The sweeper: finds what a crash, or a lost queue, left."""

from __future__ import annotations

import logging
from uuid import UUID

from celery import current_app, shared_task
from kombu.exceptions import OperationalError

from engagement.jobs.actions import due_jobs

log = logging.getLogger(__name__)


def send(task: str, job_id: UUID) -> None:
    """Put a job on the queue by the task's registered name.

    Never raises because the queue is down: the row is there, and the sweeper finds it.
    """
    if not put(task, job_id):
        log.warning("the queue cannot be reached; job %s waits for the sweeper", job_id)


def put(task: str, about: UUID) -> bool:
    """Put a task on the queue that no row stands for; False where the queue is down."""
    try:
        with current_app.producer_pool.acquire(block=True) as producer:
            # Left to itself Celery tries a dead queue for six seconds, and a page waits for it.
            producer.connection.ensure_connection(max_retries=0)  # type: ignore[union-attr]
            current_app.send_task(task, args=[str(about)], ignore_result=True, producer=producer)
    except OperationalError:
        return False
    return True


@shared_task(name="jobs.sweep", ignore_result=True)
def sweep() -> None:
    """Put on the queue what waits too long or lost its worker."""
    for job_id, task in due_jobs():
        send(task, job_id)
