"""Stakeholders over the API."""

from __future__ import annotations

import pytest

from engagement.access.tlp import Tlp
from tests.api.calls import Caller, a_stakeholder, refused
from tests.api.test_meetings import statements
from tests.cast import Cast, register

pytestmark = pytest.mark.django_db


def test_a_stakeholder_is_created_and_repeated(amal: Caller) -> None:
    sent = a_stakeholder(tags=["farmer"], at_risk=True)
    first, again = amal.post("stakeholders/", sent), amal.post("stakeholders/", sent)
    assert (first.status_code, again.status_code) == (201, 200), first.content
    assert first.content == again.content
    found = first.json()
    assert found["names"] == [
        {"text": "الشيخ جبار", "kind": "full", "language": "", "script": "Arab"},
        {"text": "Sheikh Jabbar", "kind": "short", "language": "en", "script": "Latn"},
    ]
    assert (found["base"], found["actor_group"], found["tlp"]) == ("IQ-BA", "communities", "AMBER")
    assert (found["default_relation"], found["tags"]) == ("non_state", ["farmer"])


def test_other_content_under_the_id_is_a_conflict(amal: Caller) -> None:
    sent = a_stakeholder()
    amal.post("stakeholders/", sent)
    refused(amal.post("stakeholders/", {**sent, "kind": "unit"}), 409)


def test_a_hidden_row_gives_the_same_conflict(cast: Cast, amal: Caller) -> None:
    sent = a_stakeholder()
    amal.post("stakeholders/", sent)
    seen = amal.post("stakeholders/", {**sent, "kind": "unit"})
    hidden = register(cast.omar, "Canary")
    answer = amal.post("stakeholders/", a_stakeholder(id=str(hidden.pk)))
    assert (answer.status_code, answer.content) == (409, seen.content)


def test_rules_and_codes_are_told_by_pointer(amal: Caller) -> None:
    sent = a_stakeholder(actor_type="nobody", base="atlantis")
    assert set(refused(amal.post("stakeholders/", sent), 422)) == {"/actor_type", "/base"}
    assert refused(amal.post("stakeholders/", a_stakeholder(names=["7"])), 422) == ["/names"]


def test_an_amendment_needs_the_version(amal: Caller) -> None:
    sent = a_stakeholder()
    amal.post("stakeholders/", sent)
    at = f"stakeholders/{sent['id']}/"
    patch = {"names": ["Only this"], "change_reason": "misread"}
    refused(amal("PATCH", at, patch), 428)
    refused(amal("PATCH", at, patch, If_Match='"7"'), 412)
    answer = amal("PATCH", at, patch, If_Match='"1"')
    assert answer.status_code == 200, answer.content
    assert [row["text"] for row in answer.json()["names"]] == ["Only this"]
    assert answer.json()["actor_type"] == "tribe"


def test_what_was_read_can_be_sent_back(amal: Caller) -> None:
    sent = a_stakeholder(tags=["farmer"])
    amal.post("stakeholders/", sent)
    at = f"stakeholders/{sent['id']}/"
    read = amal.get(at)
    again = {**read.json(), "not_to_be_engaged": True, "change_reason": "x"}
    now = amal("PUT", at, again, If_Match=read["ETag"]).json()
    assert {name for name in now if now[name] != read.json()[name]} <= {
        "not_to_be_engaged",
        "version",
    }
    assert now["not_to_be_engaged"] is True


def test_a_read_that_has_not_changed_is_304(amal: Caller) -> None:
    sent = a_stakeholder()
    amal.post("stakeholders/", sent)
    for at in (f"stakeholders/{sent['id']}/", "stakeholders/"):
        tag = amal.get(at)["ETag"]
        again = amal.get(at, If_None_Match=f"W/{tag}")
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_the_filters_narrow(cast: Cast, amal: Caller) -> None:
    sheikh = register(cast.amal, "الشيخ جبار", "tribe", "basra")
    club = register(cast.amal, "Reading club", "cso_ngo", kind="organisation")
    for query, rows in {
        "kind=organisation": [club],
        "actor_group=communities": [sheikh],
        "actor_type=cso_ngo": [club],
        "q=جبار": [sheikh],
        "updated_since=2090-01-01T00:00:00Z": [],
    }.items():
        found = amal.get(f"stakeholders/?{query}").json()["items"]
        assert [row["id"] for row in found] == [str(row.pk) for row in rows], query


