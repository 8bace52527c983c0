"""What the OpenAPI document says of every door alike: the key, the refusals, ETags, paging."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from engagement.access.paging import DEFAULT, MOST, ListDoor
from engagement.access.problems import KINDS, MEDIA_TYPE

#: Statuses of refusals by method, beside those that every method has.
ALWAYS = (400, 401, 403, 404, 405, 406, 429)
ON_WRITES = (409, 413, 415, 422)
ON_CHANGES = (412, 428)
PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "properties": {
        "type": {"type": "string", "examples": ["urn:jisr:problem:invalid"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string", "description": "A JSON pointer into the body."},
                    "parameter": {"type": "string", "description": "A name in the address."},
                    "detail": {"type": "string"},
                },
                "required": ["detail"],
            },
        },
    },
    "required": ["type", "title", "status"],
}
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": '^(W/)?"[0-9]{1,9}(-[0-9a-f]{1,64})?"$'},
    OpenApiParameter.HEADER,
    required=True,
    description='The ETag that was read, or its version in quotes: "3".',
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="An ETag: 304 where it is the same."
)
LIMIT = OpenApiParameter(
    "limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT}
)
CURSOR = OpenApiParameter("cursor", {"type": "string", "minLength": 1}, description="From `next`.")
#: Only partners are told what was left out.
REDACTED = "redacted"
#: What every answer to somebody signed in tells of how much they have left.
LIMITS = {
    "RateLimit-Policy": {"schema": {"type": "string", "examples": ['"requests";q=600;w=60']}},
    "RateLimit": {"schema": {"type": "string", "examples": ['"requests";r=599;t=1']}},
}
FORMATS = {forms.UUIDField: "uuid", forms.DateField: "date", forms.DateTimeField: "date-time"}


def filter_parameters(door: type[ListDoor]) -> list[OpenApiParameter]:
    """The filters of a list as parameters."""
    return [_parameter(name, row) for name, row in door.filters.base_filters.items()]


def _parameter(name: str, row: Any) -> OpenApiParameter:
    shape: dict[str, Any] = {"type": "string", "minLength": 1}
    codes: Any = getattr(row.field, "choices", None)
    if codes:
        shape = {"type": "string", "enum": [key for key, _label in codes if key]}
    for kind, form in FORMATS.items():
        if isinstance(row.field, kind):
            shape = {"type": "string", "format": form}
    return OpenApiParameter(name, shape, description=str(row.extra.get("help_text", "")))


class Schema(AutoSchema):
    """One operation, with what all of them share."""

    def get_override_parameters(self) -> list[Any]:
        found = list(super().get_override_parameters())
        if self.method == "GET":
            found.append(IF_NONE_MATCH)
            if isinstance(self.view, ListDoor):
                found += [LIMIT, CURSOR, *filter_parameters(type(self.view))]
        if self._names_version():
            found.append(IF_MATCH)
        return found

    def _names_version(self) -> bool:
        return self.method in ("PUT", "PATCH") or (self.method == "POST" and self.view.steps)

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        found = super().get_operation(*args, **kwargs)
        if found is None:
            return None
        answers = found["responses"]
        for code, answer in answers.items():
            if code.startswith("2"):
                answer["headers"] = {"ETag": {"schema": {"type": "string"}}, **LIMITS}
        for status in self._refusals():
            answers.setdefault(str(status), _refusal(status))
        if self.method == "GET":
            answers.setdefault("304", {"description": "The same as the ETag sent."})
        return found

    def _refusals(self) -> list[int]:
        found = [*ALWAYS]
        if self.method != "GET":
            found += ON_WRITES
        if self._names_version():
            found += ON_CHANGES
        return found


def _refusal(status: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": str(KINDS[status][1]),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == 401:
        found["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    if status == 429:
        found["headers"] = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}, **LIMITS}
    return found


def only_known_fields(result: Any, generator: Any, **_more: Any) -> Any:
    """What is sent holds no other fields than the document names; and every problem is one."""
    schemas = result["components"]["schemas"]
    schemas["Problem"] = PROBLEM
    for name, schema in schemas.items():
        if name.endswith("Request") and schema.get("type") == "object":
            schema["additionalProperties"] = False
        if REDACTED in schema.get("required", ()):
            schema["required"].remove(REDACTED)
    return result


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "engagement.access.bearer.Bearer"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": str(_("A key that an operator made: jisr_...")),
        }


class SignedInScheme(OpenApiAuthenticationExtension):
    target_class = "engagement.access.bearer.SignedIn"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
