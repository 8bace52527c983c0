"""The API's doors to strategic assessments, incidents and initiatives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view

from engagement.access.api_doors import Door
from engagement.access.errors import Conflict
from engagement.access.fields import Because
from engagement.access.paging import ListDoor
from engagement.access.patches import patched, read_change
from engagement.access.problems import Problem
from engagement.access.redaction import redacted
from engagement.access.scope import WRITERS, Actor
from engagement.briefs.entries.actions import (
    act_on_assessment,
    deliver_assessment,
    withdraw_brief_entry,
)
from engagement.briefs.entries.pages import DESKS
from engagement.briefs.entries.payloads import POINTERS, SHAPES, codes_of, draft_from
from engagement.briefs.entries.serializers import (
    ActRequest,
    DeliverRequest,
    IncidentPage,
    InitiativePage,
    StrategicAssessmentPage,
)

TAGS = ["brief"]
ASSESSMENT = SHAPES["strategic_assessment"].taken


class EntryDoor(Door):
    """What the doors of one kind of entry share."""

    kind: ClassVar[str]
    pointers = POINTERS

    def row(self, actor: Actor, pk: UUID) -> Any:
        """The entry with what its payload shows. Raises Http404."""
        rows = DESKS[self.kind].model.objects.visible_to(actor)
        found = SHAPES[self.kind].read(rows, actor).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def shown(self, actor: Actor, pk: UUID, status: int = 200) -> HttpResponse:
        """The entry as an answer."""
        row = self.row(actor, pk)
        self.given([row])
        return self.answer(self.read_by(actor, row), status=status, version=row.version)

    def read_by(self, actor: Actor, row: Any) -> dict[str, Any]:
        """The payload as the actor reads it."""
        return redacted(actor, row._meta.model_name, SHAPES[self.kind].show(row), row.author_id)

    def stepped(self, pk: UUID, step: Callable[[Actor, int], Any], verb: str) -> HttpResponse:
        """Take one step on the version that the caller names."""
        version = self.wanted_version()
        reason = self.change_reason(self.request.data) if verb == "withdrawn" else ""

        def work(actor: Actor) -> HttpResponse:
            self.same_version(version, self.row(actor, pk).version)
            step(actor, version)
            return self.shown(actor, pk)

        return self.within(work, f"{self.kind}.{verb}", reason)


class EntryList(EntryDoor, ListDoor):
    """The entries of one kind, newest first."""

    def get(self, request: Any) -> HttpResponse:
        return self.within(self._read)

    def post(self, request: Any) -> HttpResponse:
        """Write one down; the same request again is answered 200, other content 409."""
        self.actor.require(*WRITERS)
        desk, shape = DESKS[self.kind], SHAPES[self.kind]
        data = self.taken(shape.taken)

        def work(actor: Actor) -> HttpResponse:
            codes = codes_of(data)
            draft = draft_from(shape, data, codes)
            codes.settle()
            begun = timezone.now()
            made = desk.create(actor, draft)
            return self.shown(actor, made.pk, 201 if made.created_at >= begun else 200)

        return self.within(work, f"{self.kind}.{desk.verb}")

    def _read(self, actor: Actor) -> HttpResponse:
        shape = SHAPES[self.kind]
        rows = DESKS[self.kind].model.objects.visible_to(actor).filter(withdrawn_at=None)
        found, following = self.page(self.narrowed(shape.read(rows, actor)))
        self.given(found)
        return self.listed([self.read_by(actor, row) for row in found], following)


class EntryDetail(EntryDoor):
    """One entry."""

    def get(self, request: Any, pk: UUID) -> HttpResponse:
        return self.within(lambda actor: self.shown(actor, pk))

    def put(self, request: Any, pk: UUID) -> HttpResponse:
        """Write one anew."""
        return self._amended(request.data, pk, patch=False)

    def patch(self, request: Any, pk: UUID) -> HttpResponse:
        """Change some fields; lists are replaced whole."""
        return self._amended(request.data, pk, patch=True)

    def _amended(self, sent: Any, pk: UUID, *, patch: bool) -> HttpResponse:
        self.actor.require(*WRITERS)
        version = self.wanted_version()
        reason = self.change_reason(sent)
        shape = SHAPES[self.kind]

        def work(actor: Actor) -> HttpResponse:
            there = self.row(actor, pk)
            self.same_version(version, there.version)
            given = patched(shape.show(there), sent) if patch else sent
            data = read_change(shape.changed, pk, given)
            codes = codes_of(data)
            draft = draft_from(shape, data, codes, there)
            codes.settle()
            try:
                DESKS[self.kind].amend(actor, pk, draft, version=version)
            except Conflict as error:
                if there.withdrawn_at is None and self.row(actor, pk).version != version:
                    raise Problem(412) from error
                raise
            return self.shown(actor, pk)

        return self.within(work, f"{self.kind}.amended", reason)


class EntryWithdrawal(EntryDoor):
    """An entry is taken out of every list; nothing is deleted."""

    steps = True

    def post(self, request: Any, pk: UUID) -> HttpResponse:
        """Withdraw one. Whoever wrote it, its team and managers may."""
        self.actor.require(*WRITERS)
        self.taken(Because)
        reason, model = self.change_reason(request.data), DESKS[self.kind].model
        return self.stepped(
            pk,
            lambda actor, version: withdraw_brief_entry(
                actor, model, pk, reason=reason, version=version
            ),
            "withdrawn",
        )


class Deliver(EntryDoor):
    """A strategic assessment was delivered."""

    kind, steps = "strategic_assessment", True

    @extend_schema(
        operation_id="deliver_assessment", request=DeliverRequest, responses=ASSESSMENT, tags=TAGS
    )
    def post(self, request: Any, pk: UUID) -> HttpResponse:
        """Say when it was delivered, and for which day it is true."""
        self.actor.require(*WRITERS)
        data = self.taken(DeliverRequest)
        return self.stepped(
            pk,
            lambda actor, version: deliver_assessment(actor, pk, **data, version=version),
            "delivered",
        )


class Act(EntryDoor):
    """Something was done about a strategic assessment."""

    kind, steps = "strategic_assessment", True

    @extend_schema(
        operation_id="act_on_assessment", request=ActRequest, responses=ASSESSMENT, tags=TAGS
    )
    def post(self, request: Any, pk: UUID) -> HttpResponse:
        """Say what was done about it, and when."""
        self.actor.require(*WRITERS)
        data = self.taken(ActRequest)
        return self.stepped(
            pk,
            lambda actor, version: act_on_assessment(actor, pk, **data, version=version),
            "acted_on",
        )


def _doors(kind: str, plural: str, page: Any) -> tuple[type[Door], type[Door], type[Door]]:
    """The list, the detail and the withdrawal of one kind, told in the document."""
    shape = SHAPES[kind]
    # Of incidents no agreement speaks.
    own = {"kind": kind, "opens_to_partners": kind != "incident"}
    patch = shape.changed(partial=True)
    patches = {"application/merge-patch+json": patch, "application/json": patch}
    here: dict[str, Any] = {"responses": shape.taken, "tags": TAGS}
    listed = extend_schema_view(
        get=extend_schema(operation_id=plural, responses=page, tags=TAGS),
        post=extend_schema(
            operation_id=f"add_{kind}",
            request=shape.taken,
            responses={200: shape.taken, 201: shape.taken},
            tags=TAGS,
        ),
    )
    detailed = extend_schema_view(
        get=extend_schema(operation_id=kind, **here),
        put=extend_schema(operation_id=f"amend_{kind}", request=shape.changed, **here),
        patch=extend_schema(operation_id=f"patch_{kind}", request=patches, **here),
    )
    taken_back = extend_schema_view(
        post=extend_schema(operation_id=f"withdraw_{kind}", request=Because, **here)
    )
    name = kind.title().replace("_", "")
    return (
        listed(type(f"{name}List", (EntryList,), own)),
        detailed(type(f"{name}Detail", (EntryDetail,), own)),
        taken_back(type(f"{name}Withdrawal", (EntryWithdrawal,), own)),
    )


AssessmentList, AssessmentDetail, AssessmentWithdrawal = _doors(
    "strategic_assessment", "strategic_assessments", StrategicAssessmentPage
)
IncidentList, IncidentDetail, IncidentWithdrawal = _doors("incident", "incidents", IncidentPage)
InitiativeList, InitiativeDetail, InitiativeWithdrawal = _doors(
    "initiative", "initiatives", InitiativePage
)
