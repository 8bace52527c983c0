"""`manage.py up`: the engines, the web, the worker and beat as one, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

from config.embedded import engines as engine_room
from config.embedded import ports, preparation, processes, state
from config.embedded.engines import Engines
from config.embedded.processes import Child
from config.embedded.refusal import Refusal, from_output, told

STOP_WITHIN = 20.0
ANSWER_WITHIN = 90.0
SIGN_INS = ("officer", "manager", "reader", "administrator", "colleague")
BEAT = ("celery", "-A", "config", "beat", "-l", "WARNING", "--pidfile=")
PASSWORD = "jisr-demo"  # noqa: S105  shown on the sign-in page of every demonstration
KEY = "jisr_demonstration-only-palm-grove-mediation-key"  # with which docs/api.md begins


class Stopped(BaseException):
    """Somebody asked us to stop, by Ctrl-C or a signal."""


def up() -> int:
    """Run everything until Ctrl-C or SIGTERM (0) or until one part ends by itself (1).

    Raises Refusal for what a person can mend.
    """
    began = time.monotonic()
    port = _port()
    _listen_for_stop()
    try:
        with told(state.here().root), engine_room.started(state.here(), "up") as engines:
            return Instance(engines, port, began).run()
    except Stopped:
        _say("Jisr has stopped.")
        return 0


@dataclass
class Instance:
    """One run of the product on its engines."""

    engines: Engines
    port: int
    began: float
    doors: list[Child] = field(default_factory=list)

    def run(self) -> int:
        """Prepare, serve, watch; the doors are stopped however this ends."""
        try:
            self._tell("Engines are up")
            self._check_port()
            preparation.prepare(self.engines, self._tell)
            self._serve()
            return self._watch()
        finally:
            processes.stop_all(self.doors, STOP_WITHIN)

    def _check_port(self) -> None:
        if not ports.is_free(self.port):
            raise Refusal(
                f"Port {self.port} is already in use by another program; "
                f"choose another one: make run PORT={self.port + 1}"
            )

    def _serve(self) -> None:
        environment = preparation.environment(self.engines)
        self._start("web", gunicorn(self.port), environment)
        self._redeliver(environment)
        self._start("worker", _worker(), environment)
        self._start("beat", BEAT, environment)
        self._wait_for_answer()
        self.engines.url = f"http://{ports.HOST}:{self.port}/"
        self.engines.record()
        self._announce()

    def _start(self, name: str, command: Sequence[str], environment: dict[str, str]) -> None:
        child = processes.start(
            name,
            [sys.executable, "-m", *command],
            log=self.engines.state.log(name),
            cwd=state.CHECKOUT,
            # Threads that each keep an arena of memory are what makes such processes big.
            env={"MALLOC_ARENA_MAX": "2", **environment},
        )
        self.doors.append(self.engines.add(child))

    def _redeliver(self, environment: dict[str, str]) -> None:
        valkey = self.engines.valkey  # of a queue that is not ours we do not know the workers
        if valkey is None or b"unacked_index" not in valkey.ask("KEYS *unacked_index"):
            return
        self._start("redelivery", ["config.embedded.redelivery"], environment)
        child = self.doors.pop()
        self.engines.children.remove(child)
        processes.wait_until(child.ended, 60)
        processes.stop_all([child], 5)
        if child.popen.returncode != 0:
            raise _ended(child)

    def _wait_for_answer(self) -> None:
        limit = time.monotonic() + ANSWER_WITHIN
        while not (answer := _readiness(self.port)).startswith("200"):
            self._check_children()
            if time.monotonic() > limit:
                raise Refusal(
                    f"The web server is not ready ({answer or 'it does not answer'}); "
                    f"the end of {self.doors[0].log}:\n{self.doors[0].last_lines()}"
                )
            time.sleep(0.1)

    def _watch(self) -> int:
        while True:
            self._check_children()
            time.sleep(0.25)

    def _check_children(self) -> None:
        for child in self.engines.children:
            if child.ended():
                raise _ended(child)

    def _tell(self, text: str) -> None:
        _say(f"{time.monotonic() - self.began:6.1f} s  {text}")

    def _announce(self) -> None:
        self._tell("Everything is up")
        _say(f"\nJisr, stakeholder engagement: {self.engines.url}")
        if preparation.demonstrates(self.engines):
            _say(f"Sign in as {', '.join(SIGN_INS)}; the password is {PASSWORD}")
            _say(f"A partner's program calls with {KEY} (docs/api.md)")
        _say(f"Data and logs: {self.engines.state.root}\nCtrl-C stops everything.")


def _port() -> int:
    text = os.environ.get("PORT", "").strip() or "8000"
    if not text.isdigit() or not 0 < int(text) < 65_536:
        raise Refusal(f"PORT={text} is no port number; use one between 1024 and 65535.")
    if int(text) < 1024 and os.geteuid() != 0:
        raise Refusal(f"PORT={text} is only for root; use one between 1024 and 65535.")
    return int(text)


def _listen_for_stop() -> None:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(number: int, frame: FrameType | None) -> None:
        for each in numbers:  # a second Ctrl-C must not cut the orderly end short
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    for number in numbers:
        signal.signal(number, stop)


def gunicorn(port: int) -> list[str]:
    """How the web process is started on a port of this machine's own address."""
    return [
        "gunicorn",
        "config.wsgi:application",
        f"--bind={ports.HOST}:{port}",
        "--worker-class=gthread",
        "--workers=1",
        "--threads=4",
        "--timeout=60",
        "--graceful-timeout=15",
        "--no-control-socket",  # it would be opened in the person's home
    ]


def _worker() -> list[str]:
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return ["celery", "-A", "config", "worker", "-P", "threads", "-c", "2", "-l", "WARNING", *quiet]


def _readiness(port: int) -> str:
    """The status and the words with which the web server says whether it can serve."""
    request = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    head, _, body = ports.answer(port, request, 10).decode(errors="replace").partition("\r\n\r\n")
    return f"{head[9:12]} {body}".strip()


def _ended(child: Child) -> Refusal:
    code = child.popen.returncode
    how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
    return from_output(child.last_lines(), child.log) or Refusal(
        f"{child.name} {how}, so everything was stopped; the end of {child.log}:\n"
        f"{child.last_lines()}"
    )


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
