"""Coverage's pages: what they ask, what they refuse, and that their cost does not grow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagement.access.scope import acting_as
from engagement.briefs.actions import install_brief
from tests.cast import DAY, Cast, meet, register
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db


def opened(cast: Cast, query: str = "", who: str = "bassam", name: str = "coverage"):
    return client_of(getattr(cast, who)).get(reverse(name) + query)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?quarter=2026-Q5", "A quarter is written like 2026-Q3."),
        ("?quarter=2999-Q1", "written like"),
        ("?quarter=2099-Q1", "This quarter has not begun."),
        ("?first=2026-03-10&last=2026-03-01", "The period ends before it starts."),
        ("?first=2026-03-10", "A period has a first and a last day."),
        ("?first=2099-01-01&last=2099-02-01", "This day has not come yet."),
        ("?first=0001-01-01&last=2026-02-01", "Nothing was counted that long ago."),
        ("?first=x&last=2026-02-01", "Enter a valid date."),
        ("?team=01a225e0-c5ce-7f4b-a458-49fed95c72e5", "Select a valid choice."),
        ("?governorate=999999", "Select a valid choice."),
        ("?group=9", "Select a valid choice."),
        ("?known=tomorrow", "Select a valid choice."),
        ("?known=today&governorate=1", "Select a valid choice."),
        ("?nonsense=1", "There is no filter called"),
        ("?quarter=%00", "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_counted_is_refused_in_words(cast, query, words):
    answer = opened(cast, query)

    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_days_inside_months_are_counted_over_what_the_reader_may_open(cast):
    meet(cast.amal, "basra", who=(register(cast.amal, "A"),))

    manager, reader = (
        opened(cast, f"?first={DAY}&last={DAY}", who).content.decode() for who in ("bassam", "ruth")
    )

    assert "of what you may open" in manager
    assert '<b><bdi dir="ltr">1</bdi></b>' in manager.replace("\n", "")
    assert "No meeting in person in this period" in reader


def test_a_month_is_a_programme_figure_alike_for_everybody(cast):
    meet(cast.amal, "basra", who=(register(cast.amal, "A"),))

    pages = [
        opened(cast, "?first=2026-03-01&last=2026-03-31", who).content.decode()
        for who in ("amal", "bassam", "ruth")
    ]

    assert all("programme figures" in page for page in pages)
    assert all("No meeting in person" not in page for page in pages)


def test_the_first_screen_costs_the_same_statements_however_many_meetings(cast):
    client, address = client_of(cast.bassam), reverse("coverage")
    client.get(address)
    people = [register(cast.amal, f"P{n}", base="basra") for n in range(3)]
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        counts.append(len(found))
        for person in people:
            meet(cast.amal, "basra", who=(person,), held_on=DAY)

    assert counts[0] == counts[1] <= 22


TABS = ["coverage_recommendations", "coverage_gaps", "coverage_method"]


@pytest.mark.parametrize("name", TABS)
def test_a_tab_refuses_in_words_what_it_cannot_count(cast, name):
    answer = opened(cast, f"?first={DAY}&last={DAY}", name=name)

    assert answer.status_code == 400
    assert "counted over whole months" in answer.content.decode()


@pytest.mark.parametrize("name", TABS)
def test_a_tab_costs_the_same_statements_however_many_meetings(cast, name):
    with acting_as(cast.bassam, "brief.installed"):
        install_brief(cast.bassam)
    client, address = client_of(cast.bassam), reverse(name)
    client.get(address)
    people = [register(cast.amal, f"P{n}", base="basra") for n in range(3)]
    for person in people:
        meet(cast.amal, "basra", who=(person,), held_on=cast.bassam.today())
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        counts.append(len(found))
        for person in people:
            meet(cast.amal, "wasit", who=(person,), held_on=cast.bassam.today())

    assert counts[0] == counts[1] <= 34


@pytest.mark.parametrize("name", ["coverage", *TABS])
def test_the_administrator_sees_no_coverage(cast, name):
    assert opened(cast, who="idris", name=name).status_code == 403


def test_the_links_of_the_tabs_leave_out_what_a_tab_cannot_count(cast):
    page = opened(cast, f"?first={DAY}&last={DAY}&group=4").content.decode()

    assert f'href="{reverse("coverage_gaps")}"' in page


def test_a_very_large_log_shows_first_what_is_quick_and_asks_for_the_rest(cast, monkeypatch):
    monkeypatch.setattr("engagement.coverage.overview.AT_ONCE", 0)
    meet(cast.amal, "basra", who=(register(cast.amal, "A"),), held_on=cast.amal.today())

    first = opened(cast, who="ruth").content.decode()
    rest = opened(cast, "?part=seen", who="ruth").content.decode()

    assert 'hx-trigger="load"' in first
    assert "you may not open" not in first
    assert "1 you may not open" in rest
    assert "How sure are we?" in rest


def test_the_gaps_of_a_very_large_log_are_opened_one_by_one(cast, monkeypatch):
    register(cast.amal, "Never met", base="basra")
    met = register(cast.amal, "Met long ago", "local_police", base="basra")
    meet(cast.amal, "basra", who=(met,), held_on=cast.amal.today() - timedelta(days=300))
    whole = opened(cast, name="coverage_gaps").content.decode()
    monkeypatch.setattr("engagement.coverage.missing.AT_ONCE", 0)

    first = opened(cast, name="coverage_gaps").content.decode()
    never, late, present = (
        opened(cast, f"?part={part}", name="coverage_gaps").content.decode()
        for part in ("never", "late", "present")
    )

    assert "Never met</bdi>" not in first
    assert "Met long ago" not in first
    assert "Never met</bdi>" in never
    assert "Met long ago" in late
    assert "Basra" in present
    assert all(part.strip() in whole for part in (never, late, present))


def test_a_part_that_is_none_is_not_found(cast):
    assert opened(cast, "?part=all", name="coverage_gaps").status_code == 404
