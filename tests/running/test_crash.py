"""Killing any part loses no acknowledged row, and every report asked for is built, once.

On a durable cluster of its own. The short profile runs with the suite; `make soak` kills each
part several times and lets every lease run out by itself.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from config.embedded.processes import wait_until
from engagement.reports.document import LANGUAGES
from tests.running.instance import Instance
from tests.running.person import Asking, Person

SOAK = bool(os.environ.get("JISR_SOAK"))
PARTS = ("supervisor", "postgres", "valkey", "worker")
ROUNDS = (*PARTS, "web", "beat", *PARTS, *PARTS) if SOAK else PARTS
ASKED_FOR = 6.0 if SOAK else 3.0
BUILT_WITHIN = timedelta(minutes=2)

ROWS = """
SELECT r.id::text, j.state, j.attempt, j.finished_at,
  (SELECT count(*) FROM engagement_reportfile f WHERE f.report_id = r.id),
  (SELECT count(*) FROM crash.witness w WHERE w.seen = j.id),
  (SELECT count(*) FROM crash.witness w WHERE w.seen = r.id)
FROM engagement_report r
JOIN engagement_job j ON j.id = r.job_id
"""
# Remembers each ending of a job and each file that was written, also one that is gone again.
WITNESS = """
CREATE SCHEMA IF NOT EXISTS crash;
CREATE TABLE IF NOT EXISTS crash.witness (seen uuid);
CREATE OR REPLACE FUNCTION crash.remember() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'engagement_job' THEN
    INSERT INTO crash.witness VALUES (NEW.id);
  ELSE
    INSERT INTO crash.witness VALUES (NEW.report_id);
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER crash_ended AFTER UPDATE ON engagement_job FOR EACH ROW
  WHEN (NEW.state = 'done') EXECUTE FUNCTION crash.remember();
CREATE OR REPLACE TRIGGER crash_written AFTER INSERT ON engagement_reportfile FOR EACH ROW
  EXECUTE FUNCTION crash.remember();
"""


@dataclass
class Built:
    """A report as the tables show it."""

    state: str
    attempts: int
    finished: datetime | None
    files: int
    endings: int
    files_ever: int


def connect(instance: Instance) -> psycopg.Connection[Any]:
    """As the superuser, past row security."""
    address = instance.addresses()["DATABASE_ADMIN_URL"].removesuffix("/postgres") + "/jisr"
    return psycopg.connect(address)


def reports(instance: Instance) -> dict[str, Built]:
    """Every report that the tables hold."""
    with connect(instance) as connection:
        return {row[0]: Built(*row[1:]) for row in connection.execute(ROWS).fetchall()}


@pytest.fixture
def stopped_at_the_end(instance: Instance) -> Iterator[Instance]:
    yield instance
    instance.end()


@pytest.mark.crash
def test_killing_any_part_loses_nothing_and_builds_nothing_twice(
    stopped_at_the_end: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    instance = stopped_at_the_end
    instance.start()
    with connect(instance) as connection:
        connection.execute(WITNESS)
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
    with capsys.disabled():
        tell(restarted_after, found)
    for report, restarted in restarted_after.items():
        built = found[report]
        assert built.state == "done", built
        assert built.finished
        assert built.finished - restarted < BUILT_WITHIN, built
        assert built.endings == 1, built
        assert built.files == built.files_ever == len(LANGUAGES), built


def tell(restarted_after: dict[str, datetime], found: dict[str, Built]) -> None:
    """Say how many reports were asked for, and how long the slowest took after its restart."""
    built = [(found[report], restarted) for report, restarted in restarted_after.items()]
    slowest = max((b.finished - t).total_seconds() for b, t in built if b.finished)
    attempts = dict(sorted(Counter(b.attempts for b, _ in built).items()))
    sys.stdout.write(
        f"\n{len(built)} reports asked for over {len(ROUNDS)} kills, the slowest built "
        f"{max(slowest, 0):.0f} s after its restart; reports by attempts: {attempts}\n"
    )


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
    with connect(instance) as connection:
        connection.execute(
            "UPDATE engagement_job SET lease_until = now() - interval '1 second', "
            "send_after = now() - interval '1 second' WHERE state IN ('running', 'queued')"
        )


def all_built(instance: Instance, asked: set[str]) -> bool:
    """Whether every report asked for is done."""
    found = reports(instance)
    return all(found[report].state == "done" for report in asked)
