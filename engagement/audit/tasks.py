from celery import shared_task

from engagement.audit.actions import stamp


@shared_task(name="audit.stamp", ignore_result=True)
def stamp_task() -> None:
    """Give positions to what was committed since the last time."""
    while stamp():
        pass
