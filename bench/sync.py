"""`make bench PART=sync`: batches of 500 beside INSERT ... ON CONFLICT of the same rows by hand.

Engines of its own, a register of 20,000 people (JISR_BENCH_NAMES). Ours is timed whole, from the
bytes of the request to those of the answer, as a partner's program: parsing, rules, row security,
history, the change log, coverage, look-alikes, results. By hand in two ways: `sync_by_hand`. And
ours once more without the triggers of the change log. All in turns; between them positions are
given, as beat does every few seconds.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

from bench.asking import cpu_of
from bench.feed import switch_log
from bench.names.register import emptied, refill, written
from bench.rows import TEAM
from bench.sync_by_hand import ByHand
from bench.sync_partner import a_place, as_web, keep_connection, known, partner
from engagement.access.keys import new_id

ITEMS = 500
ROUNDS = int(os.environ.get("JISR_BENCH_ROUNDS", "8"))
REGISTER = int(os.environ.get("JISR_BENCH_NAMES", "20000"))
SINGLES = 60
SEED = 20260101
DAY = date(2026, 3, 10)
#: Rows of one item: a stakeholder with a name and a tag; a meeting with a place and two people.
ROWS = {"stakeholders": 3, "meetings": 4}
OURS, NO_LOG, BARE, GUARDED = "ours", "ours, no log", "by hand, bare", "by hand, guarded"


def main() -> None:
    with emptied() as admin:
        rng = random.Random(SEED)  # noqa: S311  people are invented, not guarded
        refill(admin, [one.text for one in written(rng, REGISTER)])
        names = [one.text for one in written(rng, ITEMS * (2 * ROUNDS + 4))]
        keep_connection()
        send, context = partner()
        place, people = a_place(), known(admin)
        with psycopg.connect(admin, autocommit=True) as owner, as_web() as web:
            for kind in ROWS:
                ours = Ours(kind, send, names, people)
                bare = ByHand(kind, owner, place, names, people, None)
                guarded = ByHand(kind, web, place, names, people, context)
                _statements(ours)
                owner.execute("ANALYZE")  # what a database in use knows of its tables by itself
                _compare(owner, ours, bare, guarded)
        _single(send, people)


class _Cost(NamedTuple):
    """What one batch took, in milliseconds: by the clock, and of processors."""

    wall: float
    app: float
    server: float

    @property
    def cpu(self) -> float:
        return self.app + self.server


Took = dict[str, dict[str, list[_Cost]]]


@dataclass
class Ours:
    """Batches of one type of record, as a partner's program sends them."""

    kind: str
    send: Callable[[str, bytes], Any]
    names: list[str]
    people: list[UUID]
    turn: int = 0
    bodies: dict[str, bytes] = field(default_factory=dict)

    def prepare(self, number: int) -> None:
        """The bodies of two requests: new records, and the same with one field changed."""
        self.turn += 1
        items = [_item(self.kind, self.turn, n, self.names, self.people) for n in range(number)]
        self.bodies["created"] = json.dumps({"items": items}).encode()
        for item in items:
            item["data"] |= (
                {"birth_year": 1951} if self.kind == "stakeholders" else {"outcome": "Tea"}
            )
        self.bodies["updated"] = json.dumps({"items": items}).encode()

    def create(self) -> None:
        self._sent("created")

    def change(self) -> None:
        self._sent("updated")

    def _sent(self, outcome: str) -> None:
        answer = self.send(self.kind, self.bodies[outcome])
        if answer["summary"][outcome] != ITEMS:
            raise SystemExit(answer)


def _item(kind: str, turn: int, n: int, names: list[str], people: list[UUID]) -> dict[str, Any]:
    name = {"external_id": f"{turn} {n}"}
    if kind == "stakeholders":
        text = names[(turn * ITEMS + n) % len(names)]
        data = {"kind": "person", "names": [text], "actor_type": "tribe", "base": "IQ-BA"}
        return {**name, "data": {**data, "tags": ["salt"]}}
    who = [{"stakeholder": str(people[(n + at) % len(people)])} for at in range(2)]
    data = {"status": "held", "held_on": DAY.isoformat(), "mode": "in_person", "outcome": "Salt"}
    return {**name, "data": {**data, "venues": ["IQ-BA"], "participants": who}}


