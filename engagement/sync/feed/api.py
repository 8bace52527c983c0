"""The API's door to the feed of changes."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from engagement.access.api_doors import Door
from engagement.access.problems import Fault, Problem
from engagement.access.scope import Actor, acting_as
from engagement.audit.actions import stamp
from engagement.sync.doors import partners_only
from engagement.sync.feed.cursors import Cursor, Forged
from engagement.sync.feed.lists import MOST, Feed, handed_out, held_feed
from engagement.sync.feed.representations import items_of
from engagement.sync.feed.serializers import ChangePage

DEFAULT = 200
CURSOR = OpenApiParameter(
    "cursor",
    {"type": "string", "minLength": 1},
    description="From the page before, or from a snapshot; without one, from the beginning.",
)
LIMIT = OpenApiParameter(
    "limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT}
)
RESYNC = OpenApiResponse(description="The feed cannot go on from this cursor: take a snapshot.")


class Changes(Door):
    """What changed for a partner since its cursor, each record once, at its last change."""

    opens_to_partners = True

    parameters = ("cursor", "limit")

    @extend_schema(
        operation_id="changes",
        responses={200: ChangePage, 410: RESYNC},
        parameters=[CURSOR, LIMIT],
        tags=["sync"],
    )
    def get(self, request: Any) -> HttpResponse:
        """Apply the items, keep `cursor`, ask again with it; at once while there is `more`."""
        partners_only(self.actor)
        limit = self._limit()
        there = self._cursor()
        stamp()
        return self.within(lambda actor: self._read(actor, there, limit))

    def _read(self, actor: Actor, there: Cursor | None, limit: int) -> HttpResponse:
        feed = held_feed()
        if there is None:
            there = feed.cursor(0, feed.floor)
        self._check(feed, there)
        page = handed_out(there.position, limit)
        if feed.is_agreed(actor):
            items = list(items_of(actor, page))
        else:
            with acting_as(feed.as_agreed_now(actor), "read") as now:
                items = list(items_of(now, page))
        position = page[-1].position if len(page) == limit else feed.top
        cursor = str(feed.cursor(position, there.since))
        return self.answer({"items": items, "cursor": cursor, "more": position < feed.top})

    def _check(self, feed: Feed, there: Cursor) -> None:
        if there.agreement != feed.agreement:
            raise _none_of_ours()
        if not there.reaches(feed.epoch, feed.floor) or there.position > feed.top:
            words = _("The feed cannot go on from this cursor. Take a snapshot, then its cursor.")
            address = self.request.build_absolute_uri(reverse("api_snapshots"))
            raise Problem(410, words, snapshot=address)

    def _cursor(self) -> Cursor | None:
        text = self.request.query_params.get("cursor")
        try:
            return None if text is None else Cursor.of_text(text)
        except Forged as error:
            raise _none_of_ours() from error

    def _limit(self) -> int:
        text = self.request.query_params.get("limit", str(DEFAULT))
        if not text.isascii() or not text.isdigit() or len(text) > 3 or not 1 <= int(text) <= MOST:
            words = _("A whole number from 1 to %(n)s.") % {"n": MOST}
            raise Problem(400, errors=[Fault(words, parameter="limit")])
        return int(text)


def _none_of_ours() -> Problem:
    words = _("This cursor is none of ours. Begin at the first page.")
    return Problem(400, errors=[Fault(words, parameter="cursor")])
