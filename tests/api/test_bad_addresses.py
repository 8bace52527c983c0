"""Addresses, methods and headers that do not fit: a problem that says where, never HTML."""

from __future__ import annotations

import json

import pytest

from engagement.access.keys import new_id
from tests.api.aiming import rows_to_meet
from tests.api.calls import PROBLEM, Caller, a_meeting, refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db

#: Addresses -> (status, the parameters named).
ADDRESSES: dict[str, tuple[int, list[str]]] = {
    "meetings/?limit=0": (400, ["limit"]),
    "meetings/?limit=201": (400, ["limit"]),
    "meetings/?limit=null": (400, ["limit"]),
    "meetings/?limit=²": (400, ["limit"]),
    "meetings/?limit=": (400, ["limit"]),
    "meetings/?limit=1&limit=2": (400, ["limit"]),
    "meetings/?colour=red": (400, ["colour"]),
    "meetings/?cursor=cD0weDA=": (400, ["cursor"]),
    "meetings/?cursor=WyIxIiwiMiJd:1abc:xyz": (400, ["cursor"]),
    "meetings/?status=done": (400, ["status"]),
    "meetings/?held_from=10/03/2026": (400, ["held_from"]),
    "meetings/?held_from=2026-02-30": (400, ["held_from"]),
    "meetings/?governorate=IQG02": (400, ["governorate"]),
    "meetings/?governorate=IQ-ZZ": (400, ["governorate"]),
    "meetings/?stakeholder=1": (400, ["stakeholder"]),
    "meetings/?updated_since=yesterday": (400, ["updated_since"]),
    "meetings/?updated_since=2026-03-10": (400, ["updated_since"]),
    "meetings/?updated_since=0001-01-01T00:00:00%2B14:00": (400, ["updated_since"]),
    "meetings/?updated_since=9999-12-31T23:59:59-14:00": (400, ["updated_since"]),
    "meetings/?updated_since=2026-03-10T25:00:00Z": (400, ["updated_since"]),
    "meetings/?held_from=2026-3-1": (400, ["held_from"]),
    "meetings/?held_from=0000-00-00": (400, ["held_from"]),
    "meetings/?stakeholder=0198f1c27d3a7c119a573f1f6a0c2b01": (400, ["stakeholder"]),
    "stakeholders/?q=%00": (400, ["q"]),
    "stakeholders/?kind=robot": (400, ["kind"]),
    "stakeholders/?q=%FF": (200, []),
    "regions/?kind=planet": (400, ["kind"]),
    "code-lists/nothing/": (404, []),
    "code-lists/?x=1": (400, ["x"]),
    "meetings/1.1e-308/": (404, []),
    "meetings/%00/": (404, []),
    "meetings": (404, []),
    "follow-ups/?state=late": (400, ["state"]),
    "follow-ups/?side=": (400, ["side"]),
    "follow-ups/?due_until=tomorrow": (400, ["due_until"]),
    "follow-ups/?meeting=x": (400, ["meeting"]),
    "issues/?state=answered&state=unanswered": (400, ["state"]),
    "issues/?meeting=%F0%28%8C%28": (400, ["meeting"]),
    "issues/?limit=1e2": (400, ["limit"]),
    "initiatives/?cursor=eyJhIjoxfQ:1uZ:AAAA": (400, ["cursor"]),
    "initiatives/?cursor=..%2F..%2Fetc%2Fpasswd": (400, ["cursor"]),
    "incidents/?kind=attack": (400, ["kind"]),
    "strategic-assessments/?limit=-1": (400, ["limit"]),
    "strategic-assessments/?limit=%D9%A1": (400, ["limit"]),
    "recommendations/?limit=1%0A": (400, ["limit"]),
    "recommendations/x/": (404, []),
    "recommendations/00000000-0000-0000-0000-000000000000/": (404, []),
    "recommendations/00000000-0000-0000-0000-000000000000/targets/": (404, []),
    "posts/00000000-0000-0000-0000-00000000000g/": (404, []),
    "posts/00000000000000000000000000000000/": (404, []),
    "assessments/": (404, []),
    "regions/atlantis/": (404, []),
    "regions/IQG02/": (404, []),
    "regions/IQ-ZZ/": (404, []),
    "regions/IQ-BA/?x=1": (400, ["x"]),
    "reports/?kind=x": (400, ["kind"]),
    "coverage/?period=2026-Q9": (400, ["period"]),
    "coverage/?team=1": (400, ["team"]),
    "nothing/": (404, []),
    "code-lists/%0A/": (404, []),
    "meetings/%0D%0A/x": (404, []),
    "/api/%0A": (404, []),
    "/api/": (404, []),
    "/api/v2/meetings/": (404, []),
}


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_address_that_does_not_fit_is_refused_by_name(amal: Caller, path: str) -> None:
    status, named = ADDRESSES[path]
    answer = amal.get(path)
    if status == 200:
        assert answer.status_code == 200
    else:
        assert refused(answer, status) == named


