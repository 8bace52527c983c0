"""What a start prepares anew, what it leaves as it is, and whether it is a demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from config.embedded import preparation, state
from config.embedded.engines import Engines
from config.embedded.state import State

ALL = ["collectstatic", "bootstrap_db", "migrate", "demo"]


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that starts would have run, in order."""
    names: list[str] = []

    def begin(engines: Engines, name: str, *rest: str, **options: Any) -> object:
        names.append(name)
        if name == "collectstatic":
            (engines.state / "static").mkdir(exist_ok=True)
        return object()

    monkeypatch.setattr(preparation, "_begin", begin)
    monkeypatch.setattr(preparation, "_finish", lambda child: None)
    return names


def start(place: Path, *, own: bool = True, new: bool = False) -> Engines:
    """Prepare as a start does, without engines."""
    urls = dict.fromkeys(("DATABASE_URL", *preparation.OWNER_NAMES), "postgres://")
    engines = Engines(State(place), urls, own_database=own, new_cluster=new)
    preparation.prepare(engines, lambda text: None)
    return engines


def test_a_second_start_prepares_nothing(place: Path, begun: list[str]) -> None:
    start(place, new=True)
    assert begun == ALL

    begun.clear()
    assert preparation.demonstrates(start(place))
    assert begun == []


def test_changed_sources_are_migrated(
    place: Path, begun: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    start(place)
    begun.clear()

    monkeypatch.setattr(preparation, "_database_sources", lambda: iter([Path(__file__)]))
    start(place)

    assert begun == ["bootstrap_db", "migrate"]


def test_a_new_cluster_remembers_nothing_of_the_old_one(place: Path, begun: list[str]) -> None:
    start(place)
    begun.clear()

    start(place, new=True)

    assert begun == ALL


def test_data_begun_without_a_demonstration_does_not_become_one(
    place: Path, begun: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JISR_DEMONSTRATION", "0")
    start(place, new=True)
    monkeypatch.delenv("JISR_DEMONSTRATION")

    assert not preparation.demonstrates(start(place))
    assert "demo" not in begun

    monkeypatch.setenv("JISR_DEMONSTRATION", "1")
    assert preparation.demonstrates(start(place))
    assert begun[-1] == "demo"


def test_of_a_database_that_is_not_ours_nothing_is_remembered(
    place: Path, begun: list[str]
) -> None:
    start(place, own=False)
    begun.clear()

    engines = start(place, own=False)

    assert begun == ["bootstrap_db", "migrate"]
    assert not preparation.demonstrates(engines)
    assert set(state.read(place / "prepared.json")) == {"static"}


def test_a_child_is_given_only_the_addresses_that_it_needs(place: Path) -> None:
    urls = {name: name for name in ("DATABASE_URL", *preparation.OWNER_NAMES)}
    engines = Engines(State(place), urls)

    web = preparation.environment(engines)
    migrate = preparation.environment(engines, "DATABASE_OWNER_URL")

    assert web["DATABASE_URL"] == "DATABASE_URL"
    assert web["DATABASE_OWNER_URL"] == web["DATABASE_ADMIN_URL"] == ""
    assert migrate["DATABASE_OWNER_URL"] == "DATABASE_OWNER_URL"
    assert migrate["DATABASE_ADMIN_URL"] == ""
