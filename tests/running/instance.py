"""A running instance as its operator sees it: a process, its words, its children."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from config.embedded import leftovers, ports, processes, state

MANAGE = state.CHECKOUT / "manage.py"
START_WITHIN = 240.0
# What a test run has in its environment and a person's shell has not.
NOT_OURS = ("DATABASE_", "REDIS_URL", "SECRET_KEY", "JISR_", "PORT", "QUEUE", "DJANGO_SETTINGS")


def environment(place: Path, **more: str) -> dict[str, str]:
    """A person's environment, with the state directory named."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(NOT_OURS)}
    return {**kept, "JISR_STATE": str(place), **more}


def manage(place: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one `manage.py` command to its end."""
    return subprocess.run(
        [sys.executable, str(MANAGE), *arguments],
        env=environment(place, **more),
        cwd=state.CHECKOUT,
        capture_output=True,
        text=True,
        timeout=START_WITHIN,
        check=False,
    )


class Instance:
    """`manage.py up` on a state directory; it can be started again after any end."""

    def __init__(self, place: Path) -> None:
        self.state = state.State(place)
        self.port = ports.free_port()
        self.process: subprocess.Popen[str] | None = None
        self.words = ""

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, **more: str) -> str:
        """Start it and wait until it says that it is up; what it said."""
        self.port = ports.free_port()
        output = self.state.root / "up.out"
        with output.open("w") as file:
            self.process = subprocess.Popen(
                [sys.executable, str(MANAGE), "up"],
                env=environment(self.state.root, PORT=str(self.port), **more),
                cwd=state.CHECKOUT,
                stdout=file,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        said = processes.wait_until(
            lambda: "Ctrl-C stops" in output.read_text() or not self.running, START_WITHIN
        )
        assert said, output.read_text()
        assert self.running, output.read_text()
        return output.read_text()

    @property
    def running(self) -> bool:
        """Whether the supervisor lives."""
        return self.process is not None and self.process.poll() is None

    def children(self) -> dict[str, processes.Recorded]:
        """The children by name, as run.json records them."""
        found: dict[str, Any] = state.read(self.state / "run.json").get("children", {})
        return found

    def addresses(self) -> Mapping[str, str]:
        """The addresses that run.json records."""
        found: dict[str, str] = state.read(self.state / "run.json")["addresses"]
        return found

    def kill(self, name: str) -> None:
        """Kill one part, or the supervisor, without a warning, as a power cut would."""
        pid = self.supervisor_pid() if name == "supervisor" else self.children()[name]["pid"]
        os.kill(pid, signal.SIGKILL)

    def supervisor_pid(self) -> int:
        """The supervisor's process."""
        assert self.process
        return self.process.pid

    def stop(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Stop it in order; its exit code and all that it said."""
        assert self.process
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> tuple[int, str]:
        """Wait for its end; its exit code and all that it said."""
        assert self.process
        code = self.process.wait(timeout=60)
        return code, (self.state.root / "up.out").read_text()

    def end(self) -> None:
        """Leave nothing of it behind."""
        if self.running:
            self.stop(signal.SIGTERM)
        leftovers.stop(self.state)
