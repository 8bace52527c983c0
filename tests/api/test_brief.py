"""The policy brief over the API: recommendations, targets, and which meetings serve them."""

from __future__ import annotations

from typing import Any

import pytest

from engagement.access.keys import new_id
from engagement.access.tlp import Tlp
from engagement.meetings.models import Meeting
from tests.api.calls import Caller, changed, refused
from tests.api.test_meetings import statements
from tests.cast import Cast, meet, register

pytestmark = pytest.mark.django_db
moving = pytest.mark.django_db(transaction=True)


@pytest.fixture
def beyond(cast: Cast) -> Meeting:
    """A meeting in Basra with a tribe: the rules propose EU-1, EU-2 and US-1 for it."""
    return meet(cast.amal, "basra", who=(register(cast.amal, "Sheikh", "tribe", "basra"),))


def test_a_recommendation_names_whom_it_is_addressed_to_and_what_is_to_be_reached(
    amal: Caller, brief: Any
) -> None:
    at = f"recommendations/{brief['EU-2'].pk}/"
    found = amal.get(at).json()
    assert found == amal.get("recommendations/").json()["items"][_place(amal, "EU-2")]
    assert found["addressees"]
    assert all(row["labels"]["ckb"] for row in found["addressees"])
    assert {row["indicator"] for row in found["targets"]} <= set(found["indicators"])
    assert amal.get(f"{at}targets/").json()["items"] == found["targets"]
    assert amal.get(at, If_None_Match=amal.get(at)["ETag"]).status_code == 304


def _place(amal: Caller, code: str) -> int:
    return [row["code"] for row in amal.get("recommendations/").json()["items"]].index(code)


@moving
def test_a_manager_sets_a_target(cast: Cast, brief: Any) -> None:
    bassam = Caller(cast.bassam)
    at = f"recommendations/{brief['EU-2'].pk}/targets/I1/"
    sent = {"value": 62.5, "baseline": 40, "due_on": "2027-12-31", "note": "Half and a bit"}
    before = bassam.get(at).json() if bassam.get(at).status_code == 200 else None
    tag = bassam.get(f"recommendations/{brief['EU-2'].pk}/")["ETag"]
    answer = bassam("PUT", at, {**sent, "change_reason": "agreed"}, If_Match=tag)
    assert answer.status_code == 200, answer.content
    assert {name: answer.json()[name] for name in sent} == sent
    assert (answer.json()["unit"], answer.json()["bound"]) == ("percent", "at_least")
    assert answer.json() != before
    refused(bassam("PUT", at, {"value": 70, "change_reason": "x"}, If_Match=tag), 412)


def test_a_target_that_does_not_fit_is_refused(cast: Cast, brief: Any) -> None:
    bassam, amal = Caller(cast.bassam), Caller(cast.amal)
    at = f"recommendations/{brief['EU-2'].pk}/targets/"
    for value, pointers in {
        101: ["/value"],
        -1: ["/value"],
        1.234: ["/value"],
        10**30: ["/value"],
    }.items():
        assert refused(changed(bassam, f"{at}I1/", {"value": value}, "PUT"), 422) == pointers
    for value in ("50", True, None, [5]):
        assert refused(changed(bassam, f"{at}I1/", {"value": value}, "PUT"), 422) == ["/value"]
    sent = {"value": 5, "change_reason": "x"}
    refused(bassam("PUT", f"{at}I1/", sent), 428)
    refused(bassam("PUT", f"{at}I10/", sent, If_Match='"1"'), 404)
    refused(bassam("PUT", f"{at}I99/", sent, If_Match='"1"'), 404)
    refused(amal("PUT", f"{at}I1/", sent, If_Match='"1"'), 403)
    refused(bassam.get(f"recommendations/{new_id()}/targets/"), 404)


@moving
def test_what_a_rule_proposes_is_confirmed(amal: Caller, brief: Any, beyond: Meeting) -> None:
    at = f"meetings/{beyond.pk}/recommendations/"
    rows = {row["code"]: row for row in amal.get(at).json()["items"]}
    assert set(rows) == set(brief)
    assert {code for code, row in rows.items() if row["proposed"]} == {"EU-1", "EU-2", "US-1"}
    assert rows["EU-2"]["reasons"][0]["code"] == "beyond_the_capital"
    one = f"{at}{brief['EU-2'].pk}/"
    tag = amal.get(f"meetings/{beyond.pk}/")["ETag"]
    answer = amal("PUT", one, {"verdict": "confirmed"}, If_Match=tag)
    assert (answer.status_code, answer.json()["verdict"]) == (200, "confirmed"), answer.content
    assert answer.json()["settled_at"]
    assert amal.get(one).json() == answer.json()
    refused(amal("PUT", one, {"verdict": "rejected"}, If_Match=tag), 412)


def test_a_verdict_that_does_not_fit_is_refused(
    cast: Cast, amal: Caller, brief: Any, beyond: Meeting
) -> None:
    at = f"meetings/{beyond.pk}/recommendations/{brief['EU-2'].pk}/"
    refused(amal("PUT", at, {"verdict": "confirmed"}), 428)
    tag = amal.get(at)["ETag"]
    assert refused(amal("PUT", at, {"verdict": "maybe"}, If_Match=tag), 422) == ["/verdict"]
    assert refused(amal("PUT", at, {}, If_Match=tag), 422) == ["/verdict"]
    nowhere = f"meetings/{beyond.pk}/recommendations/{new_id()}/"
    refused(amal("PUT", nowhere, {"verdict": "confirmed"}, If_Match=tag), 404)
    refused(Caller(cast.ruth)("PUT", at, {"verdict": "confirmed"}, If_Match=tag), 403)


def test_a_meeting_that_does_not_count_serves_nothing(cast: Cast, amal: Caller, brief: Any) -> None:
    planned = meet(
        cast.amal,
        "basra",
        who=(register(cast.amal, "B", "tribe", "basra"),),
        status="planned",
        held_on=cast.amal.today(),
    )
    at = f"meetings/{planned.pk}/recommendations/"
    assert not any(row["proposed"] for row in amal.get(at).json()["items"])
    answer = changed(amal, f"{at}{brief['EU-2'].pk}/", {"verdict": "confirmed"}, "PUT")
    assert refused(answer, 422) == ["/change_reason"]  # no verdict has a reason
    tag = amal.get(at)["ETag"]
    answer = amal("PUT", f"{at}{brief['EU-2'].pk}/", {"verdict": "confirmed"}, If_Match=tag)
    assert refused(answer, 422) == [""]


def test_a_hidden_meeting_is_not_found(cast: Cast, amal: Caller, brief: Any) -> None:
    hidden = meet(cast.carla, "basra", who=(register(cast.carla, "C"),), tlp=Tlp.RED)
    refused(amal.get(f"meetings/{hidden.pk}/recommendations/"), 404)
    at = f"meetings/{hidden.pk}/recommendations/{brief['EU-2'].pk}/"
    refused(amal("PUT", at, {"verdict": "confirmed"}, If_Match='"1"'), 404)


def test_lists_have_a_fixed_number_of_statements(
    cast: Cast, amal: Caller, brief: Any, beyond: Meeting
) -> None:
    amal.get("recommendations/")
    all_of_them = statements(lambda: amal.get("recommendations/"))
    assert all_of_them == statements(lambda: amal.get("recommendations/?limit=1"))
    assert all_of_them <= 4
    assert statements(lambda: amal.get(f"meetings/{beyond.pk}/recommendations/")) <= 7
