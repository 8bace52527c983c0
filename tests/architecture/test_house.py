"""The house stands as docs and contracts say: rooms, shelves, no signals, small files."""

from __future__ import annotations

import ast
import gc
import subprocess
import sys
import tomllib
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.dispatch import Signal
from django.test.utils import isolate_apps

ROOT = Path(settings.BASE_DIR)
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
#: Rooms, lowest first, as the contract has them.
ROOMS = [
    room
    for layer in reversed(CONTRACTS["contracts"][0]["layers"])
    for room in layer.split(" | ")  # siblings
]
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 300, 40


def sources(*folders: str) -> Iterator[Path]:
    """Our Python files, migrations apart, which Django writes."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def calls(tree: ast.AST) -> Iterator[str]:
    """The dotted text of everything called, and of every decorator."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)
        for decorator in getattr(node, "decorator_list", []):
            yield ast.unparse(decorator).split("(")[0]


def names_used(tree: ast.AST) -> Iterator[str]:
    """Imported modules and names, and every dotted attribute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute):
            yield ast.unparse(node)


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Contracts: {len(CONTRACTS['contracts'])} kept, 0 broken" in done.stdout


def test_every_room_has_its_place_in_the_contract() -> None:
    rooms = {path.parent.name for path in (ROOT / "engagement").glob("*/__init__.py")}
    assert rooms - {"management", "migrations", "templatetags"} == set(ROOMS)


def room_of(model: Any) -> str:
    tracked = getattr(model, "pgh_tracked_model", model)  # history lives with what it records
    return str(tracked.__module__).split(".")[1]


def climbing_keys(models: list[Any]) -> list[str]:
    """Foreign keys that point to a room above their own."""
    found = []
    for model in models:
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not getattr(field, "concrete", False) or target is None:
                continue
            if target._meta.app_label != "engagement":
                continue
            if ROOMS.index(room_of(target)) > ROOMS.index(room_of(model)):
                found.append(f"{model.__name__}.{field.name} -> {target.__name__}")
    return found


def test_foreign_keys_point_to_the_same_or_a_lower_room() -> None:
    models = list(apps.get_app_config("engagement").get_models())
    assert len(models) > 25
    assert climbing_keys(models) == []


@isolate_apps("engagement")
def test_a_foreign_key_to_a_higher_room_would_be_found_as_a_string_too() -> None:
    from django.db import models

    class Meeting(models.Model):  # noqa: DJ008
        __module__ = "engagement.meetings.models"

        class Meta:
            app_label = "engagement"

    class Region(models.Model):  # noqa: DJ008
        __module__ = "engagement.regions.models"
        met = models.ForeignKey("engagement.Meeting", models.CASCADE)

        class Meta:
            app_label = "engagement"

    assert climbing_keys([Meeting, Region]) == ["Region.met -> Meeting"]


def test_no_signal_is_received_in_the_source() -> None:
    for path in sources("engagement"):
        for call in calls(ast.parse(path.read_text())):
            assert call.split(".")[-1] not in ("receiver", "connect"), (path, call)


def test_no_receiver_of_ours_is_connected() -> None:
    gc.unfreeze()  # where another test began as a web process does, nothing would be listed
    # By type: isinstance() would ask lazy objects for their class, and wake them.
    signals = [item for item in gc.get_objects() if issubclass(type(item), Signal)]
    assert len(signals) > 20
    ours = []
    for signal in signals:
        for entry in signal.receivers:
            receiver = entry[1]() if isinstance(entry[1], weakref.ref) else entry[1]
            module = str(getattr(receiver, "__module__", ""))
            if module.split(".")[0] in ("engagement", "config"):
                ours.append(f"{module}.{receiver}")
    assert ours == []


def test_nothing_silences_history() -> None:
    for path in sources("engagement", "config"):
        used = [n for n in names_used(ast.parse(path.read_text())) if "pgtrigger" in n]
        assert used == [], path


PAGES_OF_COVERAGE = (
    *("views.py", "api.py", "representations.py", "kept.py"),
    *("screen.py", "frame.py", "overview.py", "telling.py", "missing.py", "tables.py"),
)
BANNED_IN_COVERAGE = (
    *("django.http", "django.urls", "django.shortcuts", "django.utils.timezone"),
    *("datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.time"),
)


def is_page(path: Path) -> bool:
    return path.name in PAGES_OF_COVERAGE or path.parent.name == "tabs"


@pytest.mark.parametrize(
    "path", [p for p in sources("engagement/coverage") if not is_page(p)], ids=str
)
def test_counting_knows_no_page_and_no_clock(path: Path) -> None:
    for name in names_used(ast.parse(path.read_text())):
        assert not any(f".{name}.".find(f".{banned}.") >= 0 for banned in BANNED_IN_COVERAGE), name


@pytest.mark.parametrize(
    "line",
    [
        "from django.http import HttpRequest",
        "import django.shortcuts",
        "from django.utils import timezone",
        "x = datetime.now(tz)",
        "x = datetime.date.today()",
    ],
)
def test_the_ban_on_pages_and_clocks_bites(line: str) -> None:
    used = list(names_used(ast.parse(line)))
    assert any(f".{n}.".find(f".{b}.") >= 0 for n in used for b in BANNED_IN_COVERAGE)


def test_files_stay_small() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in sources("engagement", "config")
        if (count := len(path.read_text().splitlines())) > MOST_LINES
    }
    assert long == {}


def test_functions_stay_small() -> None:
    long = {}
    for path in sources("engagement", "config"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > MOST_LINES_OF_A_FUNCTION:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = length
    assert long == {}


@pytest.mark.django_db
def test_the_models_and_the_migrations_agree() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_the_database_checks_are_clean() -> None:
    call_command("check", databases=["default"], fail_level="WARNING")
