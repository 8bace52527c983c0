"""Strategic assessments, incidents and initiatives over the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engagement.access.keys import new_id
from engagement.access.tlp import Tlp
from engagement.briefs.models import Initiative
from tests.api.calls import (
    Caller,
    an_assessment,
    an_incident,
    an_initiative,
    changed,
    refused,
    stepped,
)
from tests.api.test_meetings import statements
from tests.cast import Cast, register
from tests.conftest import owner

pytestmark = pytest.mark.django_db
#: The same in every process that collects the tests.
NOBODY = "0198f1c2-7d3a-7c11-9a57-3f1f6a0c2bff"
moving = pytest.mark.django_db(transaction=True)
KINDS: dict[str, Callable[..., dict[str, Any]]] = {
    "strategic-assessments": an_assessment,
    "incidents": an_incident,
    "initiatives": an_initiative,
}
#: A field of each that takes any text.
TEXTS = {"strategic-assessments": "title", "incidents": "text", "initiatives": "name"}
every = pytest.mark.parametrize("kind", KINDS)


@every
def test_one_is_created_and_repeated(amal: Caller, kind: str) -> None:
    sent = KINDS[kind](tlp="AMBER")
    first, again = amal.post(f"{kind}/", sent), amal.post(f"{kind}/", sent)
    assert (first.status_code, again.status_code) == (201, 200), first.content
    assert first.content == again.content
    found = first.json()
    assert {name: found[name] for name in sent} == sent
    assert amal.get(f"{kind}/").json()["items"] == [found]
    assert amal.get(f"{kind}/{sent['id']}/").content == first.content
    refused(amal.post(f"{kind}/", {**sent, TEXTS[kind]: "Other"}), 409)


@every
@moving
def test_one_is_amended_by_whoever_names_its_version(amal: Caller, kind: str) -> None:
    sent = KINDS[kind]()
    amal.post(f"{kind}/", sent)
    at = f"{kind}/{sent['id']}/"
    before = amal.get(at)
    answer = changed(amal, at, {TEXTS[kind]: "Said anew"})
    assert answer.status_code == 200, answer.content
    now = answer.json()
    differing = {name for name in now if now[name] != before.json()[name]}
    assert differing == {TEXTS[kind], "version"}
    patch = {TEXTS[kind]: "x", "change_reason": "y"}
    refused(amal("PATCH", at, patch), 428)
    refused(amal("PATCH", at, patch, If_Match=before["ETag"]), 412)
    assert changed(amal, at, now, "PUT").status_code == 200
    refused(changed(amal, at, {"id": str(new_id())}), 409)


@every
def test_one_is_withdrawn(amal: Caller, kind: str) -> None:
    sent = KINDS[kind]()
    amal.post(f"{kind}/", sent)
    at = f"{kind}/{sent['id']}"
    refused(amal.post(f"{at}:withdraw/", {"change_reason": "x"}), 428)
    assert refused(stepped(amal, at, "withdraw"), 422) == ["/change_reason"]
    assert stepped(amal, at, "withdraw", {"change_reason": "x"}).json()["withdrawn_at"]
    assert amal.get(f"{kind}/").json()["items"] == []
    refused(changed(amal, f"{at}/", {TEXTS[kind]: "x"}), 409)


@every
def test_what_others_hide_is_not_found(cast: Cast, kind: str) -> None:
    amal, carla = Caller(cast.amal), Caller(cast.carla)
    sent = KINDS[kind](tlp="RED", **{TEXTS[kind]: "Canary"})
    assert carla.post(f"{kind}/", sent).status_code == 201
    at = f"{kind}/{sent['id']}"
    assert amal.get(f"{kind}/").json()["items"] == []
    refused(amal.get(f"{at}/"), 404)
    refused(amal("PATCH", f"{at}/", {"change_reason": "x"}, If_Match='"1"'), 404)
    refused(amal.post(f"{at}:withdraw/", {"change_reason": "x"}, If_Match='"1"'), 404)
    refused(amal.post(f"{kind}/", KINDS[kind](id=sent["id"])), 409)
    refused(Caller(cast.ruth).post(f"{kind}/", KINDS[kind]()), 403)


@every
def test_a_list_has_a_fixed_number_of_statements_and_pages(amal: Caller, kind: str) -> None:
    amal.get(f"{kind}/")
    counts, made = set(), []
    for _number in range(2):
        rows = [KINDS[kind]() for _again in range(2)]
        assert {amal.post(f"{kind}/", row).status_code for row in rows} == {201}
        made += [row["id"] for row in rows]
        counts.add(statements(lambda: amal.get(f"{kind}/")))
    assert len(counts) == 1
    assert max(counts) <= 4
    at, found = f"{kind}/?limit=3", []
    while at:
        answer = amal.get(at)
        found += [row["id"] for row in answer.json()["items"]]
        at = (answer.json()["next"] or "").removeprefix("http://testserver")
    assert sorted(found) == sorted(made)


@moving
def test_an_assessment_is_delivered_and_acted_on(amal: Caller) -> None:
    sent = an_assessment(regions=["IQ-AN", "IQ-NI"])
    amal.post("strategic-assessments/", sent)
    at = f"strategic-assessments/{sent['id']}"
    told = {"acted_on": "2026-03-20", "action": "A convoy was moved"}
    assert refused(stepped(amal, at, "act", told), 422) == ["/acted_on"]
    delivery = {"delivered_on": "2026-03-15", "valid_on": "2026-03-14", "summary": "Cells"}
    delivered = stepped(amal, at, "deliver", delivery)
    assert {name: delivered.json()[name] for name in delivery} == delivery
    acted = stepped(amal, at, "act", told).json()
    assert {name: acted[name] for name in told} == told
    assert acted["version"] == 3
    refused(stepped(amal, at, "act", told, If_Match='"1"'), 412)
    refused(amal.post(f"{at}:act/", told), 428)


@pytest.mark.parametrize(
    ("kind", "changes", "pointer"),
    [
        ("strategic-assessments", {"regions": []}, "/regions"),
        ("strategic-assessments", {"regions": ["JO"]}, "/regions"),
        ("strategic-assessments", {"regions": ["IQ-AN", "IQ-ZZ"]}, "/regions/1"),
        ("strategic-assessments", {"regions": "IQ-AN"}, "/regions"),
        ("strategic-assessments", {"asked_on": "2999-01-01"}, "/asked_on"),
        ("strategic-assessments", {"asked_on": "0001-01-01"}, "/asked_on"),
        ("strategic-assessments", {"title": " "}, "/title"),
        ("strategic-assessments", {"delivered": True}, "/delivered"),
        ("incidents", {"kind": "party"}, "/kind"),
        ("incidents", {"region": None}, "/region"),
        ("incidents", {"region": "IQG02"}, "/region"),
        ("incidents", {"region": "JO"}, "/region"),
        ("incidents", {"source": ""}, "/source"),
        ("incidents", {"happened_on": "yesterday"}, "/happened_on"),
        ("initiatives", {"name": ""}, "/name"),
        ("initiatives", {"iraqi_led": "yes"}, "/iraqi_led"),
        ("initiatives", {"region": "JO"}, "/region"),
        ("initiatives", {"valid_from": "2025", "valid_until": "2024"}, "/valid_until"),
        ("initiatives", {"valid_from": "1789"}, "/valid_from"),
        ("initiatives", {"lead_organisation": NOBODY}, "/lead_organisation"),
        ("initiatives", {"lead_team": NOBODY}, "/lead_team"),
        ("initiatives", {"tlp": 2}, "/tlp"),
    ],
    ids=str,
)
def test_rules_are_told_by_pointer(
    amal: Caller, kind: str, changes: dict[str, Any], pointer: str
) -> None:
    assert refused(amal.post(f"{kind}/", KINDS[kind](**changes)), 422) == [pointer]


def test_who_leads_is_named_to_whoever_may_open_them(cast: Cast, amal: Caller) -> None:
    body = register(cast.amal, "Council", "cso_ngo", kind="organisation")
    person = register(cast.amal, "A person")
    sent = an_initiative(lead_organisation=str(body.pk), iraqi_led=True, region="IQ-BA")
    found = amal.post("initiatives/", sent).json()
    assert {name: found[name] for name in sent} == sent
    answer = amal.post("initiatives/", an_initiative(lead_organisation=str(person.pk)))
    assert refused(answer, 422) == ["/lead_organisation"]


def test_a_lead_that_the_writer_may_not_open_stays(cast: Cast, amal: Caller) -> None:
    secret = register(cast.carla, "Canary", "cso_ngo", kind="organisation", tlp=Tlp.AMBER_STRICT)
    sent = an_initiative(lead_team=str(cast.mission.pk))
    amal.post("initiatives/", sent)
    with owner():
        Initiative.objects.unscoped("all").filter(pk=sent["id"]).update(lead_organisation=secret)
    at = f"initiatives/{sent['id']}/"
    read = amal.get(at)
    assert (read.json()["lead_organisation"], read.json()["hidden"]) == (None, True)
    assert changed(amal, at, {"name": "Renamed"}).json()["name"] == "Renamed"
    with owner():
        row = Initiative.objects.unscoped("all").get(pk=sent["id"])
        assert row.lead_organisation_id == secret.pk
