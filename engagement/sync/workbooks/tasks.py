from uuid import UUID

from celery import shared_task

from engagement.jobs.tasks import put
from engagement.sync.batches.taking import COMPARE
from engagement.sync.workbooks.actions import TASK, take_workbook


@shared_task(name=TASK, ignore_result=True)
def take(job_id: str) -> None:
    """Takes an id, holds no logic, may run twice with the same result."""
    programme_id = take_workbook(UUID(job_id))
    if programme_id is not None:
        put(COMPARE, programme_id)
