"""Meetings amended over the API: whole, or by a merge patch; never over somebody else's change."""

from __future__ import annotations

import pytest

from engagement.access.keys import new_id
from engagement.access.models import Grant
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.actions import withdraw_meeting
from engagement.meetings.drafts import IssueDraft
from engagement.meetings.models import Meeting
from tests.api.calls import Caller, a_meeting, refused
from tests.cast import Cast, meet, register
from tests.conftest import owner

pytestmark = pytest.mark.django_db
#: Versions move once per transaction.
moving = pytest.mark.django_db(transaction=True)


def logged(cast: Cast, amal: Caller, **more: object) -> tuple[str, dict, str]:
    """A meeting logged over the API: its address, what it is, and its ETag."""
    sent = a_meeting(cast, **more)
    answer = amal.post("meetings/", sent)
    assert answer.status_code == 201, answer.content
    at = f"meetings/{sent['id']}/"
    return at, amal.get(at).json(), answer["ETag"]


@moving
def test_what_was_read_can_be_sent_back(cast: Cast, amal: Caller) -> None:
    at, found, tag = logged(cast, amal)
    again = {**found, "outcome": "More", "change_reason": "they called"}
    answer = amal("PUT", at, again, If_Match=tag)
    assert answer.status_code == 200, answer.content
    now = answer.json()
    assert (now["version"], now["outcome"]) == (2, "More")
    assert now["participants"] == found["participants"]


def test_a_patch_changes_what_it_names(cast: Cast, amal: Caller) -> None:
    at, found, _tag = logged(cast, amal, summary="long", outcome="before")
    patch = {"outcome": "after", "summary": None, "change_reason": "corrected"}
    answer = amal("PATCH", at, patch, If_Match='"1"', content_type="application/merge-patch+json")
    assert answer.status_code == 200, answer.content
    now = answer.json()
    changed = {name for name in found if found[name] != now[name]}
    assert changed == {"outcome", "summary"}
    assert (now["outcome"], now["summary"]) == ("after", "")


def test_the_reason_stands_in_the_history(cast: Cast, amal: Caller) -> None:
    at, found, tag = logged(cast, amal)
    amal(
        "PATCH", at, {"outcome": "x"}, If_Match=tag, Change_Reason="%D8%AA%D8%B5%D8%AD%D9%8A%D8%AD"
    )
    with acting_as(cast.amal, "read"):
        event = Meeting.objects.visible_to(cast.amal).get(pk=found["id"]).events.last()
        assert event.pgh_context.metadata["reason"] == "تصحيح"
        assert event.pgh_context.metadata["verb"] == "meeting.amended"


def test_without_a_reason_nothing_is_amended(cast: Cast, amal: Caller) -> None:
    at, _found, tag = logged(cast, amal)
    assert refused(amal("PATCH", at, {"outcome": "x"}, If_Match=tag), 422) == ["/change_reason"]


def test_without_a_version_nothing_is_amended(cast: Cast, amal: Caller) -> None:
    at, _found, _tag = logged(cast, amal)
    given = ("*", '"x"', '"1", "2"', '"9999999999"', "1", '"²"'.encode().decode("latin-1"))
    for headers in ({}, *({"If_Match": tag} for tag in given)):
        refused(amal("PATCH", at, {"outcome": "x", "change_reason": "y"}, **headers), 428)


@pytest.mark.parametrize("tag", ['"2"', '"0"', 'W/"2-abc"', '"999999999"'])
def test_with_another_version_nothing_is_amended(cast: Cast, amal: Caller, tag: str) -> None:
    at, _found, _tag = logged(cast, amal)
    sent = {"outcome": "x", "change_reason": "y"}
    refused(amal("PATCH", at, sent, If_Match=tag), 412)
    assert amal.get(at).json()["version"] == 1


