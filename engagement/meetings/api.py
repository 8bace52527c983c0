"""The API's doors to the log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters import CharFilter, ChoiceFilter, FilterSet
from drf_spectacular.utils import extend_schema

from engagement.access.api_doors import Door
from engagement.access.api_filters import ExactDay, ExactId, UpdatedSince
from engagement.access.errors import Conflict
from engagement.access.fields import Because
from engagement.access.paging import ListDoor
from engagement.access.patches import patched, read_change
from engagement.access.problems import Fault, Problem
from engagement.access.redaction import redacted
from engagement.access.scope import AUTHORS, Actor
from engagement.meetings.actions import (
    amend_meeting,
    log_meeting,
    plan_meeting,
    record_not_held,
    withdraw_meeting,
)
from engagement.meetings.codes import Status
from engagement.meetings.drafts import MeetingDraft
from engagement.meetings.models import Meeting
from engagement.meetings.payloads import POINTERS, codes_of, draft_from, keep_hidden
from engagement.meetings.representations import payload, with_duplicates, with_payload
from engagement.meetings.serializers import (
    MeetingChange,
    MeetingMade,
    MeetingPage,
    MeetingSerializer,
)
from engagement.regions.choices import area_of
from engagement.regions.references import Reference, regions_of
from engagement.stakeholders.candidates import Candidate
from engagement.stakeholders.models import ActorGroup, Stakeholder
from engagement.stakeholders.pages import nearest_each

TAGS = ["meetings"]
VERBS = {
    Status.HELD.value: (log_meeting, "meeting.logged"),
    Status.PLANNED.value: (plan_meeting, "meeting.planned"),
}
NOT_HELD = (record_not_held, "meeting.not_held")


class MeetingFilters(FilterSet):
    status = ChoiceFilter(choices=Status.choices)
    held_from = ExactDay(field_name="held_on", lookup_expr="gte", help_text="On or after.")
    held_until = ExactDay(field_name="held_on", lookup_expr="lte", help_text="On or before.")
    governorate = CharFilter(method="visited", help_text="Held there: ISO 3166-2, or our key.")
    actor_group = ChoiceFilter(
        method="met", choices=ActorGroup.choices, help_text="With somebody of this group."
    )
    stakeholder = ExactId(method="with_one", help_text="With this stakeholder.")
    updated_since = UpdatedSince("meeting")

    def visited(self, rows: Any, name: str, value: str) -> Any:
        try:
            reference = Reference.of_text(value)
        except ValueError as error:
            raise _no_such(name, str(error)) from error
        unit = regions_of([reference]).get(reference)
        if unit is None:
            raise _no_such(name, _("There is no such region."))
        return rows.visited_in(area_of(self.request.auth.programme_id), unit)

    def met(self, rows: Any, name: str, value: str) -> Any:
        actor = self.request.auth
        return rows.with_people(actor, Stakeholder.objects.visible_to(actor).in_group(value))

    def with_one(self, rows: Any, name: str, value: UUID) -> Any:
        actor = self.request.auth
        return rows.with_people(actor, Stakeholder.objects.visible_to(actor).filter(pk=value))


def _no_such(parameter: str, words: str) -> Problem:
    return Problem(400, errors=[Fault(words, parameter=parameter)])


class MeetingList(ListDoor):
    """The log."""

    opens_to_partners = True
    filters = MeetingFilters
    order = ("-held_on", "-id")
    shared = "meeting"
    asks = {
        "status": "status",
        "held_from": "held_on",
        "held_until": "held_on",
        "governorate": "venues",
        "actor_group": "participants",
        "stakeholder": "participants",
    }
    pointers = POINTERS

    @extend_schema(operation_id="meetings", responses=MeetingPage, tags=TAGS)
    def get(self, request: Any) -> HttpResponse:
        return self.within(self._read)

    @extend_schema(
        operation_id="log_meeting",
        request=MeetingSerializer,
        responses={200: MeetingMade, 201: MeetingMade},
        tags=TAGS,
    )
    def post(self, request: Any) -> HttpResponse:
        """Log a meeting; the same request again is answered 200, other content 409.

        Each new participant comes with `possible_duplicates`: whom they may already be. Nothing is
        merged, and nothing refused.
        """
        self.actor.require(*AUTHORS)
        given = MeetingSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        action, verb = VERBS.get(data["status"], NOT_HELD)

        def work(actor: Actor) -> HttpResponse:
            codes = codes_of(data)
            draft = draft_from(data, codes)
            codes.settle()
            begun = timezone.now()
            meeting = action(actor, draft)
            status = 201 if meeting.created_at >= begun else 200
            row = _row(actor, meeting.pk)
            told = with_duplicates(payload(row), _may_be(actor, draft))
            return self.answer(told, status=status, version=row.version)

        return self.within(work, verb)

    def _read(self, actor: Actor) -> HttpResponse:
        rows = with_payload(Meeting.objects.visible_to(actor).current(), actor)
        found, following = self.page(self.narrowed(rows))
        self.given(found)
        return self.listed([_read_by(actor, row) for row in found], following)


class MeetingDetail(Door):
    """One meeting."""

    opens_to_partners = True
    pointers = POINTERS

    @extend_schema(operation_id="meeting", responses=MeetingSerializer, tags=TAGS)
    def get(self, request: Any, pk: UUID) -> HttpResponse:
        return self.within(lambda actor: self._read(actor, pk))

    def _read(self, actor: Actor, pk: UUID) -> HttpResponse:
        row = _row(actor, pk)
        self.given([row])
        return _shown(self, row)

    @extend_schema(
        operation_id="amend_meeting",
        request=MeetingChange,
        responses=MeetingSerializer,
        tags=TAGS,
    )
    def put(self, request: Any, pk: UUID) -> HttpResponse:
        """Write a meeting anew; frozen facts stay, and so do people whom you may not open."""
        return self._amended(request.data, pk, patch=False)

    @extend_schema(
        operation_id="patch_meeting",
        request={
            "application/merge-patch+json": MeetingChange(partial=True),
            "application/json": MeetingChange(partial=True),
        },
        responses=MeetingSerializer,
        tags=TAGS,
    )
    def patch(self, request: Any, pk: UUID) -> HttpResponse:
        """Change some fields of a meeting; lists are replaced whole."""
        return self._amended(request.data, pk, patch=True)

    def _amended(self, sent: Any, pk: UUID, *, patch: bool) -> HttpResponse:
        self.actor.require(*AUTHORS)
        version = self.wanted_version()
        reason = self.change_reason(sent)

        def work(actor: Actor) -> HttpResponse:
            there = _row(actor, pk)
            self.same_version(version, there.version)
            data = patched(payload(there), sent) if patch else sent
            self._amend(actor, there, read_change(MeetingChange, pk, data))
            return _shown(self, _row(actor, pk))

        return self.within(work, "meeting.amended", reason)

    def _amend(self, actor: Actor, there: Meeting, data: Any) -> None:
        codes = codes_of(data)
        draft = keep_hidden(actor, draft_from(data, codes, there.own_tlp), there)
        codes.settle()
        try:
            amend_meeting(actor, there.pk, draft, version=there.version)
        except Conflict as error:
            if there.withdrawn_at is None and _row(actor, there.pk).version != there.version:
                raise Problem(412) from error
            raise


class MeetingWithdrawal(Door):
    """A meeting is taken out of every list and figure; nothing is deleted."""

    opens_to_partners = True
    steps = True

    @extend_schema(
        operation_id="withdraw_meeting", request=Because, responses=MeetingSerializer, tags=TAGS
    )
    def post(self, request: Any, pk: UUID) -> HttpResponse:
        """Withdraw a meeting. Its lead team and managers may."""
        self.actor.require(*AUTHORS)
        version = self.wanted_version()
        self.taken(Because)
        reason = self.change_reason(request.data)

        def work(actor: Actor) -> HttpResponse:
            self.same_version(version, _row(actor, pk).version)
            withdraw_meeting(actor, pk, reason=reason, version=version)
            return _shown(self, _row(actor, pk))

        return self.within(work, "meeting.withdrawn", reason)


def _row(actor: Actor, pk: UUID) -> Meeting:
    found: Meeting | None = (
        with_payload(Meeting.objects.visible_to(actor), actor).filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


def _may_be(actor: Actor, draft: MeetingDraft) -> dict[UUID, list[Candidate]]:
    """Whom each of the new participants may already be; two statements if there are any."""
    new = [row.new for row in draft.who if row.new is not None]
    if not new:
        return {}
    records = [([name.text for name in one.given_names], one.kind) for one in new]
    found = nearest_each(actor, records, without=[one.id for one in new])
    return dict(zip((one.id for one in new), found, strict=True))


def _shown(door: Door, row: Meeting, status: int = 200) -> HttpResponse:
    return door.answer(_read_by(door.actor, row), status=status, version=row.version)


def _read_by(actor: Actor, row: Meeting) -> dict[str, Any]:
    return redacted(actor, "meeting", payload(row), row.author_id)
