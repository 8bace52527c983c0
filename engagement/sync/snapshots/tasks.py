from uuid import UUID

from celery import shared_task

from engagement.sync.snapshots.actions import TASK, build_snapshot


@shared_task(name=TASK, ignore_result=True)
def build(job_id: str) -> None:
    """Takes an id, holds no logic, may run twice with the same result."""
    build_snapshot(UUID(job_id))
