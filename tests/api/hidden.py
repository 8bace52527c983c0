"""Every address of the API with every method, naming hidden rows wherever an id can stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from engagement.access.keys import new_id
from engagement.api_urls import urlpatterns
from tests.api.calls import (
    a_claim,
    a_meeting,
    a_post,
    a_stakeholder,
    an_assessment,
    an_incident,
    an_initiative,
)
from tests.cast import Cast

Ids = dict[str, Any]
Call = tuple[str, str, Any]
ROUTES = [row for row in urlpatterns if not str(row.name).startswith(("api_nowhere", "api_docs"))]
#: Parts of addresses that hold no id.
KNOWN = {
    "name": "tlp",
    "language": "en",
    "extension": "pdf",
    "key": "IQ-BA",
    "step": "reopen",
    "indicator": "I1",
}
#: The start of an address's name -> the kind of row whose id it holds; the longest start counts.
KINDS = {
    "api_stakeholder": "stakeholder",
    "api_merge_into": "stakeholder",
    "api_posts": "stakeholder",
    "api_assessments": "stakeholder",
    "api_post": "post",
    "api_assessment": "assessment",
    "api_merge": "merge",
    "api_unmerge": "merge",
    "api_meeting": "meeting",
    "api_match": "meeting",
    "api_follow_up": "follow_up",
    "api_issue": "issue",
    "api_recommendation": "recommendation",
    "api_target": "recommendation",
    "api_strategic_assessment": "strategic_assessment",
    "api_incident": "incident",
    "api_initiative": "initiative",
    "api_report": "report",
    "api_snapshot": "report",  # of which there is none by this id
}


def kind_of(name: str) -> str:
    """The kind of row whose id an address holds."""
    starts = [start for start in KINDS if name.startswith(start)]
    return KINDS[max(starts, key=len)]


def bodies(cast: Cast, name: str, ids: Ids, mine: Ids) -> list[dict[str, Any]]:
    """Payloads that name hidden rows; what else they name, the caller may open."""
    person, body = str(ids["stakeholder"]), ids["body"]
    new, meeting = str(new_id()), str(mine.get("meeting", new_id()))
    found: dict[str, list[dict[str, Any]]] = {
        "api_meetings": [
            a_meeting(cast, id=str(ids["meeting"])),
            a_meeting(cast, participants=[{"stakeholder": person}]),
            a_meeting(cast, arranged_through=person),
            a_meeting(cast, issues=[{"id": new, "text": "x", "raised_by": person}]),
        ],
        "api_stakeholders": [a_stakeholder(id=person)],
        "api_merge_into": [{"gone": person, "kept_version": 1, "gone_version": 1}],
        "api_posts": [
            a_post(body),
            a_post(mine.get("body", new), on_behalf_of=person),
            a_post(body, id=str(ids["post"])),
        ],
        "api_assessments": [
            a_claim(facet="parent", value="command", parent=str(ids["body"])),
            a_claim(id=str(ids["assessment"])),
        ],
        "api_follow_ups": [
            {"id": new, "meeting": str(ids["meeting"]), "text": "x"},
            {"id": new, "meeting": meeting, "text": "x", "by": person},
            {"id": str(ids["follow_up"]), "meeting": meeting, "text": "x"},
        ],
        "api_issues": [
            {"id": new, "meeting": str(ids["meeting"]), "text": "x"},
            {"id": new, "meeting": meeting, "text": "x", "raised_by": person},
            {"id": str(ids["issue"]), "meeting": meeting, "text": "x"},
        ],
        "api_strategic_assessment_list": [an_assessment(id=str(ids["strategic_assessment"]))],
        "api_incident_list": [an_incident(id=str(ids["incident"]))],
        "api_initiative_list": [
            an_initiative(id=str(ids["initiative"])),
            an_initiative(lead_organisation=str(ids["body"])),
        ],
        "api_match": [{"verdict": "confirmed"}],
        "api_target": [{"value": 5}],
        "api_assessment": [{"standing": "accepted"}],
        "api_issue_answer": [{"answer": "x", "answered_on": "2026-03-11"}],
        "api_initiative": [{"lead_organisation": str(ids["body"])}, an_initiative()],
        "api_post": [{"organisation": str(ids["body"])}, {"on_behalf_of": person}],
        "api_meeting": [a_meeting(cast, arranged_through=person), {"arranged_through": person}],
        "api_stakeholder": [a_stakeholder(), {"at_risk": True}],
    }
    return found.get(name, [{}])


def calls(cast: Cast, ids: Ids, mine: Ids) -> Iterator[Call]:
    """Every call that names hidden rows, where the caller may open `mine`."""
    for route in ROUTES:
        name, pattern = str(route.name), str(route.pattern)
        known = {key: value for key, value in KNOWN.items() if f":{key}>" in pattern}
        for rows in (ids, mine) if "<uuid:" in pattern else (ids,):
            if not rows:
                continue
            at = reverse(name, kwargs={**known, **_keys(name, pattern, rows, ids)})
            yield "GET", at, None
            for method in ("POST", "PUT", "PATCH"):
                for body in bodies(cast, name, ids, mine):
                    yield method, at, {**body, **_reason(name, method)}
    for at in ("meetings", "follow-ups", "issues"):
        yield "GET", f"/api/v1/{at}/?meeting={ids['meeting']}", None
    yield "GET", f"/api/v1/meetings/?stakeholder={ids['stakeholder']}", None
    for kind, name in (("stakeholder", "api_stakeholders"), ("meeting", "api_meetings")):
        items = _items(str(ids[kind]), bodies(cast, name, ids, mine))
        yield "POST", f"/api/v1/sync/{kind}s:batch", {"items": items}


def _items(pk: str, payloads: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same payloads as items of a batch, under the id of something hidden."""
    found = []
    for n, one in enumerate(payloads):
        data = {name: value for name, value in one.items() if name != "id"}
        found.append({"external_id": f"item {n}", "client_uuid": pk, "data": data})
    return found


def _keys(name: str, pattern: str, rows: Ids, ids: Ids) -> dict[str, Any]:
    found = {}
    for part in ("pk", "kept"):
        if f"<uuid:{part}>" in pattern:
            found[part] = rows[kind_of(name)]
    if "<uuid:recommendation>" in pattern:
        found["recommendation"] = ids["recommendation"]
    return found


def _reason(name: str, method: str) -> dict[str, str]:
    takes = method in ("PUT", "PATCH") or ":" in name or name.endswith(("_withdraw", "_into"))
    return {"change_reason": "x"} if takes and name != "api_match" else {}
