"""The log form loses nothing: not by a mistake, not by leaving the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.stories.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: Each language and each size once; the story itself runs in all four.
ONCE = pytest.mark.parametrize(("language", "size"), [("en", "phone"), ("ar", "desktop")])


@ONCE
def test_a_mistake_keeps_everything_and_says_where(cast: Cast, visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("amal")
    visitor.open("/meetings/new/")
    page.locator("select[name=place]").select_option("unknown")
    page.locator("[name=outcome]").fill("Kept")
    page.locator("form button.main[type=submit]").last.click()

    expect(page.locator("#id_who_error")).to_be_visible()
    expect(page.locator("[name=outcome]")).to_have_value("Kept")
    visitor.look("log-refused")


@ONCE
def test_a_draft_stays_on_the_device_until_it_is_sent(cast: Cast, visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("amal")
    visitor.open("/meetings/new/")
    page.locator("[name=outcome]").fill("Written on the road")
    visitor.add_sheikh("Sheikh Jabbar")
    visitor.open("/meetings/")
    visitor.look("meetings-empty")
    visitor.open("/meetings/new/")

    expect(page.locator("[name=outcome]")).to_have_value("Written on the road")
    expect(page.locator("[data-chips]")).to_contain_text("Sheikh Jabbar")
