from __future__ import annotations

from uuid import UUID

from celery import shared_task

from engagement.coverage import actions

#: Asked for by a page, too.
CHECK = "coverage.check"


@shared_task(name="coverage.compact", ignore_result=True)
def compact() -> None:
    """Fold what was written since the last time."""
    actions.compact()


@shared_task(name=CHECK, ignore_result=True)
def check(programme_id: str = "") -> None:
    """Check one programme, or all; may run twice, and then wrote down two runs."""
    if programme_id:
        actions.check(UUID(programme_id))
    else:
        actions.check_all()
