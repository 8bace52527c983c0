"""A partner and somebody here change one record: put together where it can be, else a person."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.scope import Actor, acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.models import Meeting
from engagement.stakeholders.models import Stakeholder
from engagement.sync.batches.deciding import decide_conflict
from engagement.sync.batches.models import SyncConflict
from engagement.sync.models import Agreement
from tests.api.calls import Caller
from tests.cast import Cast
from tests.conftest import owner
from tests.sync.agreeing import agree, caller
from tests.sync.sending import meeting, person, pointers, send

# A version is a transaction of its own.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    return agree(cast)


@pytest.fixture
def partner(cast: Cast, agreement: Agreement) -> Caller:
    return caller(cast, agreement)


def amended(cast: Cast, path: str, pk: str, version: int, **patch: Any) -> dict[str, Any]:
    """A manager changes a record by the API."""
    answer = Caller(cast.bassam)(
        "PATCH",
        f"{path}/{pk}/",
        {**patch, "change_reason": "we know better"},
        If_Match=f'"{version}"',
        content_type="application/merge-patch+json",
    )
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def people(partner: Caller, pk: str) -> dict[str, Any]:
    found: dict[str, Any] = partner.get(f"stakeholders/{pk}/").json()
    return found


def test_what_nobody_else_changed_needs_no_version(partner: Caller) -> None:
    (made,) = send(partner, "stakeholders", person("a"))
    for number in range(3):
        (found,) = send(partner, "stakeholders", person("a", names=[f"Karim {number} Ali"]))
        assert (found["status"], found["version"]) == (200, number + 2)
    assert people(partner, made["id"])["version"] == 4


def test_what_others_changed_needs_the_version(cast: Cast, partner: Caller) -> None:
    (made,) = send(partner, "stakeholders", person("a"))
    amended(cast, "stakeholders", made["id"], 1, birth_year=1970)
    (found,) = send(partner, "stakeholders", person("a", names=["Salim"]))
    assert (found["status"], found["version"], "conflicts" in found["problem"]) == (409, 2, False)
    (found,) = send(partner, "stakeholders", person("a", names=["Salim"], base_version=2))
    assert found["status"] == 200
    assert people(partner, made["id"])["birth_year"] is None
    (found,) = send(partner, "stakeholders", person("a", names=["Nadim"]))  # it knows now
    assert found["status"] == 200


def test_a_version_that_is_to_come_is_refused(partner: Caller) -> None:
    send(partner, "stakeholders", person("a"))
    (found,) = send(partner, "stakeholders", person("a", names=["Salim"], base_version=2))
    assert (found["status"], found["version"]) == (409, 1)


def test_different_fields_are_put_together(cast: Cast, partner: Caller) -> None:
    (made,) = send(partner, "stakeholders", person("a", tags=["salt"]))
    amended(cast, "stakeholders", made["id"], 1, birth_year=1970, tags=["salt", "water"])
    sent = person("a", names=["Salim"], tags=["salt", "reeds"], base_version=1)
    (found,) = send(partner, "stakeholders", sent)
    assert found["status"] == 200, found
    assert set(found["merged"]) == {"/items/0/data/birth_year", "/items/0/data/tags"}
    now = people(partner, made["id"])
    assert [name["text"] for name in now["names"]] == ["Salim"]
    assert (now["birth_year"], now["tags"]) == (1970, ["reeds", "salt", "water"])


def test_after_putting_together_the_partner_still_has_to_read(cast: Cast, partner: Caller) -> None:
    (made,) = send(partner, "stakeholders", person("a"))
    amended(cast, "stakeholders", made["id"], 1, birth_year=1970)
    send(partner, "stakeholders", person("a", names=["Salim"], base_version=1))
    (found,) = send(partner, "stakeholders", person("a", names=["Nadim"]))
    assert found["status"] == 409
    assert people(partner, made["id"])["birth_year"] == 1970


def test_the_same_field_changed_twice_is_a_clash_with_all_three_values(
    cast: Cast, partner: Caller
) -> None:
    (made,) = send(partner, "stakeholders", person("a", birth_year=1960))
    amended(cast, "stakeholders", made["id"], 1, birth_year=1970)
    sent = person("a", birth_year=1965, names=["Salim"], base_version=1)
    (found,) = send(partner, "stakeholders", person("b"), sent)[1:]
    assert (found["status"], found["id"], found["version"]) == (409, made["id"], 2)
    assert found["problem"]["conflicts"] == [
        {"pointer": "/items/1/data/birth_year", "base": 1960, "theirs": 1965, "ours": 1970}
    ]
    now = people(partner, made["id"])
    assert (now["birth_year"], now["version"]) == (1970, 2)


def test_both_changed_it_to_the_same_is_none(cast: Cast, partner: Caller) -> None:
    (made,) = send(partner, "stakeholders", person("a"))
    amended(cast, "stakeholders", made["id"], 1, base="IQ-NI", names=["Nadim"])
    (found,) = send(
        partner, "stakeholders", person("a", base="IQ-NI", names=["Nadim"], base_version=1)
    )
    assert (found["status"], found["version"]) == (200, 2)


def test_codes_of_a_clash_are_told_as_they_are_sent(cast: Cast, partner: Caller) -> None:
    (made,) = send(partner, "stakeholders", person("a"))
    amended(cast, "stakeholders", made["id"], 1, base="IQ-NI", names=["Nadim"])
    (found,) = send(
        partner, "stakeholders", person("a", base="IQ-MA", names=["Salim"], base_version=1)
    )
    told = {row["pointer"].rsplit("/", 1)[1]: row for row in found["problem"]["conflicts"]}
    values = ("base", "theirs", "ours")
    assert [told["base"][name] for name in values] == ["IQ-BA", "IQ-MA", "IQ-NI"]
    assert [told["names"][name][0]["text"] for name in values] == ["Karim of a", "Salim", "Nadim"]


def test_a_level_raised_here_stays_whatever_is_sent(cast: Cast, partner: Caller) -> None:
    (made,) = send(partner, "stakeholders", person("a", tlp="GREEN"))
    amended(cast, "stakeholders", made["id"], 1, tlp="AMBER", at_risk=True)
    sent = person("a", tlp="GREEN", names=["Salim"])
    (found,) = send(partner, "stakeholders", {**sent, "base_version": 1})
    assert found["status"] == 200, found
    now = people(partner, made["id"])
    assert (now["tlp"], now["at_risk"], now["names"][0]["text"]) == ("AMBER", True, "Salim")
    (found,) = send(partner, "stakeholders", {**sent, "base_version": found["version"]})
    assert set(pointers(found)) == {"/items/0/data/tlp", "/items/0/data/at_risk"}


def test_a_meeting_is_put_together_part_by_part(cast: Cast, partner: Caller) -> None:
    send(partner, "stakeholders", person("a"), person("b"))
    (made,) = send(partner, "meetings", meeting("m", "a"))
    amended(cast, "meetings", made["id"], 1, outcome="They agreed.", venues=["IQ-BA", "IQ-MA"])
    sent = meeting("m", "a", "b", venues=["IQ-BA", "IQ-DQ"], summary="Salt.", base_version=1)
    (found,) = send(partner, "meetings", sent)
    assert found["status"] == 200, found
    now = partner.get(f"meetings/{made['id']}/").json()
    assert (now["outcome"], now["summary"]) == ("They agreed.", "Salt.")
    assert set(now["venues"]) == {"IQ-BA", "IQ-MA", "IQ-DQ"}
    assert len(now["participants"]) == 2


def test_people_taken_out_here_stay_out(cast: Cast, partner: Caller) -> None:
    send(partner, "stakeholders", person("a"), person("b"))
    (made,) = send(partner, "meetings", meeting("m", "a", "b"))
    there = partner.get(f"meetings/{made['id']}/").json()["participants"]
    kept = [{"stakeholder": there[0]["stakeholder"], "role": "observer"}, there[1]]
    kept[1] = {"stakeholder": there[1]["stakeholder"]}
    amended(cast, "meetings", made["id"], 1, participants=kept[1:])
    (found,) = send(partner, "meetings", meeting("m", "a", "b", summary="x", base_version=1))
    assert found["status"] == 200
    now = partner.get(f"meetings/{made['id']}/").json()["participants"]
    assert [row["stakeholder"] for row in now] == [there[1]["stakeholder"]]


def test_a_meeting_changed_twice_is_a_clash(cast: Cast, partner: Caller) -> None:
    send(partner, "stakeholders", person("a"))
    (made,) = send(partner, "meetings", meeting("m", "a", outcome="First."))
    amended(cast, "meetings", made["id"], 1, outcome="Ours.", status="cancelled", reason="security")
    sent = meeting("m", "a", outcome="Theirs.", held_on="2026-03-09", base_version=1)
    (found,) = send(partner, "meetings", sent)
    assert found["problem"]["conflicts"] == [
        {"pointer": "/items/0/data/outcome", "base": "First.", "theirs": "Theirs.", "ours": "Ours."}
    ]


def clash_over_the_year(cast: Cast, partner: Caller, **more: Any) -> SyncConflict:
    (made,) = send(partner, "stakeholders", person("a", birth_year=1960, **more))
    amended(cast, "stakeholders", made["id"], 1, birth_year=1970)
    sent = person("a", birth_year=1965, names=["Salim"], base_version=1, **more)
    send(partner, "stakeholders", sent)
    with owner():
        return SyncConflict.plain.get()


def decide(actor: Actor, clash: SyncConflict, take: str, **more: Any) -> SyncConflict:
    values = {"reason": "They were there", "version": 2, **more}
    with acting_as(actor, "conflict.decided", values["reason"]):
        return decide_conflict(actor, clash.pk, take=take, **values)


def test_a_person_takes_theirs_and_what_else_was_sent(cast: Cast, partner: Caller) -> None:
    clash = clash_over_the_year(cast, partner)
    decide(cast.bassam, clash, "theirs")
    with owner():
        row, clash = Stakeholder.plain.get(), SyncConflict.plain.get()
        names = [name.text for name in row.names(manager="plain").all()]
    assert (row.birth_year, row.version, names) == (1965, 3, ["Salim"])
    assert (clash.decision, clash.decided_by_id) == ("theirs", cast.bassam.user_id)


def test_a_person_keeps_ours(cast: Cast, partner: Caller) -> None:
    clash = clash_over_the_year(cast, partner)
    decide(cast.bassam, clash, "ours")
    with owner():
        assert (Stakeholder.plain.get().birth_year, Stakeholder.plain.get().version) == (1970, 2)
        assert not SyncConflict.plain.filter(decision="").exists()


def test_a_clash_is_decided_once_with_a_reason_on_what_was_looked_at(
    cast: Cast, partner: Caller
) -> None:
    clash = clash_over_the_year(cast, partner)
    with pytest.raises(ValidationError):
        decide(cast.bassam, clash, "ours", reason=" ")
    with pytest.raises(ValidationError):
        decide(cast.bassam, clash, "nobody's")
    with pytest.raises(Conflict):
        decide(cast.bassam, clash, "ours", version=1)
    decide(cast.bassam, clash, "ours")
    with pytest.raises(Conflict):
        decide(cast.bassam, clash, "ours")


def test_nobody_decides_what_they_may_not_open_or_do_not_answer_for(
    cast: Cast, partner: Caller
) -> None:
    clash = clash_over_the_year(cast, partner)
    for who in (cast.amal, cast.ruth, cast.omar, cast.idris):
        with pytest.raises(NotAllowed):
            decide(who, clash, "theirs")
    decide(cast.carla, clash, "theirs")  # of the partner's team


def test_a_clash_is_not_seen_by_who_may_not_open_the_record(cast: Cast, partner: Caller) -> None:
    clash_over_the_year(cast, partner, tlp="AMBER")
    seen = {}
    for who in ("bassam", "carla", "amal", "ruth", "idris", "omar"):
        with acting_as(getattr(cast, who), "read"):
            seen[who] = SyncConflict.objects.unscoped("row security").count()
    assert seen == {"bassam": 1, "carla": 1, "amal": 0, "ruth": 0, "idris": 0, "omar": 0}


def test_a_record_opened_to_more_people_does_not_open_its_old_clash(
    cast: Cast, partner: Caller
) -> None:
    clash_over_the_year(cast, partner, tlp="AMBER")
    with owner():
        Stakeholder.plain.update(tlp=Tlp.GREEN)
    with acting_as(cast.amal, "read"):
        assert not SyncConflict.objects.unscoped("row security").exists()


def test_a_newer_request_takes_the_place_of_a_clash(cast: Cast, partner: Caller) -> None:
    clash_over_the_year(cast, partner)
    send(partner, "stakeholders", person("a", birth_year=1966, base_version=1))
    with owner():
        (row,) = SyncConflict.plain.all()
        assert row.fields[0]["theirs"] == 1966
    send(partner, "stakeholders", person("a", birth_year=1970, base_version=2))
    with owner():
        assert SyncConflict.plain.get().decision == "superseded"


def test_theirs_of_a_meeting_is_taken_with_the_people_they_named(
    cast: Cast, partner: Caller
) -> None:
    send(partner, "stakeholders", person("a"), person("b"))
    (made,) = send(partner, "meetings", meeting("m", "a"))
    amended(cast, "meetings", made["id"], 1, outcome="Ours.", summary="Kept.")
    send(partner, "meetings", meeting("m", "a", "b", outcome="Theirs.", base_version=1))
    with owner():
        clash = SyncConflict.plain.get()
    decide(cast.carla, clash, "theirs")
    with owner():
        row = Meeting.plain.get()
        people = row.participants(manager="plain").count()
    assert (row.outcome, row.summary, people) == ("Theirs.", "Kept.", 2)
