"""Somebody is found while typing, in another script than they are registered in."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.cast import register

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["ar"], indirect=True)
@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_three_arabic_letters_find_a_man_registered_in_latin_script(visitor, cast):
    man = register(cast.amal, "Mohammed Jawad al-Saadi", "tribe", "basra")
    register(cast.amal, "Karim Hamid", "tribe", "basra")
    visitor.sign_in("amal")
    visitor.open("/meetings/new/")
    page = visitor.page

    page.locator("#who-search").press_sequentially("محم")
    option = page.locator("#who-list [role=option][data-value]")
    expect(option).to_have_count(1)
    expect(option).to_contain_text("Mohammed Jawad al-Saadi")
    expect(option.locator(".why")).to_contain_text("محم")
    visitor.look("finding-in-another-script")
    option.click()
    expect(page.locator("[data-chips]")).to_contain_text("Mohammed Jawad al-Saadi")
    assert str(man.pk) in page.locator("[data-chips]").inner_html()
