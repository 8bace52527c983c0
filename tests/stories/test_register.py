"""An officer keeps the register: somebody new, their post, how to reach them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.cast import register

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_officer_registers_somebody_with_a_post_and_a_phone(visitor, cast):
    body = register(
        cast.amal, ("Ministry of Water", "وزارة المياه"), "federal_executive", kind="organisation"
    )
    register(cast.amal, "Jabbar al-Sawadi", "tribe", "basra", tags=("water",))
    register(cast.amal, "Embassy", "mission_embassy", kind="organisation", not_to_be_engaged=True)
    visitor.sign_in("amal")
    visitor.open("/stakeholders/?group=international")
    visitor.look("register-list")

    person = registered(visitor)
    give_post(visitor, person, body)
    keep_phone(visitor, person)
    visitor.look("register-record")
    for name in ("edit", "retire"):
        visitor.open(f"/stakeholders/{person}/{name}/")
        visitor.look(f"register-{name}")


def registered(visitor):
    """Somebody with two names; another of that name is there, and asked about."""
    page = visitor.page
    visitor.open("/stakeholders/new/")
    visitor.look("register-new")
    names = page.locator("[name=names_text]")
    names.nth(0).fill("Jabbar al-Sawadi")
    names.nth(1).fill("الشيخ جبار السوادي")
    page.locator("[name=names_kind]").nth(1).select_option("kunya")
    page.locator("button[name=more]").click()
    expect(names.nth(1)).to_have_value("الشيخ جبار السوادي")
    page.locator("[name=actor_type]").select_option("tribe")
    page.locator("[name=at_risk]").check()
    page.locator("[name=tags]").first.fill("water")
    page.locator("button.save").click()
    visitor.look("register-same")
    page.locator("button[name=anyway]").click()
    page.wait_for_url(lambda url: "/new/" not in url)
    return page.url.rstrip("/").rsplit("/", 1)[1]


def give_post(visitor, person, body):
    """The body is found while typing; an end before the beginning is told."""
    page = visitor.page
    visitor.open(f"/stakeholders/{person}/posts/new/")
    page.locator("[name=organisation_find]").press_sequentially("المياه")
    page.locator(f"input[value='{body.pk}']").check()
    page.locator("[name=title]").fill("Adviser")
    page.locator("[name=valid_from]").fill("2024-05")
    page.locator("[name=valid_to]").fill("2023")
    page.locator("button.save").click()
    visitor.look("post-refused")
    page.locator("[name=valid_to]").fill("")
    page.locator("button.save").click()
    page.wait_for_url(lambda url: "/posts/" not in url)


def keep_phone(visitor, person):
    page = visitor.page
    visitor.open(f"/stakeholders/{person}/contacts/new/")
    page.locator("[name=text]").fill("+964 770 000 0000")
    visitor.look("contact-new")
    page.locator("button.save").click()
    page.wait_for_url(lambda url: "/contacts/" not in url)
