"""Reports that can never be built hold up no other, and killed workers lose and double nothing.

The long profile, in `make soak`: 200 reports of every kind that asks for nothing, ten of them
poison; 60 workers killed in the middle of one, and once the queue killed and emptied.
"""

from __future__ import annotations

import random
import shutil
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from config.embedded.processes import wait_until
from tests.running.instance import Instance
from tests.running.person import Person
from tests.running.test_crash import (
    SOAK,
    WITNESS,
    Built,
    connect,
    let_leases_run_out,
    reports,
    stopped_at_the_end,
)

__all__ = ["stopped_at_the_end"]
REPORTS, POISON, KILLS = (200, 10, 60) if SOAK else (5, 1, 1)
KINDS = ("beyond_capital", "beyond_state", "quarterly", "scorecard", "stakeholders")
FILES = 9
MOST_ATTEMPTS = 5
WITHIN = 7200 if SOAK else 420

# One more report like another, and its work; without figures, and waiting.
COPY = """
WITH job AS (
  INSERT INTO engagement_job SELECT (jsonb_populate_record(j, jsonb_build_object(
    'id', gen_random_uuid(), 'state', 'queued', 'attempt', 0, 'lease_until', NULL, 'sent', 0,
    'send_after', now(), 'done', 0, 'phase', '', 'error', '', 'finished_at', NULL))).*
  FROM engagement_job j JOIN engagement_report r ON r.job_id = j.id WHERE r.id = %(like)s
  RETURNING id)
INSERT INTO engagement_report SELECT (jsonb_populate_record(r, jsonb_build_object(
  'id', gen_random_uuid(), 'job_id', job.id, 'kind', %(kind)s::text, 'frozen_at', NULL,
  'figures', NULL, 'figures_sha256', '', 'position', NULL, 'method_version', NULL,
  'slot', NULL))).*
FROM engagement_report r, job WHERE r.id = %(like)s RETURNING id::text
"""


def asked(instance: Instance, like: str) -> tuple[set[str], set[str]]:
    """Reports that can be built, and poison among them: of a kind that is none."""
    kinds = [KINDS[at % len(KINDS)] for at in range(REPORTS - POISON)] + ["poison"] * POISON
    random.Random(1).shuffle(kinds)
    good, poison = set(), set()
    with connect(instance) as connection:
        for kind in kinds:
            row = connection.execute(COPY, {"like": like, "kind": kind}).fetchone()
            assert row
            (poison if kind == "poison" else good).add(row[0])
    return good, poison


def kill_at_work(instance: Instance) -> bool:
    """Kill the worker in the middle of a report, without a warning, and start all again; whether
    it was at work.

    Whose last attempt but one it is, is let be: killed in all five, a report fails, as it must.
    """
    with connect(instance) as connection:
        row = connection.execute(
            "SELECT max(attempt) FROM engagement_job"
            " WHERE state = 'running' AND lease_until > now()"
        ).fetchone()
    if not row or not row[0] or row[0] >= MOST_ATTEMPTS - 1:
        return False
    instance.kill("worker")
    instance.wait()
    instance.start()
    return True


def lose_the_queue(instance: Instance) -> None:
    """Kill the queue's engine, remove what it had written down, and start all again."""
    instance.kill("valkey")
    instance.wait()
    kept = list(instance.state.root.rglob("appendonlydir"))
    assert kept, "the queue's engine wrote down nothing that could be lost"
    for folder in kept:
        shutil.rmtree(folder)
    instance.start()


def hasten(instance: Instance) -> None:
    """Pass over the waits after a fault and after a silent worker, which only take time."""
    with connect(instance) as connection:
        connection.execute(
            "UPDATE engagement_job SET send_after = now() - interval '1 second'"
            " WHERE state = 'queued' AND send_after > now() + interval '20 seconds'"
        )


def over(instance: Instance, ids: set[str]) -> dict[str, Built]:
    found = reports(instance)
    return {pk: found[pk] for pk in ids if found[pk].state in ("done", "failed")}


@dataclass
class Trouble:
    """What befalls the instance while it builds: killed workers, and once a lost queue."""

    instance: Instance
    every: set[str]
    kills: int = 0
    lost_queue: bool = not SOAK

    def until_settled(self) -> bool:
        """Make some trouble; whether all reports are over."""
        done = len(over(self.instance, self.every))
        if not self.lost_queue and done > REPORTS // 2:
            lose_the_queue(self.instance)
            self.lost_queue = True
        # Spread over the reports, so that none is killed five times.
        if self.kills < KILLS and self.kills * REPORTS <= done * KILLS + REPORTS:
            self.kill()
        hasten(self.instance)
        return done == len(self.every)

    def kill(self) -> None:
        """Kill who is at work; the short profile does not wait for the minute of their leases."""
        if kill_at_work(self.instance):
            self.kills += 1
            if not SOAK:
                let_leases_run_out(self.instance)


@pytest.mark.crash
def test_poison_fails_within_five_attempts_and_holds_up_no_other(
    stopped_at_the_end: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    instance = stopped_at_the_end
    instance.start()
    with connect(instance) as connection:
        connection.execute(WITNESS)
    manager = Person(lambda: instance.port)
    manager.sign_in("manager")
    good, poison = asked(instance, manager.ask(manager.quarters()[0]))
    trouble = Trouble(instance, good | poison)

    wait_until(trouble.until_settled, WITHIN, pause=0.5)
    found = over(instance, good | poison)
    with capsys.disabled():
        tell(good | poison, found, trouble.kills)
    assert {found[pk].state for pk in poison} == {"failed"}
    assert all(found[pk].attempts <= MOST_ATTEMPTS for pk in poison)
    assert all(found[pk].files_ever == 0 for pk in poison)
    assert {pk: found.get(pk) for pk in good if not once(found.get(pk))} == {}
    assert trouble.kills > 0


def once(built: Built | None) -> bool:
    """It is there whole, and neither ended nor written twice."""
    return (
        built is not None
        and (built.state, built.endings) == ("done", 1)
        and (built.files == built.files_ever == FILES)
    )


def tell(every: set[str], found: dict[str, Built], kills: int) -> None:
    built = [one for one in found.values() if one.state == "done"]
    counts: dict[str, Any] = {
        "asked": len(every),
        "built": len(built),
        "failed": len(found) - len(built),
        "lost": len(every) - len(found),
        "built twice": sum(one.endings > 1 or one.files_ever > FILES for one in built),
        "workers killed": kills,
        "attempts at most": max((one.attempts for one in built), default=0),
    }
    sys.stdout.write("\n" + ", ".join(f"{name} {n}" for name, n in counts.items()) + "\n")