def _statements(ours: Ours) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    ours.prepare(ITEMS)
    for word, run in (("new", ours.create), ("changed", ours.change)):
        with CaptureQueriesContext(connection) as caught:
            run()
        say(f"{len(caught)} statements for a batch of {ITEMS} {word} {ours.kind}")


def _compare(owner: Any, ours: Ours, bare: ByHand, guarded: ByHand) -> None:
    sides: dict[str, Any] = {OURS: ours, NO_LOG: ours, BARE: bare, GUARDED: guarded}
    took: Took = {word: {name: [] for name in sides} for word in ("new", "changed")}
    servers = {name: _server(side) for name, side in sides.items()}
    for turn in range(ROUNDS + 1):
        for name, side in sides.items():
            side.prepare(ITEMS)
            with _unlogged(owner, ours.kind) if name == NO_LOG else nullcontext():
                for word, run in (("new", side.create), ("changed", side.change)):
                    _stamp()
                    begun = _now(servers[name])
                    run()
                    if turn:  # the first one warms up
                        ended = _now(servers[name])
                        took[word][name].append(_between(begun, ended))
    for word, times in took.items():
        _tell(word, ours.kind, times)


def _tell(word: str, kind: str, took: Mapping[str, list[_Cost]]) -> None:
    rows = ITEMS * (ROWS[kind] if word == "new" else 1)
    middle = {name: _middle(times) for name, times in took.items()}
    load = os.getloadavg()[0]
    say(f"\n{ITEMS} {word} {kind}, {rows:,} rows, {ROUNDS} rounds, load {load:.1f}; CPU in ms")
    say(f"  {'':<18}{'ms':>8}{'rows/s':>10}{'app':>8}{'db':>8}")
    for name, one in middle.items():
        speed = rows * 1000 / one.wall
        say(f"  {name:<18}{one.wall:>8.0f}{speed:>10,.0f}{one.app:>8.0f}{one.server:>8.0f}")
    ours = middle[OURS]
    for name in (BARE, GUARDED):
        by_hand = middle[name]
        say(
            f"  of the rows per second {name}: {by_hand.wall / ours.wall:.3f};"
            f" by CPU {by_hand.cpu / ours.cpu:.3f}"
        )
    share = 100 * (ours.server - middle[NO_LOG].server) / ours.cpu
    say(f"  the change log: {share:.1f} % of ours, by the database's CPU")


def _server(side: Any) -> int:
    """The database's process that works for a side."""
    from django.db import connection  # noqa: PLC0415

    found = side.connection if isinstance(side, ByHand) else connection.connection
    return int(found.info.backend_pid)


def _now(server: int) -> _Cost:
    return _Cost(time.perf_counter() * 1000, time.process_time() * 1000, cpu_of(server))


def _between(begun: _Cost, ended: _Cost) -> _Cost:
    return _Cost(*(after - before for before, after in zip(begun, ended, strict=True)))


def _middle(costs: list[_Cost]) -> _Cost:
    return _Cost(*map(statistics.median, zip(*costs, strict=True)))


@contextmanager
def _unlogged(owner: Any, kind: str) -> Iterator[None]:
    table = f"engagement_{kind.removesuffix('s')}"
    switch_log(owner, table, on=False)
    try:
        yield
    finally:
        switch_log(owner, table, on=True)


def _stamp() -> None:
    from engagement.audit.actions import stamp  # noqa: PLC0415

    while stamp(5000):
        pass


def _single(send: Callable[[str, bytes], Any], people: list[UUID]) -> None:
    """Meetings one by one, as a program without batches sends them."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    took = []
    for n in range(SINGLES):
        one = _item("meetings", 0, n, [], people)["data"]
        body = json.dumps({**one, "id": str(new_id()), "lead_team": str(TEAM)}).encode()
        _stamp()
        begun = time.perf_counter()
        send("", body)
        took.append((time.perf_counter() - begun) * 1000)
    with CaptureQueriesContext(connection) as caught:
        send("", json.dumps({**json.loads(body), "id": str(new_id())}).encode())
    around = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SELECT set_config")
    inner = [row for row in caught if not row["sql"].startswith(around)]
    took.sort()
    say(
        f"\none meeting: {statistics.median(took):.1f} ms p50,"
        f" {took[int(len(took) * 0.95)]:.1f} ms p95; {len(inner)} statements,"
        f" {len(caught)} with those of the transaction and its context"
    )


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
