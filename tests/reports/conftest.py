from tests.audit.committed import committed, people
from tests.jobs.queues import queue, queue_down, worker

__all__ = ["committed", "people", "queue", "queue_down", "worker"]
