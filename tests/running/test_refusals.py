"""What a person can cause ends in one sentence and exit code 1, never in a traceback."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest

from config.embedded import (
    account,
    binaries,
    character_types,
    engines,
    leftovers,
    postgres,
    refusal,
    state,
)
from config.embedded.refusal import Refusal
from config.embedded.state import State
from tests.running.instance import manage


def sentence_of(place: Path, *arguments: str, **more: str) -> str:
    """What the command says when it refuses."""
    done = manage(place, *(arguments or ("up",)), **more)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


@pytest.mark.parametrize("port", ["eighty", "0", "65536"])
def test_a_port_that_is_none(place: Path, port: str) -> None:
    assert f"PORT={port}" in sentence_of(place, PORT=port)


def test_a_busy_port_names_another(place: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        assert f"make run PORT={port + 1}" in sentence_of(place, PORT=str(port))


def test_production(place: Path) -> None:
    assert "DATABASE_URL" in sentence_of(place, JISR_ENV="production")


def test_a_second_instance(place: Path) -> None:
    here = State(place)
    here.make()

    with state.locked(here, "up"):
        said = sentence_of(place)
    assert f"already running (and starting, process {os.getpid()})" in said


def test_another_command_at_work(place: Path) -> None:
    here = State(place)
    here.make()

    with state.locked(here, "migrate"):
        assert "`manage.py migrate`" in sentence_of(place, "shell", "-c", "pass")


def test_data_of_another_major_version(place: Path) -> None:
    here = State(place)
    here.make()
    state.passwords(here)
    here.postgres.mkdir()
    (here.postgres / "PG_VERSION").write_text("17\n")

    said = sentence_of(place)

    assert "PostgreSQL 17" in said
    assert "Another major version" in said
    told = (state.CHECKOUT / "docs/running/embedded.md").read_text()
    assert "## Another major version" in told


def test_a_directory_that_is_no_cluster(place: Path) -> None:
    here = State(place)
    here.make()
    state.passwords(here)
    here.postgres.mkdir()

    assert "not a PostgreSQL data directory" in sentence_of(place)


def test_a_state_directory_that_cannot_be_made(place: Path) -> None:
    (place / "file").touch()

    assert "JISR_STATE" in sentence_of(place / "file" / "state")


def test_no_utf8_locale(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(character_types, "CANDIDATES", ("xx_XX.none",))

    with pytest.raises(Refusal, match="no UTF-8 locale"), engines.started(State(place), "test"):
        pass
    assert not (place / "postgres").exists()
    assert not (place / "postgres.new").exists()
    assert not (place / "password").exists()


def test_no_programs_for_this_machine(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "find_spec", lambda name: None)

    with pytest.raises(Refusal, match="set DATABASE_URL and REDIS_URL"):
        binaries.postgres_bin(State(place), None)
    with pytest.raises(Refusal, match="set DATABASE_URL and REDIS_URL"):
        binaries.valkey_server(State(place), None)


def test_programs_named_wrongly(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_BIN", str(place))
    monkeypatch.setenv("VALKEY_BIN", str(place / "valkey-server"))

    with pytest.raises(Refusal, match="POSTGRES_BIN"):
        binaries.postgres_bin(State(place), None)
    with pytest.raises(Refusal, match="VALKEY_BIN"):
        binaries.valkey_server(State(place), None)


def test_a_directory_that_the_engines_user_cannot_reach(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "engines_account", lambda: account.Account("nobody", 1, 1))
    monkeypatch.setattr(account.Account, "reaches", lambda self, directory: False)

    with pytest.raises(Refusal, match="JISR_STATE"), engines.started(State(place), "test"):
        pass


def test_a_full_disk_met_by_ourselves(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(path: Path, content: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(state, "write_private", no_room)

    with pytest.raises(Refusal, match="is full"), engines.started(State(place), "test"):
        pass


def test_a_full_disk_met_by_a_program(place: Path) -> None:
    output = 'FATAL:  could not write to file "pg_wal/xlogtemp.1": No space left on device'

    assert "is full" in str(refusal.from_output(output, place))
    assert refusal.from_output("FATAL:  something else", place) is None


def test_a_refused_start_leaves_no_process(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, object]] = []

    def refuse(self: postgres.Postgres) -> None:
        seen.append(state.read(place / "run.json"))
        raise Refusal("on purpose")

    monkeypatch.setattr(postgres.Postgres, "start", refuse)

    with pytest.raises(Refusal, match="on purpose"), engines.started(State(place), "test"):
        pass
    assert seen[0]["children"]  # Valkey was up and recorded
    assert leftovers.stop(State(place)) == []
