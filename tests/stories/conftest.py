"""A real browser against a real server; what it complains of fails the test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from engagement.regions.models import Region
from tests.cast import Cast, make_cast
from tests.jobs.queues import queue, worker

__all__ = ["queue", "worker"]

# Playwright keeps an event loop in the test's thread, in which Django refuses its own queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

SIZES = {"desktop": {"width": 1360, "height": 900}, "phone": {"width": 390, "height": 844}}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
expect.set_options(timeout=20_000)


@dataclass
class Visitor:
    """A person at a browser, in one language and size."""

    page: Page
    address: str
    language: str
    size: str
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Keep what the browser complains of."""
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: _heard(self, said))

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, username: str) -> None:
        self.open("/accounts/login/")
        self.page.locator("input[name=login]").fill(username)
        self.page.locator("input[name=password]").fill("a-long-enough-password")
        self.page.locator("input[name=password]").press("Enter")
        self.page.wait_for_url(lambda url: "/accounts/login/" not in url)

    def sign_out(self) -> None:
        self.page.context.clear_cookies()

    def add_sheikh(self, name: str) -> None:
        """Write somebody new into the meeting: a sheikh from Basra."""
        self.page.locator("#who-search").press_sequentially(name)
        self.page.locator("#who-new").click()
        expect(self.page.locator("#new-name")).to_have_value(name)
        self.page.locator("#new-type").select_option("tribe")
        basra = Region.objects.get(key="basra")
        self.page.locator("#new-base").select_option(str(basra.pk))
        self.page.locator("[data-add]").click()
        expect(self.page.locator("[data-chips]")).to_contain_text(name)

    def sideways(self) -> int:
        """By how many pixels the page scrolls sideways."""
        measure = "(page) => page.scrollWidth - page.clientWidth"
        return int(self.page.locator("html").evaluate(measure))

    def look(self, name: str, *, axe: bool = True) -> None:
        """What has to be true of every page: no sideways scroll, no barrier that axe finds."""
        self.picture(name)
        wide = self.sideways()
        assert wide == 0, f"{name} scrolls sideways by {wide} px"
        direction = self.page.evaluate("() => document.documentElement.dir")
        assert direction == ("ltr" if self.language == "en" else "rtl")
        if not axe:
            return
        # At the end of the page nothing lies under a bar that stays on the screen.
        self.page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": WCAG}})
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"

    def picture(self, name: str) -> None:
        """Keep a screenshot where JISR_PICTURES names a directory."""
        where = os.environ.get("JISR_PICTURES")
        if where:
            path = f"{where}/{name}-{self.language}-{self.size}.png"
            self.page.screenshot(path=path, full_page=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture(params=["en", "ar"])
def language(request: Any) -> str:
    return str(request.param)


@pytest.fixture(params=list(SIZES))
def size(request: Any) -> str:
    return str(request.param)


@pytest.fixture
def visitor(live_server: Any, new_context: Any, language: str, size: str) -> Iterator[Visitor]:
    context = new_context(locale=language, viewport=SIZES[size], timezone_id="Asia/Baghdad")
    page = context.new_page()
    found = Visitor(page, live_server.url, language, size)
    found.listen()
    yield found
    assert not found.complaints


def _heard(visitor: Visitor, said: Any) -> None:
    # A refused form answers 422, which the browser reports as an error of the network.
    if said.type in ("error", "warning") and "422" not in said.text:
        visitor.complaints.append(said.text)
