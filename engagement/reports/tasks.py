from uuid import UUID

from celery import shared_task
from django.utils import timezone

from engagement.jobs.tasks import send
from engagement.reports.actions import TASK, build_report
from engagement.reports.schedules.actions import due_reports


@shared_task(name=TASK, ignore_result=True)
def build(job_id: str) -> None:
    """Takes an id, holds no logic, may run twice with the same result."""
    build_report(UUID(job_id))


@shared_task(name="reports.ask_due", ignore_result=True)
def ask_due() -> None:
    """Ask for the period that has ended, once, for each schedule."""
    for job in due_reports(timezone.now()):
        send(job.task, job.pk)
