from tests.audit.committed import committed, keeps_code_lists, people
from tests.jobs.queues import queue, queue_down, worker

__all__ = ["committed", "keeps_code_lists", "people", "queue", "queue_down", "worker"]
