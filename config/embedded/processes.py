"""Child processes: started in their own session, known by pid and birth, stopped with a limit."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypedDict

from config.embedded.account import Account

PR_SET_PDEATHSIG = 1
LONGEST_LOG = 5_000_000
LINUX = sys.platform == "linux"
_libc = ctypes.CDLL(None) if LINUX else None


class Recorded(TypedDict):
    """A process as run.json keeps it."""

    pid: int
    birth: str


def birth(pid: int) -> str | None:
    """When a process began, as a text that no later process of the same number shares.

    None where no such process lives; a zombie does not live.
    """
    return _birth_from_proc(pid) if LINUX else _birth_from_ps(pid)


def _birth_from_proc(pid: int) -> str | None:
    try:
        # The name stands in parentheses and may hold spaces; what follows the last one does not.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None
    return None if fields[0] in "ZX" else f"{boot} {fields[19]}"


def _birth_from_ps(pid: int) -> str | None:
    answer = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)],
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
        check=False,
    ).stdout.split(None, 1)
    return None if len(answer) < 2 or answer[0].startswith("Z") else answer[1].strip()


def recorded(pid: int) -> Recorded:
    """The record of a living process, to be found again after a crash."""
    return {"pid": pid, "birth": birth(pid) or ""}


def alive(record: Recorded) -> bool:
    """Whether the recorded process still runs; another one under its number does not count."""
    return bool(record["birth"]) and birth(record["pid"]) == record["birth"]


def wait_until(done: Callable[[], bool], seconds: float, pause: float = 0.05) -> bool:
    """Whether the condition came true within the limit."""
    limit = time.monotonic() + seconds
    while not done():
        if time.monotonic() > limit:
            return False
        time.sleep(pause)
    return True


@dataclass
class Child:
    """A running child with its log and the signal that asks it to end."""

    name: str
    popen: subprocess.Popen[bytes]
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM

    def ask_to_stop(self) -> None:
        """Send the signal that asks for an orderly end; a child that is gone is left alone."""
        if self.popen.poll() is None:
            self.popen.send_signal(self.stop_signal)

    def ended(self) -> bool:
        """Whether the child is gone."""
        return self.popen.poll() is not None

    def kill_group(self) -> None:
        """Kill the child with all that it started, whatever is left of them."""
        try:
            os.killpg(self.popen.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
        self.popen.wait()

    def last_lines(self, count: int = 10) -> str:
        """The end of the child's log."""
        return last_lines(self.log, count)


def last_lines(log: Path, count: int = 10) -> str:
    """The end of a log, or an empty text where there is none."""
    try:
        with log.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - 16_384))
            text = file.read().decode(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-count:])


def start(
    name: str,
    command: Sequence[str],
    *,
    log: Path,
    cwd: Path | str,
    env: Mapping[str, str] | None = None,
    account: Account | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
) -> Child:
    """Start a child in its own session, so that Ctrl-C reaches only the supervisor.

    On Linux the kernel sends it `stop_signal` when the supervisor dies. Raises OSError where the
    program cannot be started or the log cannot be written.
    """
    with open_log(log) as output:
        popen = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=env,
            start_new_session=True,
            preexec_fn=_end_with_parent(stop_signal),
            **(account.options() if account else {}),
        )
    return Child(name, popen, log, stop_signal)


def open_log(log: Path) -> IO[bytes]:
    """The log, opened for appending and closed to other users; a long one is set aside first."""
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    return os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def _end_with_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    # Looked up before the fork: between fork and exec as little as possible may happen.
    if _libc is None or os.environ.get("JISR_NO_PDEATHSIG"):
        return None
    prctl, parent = _libc.prctl, os.getpid()

    def arrange() -> None:
        prctl(PR_SET_PDEATHSIG, int(stop_signal), 0, 0, 0)
        if os.getppid() != parent:  # it died before the kernel was told
            os._exit(1)

    return arrange


def stop_all(children: Sequence[Child], seconds: float) -> list[Child]:
    """Ask all to end at once, wait, kill what is left; the killed ones are returned."""
    for child in children:
        child.ask_to_stop()
    wait_until(lambda: all(child.ended() for child in children), seconds)
    late = [child for child in children if not child.ended()]
    for child in children:
        child.kill_group()
    return late


def stop_recorded(record: Recorded, stop_signal: signal.Signals, seconds: float) -> bool:
    """Stop a process that an earlier supervisor left; whether it was still there."""
    if not alive(record):
        return False
    _signal(record["pid"], stop_signal)
    if not wait_until(lambda: not alive(record), seconds):
        _signal_group(record["pid"], signal.SIGKILL)
        wait_until(lambda: not alive(record), 5)
    return True


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return


def names(pid: int, text: str) -> bool:
    """Whether the process was started with this text among its arguments."""
    if LINUX:
        try:
            return text.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False
    command = ["ps", "-o", "command=", "-p", str(pid)]
    return text in subprocess.run(command, capture_output=True, text=True, check=False).stdout
