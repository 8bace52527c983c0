"""Give back to the queue what a killed worker had taken: `python -m config.embedded.redelivery`.

Run only while no worker lives: the supervisor holds the lock and starts the worker afterwards.
The one module here that imports Celery, in a process of its own.
"""

from __future__ import annotations

from typing import Any

from config.celery import app


def redeliver() -> None:
    """Put every message that was taken and not acknowledged back into its queue."""
    with app.connection_for_write() as connection:
        channel: Any = connection.default_channel
        # A worker killed while it restored leaves its mutex, and the restore would be skipped.
        channel.client.delete(channel.qos.unacked_mutex_key)
        channel.visibility_timeout = 0
        channel.qos.restore_visible(start=0, num=1_000_000, interval=1)


if __name__ == "__main__":
    redeliver()