@moving
def test_the_second_of_two_is_told_that_it_is_late(cast: Cast, amal: Caller) -> None:
    at, _found, tag = logged(cast, amal)
    sent = {"outcome": "first", "change_reason": "y"}
    assert amal("PATCH", at, sent, If_Match=tag).status_code == 200
    refused(amal("PATCH", at, {**sent, "outcome": "second"}, If_Match=tag), 412)
    assert amal.get(at).json()["outcome"] == "first"


@moving
def test_a_withdrawn_meeting_is_not_amended(cast: Cast, amal: Caller) -> None:
    at, found, _tag = logged(cast, amal)
    with acting_as(cast.amal, "meeting.withdrawn"):
        withdraw_meeting(cast.amal, found["id"], reason="twice", version=1)
    refused(amal("PATCH", at, {"outcome": "x", "change_reason": "y"}, If_Match='"2"'), 409)
    assert amal.get(at).json()["withdrawn_at"]


def test_frozen_facts_cannot_be_written(cast: Cast, amal: Caller) -> None:
    at, found, tag = logged(cast, amal)
    (person,) = found["participants"]
    person = {**person, "at_the_time": {**person["at_the_time"], "relation": "state"}}
    sent = {"participants": [person], "change_reason": "x"}
    now = amal("PATCH", at, sent, If_Match=tag).json()
    assert now["participants"] == found["participants"]


def test_the_id_of_the_address_is_the_one(cast: Cast, amal: Caller) -> None:
    at, _found, tag = logged(cast, amal)
    sent = {"id": str(new_id()), "change_reason": "x"}
    refused(amal("PATCH", at, sent, If_Match=tag), 409)


def test_a_reason_for_a_meeting_that_was_held_is_refused(cast: Cast, amal: Caller) -> None:
    at, _found, tag = logged(cast, amal)
    sent = {"reason": "security", "change_reason": "x"}
    assert refused(amal("PATCH", at, sent, If_Match=tag), 422) == ["/reason"]


def test_the_level_stays_where_it_is_not_named(cast: Cast, amal: Caller) -> None:
    at, found, tag = logged(cast, amal, tlp="AMBER+STRICT")
    sent = {**found, "change_reason": "x"}
    del sent["tlp"]
    assert amal("PUT", at, sent, If_Match=tag).json()["tlp"] == "AMBER+STRICT"


def test_whom_the_writer_may_not_open_stays(cast: Cast, amal: Caller) -> None:
    seen = register(cast.carla, "Seen", tlp=Tlp.GREEN)
    hidden = register(cast.carla, "Canary", tlp=Tlp.AMBER_STRICT)
    made = meet(
        cast.carla,
        "basra",
        who=(seen, hidden),
        guest_team_ids=(cast.mission.pk,),
        arranged_through_id=hidden.pk,
        issues=(IssueDraft(id=new_id(), text="Pay", raised_by_id=hidden.pk),),
    )
    with owner():
        Grant.objects.create(
            programme=cast.programme,
            root_id=made.pk,
            user_id=cast.amal.user_id,
            granted_by_id=cast.carla.user_id,
            reason="test",
        )
    at = f"meetings/{made.pk}/"
    read = amal.get(at)
    sent = {**read.json(), "outcome": "x", "change_reason": "y"}
    answer = amal("PUT", at, sent, If_Match=read["ETag"])
    assert answer.status_code == 200, answer.content
    assert b"Canary" not in answer.content
    assert str(hidden.pk).encode() not in answer.content
    assert answer.json()["hidden_participants"] == 1
    back = Caller(cast.carla).get(at).json()
    assert str(hidden.pk) in [row["stakeholder"] for row in back["participants"]]
    assert back["arranged_through"] == str(hidden.pk)
    assert back["issues"][0]["raised_by"] == str(hidden.pk)


def test_a_reader_amends_nothing(cast: Cast, amal: Caller) -> None:
    at, _found, tag = logged(cast, amal, tlp="GREEN")
    reader = Caller(cast.ruth)
    refused(reader("PATCH", at, {"outcome": "x", "change_reason": "y"}, If_Match=tag), 403)
