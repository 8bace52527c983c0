"""`install.py`: the environment is made once, and what a person can mend is told in a sentence."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import install

Calls = list[list[str]]


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """A checkout of its own without uv on the PATH; the programs that would have been run."""
    made: Calls = []
    for name in (install.RUN, install.DEV):
        (tmp_path / name).write_text(f"{name}\n")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "STAMP", tmp_path / ".venv" / "installed.json")
    monkeypatch.setattr(install, "call", lambda command, quiet=False: made.append(command))
    monkeypatch.setattr(install, "has_pip", lambda: True)
    monkeypatch.setattr("shutil.which", lambda name: None)
    return made


def which(found: str) -> Callable[[str], str | None]:
    return lambda name: f"/bin/{name}" if name == found else None


def test_an_unchanged_lock_file_is_not_installed_again(calls: Calls) -> None:
    install.install(install.RUN)
    install.install(install.RUN)
    assert len(calls) == 1

    (install.ROOT / install.RUN).write_text("another\n")
    install.install(install.RUN)
    assert len(calls) == 2


def test_what_the_tests_need_holds_what_the_product_needs(calls: Calls) -> None:
    install.install(install.DEV)
    install.install(install.RUN)

    assert len(calls) == 1


def test_a_failed_installation_is_begun_again(
    calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise install.Refusal("no network")

    monkeypatch.setattr(install, "call", fail)
    with pytest.raises(install.Refusal):
        install.install(install.RUN)

    assert install.read_stamp() == {}


def test_hashes_are_asked_of_pip_and_of_uv(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    install.install(install.RUN)
    monkeypatch.setattr("shutil.which", which("uv"))
    install.install(install.DEV)

    with_pip, with_uv = calls
    assert "pip" in with_pip
    assert "--require-hashes" in with_pip
    assert with_uv[:3] == ["uv", "pip", "install"]
    assert {"--require-hashes", "--compile-bytecode"} <= set(with_uv)


def test_an_old_python_is_told_and_named(
    calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install, "works", lambda python: False)
    monkeypatch.setattr("sys.version_info", (3, 9, 2))

    assert install.main([]) == 1
    said = capsys.readouterr().err
    assert "needs Python 3.11 or newer" in said
    assert sys.executable in said
    assert len(said.splitlines()) == 1
    assert calls == []


def test_uv_is_asked_for_a_newer_python(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "works", lambda python: False)
    monkeypatch.setattr("sys.version_info", (3, 9, 2))
    monkeypatch.setattr("shutil.which", which("uv"))

    install.make_environment()

    assert calls[0][:2] == ["uv", "venv"]
    assert ">=3.11" in calls[0]


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_python_without_venv_names_the_package(
    calls: Calls,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    missing: str,
) -> None:
    monkeypatch.setattr(install, "works", lambda python: False)
    monkeypatch.setattr(install, "find_spec", lambda name: None if name == missing else object())

    assert install.main([]) == 1
    said = capsys.readouterr().err
    assert "-venv" in said
    assert "uv" in said
    assert len(said.splitlines()) == 1


def test_a_working_environment_is_kept(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "works", lambda python: True)

    install.make_environment()

    assert calls == []


def test_a_python_that_is_gone_does_not_work(tmp_path: Path) -> None:
    assert install.works(Path(sys.executable))
    assert not install.works(tmp_path / "python")


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage("/")._replace(free=0)
    monkeypatch.setattr("shutil.disk_usage", lambda path: full)

    with pytest.raises(install.Refusal, match="is full"):
        install.call(["false"])


def test_catalogues_are_compiled_when_they_changed(calls: Calls) -> None:
    messages = install.ROOT / "engagement" / "locale" / "ar" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    (messages / "django.po").touch()
    commands = install.ROOT / "engagement" / "management" / "commands"
    commands.mkdir(parents=True)
    (commands / "catalogues.py").touch()

    install.compile_catalogues()
    (messages / "django.mo").touch()
    install.compile_catalogues()

    assert [command[-2:] for command in calls] == [["catalogues", "--compile"]]


def test_both_lock_files_hold_hashes_and_no_address() -> None:
    root = Path(install.__file__).parent
    for name in (install.RUN, install.DEV):
        text = (root / name).read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text, name
