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
from engagement.reports.facts import LANGUAGES
from engagement.reports.models import Format
from tests.running.instance import Instance
from tests.running.person import AtWork, Person

SOAK = bool(os.environ.get("JISR_SOAK"))
PARTS = (("supervisor",), ("postgres",), ("valkey",), ("worker",))
# What is killed at the same moment; the short profile saves starts.
ROUNDS: tuple[tuple[str, ...], ...] = (("postgres", "worker"), ("valkey", "supervisor"))
if SOAK:
    ROUNDS = (*PARTS, ("web",), ("beat",), *PARTS, *ROUNDS, *PARTS)
AT_WORK = 6.0 if SOAK else 3.0
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
    officer, manager = Person(lambda: instance.port), Person(lambda: instance.port)
    officer.sign_in("officer")
    manager.sign_in("manager")
    restarted_after: dict[str, datetime] = {}
    meetings: set[str] = set()

    for names in ROUNDS:
        people = work_and_kill(instance, AtWork(officer, manager), names)
        instance.start()
        restarted_after.update(dict.fromkeys(people.reports, datetime.now(UTC)))
        meetings |= people.meetings
        assert_kept(instance, "engagement_report", people.reports)
        assert_kept(instance, "engagement_meeting", people.meetings)
    if not SOAK:
        let_leases_run_out(instance)

    wait_until(lambda: all_built(instance, set(restarted_after)), 120, pause=1)
    found = reports(instance)
    with capsys.disabled():
        tell(restarted_after, found, len(meetings))
    for report, restarted in restarted_after.items():
        assert_built_once(found[report], restarted)


def assert_built_once(built: Built, restarted: datetime) -> None:
    """It was built within two minutes of the restart, and neither ended nor written twice."""
    assert built.state == "done", built
    assert built.finished
    assert built.finished - restarted < BUILT_WITHIN, built
    assert built.endings == 1, built
    assert built.files == built.files_ever == len(LANGUAGES) * len(Format), built


def tell(restarted_after: dict[str, datetime], found: dict[str, Built], meetings: int) -> None:
    """Say how much was written, and how long the slowest report took after its restart."""
    built = [(found[report], restarted) for report, restarted in restarted_after.items()]
    slowest = max((b.finished - t).total_seconds() for b, t in built if b.finished)
    attempts = dict(sorted(Counter(b.attempts for b, _ in built).items()))
    sys.stdout.write(
        f"\n{len(ROUNDS)} kills: {meetings} meetings and {len(built)} reports acknowledged, "
        f"all kept; the slowest report was built {max(slowest, 0):.0f} s after its restart; "
        f"reports by attempts: {attempts}\n"
    )


def work_and_kill(instance: Instance, people: AtWork, names: tuple[str, ...]) -> AtWork:
    """Let people work, kill parts meanwhile, wait until all is down."""
    with people:
        time.sleep(AT_WORK)
        for name in names:
            instance.kill(name)
        code, said = instance.wait()
    assert people.reports, people.last_refusal
    assert people.meetings, people.last_refusal
    if "supervisor" not in names:
        assert code == 1
        assert f"{names[0]} was killed by signal 9" in said
    return people


def assert_kept(instance: Instance, table: str, acknowledged: set[str]) -> None:
    """Every acknowledged row is there."""
    with connect(instance) as connection:
        kept = {row[0] for row in connection.execute(f"SELECT id::text FROM {table}").fetchall()}
    assert acknowledged <= kept, f"{len(acknowledged - kept)} of {len(acknowledged)} lost"


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
