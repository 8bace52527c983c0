"""What a partner reads, made for an administrator by the partner's own door of the API."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import resolve

from engagement.access.scope import Actor

#: Type of record -> the address of the API where a partner lists it.
ADDRESSES = {
    "recommendation": "/api/v1/recommendations/",
    "stakeholder": "/api/v1/stakeholders/",
    "meeting": "/api/v1/meetings/",
    "strategicassessment": "/api/v1/strategic-assessments/",
    "initiative": "/api/v1/initiatives/",
}
SHOWN = 20


def as_partner(request: HttpRequest, partner: Actor, kind: str, cursor: str = "") -> Any:
    """The answer of the API to this partner, as data: the same door, the same wall, no copy.

    Nothing of it counts as handed out.
    """
    query = {"limit": str(SHOWN), **({"cursor": cursor} if cursor else {})}
    asked = HttpRequest()
    asked.method, asked.path = "GET", ADDRESSES[kind]
    asked.META = {**request.META, "QUERY_STRING": urlencode(query)}
    asked.META.pop("HTTP_IF_NONE_MATCH", None)
    # The framework's own way to say who asks, past the key.
    asked._force_auth_user = request.user  # type: ignore[attr-defined]
    asked._force_auth_token = replace(partner, previews=True)  # type: ignore[attr-defined]
    door = resolve(asked.path)
    answer = door.func(asked, *door.args, **door.kwargs)
    return json.loads(answer.content)
