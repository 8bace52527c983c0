"""The reference client against a real server, and whoever makes its snapshots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from clients.python.jisr_sync import Checkpoint, Mirror, Server, pull, reconcile
from engagement.jobs.models import Job
from engagement.sync.models import Agreement
from engagement.sync.snapshots.actions import TASK, build_snapshot
from tests.cast import Cast
from tests.sync.agreeing import caller

Held = dict[tuple[str, str], str]


@dataclass
class Partner:
    """One copy of the client, with what it holds in a directory."""

    server: Server
    mirror: Mirror
    checkpoint: Checkpoint

    def pull(self) -> int:
        return pull(self.server, self.mirror, self.checkpoint)

    def reconcile(self) -> list[tuple[str, str]]:
        return reconcile(self.server, self.mirror)

    def held(self) -> Held:
        """Every record's text as it is kept."""
        rows = self.mirror.rows.execute("SELECT type, id, data FROM record ORDER BY type, id")
        return {(kind, key): data for kind, key, data in rows}


def partner_at(url: str, cast: Cast, agreement: Agreement, home: Path) -> Partner:
    """A client with a new key, that holds nothing."""
    key = caller(cast, agreement).headers["Authorization"].removeprefix("Bearer ")
    home.mkdir(exist_ok=True)
    return Partner(Server(url, key), Mirror(home / "held.sqlite3"), Checkpoint(home / "cursor"))


def build_waiting(_seconds: float = 0) -> None:
    """Make the snapshots that wait, as a worker does; the client sleeps meanwhile."""
    for job in Job.objects.filter(task=TASK, state="queued"):
        build_snapshot(job.pk)


def snapshot_of(partner: Partner) -> tuple[Any, list[bytes]]:
    """A fresh one: its manifest and lines."""
    asked = partner.server.json("POST", "snapshots/", b"{}")
    build_waiting()
    found = partner.server.json("GET", asked["url"])
    with partner.server.open("GET", found["items"]) as answer:
        return found, list(answer)


def restored(forget: Callable[[], None] | None = None) -> None:
    """As if the database had come out of a backup into another cluster."""
    from tests.conftest import owner

    with owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE engagement_feedepoch SET place = 'another cluster'")
    if forget:
        forget()
