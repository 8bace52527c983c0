"""A batch: each item by itself, by what the partner calls it, by the rules of the pages."""

from __future__ import annotations

import pytest

from engagement.access.keys import new_id
from engagement.access.tlp import Tlp
from engagement.meetings.models import Meeting, Participant
from engagement.stakeholders.models import Stakeholder
from engagement.sync.batches.models import Batch, ExternalReference
from engagement.sync.models import Agreement
from tests.api.calls import Caller, refused
from tests.cast import Cast, register
from tests.conftest import owner
from tests.sync.agreeing import agree, caller
from tests.sync.sending import meeting, person, pointers, post, send, statuses

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    return agree(cast)


@pytest.fixture
def partner(cast: Cast, agreement: Agreement) -> Caller:
    return caller(cast, agreement)


def test_new_records_are_written_and_told_in_their_order(partner: Caller) -> None:
    found = send(partner, "stakeholders", person("p-1"), person("p-2"))
    assert [(row["index"], row["external_id"], row["status"]) for row in found] == [
        (0, "p-1", 201),
        (1, "p-2", 201),
    ]
    with owner():
        assert {str(row.pk) for row in Stakeholder.plain.all()} == {row["id"] for row in found}


def test_the_same_external_id_is_the_same_record(partner: Caller) -> None:
    (made,) = send(partner, "stakeholders", person("p-1"))
    (again,) = send(partner, "stakeholders", person("p-1", names=["Karim Hassan"]))
    assert (again["status"], again["id"]) == (200, made["id"])
    assert partner.get(f"stakeholders/{made['id']}/").json()["names"][0]["text"] == "Karim Hassan"


def test_one_number_in_two_lists_is_two_records(partner: Caller) -> None:
    found = send(partner, "stakeholders", person("7"), person("7", namespace="elders"))
    assert statuses(found) == [201, 201]
    assert found[0]["id"] != found[1]["id"]


def test_a_repeat_changes_nothing(partner: Caller) -> None:
    send(partner, "stakeholders", person("p-1"))
    answer = post(partner, "stakeholders", person("p-1")).json()
    assert (answer["results"][0]["status"], answer["results"][0]["version"]) == (200, 1)
    assert answer["summary"]["unchanged"] == 1


def test_a_client_uuid_becomes_the_id(partner: Caller) -> None:
    wanted = str(new_id())
    (made,) = send(partner, "stakeholders", person("p-1", client_uuid=wanted))
    assert made["id"] == wanted


def test_a_wrong_item_leaves_the_others(partner: Caller) -> None:
    found = send(
        partner,
        "stakeholders",
        person("a"),
        person("b", kind="nobody"),
        person("c", base="IQ-ZZ"),
        person("d", owner=str(new_id())),
        person("e", id=str(new_id())),
        "no object",
        {"external_id": 7, "data": {}},
        person("h", names=["\ud800"]),
        person("i"),
    )
    assert statuses(found) == [201, 422, 422, 422, 422, 422, 422, 422, 201]
    assert [pointers(found[n]) for n in range(1, 5)] == [
        ["/items/1/data/kind"],
        ["/items/2/data/base"],
        ["/items/3/data/owner"],
        ["/items/4/data/id"],
    ]
    assert pointers(found[7]) == ["/items/7/data/names/0"]
    assert found[5]["external_id"] is None


def test_a_meeting_cites_people_by_what_the_partner_calls_them(partner: Caller) -> None:
    (somebody,) = send(partner, "stakeholders", person("p-1"))
    new = {
        "new": {"id": str(new_id()), "kind": "person", "names": ["Salim"], "actor_type": "tribe"}
    }
    (made,) = send(partner, "meetings", meeting("m-1", "p-1", new))
    assert made["status"] == 201, made
    with owner():
        people = set(Participant.plain.values_list("stakeholder_id", flat=True))
    assert {str(pk) for pk in people} == {somebody["id"], new["new"]["id"]}


