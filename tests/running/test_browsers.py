"""Without a browser the browser tests are counted as not run; where they are required, it fails."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests import browsers


class Words:
    """A terminal that remembers."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write_line(self, line: str, **markup: bool) -> None:
        self.lines.append(line)


@pytest.fixture
def collected(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A browser test and another one, on a machine without a browser."""
    monkeypatch.setattr(browsers, "_not_run", set())
    monkeypatch.setattr(browsers, "system_browser", lambda: None)
    monkeypatch.setattr(browsers, "playwright_browser", lambda: False)
    return [
        SimpleNamespace(nodeid="story", fixturenames=["page"]),
        SimpleNamespace(nodeid="sum", fixturenames=["place"]),
    ]


def collect(items: list[Any]) -> None:
    hook = SimpleNamespace(pytest_deselected=lambda items: None)
    browsers.pytest_collection_modifyitems(SimpleNamespace(hook=hook), items)  # type: ignore[arg-type]


def ending(monkeypatch: pytest.MonkeyPatch, required: str) -> int:
    monkeypatch.setenv("JISR_BROWSER_REQUIRED", required)
    session: Any = SimpleNamespace(exitstatus=0, config=SimpleNamespace())
    browsers.pytest_sessionfinish(session)
    return int(session.exitstatus)


def test_they_are_counted_and_the_run_stays_green(
    collected: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    collect(collected)
    words: Any = Words()
    browsers.pytest_terminal_summary(words)

    assert [item.nodeid for item in collected] == ["sum"]
    assert words.lines[0].startswith("1 browser tests were NOT run")
    assert ending(monkeypatch, "") == 0


def test_the_pipeline_fails_without_them(
    collected: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    collect(collected)

    assert ending(monkeypatch, "1") == 1


def test_with_a_browser_nothing_is_left_out(
    collected: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browsers, "system_browser", lambda: "/usr/bin/chromium")
    collect(collected)

    assert len(collected) == 2
    assert ending(monkeypatch, "1") == 0


def test_those_of_a_parallel_run_are_counted_too(
    collected: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    collect(collected)
    worker: Any = SimpleNamespace(exitstatus=0, config=SimpleNamespace(workeroutput={}))
    browsers.pytest_sessionfinish(worker)
    browsers._not_run.clear()

    browsers.pytest_testnodedown(worker.config)

    assert ending(monkeypatch, "1") == 1
