"""An officer's day and a manager's day through the demonstration: every main page, as a person.

With JISR_PICTURES=docs/images/using the same walk takes the pictures that the docs show.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from engagement.access.sign_ins import DEMONSTRATION_PASSWORD
from engagement.demonstration.programme import analyse, make
from engagement.meetings.follow_ups.models import FollowUp
from engagement.stakeholders.models import StakeholderName
from tests.cast import Cast, meet, register
from tests.conftest import owner
from tests.stories.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 780}
DESKTOP = {"width": 1360, "height": 900}
OFFICER: tuple[str, ...] = (
    "my_day",
    "meeting_new",
    "meeting_list",
    "meeting",
    "meeting_amend",
    "meeting_calendar",
)
OFFICER += ("stakeholder_list", "unit", "stakeholder_new", "follow_up_list", "issue_list", "search")
MANAGER: tuple[str, ...] = (
    "coverage",
    "recommendation_list",
    "recommendation",
    "match_list",
    "security_areas",
)
MANAGER += ("coverage_recommendations", "coverage_gaps", "coverage_trend", "coverage_few")
MANAGER += ("coverage_coordination", "coverage_moves", "coverage_method")
MANAGER += ("strategic_assessment_list", "incident_list", "initiative_list", "avenue_list", "help")
#: Kurdish walks through fewer: the pages with the longest words in the narrowest places.
KURDISH: tuple[str, ...] = ("meeting_new", "meeting", "stakeholder_list", "unit", "follow_up_list")
KURDISH += ("coverage", "match_list", "security_areas", "help")
#: What a page is asked, where its bare address shows little.
ASKED = {"search": "?q=Brigade"}


@pytest.fixture
def made(transactional_db: Any) -> dict[str, str]:
    """The demonstration, and the addresses of one meeting and one unit in it."""
    make(timezone.now())
    with owner():
        analyse(connection)
        told = FollowUp.plain.filter(meeting__author__username="officer", meeting__status="held")
        meeting = told.order_by("-meeting__held_on", "pk").first()
        unit = StakeholderName.plain.filter(text__contains="Demo Brigade 101").first()
    assert meeting is not None
    assert unit is not None
    return {
        "meeting": reverse("meeting", args=[meeting.meeting_id]),
        "meeting_amend": reverse("meeting_amend", args=[meeting.meeting_id]),
        "unit": reverse("stakeholder", args=[unit.stakeholder_id]),
        "recommendation": reverse("recommendation", args=["EU-2"]),
    }


@pytest.fixture
def visitors(live_server: Any, new_context: Any) -> Iterator[list[Visitor]]:
    """One in each language and size, Kurdish on a phone only."""
    found = []
    for language, size, view in (
        ("en", "desktop", DESKTOP),
        ("en", "phone", PHONE),
        ("ar", "desktop", DESKTOP),
        ("ar", "phone", PHONE),
        ("ckb", "phone", PHONE),
    ):
        context: BrowserContext = new_context(
            locale=language, viewport=view, timezone_id="Asia/Baghdad"
        )
        visitor = Visitor(context.new_page(), live_server.url, language, size)
        context.add_cookies(
            [{"name": "django_language", "value": language, "url": live_server.url}]
        )
        visitor.listen()
        found.append(visitor)
    yield found
    assert {(v.language, v.size): v.complaints for v in found if v.complaints} == {}


def walk(visitor: Visitor, made: dict[str, str], username: str, pages: tuple[str, ...]) -> None:
    """Every page in every language and size; axe sees each page once in each language."""
    visitor.open(reverse("account_login"))
    visitor.page.locator("input[name=login]").fill(username)
    visitor.page.locator("input[name=password]").fill(DEMONSTRATION_PASSWORD)
    visitor.page.locator("input[name=password]").press("Enter")
    visitor.page.wait_for_url(lambda url: "/accounts/login/" not in url)
    if visitor.language == "ckb":
        pages = tuple(name for name in pages if name in KURDISH)
    for place, name in enumerate(pages):
        visitor.open(made.get(name) or reverse(name) + ASKED.get(name, ""))
        expect(visitor.page.locator("h1")).to_have_count(1)
        expect(visitor.page.locator("[hx-trigger=load]")).to_have_count(0)
        its_turn = visitor.language == "ckb" or (place % 2 == 0) == (visitor.size == "phone")
        try:
            visitor.look(name.replace("_", "-"), axe=its_turn)
        except AssertionError as wrong:
            visitor.complaints.append(str(wrong))
    visitor.sign_out()


def test_an_officers_and_a_managers_day(made: dict[str, str], visitors: list[Visitor]) -> None:
    for visitor in visitors:
        walk(visitor, made, "officer", OFFICER)
        walk(visitor, made, "manager", MANAGER)


@pytest.mark.parametrize("size", ["desktop"])
def test_the_head_of_a_page_fits_every_screen(cast: Cast, visitor: Visitor) -> None:
    visitor.sign_in("amal")
    visitor.open(reverse("meeting_list"))
    for wide in (320, 360, 760, 761, 900, 1000, 1001, 1200, 1360, 1440, 1920):
        visitor.page.set_viewport_size({"width": wide, "height": 800})
        assert visitor.sideways() == 0, f"{wide} px"


@pytest.mark.parametrize("size", ["phone"])
def test_all_of_a_row_stands_beside_its_tick(cast: Cast, visitor: Visitor) -> None:
    with_whom = register(cast.amal, "Sheikh Jabbar", "tribe", "basra")
    meet(cast.amal, "basra", who=(with_whom,))
    visitor.sign_in("amal")
    visitor.open(reverse("meeting_list"))
    row = visitor.page.locator("tbody tr").first
    edges = set()
    for name in ("subject", "when", "how"):
        box = row.locator(f".{name}").bounding_box()
        assert box, name
        edges.add(round(box["x"] if visitor.language == "en" else box["x"] + box["width"]))
    assert len(edges) == 1


@pytest.mark.parametrize(("language", "size"), [("en", "desktop")])
def test_on_paper_stands_what_is_read_and_nothing_to_press(cast: Cast, visitor: Visitor) -> None:
    with_whom = register(cast.amal, "Sheikh Jabbar", "tribe", "basra")
    met = meet(cast.amal, "basra", who=(with_whom,))
    visitor.sign_in("amal")
    for path in (
        reverse("meeting", args=[met.pk]),
        reverse("stakeholder", args=[with_whom.pk]),
        reverse("meeting_list"),
    ):
        visitor.open(path)
        visitor.page.emulate_media(media="print")
        visitor.picture(f"paper-{path.split('/')[1]}")
        expect(visitor.page.locator("h1")).to_be_visible()
        pressed = visitor.page.locator("nav, button, .button, input, summary")
        assert [one.inner_text() for one in pressed.all() if one.is_visible()] == []
        visitor.page.emulate_media(media="screen")
