"""Every refusal of the API as problem details (RFC 9457), never HTML.

`type` is a stable English code; `title` and `detail` are in the reader's language.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions

from engagement.access.errors import Conflict

MEDIA_TYPE = "application/problem+json"
TYPES = "urn:jisr:problem:"
#: status -> (code, title)
KINDS = {
    400: ("unreadable", _("The request could not be read")),
    401: ("not-signed-in", _("A key is needed")),
    403: ("not-allowed", _("Not allowed")),
    404: ("not-found", _("Not found")),
    405: ("method-not-allowed", _("This address does not take this method")),
    406: ("not-acceptable", _("Only JSON is offered here")),
    409: ("conflict", _("Another record stands in the way")),
    410: ("resync", _("Begin again with a snapshot")),
    411: ("length-needed", _("Say how long the body is")),
    412: ("changed-meanwhile", _("Somebody changed it meanwhile")),
    413: ("too-large", _("The request is too large")),
    415: ("media-type", _("This media type is not taken here")),
    422: ("invalid", _("The content does not fit")),
    428: ("version-needed", _("Say which version you change")),
    429: ("too-fast", _("Too many requests")),
    500: ("fault", _("Something went wrong on our side")),
}
log = logging.getLogger("engagement.api")


@dataclass(frozen=True)
class Fault:
    """What is wrong where: a JSON pointer into the body, or a parameter of the address."""

    detail: Any
    pointer: str | None = None
    parameter: str | None = None

    def as_dict(self) -> dict[str, str]:
        where = {"pointer": self.pointer, "parameter": self.parameter}
        named = {key: value for key, value in where.items() if value is not None}
        return {**named, "detail": str(self.detail)}


class Problem(Exception):
    """A refusal with its status, for a door to raise."""

    def __init__(
        self, status: int, detail: Any = "", errors: Iterable[Fault] = (), **members: str
    ) -> None:
        super().__init__(str(detail))
        self.status, self.detail, self.errors = status, detail, tuple(errors)
        self.members = members


def problem(
    status: int, detail: Any = "", errors: Iterable[Fault] = (), **members: str
) -> HttpResponse:
    """The answer: its strings are ASCII-safe, so that no half of a character can stop it.

    `members` stand beside the usual ones, for a program to go on by.
    """
    body = json.dumps(problem_body(status, detail, errors, **members))
    answer = HttpResponse(body, status=status, content_type=MEDIA_TYPE)
    answer["Cache-Control"] = "no-store"
    return answer


def problem_body(
    status: int, detail: Any = "", errors: Iterable[Fault] = (), **members: str
) -> dict[str, Any]:
    """Problem details, for an answer or for one item of one."""
    code, title = KINDS.get(status, KINDS[400 if status < 500 else 500])
    body: dict[str, Any] = {"type": TYPES + code, "title": str(title), "status": status, **members}
    if detail:
        body["detail"] = str(detail)
    faults = [fault.as_dict() for fault in errors]
    return {**body, "errors": faults} if faults else body


def pointer_to(*steps: object) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def faults_of(detail: Any, *steps: object) -> Iterable[Fault]:
    """The nested errors of a serializer as one flat list."""
    if isinstance(detail, Mapping):
        for key, value in detail.items():
            here = steps if key == "non_field_errors" else (*steps, key)
            yield from faults_of(value, *here)
    elif isinstance(detail, list) and any(isinstance(row, dict | list) for row in detail):
        for number, row in enumerate(detail):
            yield from faults_of(row, *steps, number)
    elif isinstance(detail, list):
        for row in detail:
            yield Fault(row, pointer=pointer_to(*steps))
    else:
        yield Fault(detail, pointer=pointer_to(*steps))


def faults_of_rules(error: ValidationError, fields: Mapping[str, str]) -> list[Fault]:
    """What an action's rules found, at the place in the payload that each field stands at."""
    if not hasattr(error, "error_dict"):
        return [Fault(message, pointer="") for message in error.messages]
    return [
        Fault(message, pointer="" if field == NON_FIELD_ERRORS else fields.get(field, "/" + field))
        for field, messages in error.message_dict.items()
        for message in messages
    ]


def answer_to(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """The answer to any exception in a door of the API."""
    if isinstance(error, Problem):
        return problem(error.status, error.detail, error.errors, **error.members)
    if isinstance(error, Conflict):
        return problem(409, _("The id is another record's, or the record moved on meanwhile."))
    if isinstance(error, ValidationError):
        fields = getattr(context.get("view"), "pointers", {})
        return problem(422, errors=faults_of_rules(error, fields))
    if isinstance(error, exceptions.ValidationError):
        return problem(422, errors=faults_of(error.detail))
    if isinstance(error, Http404):
        return problem(404, _("There is no such record, or it is not for you to see."))
    if isinstance(error, PermissionDenied):
        return problem(403, _("Your role or your teams do not carry this."))
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    return _fault(error, context)


def _of_framework(error: exceptions.APIException) -> HttpResponse:
    answer = problem(error.status_code, error.detail if isinstance(error.detail, str) else "")
    challenge = getattr(error, "auth_header", None)
    if challenge:
        answer["WWW-Authenticate"] = challenge
    return answer


def _fault(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    view = context.get("view")
    log.error("fault in %s", type(view).__name__, exc_info=error)
    request = getattr(context.get("request"), "_request", None)
    got_request_exception.send(sender=type(view), request=request)
    return problem(500)


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    """The answer at an address under /api/ that is none."""
    return problem(404, _("There is nothing at this address. Addresses end with a slash."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's page for requests that no door has seen; a problem under /api/."""
    if request.path.startswith("/api/"):
        return problem(400)
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's page for faults outside every door; a problem under /api/."""
    return problem(500) if request.path.startswith("/api/") else defaults.server_error(request)
