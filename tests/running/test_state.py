"""What the state directory keeps, and from whom."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from config.embedded import processes, state
from config.embedded.refusal import Refusal


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def write_run(place: Path) -> None:
    addresses = dict.fromkeys(("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL"), "x")
    me = processes.recorded(os.getpid())
    state.write_private(place / "run.json", {"supervisor": me, "addresses": addresses})


def test_passwords_are_made_once_and_only_we_can_read_them(place: Path) -> None:
    here = state.State(place)
    here.make()

    made = state.passwords(here)

    assert state.passwords(here) == made
    assert mode(place / "secrets.json") == 0o600
    assert len(set(made.values())) == len(state.SECRET_NAMES) + 1


def test_a_directory_made_before_contact_details_were_sealed_gets_its_key_once(
    place: Path,
) -> None:
    here = state.State(place)
    here.make()
    earlier = {name: name for name in state.SECRET_NAMES}
    state.write_private(place / "secrets.json", earlier)
    (place / "postgres").mkdir()

    made = state.passwords(here)

    assert {name: made[name] for name in state.SECRET_NAMES} == earlier
    assert made[state.SEALING_KEYS]
    assert state.passwords(here) == made


def test_others_may_pass_through_but_not_list(place: Path) -> None:
    state.State(place).make()

    assert mode(place) == 0o711
    assert mode(place / "logs") == 0o700


def test_data_whose_passwords_are_gone_is_refused(place: Path) -> None:
    (place / "postgres").mkdir()

    with pytest.raises(Refusal, match="put it back"):
        state.passwords(state.State(place))


def test_a_record_cut_short_is_no_record(place: Path) -> None:
    (place / "run.json").write_text('{"supervisor": {"pi')

    assert state.read(place / "run.json") == {}


def test_addresses_of_a_dead_instance_are_not_shown(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JISR_STATE", str(place))
    another = {"pid": os.getpid(), "birth": "another process of this number"}
    state.write_private(place / "run.json", {"supervisor": another, "addresses": {}})

    assert state.addresses() is None


def test_the_owners_address_is_not_shown_to_a_process_with_an_address_of_its_own(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JISR_STATE", str(place))
    write_run(place)

    monkeypatch.setenv("DATABASE_URL", "x")
    assert set(state.addresses() or {}) == {"DATABASE_URL"}

    monkeypatch.delenv("DATABASE_URL")
    assert set(state.addresses() or {}) == {"DATABASE_URL", "DATABASE_OWNER_URL"}


def test_a_process_is_known_by_its_birth() -> None:
    me = processes.recorded(os.getpid())

    assert processes.alive(me)
    assert not processes.alive({**me, "birth": "another"})
    assert not processes.alive({"pid": me["pid"], "birth": ""})
