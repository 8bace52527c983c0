"""The operating system's user under which the engines run: PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from config.embedded.refusal import Refusal

DROPPED_TO = "nobody"


class Options(TypedDict, total=False):
    """The arguments by which subprocess changes the user."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """A user whom the engines are dropped to."""

    name: str
    user: int
    group: int

    def options(self) -> Options:
        """The arguments that start a program as this user."""
        return {"user": self.user, "group": self.group, "extra_groups": []}

    def reaches(self, directory: Path) -> bool:
        """Whether this user can enter the directory."""
        return _run(self, ["/bin/sh", "-c", 'cd "$1"', "sh", str(directory)])


def engines_account() -> Account | None:
    """Whom the engines run as: `nobody` where we are root, else (None) ourselves.

    Raises Refusal where root has nobody to drop to.
    """
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(DROPPED_TO)
    except KeyError:
        raise Refusal(
            f"PostgreSQL does not run as root and this machine has no user {DROPPED_TO!r}; "
            "start as an ordinary user."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def own_directory(directory: Path, account: Account | None) -> None:
    """Make the directory if need be, closed to all but the engines' user."""
    directory.mkdir(mode=0o700, exist_ok=True)
    if account:
        os.chown(directory, account.user, account.group)


def runs(account: Account | None, program: Path) -> bool:
    """Whether the engines' user can run the program, its libraries included."""
    return _run(account, [str(program), "--version"])


def _run(account: Account | None, command: list[str]) -> bool:
    try:
        answer = subprocess.run(
            command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            **(account.options() if account else {}),
        )
    except OSError:
        return False
    return answer.returncode == 0
