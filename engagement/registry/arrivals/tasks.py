from uuid import UUID

from celery import shared_task

from engagement.registry.arrivals.actions import compare_arrivals, programmes_with_partners


@shared_task(name="arrivals.compare", ignore_result=True)
def compare(programme_id: str = "") -> None:
    """Holds new stakeholders of partners against the register: of one programme, or of all."""
    for pk in [UUID(programme_id)] if programme_id else programmes_with_partners():
        compare_arrivals(pk)
