from celery import shared_task

from engagement.sync.feed.actions import prune_feeds


@shared_task(name="feeds.prune", ignore_result=True)
def prune() -> None:
    """Put away what no feed needs any more."""
    prune_feeds()
