"""The log's pages through HTTP: who sees what, and what each costs."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse

from engagement.access.tlp import Tlp
from tests.cast import meet, register
from tests.meetings.browsing import client_of, statements

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("other", ["carla", "omar"])
def test_a_meeting_one_may_not_open_is_not_there(cast, other):
    hidden = meet(cast.amal, "basra", who=(register(cast.amal, "A"),))

    answer = client_of(getattr(cast, other)).get(reverse("meeting", args=[hidden.pk]))

    assert answer.status_code == 404


def test_a_participant_one_may_not_open_is_shown_without_a_name(cast):
    protected = register(cast.amal, "Secret Unit", "pmf_unit", kind="unit")
    made = meet(cast.amal, "basra", who=(protected,), guest_team_ids=(cast.partner.pk,))

    page = client_of(cast.carla).get(reverse("meeting", args=[made.pk])).content.decode()

    assert "Somebody you may not open" in page
    for told in ("Secret Unit", "Hybrid", "PMF", str(protected.pk)):
        assert told not in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/meetings/?after=nonsense", 200),
        ("/meetings/?first=nonsense", 200),
        ("/meetings/?figure=nonsense", 404),
        ("/meetings/?figure=visited", 404),
        ("/meetings/?figure=late&last=nonsense", 404),
        ("/meetings/?team=nonsense", 404),
        ("/meetings/?with=nonsense", 404),
        ("/meetings/?q=%00", 200),
        ("/coverage/?quarter=2026-Q9", 400),
        ("/coverage/?team=nonsense", 400),
        ("/stakeholders/?after=nonsense", 404),
        ("/stakeholders/?q=%00", 200),
        ("/stakeholders/find/?q=" + "x" * 3000, 200),
    ],
)
def test_a_bent_address_is_never_an_error_of_ours(cast, amal, address, status):
    assert amal.get(address).status_code == status


def test_search_finds_a_name_in_any_letter_variant(cast, amal):
    register(cast.amal, "أحمد الكاظمي")

    page = amal.get("/stakeholders/find/", {"q": "احمد الکاظمی"}).content.decode()

    assert "أحمد الكاظمي" in page


@pytest.mark.parametrize(
    "address", ["/meetings/", "/stakeholders/", "/coverage/", "/meetings/new/"]
)
def test_a_page_costs_the_same_statements_however_many_rows(cast, amal, address):
    person = register(cast.amal, "A", base="basra")
    meet(cast.amal, "basra", who=(person,))
    few = statements(amal, address)
    for n in range(6):
        meet(cast.amal, "basra", "wasit", who=(person, register(cast.amal, f"B{n}")))

    assert statements(amal, address) == few


def test_one_meetings_page_costs_the_same_statements_however_many_people(cast, amal):
    small = meet(cast.amal, "basra", who=(register(cast.amal, "A"),))
    large = meet(cast.amal, "basra", who=tuple(register(cast.amal, f"B{n}") for n in range(6)))

    few, many = (statements(amal, reverse("meeting", args=[row.pk])) for row in (small, large))

    assert many == few


def test_a_profile_costs_the_same_statements_however_many_meetings(cast, amal):
    person = register(cast.amal, "A")
    meet(cast.amal, "basra", who=(person,))
    address = reverse("stakeholder", args=[person.pk])
    few = statements(amal, address)
    for n in range(5):
        meet(cast.amal, "basra", who=(person, register(cast.amal, f"B{n}")))

    assert statements(amal, address) == few


def test_the_amend_form_costs_the_same_statements_however_many_people(cast, amal):
    small = meet(cast.amal, "basra", who=(register(cast.amal, "A"),))
    large = meet(cast.amal, "basra", who=tuple(register(cast.amal, f"B{n}") for n in range(6)))

    few, many = (
        statements(amal, reverse("meeting_amend", args=[row.pk])) for row in (small, large)
    )

    assert many == few


def test_the_next_page_goes_on_where_this_one_ended(cast, amal, monkeypatch):
    monkeypatch.setattr("engagement.meetings.lists.PAGE", 2)
    person = register(cast.amal, "A")
    made = {meet(cast.amal, "basra", who=(person,)).pk for _ in range(5)}

    seen, address = [], "/meetings/"
    while address:
        answer = amal.get(address)
        seen += [UUID(str(row["meeting"].pk)) for row in answer.context["rows"]]
        following = answer.context["next_url"]
        address = f"/meetings/{following}" if following else ""

    assert len(seen) == 5
    assert set(seen) == made


def test_home_is_what_the_role_needs_first(cast):
    first = {
        name: client_of(getattr(cast, name)).get("/").url for name in ("amal", "bassam", "ruth")
    }

    assert first == {"amal": "/my-day/", "bassam": "/coverage/", "ruth": "/coverage/"}


def test_an_administrator_sees_no_content(cast):
    meet(cast.amal, "basra", who=(register(cast.amal, "Jabbar"),), tlp=Tlp.GREEN)
    idris = client_of(cast.idris)

    assert "Jabbar" not in idris.get("/meetings/").content.decode()
    assert idris.get("/coverage/").status_code == 403


def test_a_profile_leads_on_to_older_meetings_with_that_person_only(cast, amal, monkeypatch):
    monkeypatch.setattr("engagement.meetings.lists.PAGE", 2)
    person, other = register(cast.amal, "Jabbar"), register(cast.amal, "Somebody else")
    made = {meet(cast.amal, "basra", who=(person,)).pk for _ in range(3)}
    meet(cast.amal, "basra", who=(other,))

    page = amal.get(reverse("stakeholder", args=[person.pk]))
    older = amal.get(page.context["next_url"])

    shown = [*page.context["meetings"], *older.context["rows"]]
    assert {row["meeting"].pk for row in shown} == made
    assert len(shown) == 3