def test_a_meeting_is_led_by_the_team_of_the_agreement(cast: Cast, partner: Caller) -> None:
    send(partner, "stakeholders", person("p-1"))
    found = send(
        partner,
        "meetings",
        meeting("m-1", "p-1"),
        meeting("m-2", "p-1", lead_team=str(cast.mission.pk)),
    )
    assert statuses(found) == [201, 422]
    assert pointers(found[1]) == ["/items/1/data/lead_team"]
    with owner():
        assert Meeting.plain.get().lead_team_id == cast.partner.pk


def test_somebody_unknown_is_pointed_at(partner: Caller) -> None:
    (found,) = send(partner, "meetings", meeting("m-1", "p-9"))
    assert pointers(found) == ["/items/0/data/participants/0/external_id"]


def test_meetings_of_every_status_come_in_one_batch(partner: Caller) -> None:
    send(partner, "stakeholders", person("p-1"))
    found = send(
        partner,
        "meetings",
        meeting("m-1", "p-1"),
        meeting("m-2", "p-1", status="planned", held_on="2027-01-02"),
        meeting("m-3", "p-1", status="not_held", reason="security"),
        meeting("m-4", "p-1", held_on="2097-01-02"),
    )
    assert statuses(found) == [201, 201, 201, 422]
    assert pointers(found[3]) == ["/items/3/data/held_on"]


def test_a_new_person_that_is_wrong_refuses_only_their_meeting(partner: Caller) -> None:
    wrong = {"id": str(new_id()), "kind": "person", "names": ["7"], "actor_type": "tribe"}
    send(partner, "stakeholders", person("p-1"))
    found = send(partner, "meetings", meeting("m-1", {"new": wrong}), meeting("m-2", "p-1"))
    assert statuses(found) == [422, 201]


def test_the_id_of_a_hidden_record_is_a_clash_and_leaves_the_others(
    cast: Cast, partner: Caller
) -> None:
    hidden = register(cast.amal, "Canary", tlp=Tlp.RED)
    seen = register(cast.amal, "Karim")
    found = send(
        partner,
        "stakeholders",
        person("a"),
        person("b", client_uuid=str(hidden.pk)),
        person("c", client_uuid=str(seen.pk)),
        person("d"),
    )
    assert statuses(found) == [201, 409, 409, 201]
    assert found[1]["problem"] == found[2]["problem"]
    assert (found[1]["id"], found[1]["version"]) == (None, None)


def test_one_batch_may_change_what_it_made(partner: Caller) -> None:
    found = send(
        partner, "stakeholders", person("p-1"), person("p-2"), person("p-1", names=["Salim"])
    )
    assert statuses(found) == [201, 201, 200]
    assert found[0]["id"] == found[2]["id"]


def test_a_record_that_somebody_else_wrote_is_not_changed_by_a_reference(
    cast: Cast, agreement: Agreement, partner: Caller
) -> None:
    theirs = register(cast.amal, "Karim")
    (made,) = send(partner, "stakeholders", person("p-1"))
    with owner():
        ExternalReference.plain.update(object_id=theirs.pk)
    (found,) = send(partner, "stakeholders", person("p-1", names=["Salim"]))
    assert found["status"] == 403
    assert made["id"] != found["id"]


def test_what_was_withdrawn_says_why(cast: Cast, partner: Caller) -> None:
    (made,) = send(partner, "stakeholders", person("p-1"))
    with owner():
        Stakeholder.plain.update(withdrawn_at="2026-03-11T00:00Z", withdrawn_reason="Twice here")
    (found,) = send(partner, "stakeholders", person("p-1", names=["Salim"]))
    assert (found["status"], found["id"]) == (409, made["id"])
    assert "Twice here" in found["problem"]["detail"]


def test_a_partner_gives_nobody_a_lower_level_than_is_usual(partner: Caller) -> None:
    found = send(
        partner,
        "stakeholders",
        person("a", at_risk=True, tlp="GREEN"),
        person("b", at_risk=True, tlp="AMBER"),
        person("c", tlp="CLEAR"),
        person("d", actor_type="pmf_unit", kind="unit"),
    )
    assert statuses(found) == [422, 201, 422, 201]
    assert pointers(found[0]) == ["/items/0/data/tlp"]
    meetings = send(
        partner, "meetings", meeting("m-1", "b", tlp="GREEN"), meeting("m-2", "b", tlp="RED")
    )
    assert statuses(meetings) == [422, 201]


