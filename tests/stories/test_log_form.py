"""The log form in a browser: a usual meeting counted, everything open, a session that ends."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engagement.meetings.models import Participant
from engagement.stakeholders.models import Stakeholder
from tests.cast import Cast, meet, register
from tests.conftest import owner
from tests.stories.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ONCE = pytest.mark.parametrize(("language", "size"), [("en", "phone"), ("ar", "desktop")])
NAMES = ("Sheikh Jabbar al-Sawadi", "Mizhir al-Dulaimi", "Zainab Kareem")
#: What an officer's hands do in a usual meeting, and no more.
MOST_KEYS, MOST_FIELDS = 40, 3

COUNT_KEYS = """() => {
  window.counted = { keys: 0, fields: new Set() };
  document.addEventListener("keydown", (event) => {
    counted.keys += 1;
    if (event.target.matches("input, select, textarea")) counted.fields.add(event.target.id);
  }, true);
}"""


def _people(cast: Cast) -> list[Stakeholder]:
    return [register(cast.amal, name, "tribe", "basra") for name in NAMES]


@pytest.mark.parametrize(("language", "size"), [("en", "desktop")])
def test_a_usual_meeting_takes_few_keys(cast: Cast, visitor: Visitor, capsys: Any) -> None:
    people = _people(cast)
    meet(cast.amal, "basra", who=(register(cast.amal, "Somebody else"),))
    page = visitor.page
    visitor.sign_in("amal")
    visitor.open("/meetings/new/")
    page.evaluate(COUNT_KEYS)

    page.locator("#who-search").focus()
    for person, typed in zip(people, ("jabb", "mizh", "zain"), strict=True):
        page.keyboard.type(typed)
        expect(page.locator("#who-found [role=option]").first).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.locator(f"[data-key='{person.pk}']")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("Will send a list")
    counted = page.evaluate("() => ({ keys: counted.keys + 1, fields: [...counted.fields] })")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/new/" not in url)

    with capsys.disabled():
        fields, keys = len(counted["fields"]), counted["keys"]
        print(f"\nusual meeting: {fields} fields touched, {keys} keystrokes")  # noqa: T201
    assert fields <= MOST_FIELDS
    assert keys <= MOST_KEYS
    with owner():
        assert Participant.plain.filter(stakeholder__in=people).count() == 3


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_everything_open_is_still_a_page(cast: Cast, visitor: Visitor) -> None:
    people = _people(cast)
    group = register(cast.amal, "Residents of Zubair", kind="community", base="basra")
    meet(cast.amal, "basra", who=(*people, group))
    page = visitor.page
    visitor.sign_in("amal")
    visitor.open("/meetings/new/")
    visitor.look("log-plain")
    page.locator("[data-same-people]").click()
    expect(page.locator(".chips .chip")).to_have_count(4)
    page.locator(f"[data-key='{group.pk}'] summary").click()
    for box in page.locator(".adds > details, .more, .ticks").all():
        box.evaluate("(one) => { one.open = true; }")
    page.locator("[data-another=promise]").click()
    expect(page.locator("[name=promise]")).to_have_count(2)
    page.locator("#who-search").fill("jabb")
    expect(page.locator("#who-found [role=option]").first).to_be_visible()
    visitor.look("log-open")


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_what_did_not_take_place_fits_a_small_phone(cast: Cast, visitor: Visitor) -> None:
    page = visitor.page
    if visitor.size == "phone":
        page.set_viewport_size({"width": 360, "height": 740})
    visitor.sign_in("amal")
    visitor.open("/meetings/new/")
    page.locator("[name=status][value=not_held]").check(force=True)
    expect(page.locator("[name=reason]")).to_be_visible()
    visitor.look("log-not-held")


def _sign_in_here(page: Page) -> None:
    page.locator("input[name=login]").fill("amal")
    page.locator("input[name=password]").fill("a-long-enough-password")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/meetings/new/" in url and "login" not in url)


def _one_person(page: Page, typed: str) -> None:
    page.locator("select[name=place]").select_option("unknown")
    page.locator("#who-search").press_sequentially(typed)
    page.locator("#who-found [role=option]").first.click()
    expect(page.locator(".chips .chip")).to_have_count(1)


@ONCE
def test_a_session_that_ends_in_mid_form_loses_nothing(cast: Cast, visitor: Visitor) -> None:
    _people(cast)
    page = visitor.page
    visitor.sign_in("amal")
    visitor.open("/meetings/new/")
    _one_person(page, "jabb")
    page.locator("[name=outcome]").fill("Written for an hour")
    page.locator("[data-entries=promise] summary").click()
    page.locator("[name=promise]").fill("Open the road")
    page.context.clear_cookies(name="sessionid")

    page.locator(".save").click()
    link = page.locator("[data-kept] a")
    expect(link).to_be_visible()
    expect(page.locator("[name=outcome]")).to_have_value("Written for an hour")
    visitor.complaints.clear()  # the browser reports the refusal
    link.click()
    _sign_in_here(page)

    expect(page.locator("[name=outcome]")).to_have_value("Written for an hour")
    expect(page.locator("[name=promise]")).to_have_value("Open the road")
    page.locator(".save").click()
    page.wait_for_url(lambda url: "/new/" not in url)
    with owner():
        assert Participant.plain.count() == 1


@ONCE
def test_save_and_next_begins_anew_without_the_old_draft(cast: Cast, visitor: Visitor) -> None:
    _people(cast)
    page = visitor.page
    visitor.sign_in("amal")
    visitor.open("/meetings/new/")
    _one_person(page, "jabb")
    page.locator("[name=outcome]").fill("The first of two")
    page.locator("button[value=next]").click()
    page.wait_for_url("**/meetings/new/?next=*")

    expect(page.locator("[name=outcome]")).to_have_value("")
    expect(page.locator(".chips .chip")).to_have_count(0)
