"""Whatever is sent wherever something can be sent: a problem, never 5xx, never HTML."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from engagement.access.keys import new_id
from tests.api.aiming import rows_to_meet
from tests.api.calls import Caller, a_stakeholder, an_initiative, refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db

#: Bodies that are no JSON of ours -> status.
BODIES = {
    "nothing": (b"", 422),
    "blanks": (b" \n ", 400),
    "half an object": (b'{"id": ', 400),
    "an array": (b"[]", 422),
    "an array of objects": (b"[{}, {}]", 422),
    "a number": (b"1", 422),
    "null": (b"null", 422),
    "true": (b"true", 422),
    "a text": (b'"x"', 422),
    "open brackets": (b"[" * 100_000, 400),
    "closed brackets": (b"[" * 50_000 + b"]" * 50_000, 400),
    "objects in objects": (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, 400),
    "thirty levels": (b'{"id":' + b"[" * 30 + b"]" * 30 + b"}", 400),
    "bad UTF-8": (b'{"id": "\xff"}', 400),
    "an overlong sign": (b'{"id": "\xc0\xaf"}', 400),
    "UTF-16": ('{"id": 1}'.encode("utf-16"), 400),
    "UTF-32": ('{"id": 1}'.encode("utf-32"), 400),
    "a byte order mark": (b"\xef\xbb\xbf{}", 400),
    "zipped": (gzip.compress(b"{}"), 400),
    "XML": (b"<x/>", 400),
    "a form": (b"id=1&name=x", 400),
    "single quotes": (b"{'id': 1}", 400),
    "a comma too many": (b'{"id": 1,}', 400),
    "a comment": (b'{"id": 1} // one', 400),
    "two objects": (b"{}{}", 400),
    "a number in hex": (b'{"id": 0x10}', 400),
    "a number with a nought before": (b'{"id": 01}', 400),
    "a line break in a text": (b'{"id": "a\nb"}', 400),
    "NaN": (b'{"duration": NaN}', 400),
    "Infinity": (b'{"duration": -Infinity}', 400),
    "a number without end": (b'{"duration": 1e999}', 400),
    "five thousand digits": (b'{"duration": ' + b"9" * 5_000 + b"}", 400),
    "a name twice": (b'{"id": 1, "id": 2}', 400),
    "a name twice further in": (b'{"x": [{"id": 1, "id": 1}]}', 400),
    "a name twice, once escaped": (b'{"id": 1, "\\u0069d": 2}', 400),
    "5 MB": (b'{"outcome": "' + b"x" * 5_000_000 + b'"}', 413),
    "a NUL": (b'{"outcome": "\\u0000"}', 422),
    "half a character": (b'{"outcome": "\\ud800"}', 422),
    "the other half": (b'{"outcome": "\\udfff"}', 422),
    "half a character as a name": (b'{"\\ud800": 1}', 422),
    "a NUL as a name": (b'{"\\u0000": 1}', 422),
    "a name of no field": (b'{"__proto__": {"x": 1}}', 422),
    "a long name": (b'{"' + b"x" * 100_000 + b'": 1}', 422),
}


def doors(cast: Cast) -> list[tuple[str, str]]:
    """Every address that takes something, with its method; the rows are there."""
    rows = rows_to_meet(cast)
    roots = ("stakeholders", "meetings", "strategic-assessments", "incidents", "initiatives")
    lists = [f"{kind}/" for kind in (*roots, "follow-ups", "issues", "reports")]
    person, meeting = rows["stakeholders"], rows["meetings"]
    lists += [f"stakeholders/{person}/posts/", f"stakeholders/{person}/assessments/"]
    withdrawn = ("meetings", "posts", "assessments", *roots[2:])
    steps = [f"{kind}/{rows[kind]}:withdraw/" for kind in withdrawn]
    steps += [f"follow-ups/{rows['follow-ups']}:{step}/" for step in ("finish", "verify", "drop")]
    steps += [f"issues/{rows['issues']}:answer/"]
    steps += [
        f"strategic-assessments/{rows['strategic-assessments']}:{s}/" for s in ("deliver", "act")
    ]
    steps += [f"stakeholders/{person}:merge/"]
    whole = [f"{kind}/{rows[kind]}/" for kind in (*roots, "posts")]
    verdict = f"meetings/{meeting}/recommendations/{rows['recommendations']}/"
    return [
        *(("POST", at) for at in (*lists, *steps)),
        *(("PUT", at) for at in (*whole, verdict)),
        *(("PATCH", at) for at in (*whole, f"assessments/{rows['assessments']}/")),
    ]


def test_there_are_many_doors(cast: Cast) -> None:
    assert len(doors(cast)) >= 37


def test_a_body_that_is_none_is_refused_at_every_door(cast: Cast, amal: Caller) -> None:
    asked = [  # a version of the past would be told before the body is looked at
        (method, at, amal.get(at.partition(":")[0].rstrip("/") + "/").get("ETag", '"1"'))
        for method, at in doors(cast)
    ]
    for name, (body, status) in BODIES.items():
        for method, at, version in asked:
            answer = amal(method, at, body, If_Match=version)
            assert answer.status_code == status, (name, method, at, answer.content)
            assert refused(answer, status) or status != 422, (name, method, at)


def test_a_target_is_refused_by_a_manager_alike(cast: Cast) -> None:
    at = f"recommendations/{rows_to_meet(cast)['recommendations']}/targets/I1/"
    for body, status in BODIES.values():
        refused(Caller(cast.bassam)("PUT", at, body, If_Match='"1"'), status)


#: A field of the wrong type -> what it is.
WRONG = {
    "a number": 5,
    "a huge number": 10**400,
    "less than nothing": -1,
    "half": 0.5,
    "true": True,
    "a list": ["x"],
    "an object": {"x": 1},
    "an object in a list": [{"x": [{"y": 1}]}],
}
#: Fields that take none of them, by kind.
FIELDS = {
    "initiatives": ("id", "name", "lead_organisation", "region", "valid_from", "summary", "tlp"),
    "incidents": ("id", "kind", "region", "happened_on", "text", "source", "lead_team"),
    "strategic-assessments": ("id", "title", "asked_by", "asked_on", "summary"),
    "follow-ups": ("id", "meeting", "text", "due_on", "side", "by", "assigned_to"),
    "issues": ("id", "meeting", "text", "raised_by"),
    "stakeholders": ("id", "kind", "actor_type", "lead_team", "owner", "tlp"),
}


@pytest.mark.parametrize("kind", FIELDS)
def test_a_field_of_another_type_is_told_by_its_pointer(amal: Caller, kind: str) -> None:
    for field in FIELDS[kind]:
        for name, value in WRONG.items():
            if value == 10**400:
                body = b'{"%s": %s}' % (field.encode(), b"9" * 400)
                found = refused(amal.post(f"{kind}/", body), 422)
            else:
                found = refused(amal.post(f"{kind}/", {field: value}), 422)
            assert any(str(pointer).startswith(f"/{field}") for pointer in found), (field, name)


def test_fields_that_are_only_read_are_ignored_and_unknown_ones_are_not(amal: Caller) -> None:
    sent = an_initiative(version=77, created_at="x", hidden="y", withdrawn_at=[1])
    answer = amal.post("initiatives/", sent)
    assert (answer.status_code, answer.json()["version"]) == (201, 1)
    for name in ("author", "programme", "touched", "request_hash", "pk", "Name", "name "):
        assert refused(amal.post("initiatives/", an_initiative(**{name: 1})), 422) == [f"/{name}"]


@pytest.mark.parametrize(
    "kind",
    [
        *("text/plain", "multipart/form-data", "application/x-www-form-urlencoded", "x", "a/b/c"),
        *("", "application/jsonx", "application/xml", "text/json", "application/*", "\xff/json"),
    ],
)
def test_another_media_type_is_refused(amal: Caller, kind: str) -> None:
    for at, sent in (("stakeholders/", a_stakeholder()), ("initiatives/", an_initiative())):
        refused(amal("POST", at, json.dumps(sent).encode(), content_type=kind), 415)


def test_a_patch_is_not_taken_as_another_kind_of_patch(amal: Caller) -> None:
    sent = an_initiative()
    amal.post("initiatives/", sent)
    at, body = f"initiatives/{sent['id']}/", b'[{"op": "remove", "path": "/name"}]'
    answer = amal("PATCH", at, body, content_type="application/json-patch+json", If_Match='"1"')
    refused(answer, 415)
    answer = amal(
        "POST", "initiatives/", b"{}", content_type="application/merge-patch+json", If_Match='"1"'
    )
    refused(answer, 415)
    assert amal.get(at).json()["name"] == sent["name"]


def test_what_stands_in_no_register_is_told_by_pointer(cast: Cast, amal: Caller) -> None:
    person, nobody = rows_to_meet(cast)["stakeholders"], str(new_id())
    post: dict[str, Any] = {"id": str(new_id()), "organisation": nobody}
    assert refused(amal.post(f"stakeholders/{person}/posts/", post), 422) == ["/organisation"]
    refused(amal.post(f"stakeholders/{nobody}/posts/", post), 404)
    refused(amal.get(f"stakeholders/{nobody}/posts/"), 404)
    refused(amal.get(f"stakeholders/{nobody}/assessments/"), 404)


def test_a_body_in_chunks_is_asked_for_in_one_piece(amal: Caller) -> None:
    answer = amal.post("initiatives/", an_initiative(), Transfer_Encoding="chunked")
    refused(answer, 411)
    assert amal.get("initiatives/").json()["items"] == []
