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

from engagement.access.api_keys import digest_of
from engagement.access.parsing import MergePatch, StrictJSON
from engagement.access.problems import Fault, Problem
from engagement.access.redaction import shows
from engagement.access.scope import Actor, acting_as
from engagement.access.sharing import mark_given, settle_shares
from engagement.access.throttle import Allowance, allowance

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
    #: Whether a POST changes a row that is there, and so names the version in `If-Match`.
    steps: ClassVar[bool] = False
    #: Whether partners may come in: all of them, or those whose agreement shares a field of a type.
    #: Closed unless a door says otherwise, which then answers for what it shows.
    opens_to_partners: ClassVar[bool | tuple[str, str]] = False
    #: What the caller has left, once they are known.
    allowed: Allowance | None = None

    @property
    def actor(self) -> Actor:
        found: Actor = self.request.auth
        return found

    def get_parsers(self) -> list[Any]:
        patch = self.request is not None and self.request.method == "PATCH"
        return [MergePatch(), StrictJSON()] if patch else [StrictJSON()]

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        self._count(request)
        super().initial(request, *args, **kwargs)
        actor: Actor | None = request.auth  # the document is for anybody
        if actor and actor.is_partner and not self._opens_to(actor):
            raise Problem(403, _("Your data-sharing agreement does not cover this address."))
        if request.method not in self.allowed_methods:
            self.http_method_not_allowed(request)
        if request.META.get("HTTP_TRANSFER_ENCODING"):
            # Django reads no body whose length is not told, and would find every field missing.
            raise Problem(411, _("Send Content-Length, and the body in one piece."))
        known = self.parameters if request.method in ("GET", "HEAD") else ()
        faults = [
            Fault(_wrong(name, values, known), parameter=name[:80])
            for name, values in request.query_params.lists()
            if _wrong(name, values, known)
        ]
        if faults:
            raise Problem(400, errors=faults)

    def _opens_to(self, partner: Actor) -> bool:
        opens = self.opens_to_partners
        return opens if isinstance(opens, bool) else shows(partner, *opens)

    def _count(self, request: Any) -> None:
        """Count the request before anything else is looked at. Raises Problem 429."""
        if not request.user.is_authenticated:
            return
        scheme, _space, key = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        by_key = scheme.lower() == "bearer"  # any other header changes nothing about who it is
        caller = digest_of(key.strip()).hex() if by_key else f"user:{request.user.pk}"
        self.allowed = allowance(caller)
        if self.allowed and self.allowed.wait:
            raise Problem(429, _("So many at once are too many. Wait, then go on."))

    def taken(self, kind: Any) -> Any:
        """What was sent, as a serializer reads it. Raises its ValidationError."""
        given = kind(data=self.request.data)
        given.is_valid(raise_exception=True)
        return given.validated_data

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
            reading = self.request.method in ("GET", "HEAD")
            if actor.is_partner and reading:
                settle_shares()
            answer = work(actor)
            if actor.is_partner and not reading:
                settle_shares(wrote=True)  # what a partner wrote it holds from now on
            return answer

    def given(self, rows: Iterable[Any]) -> None:
        """Note what a partner was handed; of a member nothing is noted."""
        if self.actor.is_partner and not self.actor.previews:
            mark_given([row.pk for row in rows])

    def answer(self, data: Any, *, status: int = 200, version: int | None = None) -> HttpResponse:
        """The data as JSON with its ETag; 304 where the caller has it already."""
        body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        return self.tagged(body, "application/json", status=status, version=version)

    def tagged(
        self, body: bytes, kind: str, *, status: int = 200, version: int | None = None
    ) -> HttpResponse:
        """A body with its ETag; 304 where the caller has it already."""
        tag = hashlib.sha256(body).hexdigest()[:16]
        tag = f'"{tag}"' if version is None else f'"{version}-{tag}"'
        reading = status == 200 and self.request.method in ("GET", "HEAD")
        if reading and tag in _tags(self.request.META.get("HTTP_IF_NONE_MATCH", "")):
            status, body = 304, b""
        found = HttpResponse(body, status=status, content_type=kind)
        found["ETag"] = tag
        return found

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        found = super().finalize_response(request, response, *args, **kwargs)
        found["Cache-Control"] = "no-store"
        if self.allowed:
            self.allowed.tell(found)
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
