"""The browser of the browser tests: the system's Chromium, else playwright's own.

Where there is none, those tests are counted as not run in the last lines and the run stays green;
with JISR_BROWSER_REQUIRED set, as the pipeline does, it fails instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_not_run: set[str] = set()


def system_browser() -> str | None:
    """The browser that JISR_BROWSER names, else one on the PATH, else None."""
    named = os.environ.get("JISR_BROWSER")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def playwright_browser() -> bool:
    """Whether `playwright install chromium` has put a browser where playwright looks for it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def provide() -> None:
    """Get a browser where there is none: Debian's package as root, else playwright's own."""
    if system_browser() or playwright_browser():
        return
    sys.stdout.write("No Chromium on this machine; getting one for the browser tests\n")
    sys.stdout.flush()
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = ["apt-get", "-qq", "-o=Dpkg::Use-Pty=0"]
        ways.insert(0, [*quiet, "install", "-y", "--no-install-recommends", "chromium"])
        subprocess.run([*quiet, "update"], check=False, stdout=subprocess.DEVNULL)
    for way in ways:
        subprocess.run(way, check=False, stdout=subprocess.DEVNULL)
        if system_browser() or playwright_browser():
            return
    sys.stdout.write("None could be got; the browser tests will be counted as not run\n")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How playwright starts the browser: as root only without its sandbox."""
    quiet = ["--disable-gpu", "--disable-background-networking", "--no-first-run"]
    arguments = ["--no-sandbox", *quiet] if os.geteuid() == 0 else quiet
    found = system_browser()
    return {"args": arguments} | ({"executable_path": found} if found else {})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the browser tests where there is no browser to run them in."""
    wanting = [item for item in items if _wants_browser(item)]
    if not wanting or system_browser() or playwright_browser():
        return
    _not_run.update(item.nodeid for item in wanting)
    config.hook.pytest_deselected(items=wanting)
    items[:] = [item for item in items if item not in wanting]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many browser tests were not run."""
    if _not_run:
        terminalreporter.write_line(
            f"{len(_not_run)} browser tests were NOT run: no Chromium on this machine "
            "(JISR_BROWSER names one elsewhere)",
            yellow=True,
        )


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a process of a parallel run left out."""
    _not_run.update(getattr(node, "workeroutput", {}).get("browser_tests_not_run", ()))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run where the browser tests are required and could not run."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["browser_tests_not_run"] = sorted(_not_run)
    if _not_run and os.environ.get("JISR_BROWSER_REQUIRED"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _wants_browser(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return bool({"page", "browser", "context", "new_context"}.intersection(fixtures))


if __name__ == "__main__":
    provide()
