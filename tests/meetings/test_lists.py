"""The list of meetings: filters in the address, each of which can be taken away."""

from __future__ import annotations

from datetime import date

import pytest

from engagement.access.tlp import Tlp
from engagement.meetings import lists
from tests.cast import meet, register
from tests.meetings.browsing import client_of, place, statements

pytestmark = pytest.mark.django_db
#: What every page of a member costs before its own first statement and after its last.
FRAME = 8


def shown(client, query):
    answer = client.get(f"/meetings/?{query}")
    assert answer.status_code == 200
    return {row["meeting"].pk for row in answer.context["rows"]}


@pytest.fixture
def two(cast):
    """One that every filter below leaves, and one that none does."""
    tribe = register(cast.amal, "الشيخ جبّار", "tribe")
    wanted = meet(
        cast.amal,
        "basra",
        who=(tribe,),
        purpose="dialogue",
        outcome="They promised a list of خانەقین families",
        to_complete=True,
        tlp=Tlp.GREEN,
        held_on=date(2026, 2, 1),
    )
    other = meet(
        cast.bassam,
        "wasit",
        who=(register(cast.bassam, "Colonel", "federal_executive"),),
        lead_team_id=cast.partner.pk,
        mode="remote",
        kind="contact",
        status="not_held",
        reason="security",
        tlp=Tlp.GREEN,
    )
    return wanted, other


@pytest.mark.parametrize(
    "query",
    [
        "first=2026-01-01&last=2026-02-28",
        "status=held",
        "mode=in_person",
        "group=communities",
        "purpose=dialogue",
        "kind=engagement",
        "to_complete=on",
        "mine=on",
        "q=جبار",
        "q=PROMISED",
        "q=basra",
        "q=خانهقين",
        "q=basra+جبار+list",
    ],
)
def test_a_filter_narrows_the_list(cast, amal, two, query):
    assert shown(amal, query) == {two[0].pk}


def test_team_governorate_and_level_narrow_the_list(cast, amal, two):
    assert shown(amal, f"team={cast.mission.pk}") == {two[0].pk}
    assert shown(amal, f"governorate={place('basra')}") == {two[0].pk}
    assert shown(amal, "tlp=1") == {row.pk for row in two}
    assert shown(amal, "tlp=4") == set()


def test_withdrawn_ones_are_shown_only_when_asked_for(cast, amal):
    made = meet(cast.amal, "basra", who=(register(cast.amal, "A"),))
    amal.post(f"/meetings/{made.pk}/withdraw/", {"reason": "x", "version": made.version})

    assert shown(amal, "") == set()
    assert shown(amal, "withdrawn=on") == {made.pk}


def test_each_filter_can_be_taken_away_by_itself(cast, amal):
    chips = amal.get("/meetings/?status=held&mode=remote&after=x&q=").context["chips"]

    assert {chip["name"]: chip["url"] for chip in chips} == {
        "status": "/meetings/?mode=remote",
        "mode": "/meetings/?status=held",
    }


@pytest.mark.parametrize("query", ["", "status=held&q=a"])
def test_the_list_costs_the_same_with_3_and_with_60(cast, amal, query):
    person = register(cast.amal, "A")
    for _n in range(3):
        meet(cast.amal, "basra", who=(person,))
    few = statements(amal, f"/meetings/?{query}")
    for n in range(57):
        meet(cast.amal, "basra", who=(person, register(cast.amal, f"B{n}")) if n < 5 else (person,))

    assert statements(amal, f"/meetings/?{query}") == few
    assert query or few - FRAME <= 8


def test_a_long_list_says_more_than(cast, amal, monkeypatch):
    monkeypatch.setattr(lists, "MOST_COUNTED", 1)
    monkeypatch.setattr("engagement.meetings.listing.views.MOST_COUNTED", 1)
    for _n in range(3):
        meet(cast.amal, "basra", who=(register(cast.amal, f"A{_n}"),))

    assert "More than" in amal.get("/meetings/").content.decode()


def test_a_filter_that_cannot_be_read_is_told_beside_its_field(cast, amal):
    page = amal.get("/meetings/?first=yesterday&tlp=9&status=x&group=%00")

    assert page.status_code == 200
    assert {"first", "tlp", "status", "group"} <= set(page.context["filters"].errors)


def test_a_reader_sees_no_boxes_to_tick(cast):
    meet(cast.amal, "basra", who=(register(cast.amal, "A"),), tlp=Tlp.GREEN)

    page = client_of(cast.ruth).get("/meetings/").content.decode()

    assert 'type="checkbox" name="id"' not in page
    assert "format=csv" in page
