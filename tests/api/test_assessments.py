"""What is claimed of stakeholders, over the API: dated, sourced, contestable."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.calls import Caller, a_claim, changed, refused, stepped
from tests.api.test_meetings import statements
from tests.cast import Cast, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(cast: Cast) -> Any:
    return register(cast.amal, "Brigade", "pmf_unit", "basra", kind="unit")


@pytest.fixture
def at(unit: Any) -> str:
    return f"stakeholders/{unit.pk}/assessments/"


def test_a_claim_is_created_and_repeated(amal: Caller, at: str) -> None:
    sent = a_claim(
        valid_from="2024",
        valid_until="2025-06",
        source_on="2026-03-01",
        source_grade="B",
        information_grade=2,
        legal_basis="Law 40",
        tlp="AMBER",
    )
    first, again = amal.post(at, sent), amal.post(at, sent)
    assert (first.status_code, again.status_code) == (201, 200), first.content
    assert first.content == again.content
    found = first.json()
    assert {name: found[name] for name in sent} == sent
    assert (found["standing"], found["has_protected_source"]) == ("needs_work", False)
    assert amal.get(at).json()["items"] == [found]
    refused(amal.post(at, {**sent, "value": "state"}), 409)


def test_an_area_has_a_place_and_a_parent_a_body(cast: Cast, amal: Caller, at: str) -> None:
    above = register(cast.amal, "Division", "pmf_unit", kind="unit")
    area = a_claim(facet="area", value="operations", region="IQ-BA")
    parent = a_claim(facet="parent", value="command", parent=str(above.pk))
    assert amal.post(at, area).json()["region"] == "IQ-BA"
    assert amal.post(at, parent).json()["parent"] == str(above.pk)
    facets = {row["facet"] for row in amal.get(f"{at}?facet=area").json()["items"]}
    assert facets == {"area"}


def test_two_accepted_claims_of_one_time_do_not_stand_together(amal: Caller, at: str) -> None:
    first = a_claim(standing="accepted")
    other = a_claim(value="state")
    assert amal.post(at, first).status_code == 201
    assert amal.post(at, other).status_code == 201
    assert refused(amal.post(at, a_claim(value="state", standing="accepted")), 422) == ["/standing"]
    answer = changed(amal, f"assessments/{other['id']}/", {"standing": "accepted"})
    assert refused(answer, 422) == ["/standing"]
    assert changed(amal, f"assessments/{first['id']}/", {"standing": "conflict"}).json()["note"]
    answer = changed(amal, f"assessments/{other['id']}/", {"standing": "accepted"})
    assert answer.json()["standing"] == "accepted"
    rows = amal.get(f"{at}?standing=accepted").json()["items"]
    assert [row["id"] for row in rows] == [other["id"]]


def test_what_a_claim_says_does_not_change(amal: Caller, at: str) -> None:
    sent = a_claim()
    amal.post(at, sent)
    answer = changed(amal, f"assessments/{sent['id']}/", {"standing": "accepted", "value": "state"})
    assert refused(answer, 422) == ["/value"]
    refused(amal("PUT", f"assessments/{sent['id']}/", sent, If_Match='"1"'), 405)


def test_a_change_names_the_version_and_the_reason(amal: Caller, at: str) -> None:
    sent = a_claim()
    amal.post(at, sent)
    one = f"assessments/{sent['id']}/"
    refused(amal("PATCH", one, {"standing": "accepted", "change_reason": "x"}), 428)
    body = {"standing": "accepted", "change_reason": "x"}
    refused(amal("PATCH", one, body, If_Match='"77"'), 412)
    answer = amal("PATCH", one, {"standing": "accepted"}, If_Match=amal.get(one)["ETag"])
    assert refused(answer, 422) == ["/change_reason"]


def test_a_claim_is_withdrawn(amal: Caller, at: str) -> None:
    sent = a_claim()
    amal.post(at, sent)
    answer = stepped(amal, f"assessments/{sent['id']}", "withdraw", {"change_reason": "hearsay"})
    assert answer.json()["withdrawn_at"], answer.content
    assert amal.get(at).json()["items"] == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"value": "by_law"}, "/value"),
        ({"facet": "colour"}, "/facet"),
        ({"degree": "low"}, "/degree"),
        ({"source": ""}, "/source"),
        ({"source_grade": "Z"}, "/source_grade"),
        ({"information_grade": 7}, "/information_grade"),
        ({"information_grade": "2"}, "/information_grade"),
        ({"assessed_on": "2999-01-01"}, "/assessed_on"),
        ({"region": "IQ-BA"}, "/region"),
        ({"facet": "area", "value": "base", "region": "JO"}, "/region"),
        ({"facet": "area", "value": "base", "region": "IQ-ZZ"}, "/region"),
        ({"facet": "parent", "value": "command"}, "/parent"),
        ({"facet": "alignment", "value": "sadrist"}, "/tlp"),
        ({"standing": "conflict"}, "/note"),
        ({"valid_from": "2025", "valid_until": "2024"}, "/valid_until"),
        ({"protected_source": "somebody"}, "/protected_source"),
    ],
    ids=str,
)
def test_rules_are_told_by_pointer(
    amal: Caller, at: str, changes: dict[str, Any], pointer: str
) -> None:
    assert refused(amal.post(at, a_claim(**changes)), 422) == [pointer]


def test_a_list_has_a_fixed_number_of_statements(amal: Caller, at: str) -> None:
    amal.get(at)
    counts = set()
    for number in range(2):
        amal.post(at, a_claim())
        amal.post(at, a_claim(facet="area", value="base", region="IQ-BA", source=f"S{number}"))
        counts.add(statements(lambda: amal.get(at)))
    assert len(counts) == 1
    assert max(counts) <= 6