def test_a_partner_takes_no_protection_away(partner: Caller) -> None:
    send(partner, "stakeholders", person("a", at_risk=True, not_to_be_engaged=True))
    (found,) = send(partner, "stakeholders", person("a"))
    assert pointers(found) == ["/items/0/data/at_risk", "/items/0/data/not_to_be_engaged"]
    (found,) = send(
        partner, "stakeholders", person("a", at_risk=True, not_to_be_engaged=True, tlp="GREEN")
    )
    assert pointers(found) == ["/items/0/data/tlp"]


def test_a_trial_tells_what_would_be_and_writes_nothing(partner: Caller) -> None:
    send(partner, "stakeholders", person("p-1"))
    answer = post(
        partner,
        "stakeholders",
        person("p-1", names=["Salim"]),
        person("p-2"),
        person("p-3", kind=""),
        dry_run=True,
    ).json()
    assert statuses(answer["results"]) == [200, 201, 422]
    assert answer["results"][1]["id"] is None
    assert answer["summary"]["dry_run"] is True
    with owner():
        assert (Stakeholder.plain.count(), Batch.objects.count()) == (1, 1)
        assert Stakeholder.plain.get().version == 1


@pytest.mark.parametrize("who", ["amal", "bassam"])
def test_a_key_of_a_member_may_send_batches_too(cast: Cast, who: str) -> None:
    found = send(Caller(getattr(cast, who)), "stakeholders", person("p-1"))
    assert statuses(found) == [201]


@pytest.mark.parametrize("who", ["ruth", "idris"])
def test_readers_and_administrators_send_none(cast: Cast, who: str) -> None:
    refused(post(Caller(getattr(cast, who)), "stakeholders", person("p-1")), 403)


def test_two_partners_call_their_records_the_same(cast: Cast, partner: Caller) -> None:
    other = caller(cast, agree(cast, name="Zagros Listening"))
    (one,) = send(partner, "stakeholders", person("p-1"))
    (two,) = send(other, "stakeholders", person("p-1"))
    assert (two["status"], one["id"] == two["id"]) == (201, False)


def test_a_meeting_may_cite_whom_an_earlier_one_brought(partner: Caller) -> None:
    new = {"id": str(new_id()), "kind": "person", "names": ["Salim"], "actor_type": "tribe"}
    found = send(
        partner,
        "meetings",
        meeting("m-1", {"new": new}),
        meeting("m-2", {"stakeholder": new["id"]}),
    )
    assert statuses(found) == [201, 201]


def test_who_became_part_of_another_is_that_other(cast: Cast, partner: Caller) -> None:
    ours = register(cast.amal, "Karim Hassan")
    (made,) = send(partner, "stakeholders", person("p-1"))
    partner.get("stakeholders/")
    merged = Caller(cast.bassam).post(
        f"stakeholders/{ours.pk}:merge/",
        {"gone": made["id"], "kept_version": 1, "gone_version": 1, "change_reason": "one man"},
    )
    assert merged.status_code == 201, merged.content

    (found,) = send(partner, "meetings", meeting("m-1", "p-1"))
    (changed,) = send(partner, "stakeholders", person("p-1", names=["Salim"]))

    assert found["status"] == 201, found
    with owner():
        assert Participant.plain.get().stakeholder_id == ours.pk
    assert changed["status"] == 403  # they are ours now


def test_a_team_that_a_meeting_was_handed_to_keeps_it(cast: Cast, partner: Caller) -> None:
    send(partner, "stakeholders", person("p-1"))
    send(partner, "meetings", meeting("m-1", "p-1"))
    with owner():
        Meeting.plain.update(lead_team=cast.mission)
    (found,) = send(partner, "meetings", meeting("m-1", "p-1", summary="Salt.", base_version=1))
    assert found["status"] == 200, found
    with owner():
        assert Meeting.plain.get().lead_team_id == cast.mission.pk
