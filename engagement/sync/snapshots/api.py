"""The API's doors to snapshots: ask, look how far, take the file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from engagement.access.api_doors import Door
from engagement.access.problems import Problem
from engagement.access.scope import Actor
from engagement.jobs.models import Job, State
from engagement.jobs.tasks import send
from engagement.sync.doors import partners_only
from engagement.sync.snapshots.actions import request_snapshot
from engagement.sync.snapshots.lists import is_stale, pieces
from engagement.sync.snapshots.models import Snapshot
from engagement.sync.snapshots.representations import snapshot_data
from engagement.sync.snapshots.serializers import SnapshotRequest, SnapshotSerializer

TAGS = ["sync"]
LINES = "application/x-ndjson"
#: Seconds after which to look again at one that is being made.
LOOK_AGAIN = "2"
LOCATION = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, response=[202], description="The snapshot's address."
)
RETRY_AFTER = OpenApiParameter(
    "Retry-After",
    int,
    OpenApiParameter.HEADER,
    response=[200, 202],
    description="Seconds, while it is being made.",
)


class Snapshots(Door):
    """Everything that a partner may hold."""

    opens_to_partners = True

    @extend_schema(
        operation_id="ask_for_snapshot",
        request=SnapshotRequest,
        responses={202: SnapshotSerializer},
        parameters=[LOCATION, RETRY_AFTER],
        tags=TAGS,
    )
    def post(self, request: Any) -> HttpResponse:
        """Ask for a file of everything; while one is being made, it is that one."""
        partners_only(self.actor)
        SnapshotRequest(data=request.data or {}).is_valid(raise_exception=True)
        waiting: list[Job] = []

        def work(actor: Actor) -> HttpResponse:
            snapshot = request_snapshot(actor)
            waiting[:] = [snapshot.job]
            return _shown(self, snapshot, 202)

        answer = self.within(work, "snapshot.requested")
        for job in waiting:
            send(job.task, job.pk)
        return answer


class SnapshotDetail(Door):
    """One snapshot."""

    opens_to_partners = True

    @extend_schema(
        operation_id="snapshot", responses=SnapshotSerializer, parameters=[RETRY_AFTER], tags=TAGS
    )
    def get(self, request: Any, pk: UUID) -> HttpResponse:
        """How far it is; once it is made, its manifest with the cursor to go on from."""
        partners_only(self.actor)
        return self.within(lambda actor: _shown(self, _row(actor, pk)))


class SnapshotItems(Door):
    """A snapshot as a file."""

    opens_to_partners = True

    def perform_content_negotiation(self, request: Any, force: bool = False) -> Any:
        """What is answered is named by the address, whatever `Accept` says."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(
        operation_id="snapshot_items",
        responses={
            (200, LINES): OpenApiResponse(OpenApiTypes.STR),
            410: OpenApiResponse(description="It is out of date: ask for a new one."),
        },
        tags=TAGS,
    )
    def get(self, request: Any, pk: UUID) -> Any:
        """One item of the feed on each line, by type and id."""
        partners_only(self.actor)
        return self.within(lambda actor: self._file(actor, pk))

    def _file(self, actor: Actor, pk: UUID) -> Any:
        row = _row(actor, pk)
        if row.job.state != State.DONE:
            raise Http404
        if is_stale(actor, row):
            raise Problem(410, _("This snapshot is out of date. Ask for a new one."))
        answer = StreamingHttpResponse(pieces(actor, row), content_type=LINES)
        answer["ETag"] = f'"{row.sha256}"'
        answer["Content-Length"] = str(row.size)
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


def _row(actor: Actor, pk: UUID) -> Snapshot:
    rows = Snapshot.objects.filter(partner_id=actor.person, programme_id=actor.programme_id)
    found = rows.select_related("job", "agreement").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _shown(door: Door, row: Snapshot, status: int = 200) -> HttpResponse:
    data = snapshot_data(row, door.request.build_absolute_uri)
    answer = door.answer(data, status=status)
    if row.job.open:
        answer["Retry-After"] = LOOK_AGAIN
    if status == 202:
        answer["Location"] = data["url"]
    return answer
