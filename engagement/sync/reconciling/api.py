"""The API's door for a partner that wants to prove that it is in step."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema

from engagement.access.api_doors import Door
from engagement.access.problems import Fault, Problem
from engagement.access.scope import Actor
from engagement.access.sharing import mark_given
from engagement.audit.actions import stamp
from engagement.sync.codes import SharedType
from engagement.sync.doors import partners_only
from engagement.sync.feed.lists import held_feed
from engagement.sync.reconciling.lists import hashes, totals
from engagement.sync.reconciling.serializers import Reconciliation
from engagement.sync.reconciling.sums import Bucket, in_hex

TYPE = OpenApiParameter("type", {"type": "string", "enum": list(SharedType.values)})
MONTH = OpenApiParameter("month", {"type": "string", "minLength": 1}, description="2026-03, or -.")
REGION = OpenApiParameter("region", {"type": "string", "minLength": 1}, description="IQ-BA, or -.")


class Reconcile(Door):
    """Counts and hashes of what a partner in step holds."""

    opens_to_partners = True

    parameters = ("type", "month", "region")

    @extend_schema(
        operation_id="reconcile",
        responses=Reconciliation,
        parameters=[TYPE, MONTH, REGION],
        tags=["sync"],
    )
    def get(self, request: Any) -> HttpResponse:
        """All buckets; or, with type, month and region, the records of one."""
        partners_only(self.actor)
        asked = self._asked()
        stamp()
        return self.within(lambda actor: self._one(actor, asked) if asked else self._all(actor))

    def _all(self, actor: Actor) -> HttpResponse:
        now = held_feed().as_agreed_now(actor)
        buckets = [
            {**bucket._asdict(), "count": total.count, "hash": in_hex(total.sum)}
            for bucket, total in totals(now).items()
        ]
        return self.answer({"buckets": buckets, "items": []})

    def _one(self, actor: Actor, bucket: Bucket) -> HttpResponse:
        now = held_feed().as_agreed_now(actor)
        found = hashes(now, bucket)
        mark_given(list(found))  # whoever reads an id knows of the record, and is told when it goes
        items = [{"id": str(pk), "hash": in_hex(hashed)} for pk, hashed in found.items()]
        return self.answer({"buckets": [], "items": items})

    def _asked(self) -> Bucket | None:
        given = {name: self.request.query_params.get(name) for name in self.parameters}
        missing = [name for name, value in given.items() if value is None]
        if len(missing) == len(given):
            return None
        faults = [Fault(_("Name all three, or none."), parameter=name) for name in missing]
        if not faults and given["type"] not in SharedType.values:
            words = _("One of: %(codes)s.") % {"codes": ", ".join(SharedType.values)}
            faults = [Fault(words, parameter="type")]
        if faults:
            raise Problem(400, errors=faults)
        return Bucket(*(str(value) for value in given.values()))
