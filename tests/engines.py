"""Throw-away engines under every test run, and a browser where this machine has one.

An early pytest plugin (`-p tests.engines`): the addresses stand in the environment before Django
reads its settings. Where DATABASE_URL is set, the suite runs on the engines that it names.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import NoReturn

import pytest

from config.embedded import engines, state
from config.embedded.refusal import Refusal
from tests import browsers

_running = ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Start the engines before any other plugin reads the settings."""
    asked = early_config.known_args_namespace
    if not (asked.help or asked.version or "PYTEST_XDIST_WORKER" in os.environ):
        os.environ["JISR_TESTS"] = "1"
        if not os.environ.get("DATABASE_URL"):
            _begin()
    return (yield)


def pytest_configure(config: pytest.Config) -> None:
    """Add the browsers, after pytest-playwright, so that their fixture stands over its own."""
    config.pluginmanager.register(browsers)


def pytest_unconfigure() -> None:
    """Stop the engines and remove their directory, however the run ended."""
    _running.close()


def _begin() -> None:
    signal.signal(signal.SIGTERM, _leave)
    try:
        started = _running.enter_context(engines.started(_throw_away(), "test", durable=False))
        os.environ.update(started.addresses)
        _make_roles(started.addresses)
    except Refusal as sentence:
        _running.close()
        pytest.exit(str(sentence), returncode=1)
    except BaseException:
        _running.close()
        raise
    # Only bootstrap_db may know the administrator.
    os.environ.pop("DATABASE_ADMIN_URL")


def _throw_away() -> state.State:
    directory = Path(tempfile.mkdtemp(prefix="jisr-tests-"))
    _running.callback(shutil.rmtree, directory, ignore_errors=True)
    return state.State(directory)


def _make_roles(addresses: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, str(state.CHECKOUT / "manage.py"), "bootstrap_db", "--for-tests"],
        env={**os.environ, **addresses},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Refusal(f"`manage.py bootstrap_db --for-tests` failed:\n{done.stderr}")


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
