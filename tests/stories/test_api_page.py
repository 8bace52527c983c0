"""The API's page in a browser: shown and tried out under the strict content policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.stories.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["en", "ar"], indirect=True)
def test_an_operation_is_tried_out_on_the_page(cast: Cast, visitor: Visitor) -> None:
    visitor.sign_in("amal")
    visitor.open("/api/v1/docs/")
    page = visitor.page
    row = page.locator("#operations-codes-code_lists")
    expect(row).to_be_visible()
    visitor.look("api-docs", axe=False)
    row.locator(".opblock-summary-control").click()
    row.get_by_role("button", name="Try it out").click()
    row.get_by_role("button", name="Execute").click()
    expect(row.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    visitor.look("api-docs-tried", axe=False)
