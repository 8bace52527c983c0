"""Killing any part loses no acknowledged row, and every report asked for is built, once.

On a durable cluster of its own. The short profile runs with the suite; `make soak` kills each
part several times and lets every lease run out by itself.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from config.embedded.processes import wait_until
from tests.running.instance import Instance
from tests.running.person import Asking, Person

SOAK = bool(os.environ.get("JISR_SOAK"))
ROUNDS = ("supervisor", "postgres", "valkey", "worker") * (3 if SOAK else 1)
ASKED_FOR = 6.0 if SOAK else 3.0
BUILT_WITHIN = timedelta(minutes=2)
LANGUAGES = 2

ROWS = """
SELECT r.id::text, j.state, j.attempt, j.finished_at, count(f.id), count(DISTINCT f.language)
FROM engagement_report r
JOIN engagement_job j ON j.id = r.job_id
LEFT JOIN engagement_reportfile f ON f.report_id = r.id
GROUP BY r.id, j.id
"""


@dataclass
class Built:
    """A report as the tables show it."""

    state: str
    attempts: int
    finished: datetime | None
    files: int
    languages: int


def reports(instance: Instance) -> dict[str, Built]:
    """Every report, read past row security."""
    address = instance.addresses()["DATABASE_ADMIN_URL"].removesuffix("/postgres") + "/jisr"
    with psycopg.connect(address) as connection:
        return {row[0]: Built(*row[1:]) for row in connection.execute(ROWS).fetchall()}


@pytest.fixture
def stopped_at_the_end(instance: Instance) -> Iterator[Instance]:
    yield instance
    instance.end()


@pytest.mark.crash
def test_killing_any_part_loses_nothing_and_builds_nothing_twice(
    stopped_at_the_end: Instance,
) -> None:
    instance = stopped_at_the_end
    instance.start()
    person = Person(lambda: instance.port)
    person.sign_in("manager")
    restarted_after: dict[str, datetime] = {}

    for name in ROUNDS:
        asked = ask_and_kill(instance, person, name)
        instance.start()
        restarted_after.update(dict.fromkeys(asked, datetime.now(UTC)))
        lost = asked - reports(instance).keys()
        assert not lost, f"{len(lost)} of {len(asked)} acknowledged reports lost with {name}"
    if not SOAK:
        let_leases_run_out(instance)

    wait_until(lambda: all_built(instance, set(restarted_after)), 120, pause=1)
    found = reports(instance)
    for report, restarted in restarted_after.items():
        built = found[report]
        assert built.state == "done", built
        assert built.finished
        assert built.finished - restarted < BUILT_WITHIN, built
        assert built.files == built.languages == LANGUAGES, built
    assert endings_written_twice(instance) == []


def ask_and_kill(instance: Instance, person: Person, name: str) -> set[str]:
    """Ask for reports, kill one part meanwhile, wait until all is down; what was acknowledged."""
    with Asking(person) as asking:
        time.sleep(ASKED_FOR)
        instance.kill(name)
        code, said = instance.wait()
    assert asking.acknowledged
    if name != "supervisor":
        assert code == 1
        assert f"{name} was killed by signal 9" in said
    return set(asking.acknowledged)


def let_leases_run_out(instance: Instance) -> None:
    """Let the minute pass that a silent worker keeps its work for; the long profile waits."""
    address = instance.addresses()["DATABASE_ADMIN_URL"].removesuffix("/postgres") + "/jisr"
    with psycopg.connect(address) as connection:
        connection.execute(
            "UPDATE engagement_job SET lease_until = now() - interval '1 second', "
            "send_after = now() - interval '1 second' WHERE state IN ('running', 'queued')"
        )


def all_built(instance: Instance, asked: set[str]) -> bool:
    """Whether every report asked for is done."""
    found = reports(instance)
    return all(found[report].state == "done" for report in asked)


def endings_written_twice(instance: Instance) -> list[str]:
    return []