def test_a_method_that_is_not_taken_is_said(cast: Cast, amal: Caller) -> None:
    answer = amal("DELETE", "meetings/")
    refused(answer, 405)
    assert set(answer["Allow"].split(", ")) == {"GET", "POST", "HEAD"}
    for method in ("OPTIONS", "TRACE", "BREW"):
        refused(amal(method, "meetings/"), 405)


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "multipart/form-data", "application/x-www-form-urlencoded", "x", "a/b/c", ""],
)
def test_another_media_type_is_refused(cast: Cast, amal: Caller, kind: str) -> None:
    body = json.dumps(a_meeting(cast)).encode()
    refused(amal("POST", "meetings/", body, content_type=kind), 415)


def test_html_is_not_offered(amal: Caller) -> None:
    refused(amal.get("meetings/", Accept="text/html"), 406)


def test_problems_speak_the_readers_language(amal: Caller) -> None:
    words = {amal.get("meetings/1/", Accept_Language=code).json()["title"] for code in ("en", "ar")}
    codes = {amal.get("meetings/1/", Accept_Language=code).json()["type"] for code in ("en", "ar")}
    assert codes == {"urn:jisr:problem:not-found"}
    assert "Not found" in words


@pytest.mark.parametrize(("path", "html"), [("/api/v1/meetings/", False), ("/meetings/", True)])
def test_a_host_of_nobody_is_refused_as_its_part_of_the_house_does(path: str, html: bool) -> None:
    answer = Caller().get(path, Host="nobody.example")
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/html" if html else "application/problem+json")


def test_a_write_to_no_address_is_not_found_either() -> None:
    caller = Caller()
    caller.client.handler.enforce_csrf_checks = True
    for path in ("meetings/x/", "nothing/", "/api/"):
        refused(caller.post(path, {}), 404)


def test_every_method_at_every_address_is_answered_with_json(cast: Cast, amal: Caller) -> None:
    rows = rows_to_meet(cast)
    for kind, key in rows.items():
        for at in (f"{kind}/", f"{kind}/{key}/", f"{kind}/{key}:withdraw/", f"{kind}/{key}:eat/"):
            for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
                answer = amal(method, at, b"{}")
                assert answer.status_code in (404, 405, 422, 428), (method, at, answer.content)
                assert answer["Content-Type"] == PROBLEM


#: What stands in If-Match -> the status of a change.
TAGS = {
    "": 428,
    " ": 428,
    "*": 428,
    "1": 428,
    "'1'": 428,
    '"1': 428,
    '"-1"': 428,
    '"1.0"': 428,
    '"0x1"': 428,
    '"1", "2"': 428,
    '"1-ZZ"': 428,
    '"99999999999999999999"': 428,
    "\u0661": 428,
    'w/"1"': 428,
    '"0"': 412,
    'W/"77"': 412,
    '"999999999"': 412,
}


@pytest.mark.parametrize("tag", TAGS)
def test_a_change_by_a_tag_that_is_none_is_refused(cast: Cast, amal: Caller, tag: str) -> None:
    rows = rows_to_meet(cast)
    sent = {"change_reason": "x", "standing": "accepted"}
    sent_as = tag.encode().decode("latin-1")
    for kind in ("meetings", "stakeholders", "posts", "initiatives", "strategic-assessments"):
        answer = amal("PATCH", f"{kind}/{rows[kind]}/", {"change_reason": "x"}, If_Match=sent_as)
        refused(answer, TAGS[tag])
    refused(amal("PATCH", f"assessments/{rows['assessments']}/", sent, If_Match=sent_as), TAGS[tag])
    at = f"posts/{rows['posts']}:withdraw/"
    refused(amal.post(at, {"change_reason": "x"}, If_Match=sent_as), TAGS[tag])


@pytest.mark.parametrize(
    "tag", ["", "*", '"', '"" ""', "W/", ",,,", '"' + "a" * 5_000 + '"', "\xff"]
)
def test_a_tag_that_is_none_reads_the_whole(amal: Caller, tag: str) -> None:
    for at in ("meetings/", "regions/IQ-BA/", "code-lists/tlp/"):
        assert amal.get(at, If_None_Match=tag).status_code == 200


@pytest.mark.parametrize(
    "reason", ["", " ", "%00", "%00%20", "%E2%80", "%", "%zz", "\xff", "x" * 5_000]
)
def test_a_reason_is_read_or_asked_for(cast: Cast, amal: Caller, reason: str) -> None:
    at = f"initiatives/{rows_to_meet(cast)['initiatives']}/"
    answer = amal(
        "PATCH", at, {"name": "Anew"}, If_Match=amal.get(at)["ETag"], Change_Reason=reason
    )
    if reason.strip() and not reason.startswith("%00"):
        assert answer.status_code == 200, answer.content
    else:
        assert refused(answer, 422) == ["/change_reason"]


@pytest.mark.parametrize(
    "accept", ["text/csv", "application/xml", "image/*", "application/pdf;q=1"]
)
def test_another_form_is_not_offered(amal: Caller, accept: str) -> None:
    for at in ("issues/", "regions/IQ-BA/", f"posts/{new_id()}/"):
        refused(amal.get(at, Accept=accept), 406)


def test_the_page_of_the_document_refuses_in_json() -> None:
    answer = Caller()("DELETE", "docs/")
    refused(answer, 405)
    assert answer["Allow"] == "GET, HEAD"
