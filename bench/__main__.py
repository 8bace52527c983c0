"""`make bench`: the same pages over 10,000 meetings and over many more, interleaved, in one run.

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
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.asking import Worker
from bench.report import Timing, lines
from config.embedded import engines, state

SMALL = 10_000
LARGE = int(os.environ.get("JISR_BENCH_MEETINGS", "1000000"))
ROUNDS = int(os.environ.get("JISR_BENCH_ROUNDS", "40"))
SECONDS = int(os.environ.get("JISR_BENCH_SECONDS", "900"))
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
        workers = []
        for size in (SMALL, LARGE):
            addresses = _database(started.addresses, f"jisr_{size}")
            _copy_tables(addresses, f"jisr_{size}")
            begun = time.monotonic()
            _run(addresses, "-m", "bench.generate", str(size))
            _say(f"{size:,} meetings written in {time.monotonic() - begun:.0f} s")
            workers.append(until_the_end.enter_context(Worker(addresses)))
        _report(_interleave(*workers))


def _interleave(small: Worker, large: Worker) -> dict[str, tuple[Timing, Timing]]:
    """Ask both for every page, one after the other, so that the machine's load is the same."""
    found = {name: (Timing(), Timing()) for name in small.pages}
    end = time.monotonic() + SECONDS
    for turn in range(ROUNDS + 1):
        for name, (one, two) in found.items():
            for worker, timing in ((small, one), (large, two)):
                answer = worker.ask(name)
                if turn:  # the first one warms up
                    timing.add(answer)
        if time.monotonic() > end:
            _say(f"stopped after {turn} of {ROUNDS} rounds: the time is up")
            break
    return found


def _report(found: dict[str, tuple[Timing, Timing]]) -> None:
    load = os.getloadavg()[0]
    _say(f"\n{platform.machine()}, {os.cpu_count()} processors, load {load:.1f} at the end")
    for line in lines(found, SMALL, LARGE):
        _say(line)


def _database(addresses: dict[str, str], name: str) -> dict[str, str]:
    """The same engines with a database of another name."""
    return addresses | {
        key: urlunsplit(urlsplit(addresses[key])._replace(path=f"/{name}")) for key in ADDRESSES
    }


def _copy_tables(addresses: dict[str, str], name: str) -> None:
    """A database of its own, with the tables made before; migrating twice would take longer."""
    with psycopg.connect(addresses["DATABASE_ADMIN_URL"], autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE jisr_tables OWNER jisr_owner")


def _manage(addresses: dict[str, str], *command: str) -> None:
    _run(addresses, "manage.py", *command)


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
