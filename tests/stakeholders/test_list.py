"""The register's list: tabs, filters in the address, and what they cost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from engagement.access.scope import acting_as
from engagement.stakeholders.actions import retire_stakeholder
from tests.cast import register
from tests.meetings.browsing import client_of, place, statements

pytestmark = pytest.mark.django_db
LIST = "/stakeholders/"
#: The savepoint of a test's transaction, its release, and the context emptied at its end.
OF_THE_TEST = 3


def shown(actor, **query):
    answer = client_of(actor).get(LIST, query)
    assert answer.status_code == 200
    return {row["name"] for row in answer.context["rows"]}


@pytest.fixture
def some(cast):
    """Four people who differ by one thing each."""
    register(cast.amal, "Basri", "tribe", "basra", tags=("Water",))
    register(cast.amal, "Mine", "parliament", owner_id=cast.amal.user_id)
    register(cast.amal, "Adversary", "cso_ngo", not_to_be_engaged=True)
    register(cast.amal, "Unsure", "not_sure")


def test_tabs_are_all_and_the_six_with_the_rest_under_others(cast, some):
    answer = client_of(cast.amal).get(LIST, {"group": "not_sure", "tag": "x"})

    assert [str(tab["label"]) for tab in answer.context["tabs"]] == [
        "All",
        "Officials",
        "Security forces",
        "Paramilitary units",
        "Civil society",
        "Communities",
        "Others",
    ]
    assert [tab["code"] for tab in answer.context["tabs"] if tab["current"]] == ["others"]
    assert [str(tab["label"]) for tab in answer.context["under"]] == [
        "Others",
        "International",
        "Not sure",
    ]
    assert all("tag=x" in tab["url"] for tab in answer.context["tabs"])


def test_each_filter_in_the_address_narrows_the_list(cast, some):
    everybody = {"Basri", "Mine", "Adversary", "Unsure"}

    assert shown(cast.amal) == everybody
    assert shown(cast.amal, group="communities") == {"Basri"}
    assert shown(cast.amal, group="nonsense") == everybody
    assert shown(cast.amal, base=place("basra")) == {"Basri"}
    assert shown(cast.amal, tag="WATER") == {"Basri"}
    assert shown(cast.amal, owner="mine") == {"Mine"}
    assert shown(cast.amal, engaged="no") == {"Adversary"}
    assert shown(cast.amal, engaged="yes") == everybody - {"Adversary"}
    assert shown(cast.amal, q="basr") == {"Basri"}
    assert shown(cast.amal, q="basr", engaged="no") == set()


def test_a_filter_that_cannot_be_read_narrows_nothing_and_says_so(cast, some):
    answer = client_of(cast.amal).get(
        LIST, {"base": "x", "owner": "y", "q": "a\x00", "tag": "\x00"}
    )

    assert answer.status_code == 200
    assert len(answer.context["rows"]) == 4
    assert "not one of the available choices" in answer.content.decode()


def test_who_is_retired_is_listed_for_managers_who_ask(cast):
    person = register(cast.amal, "Gone")
    with acting_as(cast.amal, "stakeholder.retired", "x"):
        retire_stakeholder(cast.amal, person.pk, reason="x", version=1)

    assert shown(cast.bassam) == set()
    assert shown(cast.bassam, retired="yes") == {"Gone"}
    assert shown(cast.amal, retired="yes") == set()
    found = client_of(cast.amal).get(reverse("stakeholder_find"), {"q": "Gone"})
    assert "Gone" not in found.content.decode()


def test_a_hidden_tag_finds_nobody(cast):
    register(cast.amal, "A", at_risk=True, tags=("secret project",))

    assert shown(cast.carla, tag="secret project") == set()
    page = client_of(cast.carla).get(reverse("stakeholder_new")).content.decode()
    assert "secret project" not in page


def test_the_next_page_keeps_the_filters(cast, monkeypatch):
    monkeypatch.setattr("engagement.stakeholders.views.PAGE", 2)
    for n in range(5):
        register(cast.amal, f"N{n}", "tribe", tags=("t",))

    seen, address = [], f"{LIST}?group=communities&tag=t"
    while address:
        answer = client_of(cast.amal).get(address)
        seen += [row["name"] for row in answer.context["rows"]]
        address = LIST + answer.context["next_url"] if answer.context["next_url"] else ""

    assert seen == ["N4", "N3", "N2", "N1", "N0"]


@pytest.mark.parametrize("query", ["", "?q=N&tag=t&base=1&owner=mine&group=communities"])
def test_the_list_costs_at_most_eight_statements_however_long_it_is(cast, query):
    amal = client_of(cast.amal)
    register(cast.amal, "N", "tribe", tags=("t",))
    few = statements(amal, LIST + query)
    for n in range(6):
        register(cast.amal, (f"N{n}", f"M{n}"), "tribe", tags=("t",))

    assert statements(amal, LIST + query) == few
    assert few - OF_THE_TEST <= 8


def test_the_retired_are_found_by_name_among_the_retired(cast):
    gone = register(cast.amal, "Karim Hamid")
    with acting_as(cast.amal, "stakeholder.retired"):
        retire_stakeholder(cast.amal, gone.pk, reason="Moved", version=gone.version)

    assert shown(cast.amal, q="كريم") == set()
    assert shown(cast.bassam, q="كريم", retired="yes") == {"Karim Hamid"}
