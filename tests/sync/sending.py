"""Short words for batches: items, a request, and what came of each."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.http import HttpResponse

from tests.api.calls import Caller

_keys = count(1)


def person(external_id: str, **changes: Any) -> dict[str, Any]:
    """An item: a person from Basra."""
    more = {name: changes.pop(name) for name in ITEM if name in changes}
    data = {
        "kind": "person",
        "names": [f"Karim of {external_id}"],
        "actor_type": "tribe",
        "base": "IQ-BA",
        **changes,
    }
    return {"external_id": external_id, **more, "data": data}


def meeting(external_id: str, *who: Any, **changes: Any) -> dict[str, Any]:
    """An item: a meeting in Basra with those whom the partner calls so, or as they are given."""
    more = {name: changes.pop(name) for name in ITEM if name in changes}
    data = {
        "status": "held",
        "held_on": "2026-03-10",
        "mode": "in_person",
        "venues": ["IQ-BA"],
        "participants": [one if isinstance(one, dict) else {"external_id": one} for one in who],
        **changes,
    }
    return {"external_id": external_id, **more, "data": data}


ITEM = ("namespace", "client_uuid", "base_version")


def post(caller: Caller, kind: str, *items: Any, key: str = "", **more: Any) -> HttpResponse:
    """Send a batch, with a key of its own."""
    body = {"items": list(items), **more}
    return caller.post(f"sync/{kind}:batch", body, Idempotency_Key=key or f"key {next(_keys)}")


def send(caller: Caller, kind: str, *items: Any, **more: Any) -> list[dict[str, Any]]:
    """Send a batch that is taken; what came of each item."""
    answer = post(caller, kind, *items, **more)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def statuses(results: list[dict[str, Any]]) -> list[int]:
    """The statuses, in order."""
    return [row["status"] for row in results]


def pointers(result: dict[str, Any]) -> list[str]:
    """Where an item was found wrong."""
    return [row["pointer"] for row in result["problem"]["errors"]]
