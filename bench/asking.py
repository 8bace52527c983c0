"""A process that answers pages over one database, and what each request cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.report import Answer
from config.embedded import state


class Worker:
    """The other side: starts the process and asks it for one page at a time."""

    def __init__(self, addresses: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.asking"],
            cwd=state.CHECKOUT,
            env={**os.environ, **addresses, "JISR_TESTS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        told = self._read()
        self.pages: list[str] = told["pages"]
        #: Those that are asked for in few rounds only.
        self.seldom: list[str] = told["seldom"]
        self.addresses: dict[str, str] = told["addresses"]
        self.cookie: str = told["cookie"]

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait(30)

    def ask(self, page: str) -> Answer:
        """Raises RuntimeError where the page does not answer 200."""
        if self._process.stdin is None:
            raise RuntimeError("the worker has gone")
        self._process.stdin.write(page + "\n")
        self._process.stdin.flush()
        answer = Answer(**self._read())
        if answer.status != 200:
            raise RuntimeError(f"{page} answered {answer.status}")
        return answer

    def _read(self) -> Any:
        if self._process.stdout is None:
            raise RuntimeError("the worker has gone")
        return json.loads(self._process.stdout.readline())


def answer_until_told() -> None:
    """In the worker: read names of pages, write what each cost."""
    import django  # noqa: PLC0415  settings first

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from bench.pages import Pages, addresses  # noqa: PLC0415

    pages = Pages()
    told = {"pages": list(pages.asked), "addresses": dict(addresses()), "cookie": pages.cookie}
    _write(told | {"seldom": [name for name, task in pages.asked.items() if task.seldom]})
    for line in sys.stdin:
        _write(pages.cost(line.strip()))


def cpu_of(pid: int) -> float:
    """Milliseconds that a process has computed for."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    # Nanoseconds where the kernel tells them; ticks of ten milliseconds are too coarse.
    schedule = Path(f"/proc/{pid}/schedstat")
    if schedule.exists():
        return int(schedule.read_text(encoding="utf-8").split()[0]) / 1e6
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def now() -> float:
    return time.perf_counter() * 1000


def _write(value: Any) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    answer_until_told()
