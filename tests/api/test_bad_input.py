"""Whatever is sent, the answer is a problem that says where; never 5xx, never HTML."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.meetings.models import Meeting
from engagement.stakeholders.models import Stakeholder
from tests.api.calls import Caller, a_meeting, a_stakeholder, refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db

#: Bodies that are no JSON of ours -> status.
BODIES = {
    "nothing": (b"", 422),
    "half an object": (b'{"id": ', 400),
    "an array": (b"[]", 422),
    "a number": (b"1", 422),
    "null": (b"null", 422),
    "a text": (b'"x"', 422),
    "open brackets": (b"[" * 100_000, 400),
    "closed brackets": (b"[" * 50_000 + b"]" * 50_000, 400),
    "objects in objects": (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, 400),
    "thirty levels": (b'{"id":' + b"[" * 30 + b"]" * 30 + b"}", 400),
    "bad UTF-8": (b'{"id": "\xff"}', 400),
    "UTF-16": ('{"id": 1}'.encode("utf-16"), 400),
    "a byte order mark": (b"\xef\xbb\xbf{}", 400),
    "NaN": (b'{"duration": NaN}', 400),
    "Infinity": (b'{"duration": -Infinity}', 400),
    "a number without end": (b'{"duration": 1e999}', 400),
    "five thousand digits": (b'{"duration": ' + b"9" * 5_000 + b"}", 400),
    "a name twice": (b'{"id": 1, "id": 2}', 400),
    "5 MB": (b'{"outcome": "' + b"x" * 5_000_000 + b'"}', 413),
    "a NUL": (b'{"outcome": "\\u0000"}', 422),
    "half a character": (b'{"outcome": "\\ud800"}', 422),
    "half a character as a name": (b'{"\\ud800": 1}', 422),
    "a NUL as a name": (b'{"\\u0000": 1}', 422),
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("path", ["meetings/", "stakeholders/"])
def test_a_body_that_is_none_is_refused(amal: Caller, path: str, name: str) -> None:
    body, status = BODIES[name]
    refused(amal.post(path, body), status)


#: Changes of a meeting that is good -> the pointers named.
MEETINGS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "an id that is none": ({"id": "1"}, ["/id"]),
    "an id as a number": ({"id": 7}, ["/id"]),
    "an id with braces": ({"id": "{" + str(new_id()) + "}"}, ["/id"]),
    "an id with a line break": ({"id": str(new_id()) + "\n"}, ["/id"]),
    "no status": ({"status": None}, ["/status"]),
    "another status": ({"status": "done"}, ["/status"]),
    "a status as a list": ({"status": ["held"]}, ["/status"]),
    "a day that is none": ({"held_on": "2026-02-30"}, ["/held_on"]),
    "a day in another form": ({"held_on": "10/03/2026"}, ["/held_on"]),
    "a day without dashes": ({"held_on": "20260310"}, ["/held_on"]),
    "a day in Arabic digits": ({"held_on": "٢٠٢٦-٠٣-١٠"}, ["/held_on"]),
    "a day as a number": ({"held_on": 20260310}, ["/held_on"]),
    "the year 1": ({"held_on": "0001-01-01"}, ["/held_on"]),
    "the year 9999": ({"held_on": "9999-12-31"}, ["/held_on"]),
    "an hour that is none": ({"starts_at": "25:00"}, ["/starts_at"]),
    "a time with a line break": ({"starts_at": "10:00\n"}, ["/starts_at"]),
    "a duration as a text": ({"duration": "45"}, ["/duration"]),
    "a duration as true": ({"duration": True}, ["/duration"]),
    "half a minute": ({"duration": 0.5}, ["/duration"]),
    "a huge duration": ({"duration": 10**30}, ["/duration"]),
    "less than no time": ({"duration": -1}, ["/duration"]),
    "a flag as a word": ({"to_complete": "true"}, ["/to_complete"]),
    "a flag as a number": ({"to_complete": 1}, ["/to_complete"]),
    "an unknown field": ({"colour": "red"}, ["/colour"]),
    "a field with a slash": ({"a/b~c": 1}, ["/a~1b~0c"]),
    "a team of nobody": ({"lead_team": str(new_id())}, ["/lead_team"]),
    "a level that is none": ({"tlp": "PINK"}, ["/tlp"]),
    "a level as a number": ({"tlp": 2}, ["/tlp"]),
    "a place as a number": ({"venues": [1]}, ["/venues/0"]),
    "a place of nowhere": ({"venues": ["IQ-ZZ"]}, ["/venues/0"]),
    "a place in a text": ({"venues": "IQ-BA"}, ["/venues"]),
    "a place twice": ({"venues": ["IQ-BA", "basra"]}, ["/venues"]),
    "a scheme of nobody": ({"venues": [{"scheme": "x", "code": "y"}]}, ["/venues/0"]),
    "a scheme without a code": ({"venues": [{"scheme": "cosit"}]}, ["/venues/0/code"]),
    "a P-code of another version": (
        {"venues": [{"scheme": "ocha_pcode", "version": "1999", "code": "IQG02"}]},
        ["/venues/0"],
    ),
    "an empty place": ({"venues": [""]}, ["/venues/0"]),
    "too many places": ({"venues": ["IQ-BA"] * 5_000}, ["/venues"]),
    "nobody met": ({"participants": []}, ["/participants"]),
    "somebody unknown": ({"participants": [{"stakeholder": str(new_id())}]}, ["/participants"]),
    "somebody without anything": ({"participants": [{}]}, ["/participants/0"]),
    "somebody as a text": ({"participants": ["Sheikh"]}, ["/participants/0"]),
    "somebody new without a name": (
        {"participants": [{"new": a_stakeholder(names=[])}]},
        ["/participants/0/new/names"],
    ),
    "somebody new of no type": (
        {"participants": [{"new": a_stakeholder(actor_type="x")}]},
        ["/participants/0/new/actor_type"],
    ),
    "a negative head count": (
        {"participants": [{"new": a_stakeholder(), "headcount": -3}]},
        ["/participants/0/headcount"],
    ),
    "more women than people": (
        {"participants": [{"new": a_stakeholder(), "headcount": 3, "women": 4}]},
        ["/participants"],
    ),
    "a long text": ({"outcome": "x" * 4_001}, ["/outcome"]),
    "a text as a number": ({"outcome": 5}, ["/outcome"]),
    "a text as an object": ({"outcome": {"a": 1}}, ["/outcome"]),
    "a control character": ({"outcome": "a\u0007b"}, ["/outcome"]),
    "an empty follow-up": (
        {"follow_ups": [{"id": str(new_id()), "text": ""}]},
        ["/follow_ups/0/text"],
    ),
    "a follow-up without an id": ({"follow_ups": [{"text": "x"}]}, ["/follow_ups/0/id"]),
    "a follow-up twice": (
        {"follow_ups": [{"id": "0189aaaa-0000-7000-8000-000000000001", "text": t} for t in "ab"]},
        ["/follow_ups"],
    ),
    "an issue by nobody": (
        {"issues": [{"id": str(new_id()), "text": "x", "raised_by": str(new_id())}]},
        ["/issues"],
    ),
    "arranged by nobody": ({"arranged_through": str(new_id())}, ["/arranged_through"]),
}


@pytest.mark.parametrize("name", MEETINGS)
def test_a_meeting_that_does_not_fit_is_refused_by_pointer(
    cast: Cast, amal: Caller, name: str
) -> None:
    changes, pointers = MEETINGS[name]
    assert sorted(refused(amal.post("meetings/", a_meeting(cast, **changes)), 422)) == pointers
    with acting_as(cast.amal, "read"):
        assert not Meeting.objects.visible_to(cast.amal).exists()
        assert not Stakeholder.objects.visible_to(cast.amal).exists(), "half written"


STAKEHOLDERS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a name of no letters": ({"names": ["​"]}, ["/names"]),
    "a name too long": ({"names": ["x" * 501]}, ["/names/0/text"]),
    "a name as a number": ({"names": [5]}, ["/names/0"]),
    "a name of an unknown kind": (
        {"names": [{"text": "A", "kind": "alias"}]},
        ["/names/0/kind"],
    ),
    "a name with more": ({"names": [{"text": "A", "x": 1}]}, ["/names/0/x"]),
    "a line break in a name": ({"names": ["A\nB"]}, ["/names"]),
    "a tag as a number": ({"tags": [1]}, ["/tags/0"]),
    "a tag too long": ({"tags": ["x" * 61]}, ["/tags/0"]),
    "a base as a list": ({"base": ["IQ-BA"]}, ["/base"]),
    "an owner of nowhere": ({"owner": str(new_id())}, ["/owner"]),
    "another team": ({"lead_team": str(new_id())}, ["/lead_team"]),
}


@pytest.mark.parametrize("name", STAKEHOLDERS)
def test_a_stakeholder_that_does_not_fit_is_refused_by_pointer(amal: Caller, name: str) -> None:
    changes, pointers = STAKEHOLDERS[name]
    answer = amal.post("stakeholders/", a_stakeholder(**changes))
    assert sorted(refused(answer, 422)) == pointers


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
