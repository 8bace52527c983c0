"""Instances of the product in directories of their own, started as a person starts them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running.instance import NOT_OURS, Instance


@pytest.fixture(autouse=True)
def a_persons_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the addresses of the test run's own engines."""
    for name in os.environ:
        if name.startswith(NOT_OURS):
            monkeypatch.delenv(name)


@pytest.fixture
def place() -> Iterator[Path]:
    """A state directory that every user may pass through, as pytest's own may not."""
    directory = Path(tempfile.mkdtemp(prefix="jisr-running-"))
    yield directory
    shutil.rmtree(directory)


@pytest.fixture(scope="session")
def instance() -> Iterator[Instance]:
    """One instance with a durable cluster for the whole run; a test starts it and leaves it down.

    Its first start takes the longest, so that it is made once.
    """
    directory = Path(tempfile.mkdtemp(prefix="jisr-running-"))
    one = Instance(directory)
    yield one
    one.end()
    shutil.rmtree(directory)
