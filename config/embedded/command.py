"""The engines under an ordinary `manage.py` command: attach to those that run, else start them."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from config.embedded import engines as engine_room
from config.embedded import preparation, state
from config.embedded.engines import Engines

WITHOUT_DATABASE = frozenset(
    {
        *("help", "--help", "-h", "version", "--version"),
        *("catalogues", "makemessages", "compilemessages", "makemigrations"),
        *("check", "collectstatic", "diffsettings", "findstatic", "startapp"),
    }
)
OWNER_COMMANDS = {
    "migrate": ("DATABASE_OWNER_URL",),
    "bootstrap_db": ("DATABASE_OWNER_URL", "DATABASE_ADMIN_URL"),
    "coverage": ("DATABASE_OWNER_URL",),
    "rekey_names": ("DATABASE_OWNER_URL",),
    "reblind_contacts": ("DATABASE_OWNER_URL",),
    "demo": ("DATABASE_OWNER_URL",),  # analyses what it made, removes history: both as the owner
}


@contextmanager
def engines_for(arguments: Sequence[str]) -> Iterator[None]:
    """Put the addresses that a command needs into the environment while it runs.

    Nothing is done where DATABASE_URL is set, in production, or for a command that needs no
    database. Raises Refusal as `engines.started` does.
    """
    name = arguments[1] if len(arguments) > 1 else "help"
    if not _needs_engines(name, arguments):
        yield
        return
    place = state.here()
    record = state.running(place)
    if record is not None and record.get("addresses", {}).get("DATABASE_URL"):
        _show(Engines(place, record["addresses"], own_database=True), name)
        yield
        return
    signal.signal(signal.SIGTERM, _leave)
    with engine_room.started(place, name) as engines:
        if name != "bootstrap_db":
            preparation.bootstrap(engines)
        _show(engines, name)
        yield


def _needs_engines(name: str, arguments: Sequence[str]) -> bool:
    asked = name not in WITHOUT_DATABASE and "--help" not in arguments
    given = os.environ.get("DATABASE_URL") or os.environ.get("JISR_ENV") == "production"
    return asked and not given


def _show(engines: Engines, name: str) -> None:
    os.environ.update(preparation.environment(engines, *OWNER_COMMANDS.get(name, ())))


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
