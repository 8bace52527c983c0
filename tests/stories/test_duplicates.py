"""A man is about to be registered twice, in another script: the form says so, and the queue."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from engagement.stakeholders.models import Stakeholder
from tests.cast import DAY, meet, register
from tests.conftest import owner
from tests.registry.duplicates import scanned

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LATIN, ARABIC = "Mohammed Jawad al-Saadi", "محمد جواد الساعدي"


@pytest.mark.parametrize("language", ["ar"], indirect=True)
def test_the_form_says_in_arabic_who_it_may_already_be(visitor, cast):
    there = register(cast.amal, LATIN, "tribe", "basra")
    visitor.sign_in("amal")
    visitor.open("/stakeholders/new/")
    page, told = visitor.page, visitor.page.locator("#may-be")

    page.locator("[name=names_text]").first.press_sequentially(ARABIC)
    expect(told).to_contain_text(LATIN)
    expect(told.locator("a")).to_have_attribute("href", f"/stakeholders/{there.pk}/")
    expect(told.locator(".reasons")).to_contain_text("كتابة بأبجدية أخرى")
    visitor.look("duplicate-while-typing")

    page.locator("[name=actor_type]").select_option("tribe")
    page.locator("[name=tags]").first.fill("ماء")
    page.locator("button.save").click()
    warning = page.locator(".problem")
    expect(warning).to_contain_text(LATIN)
    expect(page.locator("[name=names_text]").first).to_have_value(ARABIC)
    expect(page.locator("[name=tags]").first).to_have_value("ماء")
    visitor.look("duplicate-asked")

    page.locator("button.save").click()  # once more: it is somebody else
    page.wait_for_url(lambda url: "/new/" not in url)
    with owner():
        assert Stakeholder.plain.count() == 2


@pytest.mark.parametrize("language", ["ar"], indirect=True)
@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_somebody_new_in_a_meeting_is_taken_from_the_register_instead(visitor, cast):
    there = register(cast.amal, LATIN, "tribe", "basra")
    visitor.sign_in("amal")
    visitor.open("/meetings/new/")
    page = visitor.page

    page.locator("#who-search").press_sequentially("قاسم")
    page.locator("#who-new").click()
    page.locator("#new-name").fill(ARABIC)
    same = page.locator("#new-same")
    expect(same).to_contain_text(LATIN)
    visitor.look("duplicate-in-a-meeting")
    same.locator("[data-same]").click()

    chips = page.locator("[data-chips]")
    expect(chips).to_contain_text(LATIN)
    assert str(there.pk) in chips.inner_html()


def test_the_queue_shows_both_and_takes_a_judgement(visitor, cast):
    for name in (LATIN, ARABIC):
        person = register(cast.amal, name, "tribe", "basra", birth_year=1970)
        meet(cast.amal, "basra", who=(person,), held_on=DAY)
    register(cast.amal, "Ridha Tamimi", "cso_ngo")
    register(cast.amal, "رضا التميمي", "cso_ngo", "erbil")
    scanned(cast.amal)
    visitor.sign_in("amal")
    visitor.open("/duplicates/")
    page = visitor.page
    expect(page.locator(".duplicates > li")).to_have_count(2)
    visitor.look("duplicates")

    page.locator("button[value=apart]").first.click()
    expect(page.locator(".duplicates > li")).to_have_count(1)
    expect(page.locator(".duplicates")).to_contain_text("Tamimi")
    visitor.open("/duplicates/?show=apart")
    expect(page.locator(".duplicates")).to_contain_text(LATIN)
