"""One box over register and log: any letter variant, and nothing that is hidden."""

from __future__ import annotations

import pytest

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.meetings.drafts import FollowUpDraft, IssueDraft
from engagement.stakeholders.actions import tag
from tests.cast import meet, register
from tests.meetings.browsing import client_of, statements

pytestmark = pytest.mark.django_db


def found(actor, text):
    """How many of each kind: stakeholders, meetings, follow-ups, issues."""
    kinds = client_of(actor).get("/search/", {"q": text}).context["kinds"]
    return tuple(kind["count"] for kind in kinds)


@pytest.fixture
def log(cast):
    person = register(cast.amal, "أحمد الكاظمي")
    return meet(
        cast.amal,
        "basra",
        who=(person,),
        outcome="Ils ont promis un café, وعدوا بقائمةٍ",
        summary="لیستی خێزانەکان",
        follow_ups=(FollowUpDraft(id=new_id(), text="إرسال الرسالة"),),
        issues=(IssueDraft(id=new_id(), text="Straße nach گەرمیان"),),
    )


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("احمد الکاظمی", (1, 1, 0, 0)),
        ("أَحْمَد", (1, 1, 0, 0)),
        ("CAFE", (0, 1, 0, 0)),
        ("بقائمه", (0, 1, 0, 0)),
        ("خیزانه", (0, 1, 0, 0)),
        ("البصره", (0, 1, 0, 0)),
        ("بەسرە", (0, 1, 0, 0)),
        ("basra كاظمي promis", (0, 1, 0, 0)),
        ("ارسال الرساله", (0, 0, 1, 0)),
        ("strasse گرمیان", (0, 0, 0, 0)),
        ("STRASSE كهرميان", (0, 0, 0, 1)),
        ("100%", (0, 0, 0, 0)),
        ("_", (0, 0, 0, 0)),
    ],
)
def test_any_letter_variant_is_found(cast, log, text, counts):
    kinds = found(cast.amal, text)

    assert kinds == counts or (kinds == () and len(text) < 2)


def test_a_tag_is_found(cast):
    person = register(cast.amal, "Somebody")
    with acting_as(cast.amal, "stakeholder.tagged"):
        tag(cast.amal, [person.pk], "Féderalism")

    assert found(cast.amal, "federalism")[0] == 1


def test_nothing_hidden_is_found_or_counted(cast, log):
    hidden = register(cast.amal, "CANARY", "pmf_unit", kind="unit")
    meet(
        cast.amal,
        "wasit",
        who=(hidden,),
        outcome="CANARY",
        follow_ups=(FollowUpDraft(id=new_id(), text="CANARY"),),
        issues=(IssueDraft(id=new_id(), text="CANARY"),),
    )

    assert found(cast.amal, "canary") == (1, 1, 1, 1)
    for other in (cast.carla, cast.ruth, cast.idris, cast.omar):
        assert found(other, "canary") == (0, 0, 0, 0)
        assert found(other, "واسط") == (0, 0, 0, 0)


def test_somebody_hidden_does_not_lead_to_an_open_meeting(cast):
    hidden = register(cast.amal, "CANARY", "pmf_unit", kind="unit")
    meet(cast.amal, "basra", who=(hidden,), guest_team_ids=(cast.partner.pk,))

    assert found(cast.carla, "basra")[1] == 1
    assert found(cast.carla, "canary")[1] == 0


@pytest.mark.parametrize("text", ["", " ", "ب", "a", "\x00", "ًٌ", "x" * 5000])
def test_too_little_says_what_to_type_and_too_much_is_cut(cast, log, text):
    answer = client_of(cast.amal).get("/search/", {"q": text})

    assert answer.status_code == 200
    assert answer.context["asked"] is (len(text) > 100)


def test_many_are_led_on_to_their_list(cast):
    person = register(cast.amal, "A")
    for n in range(10):
        meet(cast.amal, "basra", who=(person,), outcome=f"promise {n}")

    kinds = client_of(cast.amal).get("/search/", {"q": "promise"}).context["kinds"]

    assert (len(kinds[1]["rows"]), kinds[1]["count"]) == (8, 10)
    assert client_of(cast.amal).get(kinds[1]["url"]).context["count"] == 10


def test_search_costs_the_same_with_3_and_with_60(cast):
    client = client_of(cast.amal)
    people = [register(cast.amal, f"Basra {n}") for n in range(3)]
    entry = {"follow_ups": (), "issues": ()}
    for person in people:
        meet(cast.amal, "basra", who=(person,), outcome="basra", **entry)
    few = statements(client, "/search/?q=basra")
    for _n in range(57):
        meet(cast.amal, "basra", who=(people[0],), outcome="basra")

    assert statements(client, "/search/?q=basra") == few
