"""The docs say what is: every setting is told, and the page on access equals the rule."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from tests.architecture.pages import ACCESS_PAGE, access_page

ROOT = Path(settings.BASE_DIR)
SETTINGS_PAGE = ROOT / "docs" / "running" / "settings.md"
#: Functions and mappings by which an environment name is read.
READERS = {"str", "bool", "int", "list", "get", "getenv", "_address", "setdefault"}
HOLDERS = ("env", "os.environ", "os")
#: Read, and not ours to tell: Django's own, and what a child process is given.
NOT_OURS = {"DJANGO_SETTINGS_MODULE"}


def names_read(path: Path) -> set[str]:
    """Environment names that a file reads, by its calls and subscripts."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        key: ast.expr | None = None
        if isinstance(node, ast.Call) and node.args:
            called = ast.unparse(node.func)
            holder, _, reader = called.rpartition(".")
            if called == "_address" or (holder in HOLDERS and reader in READERS):
                key = node.args[0]
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            key = node.slice
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "GIVEN":
            found |= set(ast.literal_eval(node.value))
        if isinstance(key, ast.Constant):
            found.add(str(key.value))
    return found


def all_names_read() -> set[str]:
    files = [ROOT / "config" / "settings.py", *(ROOT / "config" / "embedded").glob("*.py")]
    return set().union(*(names_read(path) for path in files)) - NOT_OURS


def names_told() -> set[str]:
    return set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)`", SETTINGS_PAGE.read_text(), re.MULTILINE))


def test_the_names_that_the_settings_read_are_found() -> None:
    few = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG", "JISR_STATE", "PORT", "HTTPS"}
    assert few <= all_names_read()
    assert len(all_names_read()) > 18


def test_every_setting_is_told() -> None:
    assert all_names_read() - names_told() == set()


def test_no_setting_is_told_that_nobody_reads() -> None:
    assert names_told() - all_names_read() == set()


@pytest.mark.parametrize("language", ["en"])
def test_the_page_on_access_equals_the_rule(language: str) -> None:
    with translation.override(language):
        assert ACCESS_PAGE.read_text(encoding="utf-8") == access_page()
