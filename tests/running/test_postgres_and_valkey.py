"""The two engines: what they are made with, who may speak to them, what a crash leaves of them."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.embedded import binaries, engines, leftovers, processes, state
from config.embedded.account import engines_account
from config.embedded.postgres import locale_options
from config.embedded.state import State
from tests.running.instance import environment

# An instance of nothing but the engines, in a process that can be killed.
ENGINES_ONLY = """
import sys, time
from pathlib import Path
from config.embedded import engines, state
with engines.started(state.here(), "test", durable=False):
    print("up", flush=True)
    time.sleep(600)
"""


@contextmanager
def engines_of_another_process(place: Path, **more: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", ENGINES_ONLY],
        env=environment(place, **more),
        cwd=state.CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "up\n"
            yield process
        finally:
            process.kill()
            process.wait()
            leftovers.stop(State(place))


def children(place: Path) -> list[processes.Recorded]:
    return list(state.read(place / "run.json")["children"].values())


@pytest.fixture(scope="module")
def running() -> Iterator[Path]:
    """Engines that were started under a locale that is not UTF-8; where they are."""
    directory = Path(tempfile.mkdtemp(prefix="jisr-running-"))
    with engines_of_another_process(directory, LANG="C", LC_ALL="POSIX"):
        yield directory
    shutil.rmtree(directory)


def addresses(place: Path) -> dict[str, str]:
    found: dict[str, str] = state.read(place / "run.json")["addresses"]
    return found


def test_arabic_has_trigrams_whatever_locale_we_are_started_under(running: Path) -> None:
    with psycopg.connect(addresses(running)["DATABASE_ADMIN_URL"]) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        found = connection.execute("SELECT similarity('محمد', 'محمود')").fetchone()
    assert found
    assert found[0] > 0


def test_nobody_comes_in_without_a_password(running: Path) -> None:
    database = psycopg.conninfo.conninfo_to_dict(addresses(running)["DATABASE_ADMIN_URL"])
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(**{**database, "password": "wrong"})  # type: ignore[arg-type]

    port = urlsplit(addresses(running)["REDIS_URL"]).port
    once = Retry(NoBackoff(), 0)
    with (
        redis.Redis(port=port or 0, retry=once) as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()


def test_files_are_for_the_engines_user_only(running: Path) -> None:
    for name in ("secrets.json", "run.json", "lock", "valkey/valkey.conf"):
        assert stat.S_IMODE((running / name).stat().st_mode) == 0o600, name
    for name in ("postgres", "valkey"):
        assert stat.S_IMODE((running / name).stat().st_mode) == 0o700, name
    assert not (running / "password").exists()
    if os.geteuid() == 0:
        assert (running / "postgres").stat().st_uid == (running / "valkey").stat().st_uid != 0


def test_a_data_directory_is_used_again(place: Path) -> None:
    with engines.started(State(place), "test") as started:
        assert started.new_cluster
        with psycopg.connect(started.addresses["DATABASE_ADMIN_URL"]) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        with redis.Redis.from_url(started.addresses["REDIS_URL"]) as client:
            client.set("kept", 1)
    with engines.started(State(place), "test") as started:
        assert not started.new_cluster
        with psycopg.connect(started.addresses["DATABASE_ADMIN_URL"]) as connection:
            assert connection.execute("SELECT one FROM kept").fetchone() == (1,)
        with redis.Redis.from_url(started.addresses["REDIS_URL"]) as client:
            assert client.get("kept") == b"1"
    assert not (place / "run.json").exists()


def test_a_half_made_cluster_is_made_anew(place: Path) -> None:
    here = State(place)
    here.make()
    (place / "postgres.new").mkdir()
    (place / "postgres.new" / "PG_VERSION").write_text("18\n")

    with engines.started(here, "test", durable=False) as started:
        assert started.new_cluster


@pytest.mark.parametrize("told", [True, False], ids=["kernel-tells", "kernel-does-not-tell"])
def test_leftovers_of_a_killed_instance_are_found_and_stopped(place: Path, told: bool) -> None:
    with engines_of_another_process(place, **({} if told else {"JISR_NO_PDEATHSIG": "1"})) as one:
        old = children(place)
        assert len(old) == 2
        one.kill()
        one.wait()
        if told and sys.platform == "linux":
            assert processes.wait_until(lambda: not any(map(processes.alive, old)), 20)
        else:
            assert all(map(processes.alive, old))

        with engines.started(State(place), "test", durable=False) as started:
            assert not any(map(processes.alive, old))
            assert len(started.children) == 2


def test_a_postmaster_without_a_record_is_found_by_its_own_file(place: Path) -> None:
    with engines_of_another_process(place, JISR_NO_PDEATHSIG="1") as one:
        old = state.read(place / "run.json")["children"]
        one.kill()
        (place / "run.json").unlink()
        os.kill(old["valkey"]["pid"], signal.SIGTERM)

        assert leftovers.stop(State(place)) == ["postgres"]
        assert not processes.alive(old["postgres"])


def test_another_process_under_a_leftovers_number_is_left_alone(place: Path) -> None:
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as bystander:
        record = {"pid": bystander.pid, "birth": "long ago"}
        state.write_private(place / "run.json", {"children": {"web": record}})

        assert leftovers.stop(State(place)) == []
        assert bystander.poll() is None
        bystander.kill()


def test_copied_programs_find_their_libraries(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = State(place)
    here.make()
    reached = binaries._ready

    monkeypatch.setattr(
        binaries,
        "_ready",
        lambda programs, account: place in programs[0].parents and reached(programs, account),
    )
    account = engines_account()

    assert place in binaries.postgres_bin(here, account).parents
    assert place in binaries.valkey_server(here, account).parents


def test_before_17_the_systems_locale_provider_is_used() -> None:
    assert locale_options(15, "C.UTF-8") == ["--locale=C.UTF-8"]
    assert "--locale-provider=builtin" in locale_options(18, "C.UTF-8")


def test_the_supervisor_imports_neither_django_nor_celery() -> None:
    check = (
        "import sys, config.embedded.supervisor, config.embedded.command;"
        "heavy = {'django', 'celery', 'kombu', 'psycopg', 'redis'} & set(sys.modules);"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", check], cwd=state.CHECKOUT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
