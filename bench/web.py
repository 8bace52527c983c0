"""Coverage over HTTP: a web process as `make run` starts it, and four clients that ask it at once.

Only this machine's own address, and a fixed number of requests.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from subprocess import DEVNULL, Popen
from sysconfig import get_path

from bench.asking import Worker
from config.embedded import ports, state
from config.embedded.supervisor import gunicorn

CLIENTS = 4
#: Tabs may take seconds, and four at once say nothing that one alone does not.
PAGES = ("coverage", "behind beyond")


def interleaved(
    databases: Sequence[dict[str, str]], workers: tuple[Worker, Worker], rounds: int
) -> dict[str, tuple[list[float], list[float]]]:
    """Milliseconds of each request, by page, for the one database and the other, in turn.

    Raises RuntimeError where a page does not answer 200.
    """
    pages = {name: workers[0].addresses[name] for name in PAGES}
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in pages}
    with ExitStack() as until_the_end:
        served = [until_the_end.enter_context(_served(each)) for each in databases]
        clients = until_the_end.enter_context(ThreadPoolExecutor(CLIENTS))
        for turn in range(max(rounds // 4, 1) + 1):
            for name, address in pages.items():
                for port, worker, walls in zip(served, workers, found[name], strict=True):
                    jobs = [
                        clients.submit(_ask, port, address, worker.cookie) for _ in range(CLIENTS)
                    ]
                    taken = [wall for job in jobs for wall in job.result()]
                    walls.extend(taken if turn else [])  # the first one warms up
    return found


def _ask(port: int, address: str, cookie: str) -> list[float]:
    """One client: so many requests over one connection."""
    found = []
    connection = HTTPConnection(ports.HOST, port, timeout=60)
    try:
        for _ in range(CLIENTS):
            begun = time.perf_counter()
            connection.request("GET", address, headers={"Cookie": cookie, "Host": "localhost"})
            answer = connection.getresponse()
            answer.read()
            found.append((time.perf_counter() - begun) * 1000)
            if answer.status != 200:
                raise RuntimeError(f"{address} answered {answer.status}")
    finally:
        connection.close()
    return found


@contextmanager
def _served(addresses: dict[str, str]) -> Iterator[int]:
    """A web process over one database, for as long as the block runs; its port."""
    port = ports.free_port()
    process = Popen(
        [f"{get_path('scripts')}/gunicorn", *gunicorn(port)[1:]],
        cwd=state.CHECKOUT,
        env={**os.environ, **addresses, "JISR_TESTS": "1"},
        stdout=DEVNULL,
        stderr=DEVNULL,
    )
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int) -> None:
    """Raises RuntimeError where nobody answers within a minute."""
    for _again in range(120):
        if ports.answer(port, b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n"):
            return
        time.sleep(0.5)
    raise RuntimeError("the web process does not answer")
