from uuid import UUID

from celery import shared_task

from engagement.registry.duplicates.actions import TASK, run_scan


@shared_task(name=TASK, ignore_result=True)
def scan(job_id: str) -> None:
    """Takes an id, holds no logic, may run twice with the same result."""
    run_scan(UUID(job_id))
