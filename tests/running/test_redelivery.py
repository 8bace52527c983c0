"""What a killed worker had taken goes back into the queue before the next one starts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import redis

from config.embedded import engines, state
from config.embedded.state import State
from tests.running.instance import environment

# Takes a message as a worker does, and is killed before it says that it is done with it.
TAKE_AND_DIE = """
import os, signal
from config.celery import app
app.send_task("nobody.knows", queue="jisr")
with app.connection_for_write() as connection:
    connection.SimpleQueue("jisr").get(timeout=10)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_message_that_was_taken_and_never_done_is_given_back(place: Path) -> None:
    with engines.started(State(place), "test", durable=False) as started:
        outside = environment(place, **started.addresses)
        with redis.Redis.from_url(started.addresses["REDIS_URL"]) as queue:
            subprocess.run(
                [sys.executable, "-c", TAKE_AND_DIE], env=outside, cwd=state.CHECKOUT, check=False
            )
            assert (queue.llen("jisr"), queue.hlen("unacked")) == (0, 1)
            queue.set("unacked_mutex", "of a worker that was killed while it restored")

            again = [sys.executable, "-m", "config.embedded.redelivery"]
            subprocess.run(again, env=outside, cwd=state.CHECKOUT, check=True)

            assert (queue.llen("jisr"), queue.hlen("unacked")) == (1, 0)