def test_a_list_has_a_fixed_number_of_statements(cast: Cast, amal: Caller) -> None:
    amal.get("stakeholders/")
    counts = set()
    for number in range(2):
        register(cast.amal, f"One {number}")
        register(cast.amal, f"Two {number}", base="basra")
        counts.add(statements(lambda: amal.get("stakeholders/")))
    assert len(counts) == 1
    assert max(counts) <= 8


def test_what_others_hide_is_absent(cast: Cast, amal: Caller) -> None:
    strict = register(cast.carla, "Canary one", tlp=Tlp.AMBER_STRICT)
    red = register(cast.bassam, "Canary two", tlp=Tlp.RED)
    far = register(cast.omar, "Canary three")
    assert amal.get("stakeholders/").json()["items"] == []
    for row in (strict, red, far):
        at = f"stakeholders/{row.pk}/"
        bodies = [
            amal.get(at),
            amal("PATCH", at, {"at_risk": True, "change_reason": "x"}, If_Match='"1"'),
        ]
        for answer in bodies:
            refused(answer, 404)
            assert b"Canary" not in answer.content
            assert str(row.pk) not in str(answer.headers)


def test_whoever_a_new_one_may_already_be_is_told_with_why(cast: Cast, amal: Caller) -> None:
    there = register(cast.carla, "Mohammed Jawad al-Saadi", "tribe", "basra")
    sent = a_stakeholder(names=["محمد جواد الساعدي"])

    first, again = amal.post("stakeholders/", sent), amal.post("stakeholders/", sent)

    assert (first.status_code, again.status_code) == (201, 200)
    (told,) = first.json()["possible_duplicates"]
    assert told["stakeholder"] == str(there.pk)
    assert told["name"] == "Mohammed Jawad al-Saadi"
    assert 0.86 <= told["score"] <= 1
    assert {reason["code"] for reason in told["reasons"]} == {"script"}
    assert again.json()["possible_duplicates"] == [told]
    assert "possible_duplicates" not in amal.get(f"stakeholders/{sent['id']}/").json()


def test_nobody_is_told_of_where_there_is_nobody_like_them(amal: Caller) -> None:
    made = amal.post("stakeholders/", a_stakeholder()).json()

    assert made["possible_duplicates"] == []


def test_a_hidden_one_is_told_of_in_no_way(cast: Cast, amal: Caller) -> None:
    amal.get("stakeholders/")  # the key's last use is written down now, and not again
    nobody, name = a_stakeholder(names=["Qasim Haydari"]), "Mohammed Jawad al-Saadi"
    alone = statements(lambda: amal.post("stakeholders/", nobody))
    register(cast.carla, name, "tribe", "basra", tlp=Tlp.RED)
    sent = a_stakeholder(names=["محمد جواد الساعدي"])

    beside = statements(lambda: amal.post("stakeholders/", sent))

    assert beside == alone
    assert amal.post("stakeholders/", sent).json()["possible_duplicates"] == []


def test_a_year_of_birth_is_a_persons(amal: Caller) -> None:
    made = amal.post("stakeholders/", a_stakeholder(birth_year=1970))

    assert (made.status_code, made.json()["birth_year"]) == (201, 1970)
    body = a_stakeholder(birth_year=1970, kind="organisation")
    assert refused(amal.post("stakeholders/", body), 422) == ["/birth_year"]
    for year in (1899, 2101, "1970", 1970.5, True):
        assert refused(amal.post("stakeholders/", a_stakeholder(birth_year=year)), 422)
