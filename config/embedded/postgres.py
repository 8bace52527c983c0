"""The embedded PostgreSQL: its cluster, its start and its end."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from config.embedded import binaries, processes
from config.embedded.account import Account, own_directory
from config.embedded.character_types import utf8_locale
from config.embedded.ports import HOST, free_port
from config.embedded.processes import Child
from config.embedded.refusal import Refusal, from_output
from config.embedded.state import State

ADMIN = "postgres"
READY_WITHIN = 120.0  # recovery after a crash replays the log first
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
    # Small containers have next to no shared memory for parallel plans.
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass
class Postgres:
    """A cluster of the state directory, run by the engines' user."""

    state: State
    account: Account | None
    durable: bool = True
    port: int = 0

    def prepare(self, password: str) -> bool:
        """Make the cluster where there is none; whether it was made now.

        Raises Refusal for another major version's data, a machine without UTF-8, a full disk.
        """
        self.bin = binaries.postgres_bin(self.state, self.account)
        self.major = binaries.major_version(self.bin)
        if self.state.postgres.exists():
            self._check_version()
            return False
        self._make_cluster(password)
        return True

    def start(self) -> Child:
        """Start the server on a free port; it is not ready yet. Raises OSError."""
        self.port = free_port()
        settings = {**SETTINGS, **({} if self.durable else THROW_AWAY), "port": str(self.port)}
        command = [str(self.bin / "postgres"), "-D", str(self.state.postgres)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        return processes.start(
            "postgres",
            command,
            log=self.state.log("postgres"),
            cwd="/",
            env=_environment(),
            account=self.account,
            stop_signal=signal.SIGINT,  # "fast": connections are ended, the log is flushed
        )

    def wait(self, child: Child) -> Child:
        """The server once it takes connections; started again while a crash's remains are leaving.

        Raises Refusal where it does not come up, with the end of its log.
        """
        limit = time.monotonic() + READY_WITHIN
        while not self._ready(child):
            if child.ended() and _may_pass(child.last_lines()) and time.monotonic() < limit:
                time.sleep(1)
                child = self.start()
            elif child.ended() or time.monotonic() > limit:
                raise self._failed("PostgreSQL did not start", child.last_lines())
            time.sleep(0.05)
        return child

    def url(self, user: str, password: str, database: str = "jisr") -> str:
        """The address of a database under a role."""
        return f"postgres://{user}:{password}@{HOST}:{self.port}/{database}"

    def _ready(self, child: Child) -> bool:
        # The postmaster writes its state on the eighth line; pg_ctl waits for the same word.
        lines = _pid_file(self.state)
        return len(lines) >= 8 and lines[0] == str(child.popen.pid) and lines[7].strip() == "ready"

    def _check_version(self) -> None:
        try:
            found = (self.state.postgres / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            raise Refusal(
                f"{self.state.postgres} is not a PostgreSQL data directory; move it away."
            ) from None
        if found != str(self.major):
            raise Refusal(
                f"{self.state.postgres} was written by PostgreSQL {found} and this is PostgreSQL "
                f"{self.major}: dump it with the old version and restore it with the new one, as "
                "docs/running/embedded.md tells under 'Another major version'."
            )

    def _make_cluster(self, password: str) -> None:
        # Made beside its place and renamed: a half-made one is never taken for a cluster.
        draft = self.state / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        secret = self.state / "password"
        try:
            own_directory(draft, self.account)
            _write_secret(secret, password, self.account)
            self._initdb(draft, secret)
            draft.rename(self.state.postgres)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        finally:
            secret.unlink(missing_ok=True)

    def _initdb(self, directory: Path, secret: Path) -> None:
        done = subprocess.run(
            [
                str(self.bin / "initdb"),
                f"--pgdata={directory}",
                f"--username={ADMIN}",
                f"--pwfile={secret}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                *locale_options(self.major, utf8_locale()),
                *([] if self.durable else ["--no-sync"]),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            cwd="/",
            env=_environment(),
            start_new_session=True,
            check=False,
            **(self.account.options() if self.account else {}),
        )
        if done.returncode != 0:
            raise self._failed("PostgreSQL's data directory could not be made", done.stderr)

    def _failed(self, what: str, output: str) -> Refusal:
        return from_output(output, self.state.root) or Refusal(f"{what}: {_gist(output)}")


def locale_options(major: int, character_types: str) -> list[str]:
    """initdb's options for code point order and UTF-8 character types.

    The built-in provider came with PostgreSQL 17; older ones take the system's.
    """
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []
    return [*builtin, f"--locale={character_types}"]


def stop_left_over(state: State) -> bool:
    """Stop a postmaster that still runs on this data directory; whether there was one."""
    lines = _pid_file(state)
    if not lines or not lines[0].strip().isdigit():
        return False
    record = processes.recorded(int(lines[0]))
    if not processes.names(record["pid"], str(state.postgres)):
        return False
    return processes.stop_recorded(record, signal.SIGINT, 30)


def _pid_file(state: State) -> list[str]:
    try:
        return (state.postgres / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _environment() -> dict[str, str]:
    # Nothing of ours and no PG* of the person's may steer the server.
    kept = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "TZDIR")
    return {name: os.environ[name] for name in kept if name in os.environ}


def _write_secret(path: Path, text: str, account: Account | None) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        if account:
            os.chown(file.fileno(), account.user, account.group)


def _may_pass(output: str) -> bool:
    # Backends of a killed postmaster notice after a moment; another program may take the port.
    return bool(re.search("pre-existing shared memory|could not bind|lock file .* exists", output))


def _gist(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if re.search("(?i)fatal|error|could not|cannot", line)]
    return " ".join((telling or lines)[-2:]) or "it gave no reason"
