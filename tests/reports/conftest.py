from tests.audit.committed import committed, people
from tests.jobs.queues import queue, queue_down, worker
from tests.mail.server import port, server

__all__ = ["committed", "people", "port", "queue", "queue_down", "server", "worker"]
