"""What a start does to the database and the static files before anything serves.

Each step is skipped where its inputs have not changed since it last ended well.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from config.embedded import processes, state
from config.embedded.engines import Engines
from config.embedded.processes import Child
from config.embedded.refusal import Refusal, from_output

MANAGE = state.CHECKOUT / "manage.py"
OWNER_NAMES = ("DATABASE_OWNER_URL", "DATABASE_ADMIN_URL")
STEP_WITHIN = 600.0


def environment(engines: Engines, *owner_names: str) -> dict[str, str]:
    """A child's environment: the addresses, but of the two powerful ones only those named.

    The others are set empty, so that no settings file looks for them elsewhere.
    """
    shown = {name: url for name, url in engines.addresses.items() if name not in OWNER_NAMES}
    owner = dict.fromkeys(OWNER_NAMES, "")
    owner.update({name: engines.addresses.get(name, "") for name in owner_names})
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUNBUFFERED": "1",
        "JISR_STATE": str(engines.state.root),
        "JISR_DEMONSTRATION": "1" if demonstrates(engines) else "0",
        **shown,
        **owner,
    }


def demonstrates(engines: Engines) -> bool:
    """Whether this is a demonstration: as JISR_DEMONSTRATION says, else as at the first start.

    A new data directory of ours becomes one by itself; one begun without it does not later.
    """
    said = os.environ.get("JISR_DEMONSTRATION", "").strip().lower()
    if said:
        return said in ("1", "true", "yes", "on")
    first = bool(state.read(engines.state / "prepared.json").get("demonstration", True))
    return engines.own_database and first


def prepare(engines: Engines, tell: Callable[[str], None]) -> None:
    """Bring roles, tables, static files and the demonstration to what the sources say.

    Raises Refusal where a step fails, with the end of its log.
    """
    stamps = _stamps(engines)
    static = _collect_static(engines, stamps)
    try:
        _prepare_database(engines, stamps, tell)
        if static:
            _finish(static)
            _stamp(engines, stamps, static=_digest(_static_sources()))
            tell("Static files collected")
    except BaseException:
        if static:
            processes.stop_all([static], 5)
        raise


def bootstrap(engines: Engines) -> None:
    """Make the roles and the database of a new cluster, once. Raises Refusal where it fails."""
    stamps = _stamps(engines)
    if not stamps.get("roles"):
        _finish(_begin(engines, "bootstrap_db", owner_names=OWNER_NAMES))
        _stamp(engines, stamps, roles=True)


def _prepare_database(
    engines: Engines, stamps: dict[str, object], tell: Callable[[str], None]
) -> None:
    if not engines.own_database:  # nothing is remembered of a database that is not ours
        _migrate(engines, tell)
        return
    sources = _digest(_database_sources())
    if stamps.get("tables") != sources:
        _migrate(engines, tell)
        _stamp(engines, stamps, roles=True, tables=sources)
    _demonstrate(engines, stamps, tell)


def _demonstrate(engines: Engines, stamps: dict[str, object], tell: Callable[[str], None]) -> None:
    wanted = demonstrates(engines)
    if wanted and not stamps.get("demonstration"):
        _finish(_begin(engines, "demo", owner_names=("DATABASE_OWNER_URL",)))
        tell("Demonstration programme made")
    if wanted or "demonstration" not in stamps:
        _stamp(engines, stamps, demonstration=wanted)


def _migrate(engines: Engines, tell: Callable[[str], None]) -> None:
    if engines.addresses.get("DATABASE_ADMIN_URL"):
        _finish(_begin(engines, "bootstrap_db", owner_names=OWNER_NAMES))
    if engines.addresses.get("DATABASE_OWNER_URL"):
        _finish(_begin(engines, "migrate", "--noinput", owner_names=("DATABASE_OWNER_URL",)))
        tell("Database prepared")
    else:
        tell("DATABASE_OWNER_URL is not set: the tables are taken as they are")


def _collect_static(engines: Engines, stamps: Mapping[str, object]) -> Child | None:
    kept = (engines.state / "static").is_dir()
    if kept and stamps.get("static") == _digest(_static_sources()):
        return None
    return _begin(engines, "collectstatic", "--noinput", "--verbosity=0")


def _begin(engines: Engines, *command: str, owner_names: Iterable[str] = ()) -> Child:
    return processes.start(
        command[0],
        [sys.executable, str(MANAGE), *command],
        log=engines.state.log(command[0]),
        cwd=state.CHECKOUT,
        env=environment(engines, *owner_names),
    )


def _finish(child: Child) -> None:
    try:
        done = processes.wait_until(child.ended, STEP_WITHIN)
    finally:
        processes.stop_all([child], 5)
    if done and child.popen.returncode == 0:
        return
    output = child.last_lines()
    raise from_output(output, child.log) or Refusal(
        f"`manage.py {child.name}` did not end well; the end of {child.log}:\n{output}"
    )


def _stamps(engines: Engines) -> dict[str, object]:
    if engines.new_cluster:
        (engines.state / "prepared.json").unlink(missing_ok=True)
    return state.read(engines.state / "prepared.json")


def _stamp(engines: Engines, stamps: dict[str, object], **done: object) -> None:
    stamps.update(done)
    state.write_private(engines.state / "prepared.json", stamps)
    engines.new_cluster = False


def _database_sources() -> Iterator[Path]:
    yield state.CHECKOUT / "requirements.lock"
    for room in ("engagement", "config"):
        for path in sorted((state.CHECKOUT / room).rglob("*")):
            if not {"static", "locale", "__pycache__"}.intersection(path.parts):
                yield path


def _static_sources() -> Iterator[Path]:
    yield state.CHECKOUT / "requirements.lock"
    yield from sorted((state.CHECKOUT / "engagement" / "static").rglob("*"))


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file():
            digest.update(f"{path.relative_to(state.CHECKOUT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
