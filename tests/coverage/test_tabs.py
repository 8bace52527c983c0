"""The tabs Trend, How few and Coordination: who sees what, what is refused, and what they cost."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagement.meetings.codes import Status
from tests.cast import DAY, meet, register
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db
TABS = ("coverage_trend", "coverage_few", "coverage_coordination")
QUARTER = "?quarter=2026-Q1"


def opened(cast, name, query=QUARTER, who="bassam"):
    return client_of(getattr(cast, who)).get(reverse(name) + query)


def page(cast, name, query=QUARTER, who="bassam"):
    return re.sub(r"\s+", " ", opened(cast, name, query, who).content.decode())


@pytest.mark.parametrize("name", TABS)
def test_an_administrator_sees_no_tab(cast, name):
    assert opened(cast, name, who="idris").status_code == 403


@pytest.mark.parametrize("name", TABS)
@pytest.mark.parametrize(
    "query", ["?quarter=2026-Q5", "?team=x", "?nonsense=1", "?quarter=2099-Q1"]
)
def test_what_cannot_be_counted_is_refused_in_words(cast, name, query):
    answer = opened(cast, name, query)

    assert answer.status_code == 400
    assert "This cannot be counted as asked." in answer.content.decode()


@pytest.mark.parametrize("name", ["coverage_few", "coverage_coordination"])
def test_a_key_of_no_page_is_not_found(cast, name):
    assert opened(cast, name, "?after=x").status_code == 404


@pytest.mark.parametrize("name", ["coverage_few", "coverage_coordination"])
def test_who_may_not_open_a_meeting_reads_no_name_of_it(cast, name):
    person = register(cast.amal, "Hidden Name", "pmf_unit", kind="unit")
    meet(cast.amal, "basra", who=(person,))
    meet(cast.amal, "basra", who=(person,), guest_team_ids=(cast.partner.pk,))

    assert "Hidden Name" in page(cast, "coverage_few")
    assert "Hidden Name" not in page(cast, name, who="ruth")
    assert "Hidden Name" not in page(cast, name, who="omar")


def test_how_few_tells_names_with_shares_and_numbers_of_the_programme(cast):
    person = register(cast.amal, "A. Sheikh")
    for _ in range(10):
        meet(cast.amal, "basra", who=(person,))

    manager, reader = page(cast, "coverage_few"), page(cast, "coverage_few", who="ruth")

    assert "A. Sheikh" in manager
    assert '<bdi dir="ltr">100%</bdi>' in manager
    assert "no more than ten were met" in manager
    assert "no more than ten were met" in reader
    assert "A. Sheikh" not in reader


def test_coordination_tells_joint_meetings_once_in_total_and_once_a_team(cast):
    person = register(cast.amal, "A")
    meet(cast.amal, "basra", who=(person,), guest_team_ids=(cast.partner.pk,))

    found = page(cast, "coverage_coordination", who="ruth")

    assert "1 meeting was joint." in found
    assert "the teams do not add up to it" in found
    assert found.count("figure=counted") == 3  # Mission, Partner, all


def test_the_trend_marks_what_is_small_and_draws_no_point_for_it(cast):
    person = register(cast.amal, "A")
    for _ in range(10):
        meet(cast.amal, "basra", who=(person,))
    for _ in range(2):
        meet(cast.amal, "basra", who=(person,), held_on=DAY.replace(year=2025))

    found = page(cast, "coverage_trend")

    assert "2 of 2" in found
    assert "Too few to compare with a year before: 2 of 2 meetings." in found
    drawings = re.findall(r'<svg class="chart".*?</svg>', found)
    # Each has one point, of the quarter with ten meetings.
    assert [drawing.count("<circle") for drawing in drawings] == [1, 1, 1, 1]
    assert ' style="' not in found


def test_the_links_keep_the_period(cast):
    found = page(cast, "coverage_trend")

    for name in TABS:
        assert f'href="{reverse(name)}{QUARTER}"' in found


@pytest.mark.parametrize("name", TABS)
def test_a_tab_costs_the_same_statements_however_many_meetings(cast, name):
    client, address = client_of(cast.bassam), reverse(name) + QUARTER
    counts = []
    for n in range(2):
        for row in range(1 + n):
            person = register(cast.amal, f"P{n}{row}", base="basra")
            register(cast.amal, f"Q{n}{row}")
            for actor in (cast.amal, cast.carla):
                meet(actor, "basra", who=(person,))
                meet(actor, "basra", who=(register(cast.amal, f"R{n}{row}{actor.name}"),))
                meet(actor, "basra", who=(person,), status=Status.PLANNED, held_on=DAY)
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        counts.append(len(found))

    assert counts[0] == counts[1]
