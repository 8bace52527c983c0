"""Celery applications of the tests: with a queue that is away, or a worker of their own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker

from config.celery import app as product
from engagement.access.keys import new_id


@contextmanager
def application(settings: Any, **changed: Any) -> Iterator[Celery]:
    """The product's Celery application with other settings, as the current one."""
    for name, value in changed.items():
        setattr(settings, f"CELERY_{name}", value)
    made = Celery("jisr-test", set_as_current=False)
    made.config_from_object(settings, namespace="CELERY")
    product.loader.import_default_modules()  # the same tasks as the product's own workers know
    made.set_current()
    made.set_default()
    try:
        yield made
    finally:
        made.close()
        product.set_current()
        product.set_default()


@pytest.fixture
def queue_down(settings: Any) -> Iterator[Celery]:
    """Nothing listens where the queue should be."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: every connection is refused
        port = taken.getsockname()[1]
        with application(settings, BROKER_URL=f"redis://127.0.0.1:{port}/0") as made:
            yield made


@pytest.fixture
def queue(settings: Any) -> Iterator[Celery]:
    """The test run's broker, with a queue that no other test reads."""
    with application(settings, TASK_DEFAULT_QUEUE=f"test-{new_id()}") as made:
        yield made


@pytest.fixture
def worker(queue: Celery) -> Iterator[Any]:
    """A worker on that queue, in a thread with a database connection of its own."""
    with start_worker(queue, perform_ping_check=False, shutdown_timeout=30) as running:
        yield running
