from tests.jobs.queues import queue_down

__all__ = ["queue_down"]
