"""Many writers whose connections are cut at random, and partners that follow meanwhile."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection

from engagement.stakeholders.models import Stakeholder
from tests.api.calls import Caller
from tests.audit.feed import Reader, RolledBack, Seen, Truth, Writer
from tests.conftest import owner

NAME = "storm-writer"


@dataclass
class Tally:
    """How much was written, as far as the writers know; a cut connection does not tell."""

    most: int
    written: int = 0
    rolled_back: int = 0
    cut: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, **more: int) -> None:
        with self.lock:
            for name, number in more.items():
                setattr(self, name, getattr(self, name) + number)

    @property
    def enough(self) -> bool:
        return self.written >= self.most


@dataclass
class MortalWriter(Writer):
    """A writer that connects anew when its connection was cut, and goes on."""

    tally: Tally = field(default_factory=lambda: Tally(0))

    def __call__(self) -> None:
        chance = random.Random(self.number)
        while not self.tally.enough:
            try:
                self._under_its_name()
                self.tally.count(written=len(self._transaction(chance)))
            except RolledBack:
                self.tally.count(rolled_back=1)
            except (OperationalError, InterfaceError):
                connection.close()
                self.tally.count(cut=1)

    def _under_its_name(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('application_name', %s, false)", [NAME])

    def _pause(self, chance: random.Random) -> None:
        time.sleep(chance.uniform(0.05, 0.2) if self.slow else chance.uniform(0, 0.005))


@dataclass
class Killer:
    """Cuts the connection of some writer, again and again."""

    tally: Tally
    every: float
    cut: int = 0

    def __call__(self) -> None:
        while not self.tally.enough:
            time.sleep(self.every)
            with owner(), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = %s AND datname = current_database()"
                    " ORDER BY random() LIMIT 1",
                    [NAME],
                )
                self.cut += len(cursor.fetchall())


@dataclass
class Consumer:
    """A partner that polls until the writers are done and nothing is left."""

    partner: Caller
    done: threading.Event
    seen: list[Seen] = field(default_factory=list)
    polls: int = 0

    cursor: str = ""

    def __call__(self) -> None:
        while True:
            last = self.done.is_set()
            if not self.poll() and last:
                return
            time.sleep(0.02)

    def poll(self) -> int:
        """How many items there were."""
        answer = self.partner.get(f"changes?limit=500{self.cursor}")
        assert answer.status_code == 200, answer.content
        page = answer.json()
        self.polls += 1
        self.cursor = f"&cursor={page['cursor']}"
        items = [item for item in page["items"] if item["type"] == "stakeholder"]
        self.seen += [(UUID(item["id"]), item["version"]) for item in items]
        return len(page["items"])

    def lost(self, truth: Truth) -> int:
        """Records of which not a word came."""
        return len(truth.versions.keys() - {root for root, _version in self.seen})

    def stale(self, truth: Truth) -> int:
        """Records of which an old version is held at the end."""
        last = dict(self.seen)
        return sum(last.get(root) != version for root, version in truth.versions.items())

    def invented(self, truth: Truth) -> int:
        """Versions that were never committed."""
        return len(set(self.seen) - truth.changes)

    def out_of_order(self) -> int:
        """Versions that came after a later one of the same record."""
        top: dict[UUID, int] = {}
        wrong = 0
        for root, version in self.seen:
            wrong += version < top.get(root, 0)
            top[root] = max(version, top.get(root, 0))
        return wrong

    def repeated(self) -> int:
        """Words that came again, of the same version."""
        return len(self.seen) - len(set(self.seen))


@dataclass
class Storm:
    """Everybody together, and what they came to."""

    truth: Truth
    tally: Tally
    killer: Killer
    consumers: list[Consumer]
    control: Reader
    seconds: float

    def sentence(self) -> str:
        """For whoever runs it."""
        truth, control = self.truth, self.control
        of = [
            f"{one.lost(truth)} lost, {one.out_of_order()} reordered, {one.stale(truth)} stale,"
            f" {one.invented(truth)} invented, {one.repeated()} repeated of {len(one.seen)}"
            f" in {one.polls} polls"
            for one in self.consumers
        ]
        return (
            f"{len(truth.changes)} changes of {len(truth.versions)} records in"
            f" {self.seconds:.0f} s,"
            f" {self.tally.rolled_back} rolled back, {self.killer.cut} connections cut;"
            f" {'; '.join(of)}; by timestamp {control.lost(truth)} lost,"
            f" {control.stale(truth)} stale"
        )


def what_is_true() -> Truth:
    """The last version of every record, by the records themselves."""
    with owner():
        return Truth(Counter(dict(Stakeholder.plain.values_list("pk", "version"))))


def raged(
    writers: list[MortalWriter],
    killer: Killer,
    consumers: list[Consumer],
    control: Reader,
    together: Callable[..., list[BaseException]],
) -> tuple[list[BaseException], Storm]:
    """Run all at once; those who read go on until they have read what the writers left."""
    begun = time.monotonic()
    running = threading.Barrier(len(writers), action=control.done.set)

    def write(writer: MortalWriter) -> None:
        try:
            writer()
        finally:
            running.wait()

    calls: list[Callable[[], None]] = [lambda one=writer: write(one) for writer in writers]  # type: ignore[misc]
    raised = together(*calls, killer, *consumers, control)
    seconds = time.monotonic() - begun
    return raised, Storm(what_is_true(), killer.tally, killer, consumers, control, seconds)
