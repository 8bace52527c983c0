"""What every door of the API shares: its actor, its one block, its answer."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar
from urllib.parse import unquote

from django.db import OperationalError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected, SerializationFailure
from rest_framework.views import APIView

from engagement.access.parsing import MergePatch, StrictJSON
from engagement.access.problems import Fault, Problem
from engagement.access.scope import Actor, acting_as

#: An ETag of ours, or the version alone; a proxy that compresses makes it weak.
IF_MATCH = re.compile(r'(?:W/)?"([0-9]{1,9})(?:-[0-9a-f]{1,64})?"')
#: As long as the pages let a reason be.
LONGEST_REASON = 500


class Door(APIView):
    """The base of the API's doors."""

    http_method_names = ("get", "head", "post", "put", "patch")
    #: Parameters of the address that this door knows.
    parameters: ClassVar[Iterable[str]] = ()
    #: Where the fields of the rules' errors stand in the payload.
    pointers: ClassVar[Mapping[str, str]] = {}

    @property
    def actor(self) -> Actor:
        found: Actor = self.request.auth
        return found

    def get_parsers(self) -> list[Any]:
        patch = self.request is not None and self.request.method == "PATCH"
        return [MergePatch(), StrictJSON()] if patch else [StrictJSON()]

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method not in self.allowed_methods:
            self.http_method_not_allowed(request)
        known = self.parameters if request.method in ("GET", "HEAD") else ()
        faults = [
            Fault(_wrong(name, values, known), parameter=name[:80])
            for name, values in request.query_params.lists()
            if _wrong(name, values, known)
        ]
        if faults:
            raise Problem(400, errors=faults)

    def within(
        self, work: Callable[[Actor], HttpResponse], verb: str = "read", reason: str = ""
    ) -> HttpResponse:
        """One block around an action, or around a read and the making of its text."""
        try:
            return self._once(work, verb, reason)
        except OperationalError as error:
            if not isinstance(error.__cause__, (DeadlockDetected, SerializationFailure)):
                raise
        return self._once(work, verb, reason)  # the other writer is through by now

    def _once(self, work: Callable[[Actor], HttpResponse], verb: str, reason: str) -> HttpResponse:
        with acting_as(self.actor, verb, reason) as actor:
            return work(actor)

    def answer(self, data: Any, *, status: int = 200, version: int | None = None) -> HttpResponse:
        """The data as JSON with its ETag; 304 where the caller has it already."""
        body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        tag = hashlib.sha256(body).hexdigest()[:16]
        tag = f'"{tag}"' if version is None else f'"{version}-{tag}"'
        reading = status == 200 and self.request.method in ("GET", "HEAD")
        if reading and tag in _tags(self.request.META.get("HTTP_IF_NONE_MATCH", "")):
            status, body = 304, b""
        found = HttpResponse(body, status=status, content_type="application/json")
        found["ETag"] = tag
        return found

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        found = super().finalize_response(request, response, *args, **kwargs)
        found["Cache-Control"] = "no-store"
        return found

    def wanted_version(self) -> int:
        """The version that the caller read, by `If-Match`. Raises Problem 428."""
        found = IF_MATCH.fullmatch(self.request.META.get("HTTP_IF_MATCH", "").strip())
        if found is None:
            words = _('Send If-Match with the ETag you read, or the version in quotes: "3".')
            raise Problem(428, words)
        return int(found[1])

    def same_version(self, wanted: int, there: int) -> None:
        """Raise Problem 412 where the row has moved on."""
        if wanted != there:
            raise Problem(412, _("This version is not the present one. Read it again."))

    def change_reason(self, data: Any) -> str:
        """Why something is changed: from the payload, else from the header, percent-encoded."""
        given = data.get("change_reason") if isinstance(data, Mapping) else None
        given = given or unquote(self.request.META.get("HTTP_CHANGE_REASON", ""))
        if not isinstance(given, str) or not given.replace("\x00", "").strip():
            raise Problem(422, errors=[Fault(_("Say why."), pointer="/change_reason")])
        return given.replace("\x00", "").strip()[:LONGEST_REASON]


def _tags(text: str) -> list[str]:
    """Entity tags of a header; a proxy that compresses makes them weak, which changes nothing."""
    return [tag.strip().removeprefix("W/") for tag in text.split(",") if tag.strip()]


def _wrong(name: str, values: list[str], known: Iterable[str]) -> str:
    if name not in known:
        return _("There is no such parameter here.")
    if len(values) > 1:
        return _("This parameter stands here twice.")
    if not values[0]:
        return _("This parameter is empty. Leave it out instead.")
    if "\x00" in values[0]:
        return _("A sign here cannot be stored.")
    return ""
