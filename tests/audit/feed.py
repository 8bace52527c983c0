"""Writers that hurt, readers that follow: what the test of the change log is made of."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from engagement.access.keys import new_id
from engagement.access.scope import Actor, acting_as
from engagement.audit.actions import stamp
from engagement.stakeholders.actions import add_stakeholder
from engagement.stakeholders.drafts import StakeholderDraft
from engagement.stakeholders.models import ActorType, Stakeholder, StakeholderName

Seen = tuple[UUID, int]


class RolledBack(Exception):
    """A writer changed its mind."""


@dataclass
class Truth:
    """How many committed transactions touched each root, as the writers themselves know it."""

    versions: Counter[UUID] = field(default_factory=Counter)
    rolled_back: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def changes(self) -> set[Seen]:
        return {(root, n) for root, last in self.versions.items() for n in range(1, last + 1)}


@dataclass
class Writer:
    """Transactions of one to five changes, with pauses between them; some are rolled back."""

    number: int
    actor: Actor
    shared: list[UUID]
    truth: Truth
    until: float
    slow: bool

    def __call__(self) -> None:
        chance = random.Random(self.number)
        while time.monotonic() < self.until:
            try:
                touched = self._transaction(chance)
            except RolledBack:
                with self.truth.lock:
                    self.truth.rolled_back += 1
            else:
                with self.truth.lock:
                    self.truth.versions.update(touched)

    def _transaction(self, chance: random.Random) -> set[UUID]:
        # In one order everywhere, or two writers would wait for each other for ever.
        roots = sorted(chance.sample(self.shared, chance.randint(0, 3)))
        new = [new_id() for _ in range(chance.randint(not roots, 2))]
        with acting_as(self.actor, "stakeholder.amended"):
            for root in new:
                self._add(chance, root)
                self._pause(chance)
            for root in roots:
                self._change(chance, root)
                self._pause(chance)
            if chance.random() < 0.05:
                raise RolledBack
        return {*roots, *new}

    def _pause(self, chance: random.Random) -> None:
        time.sleep(chance.uniform(0.15, 0.3) if self.slow else chance.uniform(0, 0.03))

    def _add(self, chance: random.Random, root: UUID) -> None:
        if chance.random() < 0.5:
            kind, actor_type = Stakeholder.Kind.PERSON, ActorType(pk="cso_ngo", group="others")
            draft = StakeholderDraft(id=root, kind=kind, names=("N",), actor_type=actor_type)
            add_stakeholder(self.actor, draft)
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO engagement_stakeholder (id, programme_id, author_id, lead_team_id,"
                " tlp, teams, version, touched, request_hash, created_at, withdrawn_reason, kind,"
                " actor_type_id, at_risk, not_to_be_engaged)"
                " VALUES (%s, %s, %s, %s, 1, '{}', 1, '', '', now(), '', 'person', 'cso_ngo',"
                " false, false)",
                [root, self.actor.programme_id, self.actor.user_id, self.actor.teams[0]],
            )

    def _change(self, chance: random.Random, root: UUID) -> None:
        if chance.random() < 0.3:
            name = StakeholderName(stakeholder_id=root, text=str(new_id()), script="Latn")
            name.save(force_insert=True)
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE engagement_stakeholder SET at_risk = NOT at_risk WHERE id = %s", [root]
            )


@dataclass
class Reader:
    """Polls for what lies above its cursor, until the writers are done and nothing is left."""

    actor: Actor
    column: str
    done: threading.Event
    stamps: bool = False
    seen: list[Seen] = field(default_factory=list)
    _cursor: object = None

    def __call__(self) -> None:
        while True:
            last = self.done.is_set()
            while self.stamps and stamp():
                pass
            if not self._poll() and last:
                return
            time.sleep(0.01)

    def _poll(self) -> int:
        column = self.column
        with acting_as(self.actor, "read"), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {column}, object_id, version FROM engagement_change"
                f" WHERE {column} IS NOT NULL AND (%s::text IS NULL OR {column} > %s)"
                f" ORDER BY {column}",
                [self._cursor and str(self._cursor), self._cursor],
            )
            rows = cursor.fetchall()
        if rows:
            self._cursor = rows[-1][0]
        self.seen.extend((root, version) for _at, root, version in rows)
        return len(rows)

    def lost(self, truth: Truth) -> int:
        """Changes that were committed and never read."""
        return len(truth.changes - set(self.seen))

    def invented(self, truth: Truth) -> int:
        """Changes that were read and never committed."""
        return len(set(self.seen) - truth.changes)

    def duplicated(self) -> int:
        """Changes that were read again."""
        return len(self.seen) - len(set(self.seen))

    def out_of_order(self) -> int:
        """Changes that were read after a later one of the same root."""
        top: dict[UUID, int] = {}
        wrong = 0
        for root, version in self.seen:
            wrong += version < top.get(root, 0)
            top[root] = max(version, top.get(root, 0))
        return wrong

    def stale(self, truth: Truth) -> int:
        """Roots of which this reader holds an old version at the end."""
        last = dict(self.seen)
        return sum(last.get(root) != version for root, version in truth.versions.items())


def write_and_read(
    writers: list[Writer], readers: list[Reader], together: Callable[..., list[BaseException]]
) -> list[BaseException]:
    """Run all at once; the readers go on until they have read what the writers left."""
    done = readers[0].done
    running = threading.Barrier(len(writers), action=done.set)

    def write(writer: Writer) -> None:
        try:
            writer()
        finally:
            running.wait()

    calls: list[Callable[[], None]] = [lambda one=writer: write(one) for writer in writers]  # type: ignore[misc]
    return together(*calls, *readers)
