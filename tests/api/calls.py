"""Short ways to the API: a caller with a key, and payloads that are taken."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from engagement.access.api_keys import digest_of, new_key
from engagement.access.keys import new_id
from engagement.access.models import Membership, PartnerKey
from engagement.access.scope import Actor
from tests.cast import Cast

ROOT = "/api/v1/"
PROBLEM = "application/problem+json"


def key_of(actor: Actor, **more: Any) -> str:
    """A key that acts as this actor."""
    membership = Membership.objects.get(user_id=actor.user_id, programme_id=actor.programme_id)
    key = new_key()
    PartnerKey.objects.create(
        programme_id=actor.programme_id,
        membership=membership,
        name="a test",
        prefix=key[:11],
        digest=digest_of(key),
        **more,
    )
    return key


class Caller:
    """A program that calls the API with a key."""

    def __init__(self, actor: Actor | None = None, key: str = "", **headers: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = headers
        if actor or key:
            self.headers["Authorization"] = f"Bearer {key or key_of(actor)}"

    def __call__(self, method: str, path: str, data: Any = None, **headers: str) -> HttpResponse:
        """Send JSON, or bytes as they are."""
        kind = headers.pop("content_type", "application/json")
        body = data if isinstance(data, bytes) else b"" if data is None else json.dumps(data)
        at = path if path.startswith("/") else ROOT + path
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method, at, body, content_type=kind, headers={**self.headers, **sent}
        )

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self("GET", path, **headers)

    def post(self, path: str, data: Any, **headers: str) -> HttpResponse:
        return self("POST", path, data, **headers)


def refused(answer: HttpResponse, status: int) -> list[str]:
    """Check that it is a problem with this status; the places that it names."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == PROBLEM
    found = answer.json()
    assert found["status"] == status
    assert found["type"].startswith("urn:jisr:problem:")
    assert found["title"]
    return [row.get("pointer", row.get("parameter")) for row in found.get("errors", [])]


def a_meeting(cast: Cast, **changes: Any) -> dict[str, Any]:
    """A payload of a meeting with one new person from Basra."""
    values = {
        "id": str(new_id()),
        "status": "held",
        "held_on": "2026-03-10",
        "mode": "in_person",
        "lead_team": str(cast.mission.pk),
        "venues": ["IQ-BG"],
        "participants": [{"new": a_stakeholder()}],
    }
    return {**values, **changes}


def a_stakeholder(**changes: Any) -> dict[str, Any]:
    """A payload of a stakeholder."""
    values = {
        "id": str(new_id()),
        "kind": "person",
        "names": ["الشيخ جبار", {"text": "Sheikh Jabbar", "kind": "short", "language": "en"}],
        "actor_type": "tribe",
        "base": "IQ-BA",
    }
    return {**values, **changes}


def changed(caller: Caller, at: str, data: Any = None, method: str = "PATCH") -> HttpResponse:
    """Change what stands at an address, as it is read now, with a reason."""
    sent = {"change_reason": "we looked", **(data or {})}
    return caller(method, at, sent, If_Match=caller.get(at)["ETag"])


def stepped(caller: Caller, at: str, step: str, data: Any = None, **headers: str) -> HttpResponse:
    """Take a step on what stands at an address, as it is read now."""
    tag = headers.pop("If_Match", None) or caller.get(f"{at}/")["ETag"]
    return caller.post(f"{at}:{step}/", data or {}, If_Match=tag, **headers)


def a_post(organisation: Any, /, **changes: Any) -> dict[str, Any]:
    """A payload of a post in a body, a row or the id of one."""
    body = str(getattr(organisation, "pk", organisation))
    values = {"id": str(new_id()), "organisation": body, "title": "Head"}
    return {**values, **changes}


def a_claim(**changes: Any) -> dict[str, Any]:
    """A payload of an assessment."""
    values = {
        "id": str(new_id()),
        "facet": "relation",
        "value": "hybrid",
        "source": "A newspaper",
        "assessed_on": "2026-03-10",
        "tlp": "GREEN",
    }
    return {**values, **changes}


def an_assessment(**changes: Any) -> dict[str, Any]:
    """A payload of a strategic assessment."""
    values = {
        "id": str(new_id()),
        "title": "Cells in the west",
        "asked_on": "2026-03-10",
        "regions": ["IQ-AN"],
    }
    return {**values, **changes}


def an_incident(**changes: Any) -> dict[str, Any]:
    """A payload of an incident."""
    values = {
        "id": str(new_id()),
        "kind": "attack",
        "region": "IQ-AN",
        "happened_on": "2026-03-10",
        "text": "A bridge was blown up",
        "source": "A newspaper",
    }
    return {**values, **changes}


def an_initiative(**changes: Any) -> dict[str, Any]:
    """A payload of an initiative."""
    return {"id": str(new_id()), "name": "Local peace", **changes}
