from celery import shared_task

from engagement.sync.batches.claims import prune


@shared_task(name="batches.prune", ignore_result=True)
def prune_batches() -> None:
    """Forgets answers to batches once they have been kept long enough."""
    prune()
