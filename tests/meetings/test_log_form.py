"""The log form through HTTP: what it takes, refuses in words, and never loses."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape

from engagement.meetings.codes import Status
from engagement.meetings.models import Meeting, Participant
from tests.cast import meet, register
from tests.conftest import owner
from tests.meetings.browsing import posted, someone_new

pytestmark = pytest.mark.django_db


def test_a_filled_in_form_becomes_a_meeting(cast, amal):
    values = posted(cast, follow_up="Send the minutes", follow_up_due="2026-12-01")

    answer = amal.post("/meetings/new/", values)

    assert answer.status_code == 302
    assert answer.url == reverse("meeting", args=[values["id"]])
    with owner():
        made = Meeting.plain.get()
        assert (made.status, made.outcome) == (Status.HELD, "They will send a list")
        assert Participant.plain.get().frozen_base.key == "basra"


def test_sending_the_form_twice_makes_one_meeting(cast, amal):
    values = posted(cast)

    answers = [amal.post("/meetings/new/", values) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    with owner():
        assert Meeting.plain.count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"held_on": "tomorrow"}, "cannot lie in the future"),
        ({"who": []}, "Say whom you met"),
        ({"place": "99999"}, "Select a valid choice"),
        ({"place": ""}, "Choose a place"),
        ({"held_on": "31.31.2026"}, "Enter a valid date"),
        ({"status": "not_held", "reason": ""}, "Say why it did not take place"),
        ({"id": "nonsense"}, "damaged on the way"),
        ({"duration": "0"}, "greater than or equal to 1"),
    ],
)
def test_a_mistake_is_a_message_in_words_and_nothing_typed_is_lost(cast, amal, changes, message):
    if changes.get("held_on") == "tomorrow":
        changes = {"held_on": (cast.amal.today() + timedelta(days=1)).isoformat()}

    answer = amal.post("/meetings/new/", posted(cast, **changes))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "They will send a list" in page
    assert ("الشيخ جبار" in page) == (changes.get("who") != [])
    with owner():
        assert Meeting.plain.count() == 0


def test_a_person_twice_is_said_beside_the_people(cast, amal):
    who = json.dumps({"stakeholder": str(register(cast.amal, "A").pk)})

    answer = amal.post("/meetings/new/", posted(cast, who=[who, who]))

    assert answer.status_code == 422
    assert "stands here twice" in answer.content.decode()


@pytest.mark.parametrize(
    "who",
    [
        "not json",
        "[]",
        '{"stakeholder": 5}',
        '{"stakeholder": ["x"]}',
        "{}",
        "[" * 2000,
        '{"id": "00000000-0000-0000-0000-000000000001", "name": ["x"]}',
        '{"id": "00000000-0000-0000-0000-000000000001", "name": "x", "actor_type": {}}',
        '{"id": "00000000-0000-0000-0000-000000000001", "name": "\\u0000", "actor_type": "tribe"}',
        '{"id": "00000000-0000-0000-0000-000000000001", "name": "\\ud800", "actor_type": "tribe"}',
        '{"stakeholder": "00000000-0000-0000-0000-000000000001", "headcount": 1e99}',
        '{"stakeholder": "00000000-0000-0000-0000-000000000001", "headcount": -1}',
        '{"stakeholder": "00000000-0000-0000-0000-000000000001", "role": "king"}',
        '{"stakeholder": "00000000-0000-0000-0000-000000000001", "role": ["x"]}',
        '{"stakeholder": "00000000-0000-0000-0000-000000000001"}',
    ],
)
def test_people_that_cannot_be_read_are_refused_in_words(cast, amal, who):
    answer = amal.post("/meetings/new/", posted(cast, who=[who]))

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "name", ["x" * 500, "Jabbar 😀", "\u200fجبار\u200e", "'; DROP TABLE", "<b>", "أ" * 500]
)
def test_a_name_is_stored_as_typed(cast, amal, name):
    answer = amal.post("/meetings/new/", posted(cast, who=[someone_new(name=name)]))

    assert answer.status_code == 302
    page = amal.get(answer.url).content.decode()
    assert escape(name) in page


def test_the_id_of_a_hidden_row_is_409_in_words_with_everything_kept(cast, amal):
    hidden = meet(cast.carla, "basra", who=(register(cast.carla, "C"),))

    answer = amal.post("/meetings/new/", posted(cast, id=str(hidden.pk)))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This was not saved" in page
    assert "They will send a list" in page
    assert "الشيخ جبار" in page


def test_a_raised_meeting_is_said_to_the_officer(cast, amal):
    who = someone_new(actor_type="pmf_unit", kind="unit")

    answer = amal.post("/meetings/new/", posted(cast, who=[who], tlp="1"), follow=True)

    assert "seen by fewer people" in answer.content.decode()


def test_a_form_opened_from_a_profile_holds_that_person(cast, amal):
    person = register(cast.amal, "Jabbar")

    assert "Jabbar" in amal.get(f"/meetings/new/?who={person.pk}").content.decode()
    assert amal.get("/meetings/new/?who=nonsense").status_code == 200


def test_a_clash_with_a_meeting_one_may_open_leads_to_it(cast, amal):
    mine = meet(cast.amal, "basra", who=(register(cast.amal, "A"),))

    answer = amal.post("/meetings/new/", posted(cast, id=str(mine.pk)))

    assert answer.status_code == 409
    assert reverse("meeting", args=[mine.pk]) in answer.content.decode()


def test_after_a_clash_with_a_hidden_row_the_form_can_be_sent_again(cast, amal):
    hidden = meet(cast.carla, "basra", who=(register(cast.carla, "C"),))
    values = posted(cast, id=str(hidden.pk))

    refused = amal.post("/meetings/new/", values)
    again = {**values, "id": refused.context["form"]["id"].value()}

    assert amal.post("/meetings/new/", again).status_code == 302
