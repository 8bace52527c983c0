"""Follow-ups, commitments and issues over the API, by themselves."""

from __future__ import annotations

from typing import Any

import pytest

from engagement.access.keys import new_id
from tests.api.calls import Caller, refused, stepped
from tests.api.test_meetings import statements
from tests.cast import Cast, meet, register

pytestmark = pytest.mark.django_db
moving = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(cast: Cast) -> Any:
    return meet(cast.amal, "basra", who=(register(cast.amal, "A"),))


def a_promise(meeting: Any, **changes: Any) -> dict[str, Any]:
    return {"id": str(new_id()), "meeting": str(meeting.pk), "text": "Send the list", **changes}


def an_issue(meeting: Any, **changes: Any) -> dict[str, Any]:
    return {"id": str(new_id()), "meeting": str(meeting.pk), "text": "Salaries", **changes}


def test_a_follow_up_is_created_and_repeated(cast: Cast, amal: Caller, meeting: Any) -> None:
    sent = a_promise(meeting, due_on="2026-04-01", assigned_to=str(cast.amal.user_id))
    first, again = amal.post("follow-ups/", sent), amal.post("follow-ups/", sent)
    assert (first.status_code, again.status_code) == (201, 200), first.content
    assert first.content == again.content
    found = first.json()
    assert {name: found[name] for name in sent} == sent
    assert found["state"] == "overdue"
    refused(amal.post("follow-ups/", {**sent, "text": "Another"}), 409)


@moving
def test_it_is_finished_and_verified_by_somebody_else(cast: Cast, meeting: Any) -> None:
    amal, bassam = Caller(cast.amal), Caller(cast.bassam)
    sent = a_promise(meeting)
    amal.post("follow-ups/", sent)
    at = f"follow-ups/{sent['id']}"
    before = amal.get(f"{at}/")
    done = stepped(amal, at, "finish", {"done_on": "2026-03-12"})
    assert (done.status_code, done.json()["state"]) == (200, "done"), done.content
    assert done.json()["version"] == before.json()["version"] + 1
    refused(stepped(amal, at, "reopen", If_Match=before["ETag"]), 412)
    refused(stepped(amal, at, "verify"), 422)
    assert stepped(bassam, at, "verify").json()["state"] == "verified"
    assert stepped(amal, at, "reopen").json()["state"] == "open"


def test_it_is_dropped_with_the_reason(amal: Caller, meeting: Any) -> None:
    sent = a_promise(meeting)
    amal.post("follow-ups/", sent)
    at = f"follow-ups/{sent['id']}"
    assert refused(stepped(amal, at, "drop"), 422) == ["/change_reason"]
    found = stepped(amal, at, "drop", {"change_reason": "no longer needed"}).json()
    assert (found["state"], found["dropped_reason"]) == ("dropped", "no longer needed")


def test_a_step_names_its_version_and_its_day(amal: Caller, meeting: Any) -> None:
    sent = a_promise(meeting)
    amal.post("follow-ups/", sent)
    at = f"follow-ups/{sent['id']}"
    refused(amal.post(f"{at}:finish/", {"done_on": "2026-03-12"}), 428)
    assert refused(stepped(amal, at, "finish"), 422) == ["/done_on"]
    assert refused(stepped(amal, at, "finish", {"done_on": "2999-01-01"}), 422) == ["/done_on"]
    refused(stepped(amal, at, "eat"), 404)


def test_lists_narrow(cast: Cast, amal: Caller, meeting: Any) -> None:
    open_one, done = a_promise(meeting), a_promise(meeting, side="theirs", due_on="2026-03-11")
    for sent in (open_one, done):
        amal.post("follow-ups/", sent)
    stepped(amal, f"follow-ups/{done['id']}", "finish", {"done_on": "2026-03-12"})
    for query, ids in {
        "state=open": [open_one["id"]],
        "state=done": [done["id"]],
        "state=overdue": [],
        "side=theirs": [done["id"]],
        "due_until=2026-03-11": [done["id"]],
        f"meeting={new_id()}": [],
        f"meeting={meeting.pk}": sorted([done["id"], open_one["id"]], reverse=True),
    }.items():
        found = amal.get(f"follow-ups/?{query}").json()["items"]
        assert [row["id"] for row in found] == ids, query


@moving
def test_an_issue_is_written_answered_and_taken_back(amal: Caller, meeting: Any) -> None:
    sent = an_issue(meeting)
    assert amal.post("issues/", sent).status_code == 201
    assert amal.post("issues/", sent).status_code == 200
    at = f"issues/{sent['id']}"
    refused(amal.post(f"{at}:answer/", {"answer": "x", "answered_on": "2026-03-11"}), 428)
    told = {"answer": "We raised it", "answered_on": "2026-03-11", "decision": "Paid monthly"}
    found = stepped(amal, at, "answer", told).json()
    assert {name: found[name] for name in told} == told
    assert [row["id"] for row in amal.get("issues/?state=answered").json()["items"]] == [sent["id"]]
    assert amal.get("issues/?state=unanswered").json()["items"] == []
    assert refused(stepped(amal, at, "answer", {"answer": "x"}), 422) == ["/answered_on"]
    assert stepped(amal, at, "answer", {"answer": ""}).json()["answered_on"] is None


def test_a_meeting_of_nobody_is_told_by_pointer(cast: Cast, amal: Caller) -> None:
    hidden = meet(cast.carla, "basra", who=(register(cast.carla, "B"),))
    for number in (hidden.pk, new_id()):
        for kind, make in {"follow-ups/": a_promise, "issues/": an_issue}.items():
            sent = {**make(hidden), "meeting": str(number)}
            assert refused(amal.post(kind, sent), 422) == ["/meeting"]


def test_somebody_else_of_another_team_changes_nothing(cast: Cast, meeting: Any) -> None:
    carla = Caller(cast.carla)
    promise = a_promise(meeting)
    Caller(cast.amal).post("follow-ups/", promise)
    refused(carla.get(f"follow-ups/{promise['id']}/"), 404)
    refused(carla.post(f"follow-ups/{promise['id']}:finish/", {}, If_Match='"1"'), 404)


@pytest.mark.parametrize("kind", ["follow-ups/", "issues/"])
def test_a_list_has_a_fixed_number_of_statements(amal: Caller, meeting: Any, kind: str) -> None:
    make = a_promise if kind == "follow-ups/" else an_issue
    amal.get(kind)
    counts = set()
    for _number in range(2):
        amal.post(kind, make(meeting))
        amal.post(kind, make(meeting))
        counts.add(statements(lambda: amal.get(kind)))
    assert len(counts) == 1
    assert max(counts) <= 5


def test_a_meeting_is_withdrawn(cast: Cast, amal: Caller, meeting: Any) -> None:
    at = f"meetings/{meeting.pk}"
    refused(amal.post(f"{at}:withdraw/", {"change_reason": "twice"}), 428)
    assert refused(stepped(amal, at, "withdraw"), 422) == ["/change_reason"]
    assert stepped(amal, at, "withdraw", {"change_reason": "twice"}).json()["withdrawn_at"]
    assert amal.get("meetings/").json()["items"] == []
