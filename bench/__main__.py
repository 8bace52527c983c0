"""`make bench`: the same pages over 10,000 meetings and over many more, interleaved, in one run.

Then what is written costs with and without the summary of coverage, and coverage over HTTP.
Throw-away engines as under the tests. JISR_BENCH_MEETINGS says how many meetings the large
database has, JISR_BENCH_ROUNDS how often each page is asked for, JISR_BENCH_SECONDS when to stop.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench import generate, web
from bench.asking import Worker
from bench.report import Timing, lines, web_lines
from bench.rows import WRITES
from config.embedded import engines, state

SMALL = 10_000
LARGE = int(os.environ.get("JISR_BENCH_MEETINGS", "1000000"))
ROUNDS = int(os.environ.get("JISR_BENCH_ROUNDS", "40"))
SECONDS = int(os.environ.get("JISR_BENCH_SECONDS", "900"))
#: What takes seconds is asked for in one round of so many.
SELDOM = 8
ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL")


def main() -> None:
    with ExitStack() as until_the_end:
        directory = Path(tempfile.mkdtemp(prefix="jisr-bench-"))
        until_the_end.callback(shutil.rmtree, directory, ignore_errors=True)
        started = until_the_end.enter_context(
            engines.started(state.State(directory), "bench", durable=False)
        )
        tables = _database(started.addresses, "jisr_tables")
        _say("making the tables")
        _manage(tables, "bootstrap_db", "--for-tests")
        _manage(tables, "migrate", "--verbosity=0")
        sizes = [_filled(started.addresses, size) for size in (SMALL, LARGE)]
        bare = _without_summary(started.addresses)
        small, large, without = (
            until_the_end.enter_context(Worker(addresses)) for addresses in (*sizes, bare)
        )
        pair = f"{SMALL:,} | {LARGE:,} meetings"
        _report(_interleave(small, large, _of_pages(small)), pair)
        words = f"{SMALL:,} meetings without | with the summary of coverage"
        _report(_interleave(without, small, WRITES, ROUNDS * 2), words)
        _report_web(web.interleaved(sizes, (small, large), ROUNDS), pair)


def _filled(addresses: dict[str, str], size: int) -> dict[str, str]:
    """A database of that many meetings; where it is."""
    found = _database(addresses, f"jisr_{size}")
    _copy_tables(addresses, f"jisr_{size}", "jisr_tables")
    begun = time.monotonic()
    _run(found, "-m", "bench.generate", str(size))
    _say(f"{size:,} meetings written in {time.monotonic() - begun:.0f} s")
    return found


def _without_summary(addresses: dict[str, str]) -> dict[str, str]:
    """The small database once more, with nobody who keeps the summary."""
    found = _database(addresses, "jisr_bare")
    _copy_tables(addresses, "jisr_bare", f"jisr_{SMALL}")
    with psycopg.connect(generate.admin_address(found), autocommit=True) as connection:
        rows = connection.execute(
            "SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname)"
            " FROM pg_trigger WHERE tgname LIKE 'e_coverage_%'"
        ).fetchall()
        for (statement,) in rows:
            connection.execute(statement)
    return found


def _of_pages(worker: Worker) -> list[str]:
    """Everything but the writes that are compared without the summary."""
    return [name for name in worker.pages if name not in WRITES[1:]]


def _interleave(
    one: Worker, other: Worker, names: Iterable[str], rounds: int = ROUNDS
) -> dict[str, tuple[Timing, Timing]]:
    """Ask both for everything, one after the other, so that the machine's load is the same."""
    found = {name: (Timing(), Timing()) for name in names}
    end = time.monotonic() + SECONDS
    for turn in range(rounds + 1):
        for name, timings in found.items():
            if name in one.seldom and turn % SELDOM:
                continue
            for worker, timing in zip((one, other), timings, strict=True):
                answer = worker.ask(name)
                if turn or name in one.seldom:  # the first one warms up
                    timing.add(answer)
        if time.monotonic() > end:
            _say(f"stopped after {turn} of {rounds} rounds: the time is up")
            break
    return found


def _report(found: dict[str, tuple[Timing, Timing]], pair: str) -> None:
    load = os.getloadavg()[0]
    _say(f"\n{platform.machine()}, {os.cpu_count()} processors, load {load:.1f} at the end")
    for line in lines(found, pair):
        _say(line)


def _report_web(found: dict[str, tuple[list[float], list[float]]], pair: str) -> None:
    _say(f"\nload {os.getloadavg()[0]:.1f} at the end")
    for line in web_lines(found, pair):
        _say(line)


def _database(addresses: dict[str, str], name: str) -> dict[str, str]:
    """The same engines with a database of another name."""
    return addresses | {
        key: urlunsplit(urlsplit(addresses[key])._replace(path=f"/{name}")) for key in ADDRESSES
    }


def _copy_tables(addresses: dict[str, str], name: str, of: str) -> None:
    """A database of its own, as another is; migrating twice would take longer."""
    with psycopg.connect(addresses["DATABASE_ADMIN_URL"], autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {of} OWNER jisr_owner")


def _manage(addresses: dict[str, str], *command: str) -> None:
    _run(addresses, "manage.py", *command)


def _run_aloud(addresses: dict[str, str], *command: str) -> None:
    subprocess.run(
        [sys.executable, *command],
        cwd=state.CHECKOUT,
        env={**os.environ, **addresses, "JISR_TESTS": "1"},
        check=True,
    )


def _run(addresses: dict[str, str], *command: str) -> None:
    subprocess.run(
        [sys.executable, *command],
        cwd=state.CHECKOUT,
        env={**os.environ, **addresses, "JISR_TESTS": "1"},
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
