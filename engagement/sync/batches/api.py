"""The API's doors for batches."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, ClassVar
from uuid import UUID

from django.db import OperationalError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from psycopg.errors import LockNotAvailable

from engagement.access.api_doors import Door
from engagement.access.problems import problem
from engagement.access.scope import AUTHORS, Actor, acting_as
from engagement.jobs.tasks import put
from engagement.sync.batches.accepted import ACCEPTED, Accepted
from engagement.sync.batches.claims import Answer, claim, fingerprint
from engagement.sync.batches.models import LONGEST_KEY
from engagement.sync.batches.payloads import BatchJSON, read_batch, read_key
from engagement.sync.batches.serializers import BatchResults, MeetingBatch, StakeholderBatch
from engagement.sync.batches.taking import COMPARE, answer_of, take_batch, written

TAGS = ["sync"]
#: Seconds after which a request whose key is still at work may be sent again.
RETRY_AFTER = 5
KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[ -~]*[!-~][ -~]*$"},
    OpenApiParameter.HEADER,
    required=True,
    description="New for every request; with the same one the answer is the same, for 30 days.",
)


class _Trial(Exception):
    """Ends the block of a trial, so that nothing of it stays."""


class BatchDoor(Door):
    """Many records in one request, by what their sender calls them."""

    opens_to_partners = True
    kind: ClassVar[Accepted]

    def get_parsers(self) -> list[Any]:
        return [BatchJSON()]

    def _batch(self, request: Any) -> HttpResponse:
        self.actor.require(*AUTHORS)
        key = read_key(request.META.get("HTTP_IDEMPOTENCY_KEY", ""), LONGEST_KEY)
        body = request.data
        batch = read_batch(body)
        if batch["dry_run"]:
            return self._said(self._tried(batch["items"]))
        object_type = self.kind.records.object_type
        found = fingerprint(object_type, body)
        with acting_as(self.actor, "batch.claimed") as actor:
            pk = claim(actor, key, object_type, found, len(batch["items"]))
        return self._answered(pk, found, batch["items"])

    def _answered(self, pk: UUID, body: bytes, sent: list[Any]) -> HttpResponse:
        answers: list[Answer] = []

        def work(actor: Actor) -> HttpResponse:
            answers[:] = [take_batch(actor, pk, self.kind, body, lambda: sent)]
            return self._said(answers[0])

        try:
            answer = self.within(work, "batch.written")
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            answer = problem(409, _("The same request is still being worked on."))
            answer["Retry-After"] = str(RETRY_AFTER)
            return answer
        if not answers[0].replayed:
            put(COMPARE, self.actor.programme_id)
        return answer

    def _tried(self, sent: list[Any]) -> Answer:
        answers: list[Answer] = []

        def work(actor: Actor) -> HttpResponse:
            answers[:] = [answer_of(written(actor, self.kind, sent), dry_run=True)]
            raise _Trial

        with suppress(_Trial):
            self.within(work, "batch.tried")
        return answers[0]

    def _said(self, answer: Answer) -> HttpResponse:
        found = HttpResponse(answer.body, status=answer.status, content_type="application/json")
        if answer.replayed:
            found["Idempotency-Replayed"] = "true"
        return found


class StakeholderBatchDoor(BatchDoor):
    """Stakeholders."""

    kind = ACCEPTED["stakeholder"]

    @extend_schema(
        operation_id="sync_stakeholders",
        request=StakeholderBatch,
        responses=BatchResults,
        parameters=[KEY],
        tags=TAGS,
    )
    def post(self, request: Any) -> HttpResponse:
        """Write up to 500 stakeholders; one result per item, and no item stops another.

        Who may be somebody registered before is taken in as `provisional`; a person says later.
        """
        return self._batch(request)


class MeetingBatchDoor(BatchDoor):
    """Meetings."""

    kind = ACCEPTED["meeting"]

    @extend_schema(
        operation_id="sync_meetings",
        request=MeetingBatch,
        responses=BatchResults,
        parameters=[KEY],
        tags=TAGS,
    )
    def post(self, request: Any) -> HttpResponse:
        """Write up to 500 meetings; one result per item, and no item stops another."""
        return self._batch(request)
