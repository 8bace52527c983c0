"""The API's doors to follow-ups and commitments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django_filters import ChoiceFilter, FilterSet
from drf_spectacular.utils import OpenApiParameter, extend_schema

from engagement.access.api_doors import Door
from engagement.access.api_filters import ExactDay, ExactId
from engagement.access.paging import ListDoor
from engagement.access.problems import Fault, Problem
from engagement.access.scope import WRITERS, Actor
from engagement.meetings.follow_ups.actions import (
    add_follow_up,
    drop_follow_up,
    finish_follow_up,
    reopen_follow_up,
    verify_follow_up,
)
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.follow_ups.representations import draft_from, payload, with_payload
from engagement.meetings.follow_ups.serializers import (
    STATES,
    STEPS,
    FollowUpLine,
    FollowUpPage,
    FollowUpStepRequest,
)
from engagement.meetings.models import Meeting

TAGS = ["meetings"]
STEP = OpenApiParameter("step", {"type": "string", "enum": list(STEPS)}, OpenApiParameter.PATH)
VERBS = {
    "finish": "follow_up.done",
    "verify": "follow_up.verified",
    "drop": "follow_up.dropped",
    "reopen": "follow_up.reopened",
}


class FollowUpFilters(FilterSet):
    meeting = ExactId(field_name="meeting_id", help_text="Made in this meeting.")
    side = ChoiceFilter(choices=FollowUp.Side.choices)
    state = ChoiceFilter(
        method="in_state",
        choices=[(code, code) for code in STATES],
        help_text="What is overdue is open, too.",
    )
    due_until = ExactDay(field_name="due_on", lookup_expr="lte", help_text="Due by then.")

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        if value == "overdue":
            return rows.overdue(self.request.auth.today())
        return getattr(rows, value)()


class FollowUpList(ListDoor):
    """What was promised, on both sides."""

    opens_to_partners = ("meeting", "follow_ups")
    filters = FollowUpFilters

    @extend_schema(operation_id="follow_ups", responses=FollowUpPage, tags=TAGS)
    def get(self, request: Any) -> HttpResponse:
        return self.within(self._read)

    @extend_schema(
        operation_id="add_follow_up",
        request=FollowUpLine,
        responses={200: FollowUpLine, 201: FollowUpLine},
        tags=TAGS,
    )
    def post(self, request: Any) -> HttpResponse:
        """Write a promise on a meeting; the same request again is 200, other content 409."""
        self.actor.require(*WRITERS)
        data = self.taken(FollowUpLine)

        def work(actor: Actor) -> HttpResponse:
            if not Meeting.objects.visible_to(actor).filter(pk=data["meeting"]).exists():
                words = _("There is no such meeting, or it is not for you to see.")
                raise Problem(422, errors=[Fault(words, pointer="/meeting")])
            there = FollowUp.objects.visible_to(actor).filter(pk=data["id"]).exists()
            row = add_follow_up(actor, data["meeting"], draft_from(data))
            return _shown(self, actor, row.pk, 200 if there else 201)

        return self.within(work, "follow_up.added")

    def _read(self, actor: Actor) -> HttpResponse:
        rows = FollowUp.objects.visible_to(actor).current()
        found, following = self.page(self.narrowed(with_payload(rows, actor)))
        today = actor.today()
        return self.listed([payload(row, today) for row in found], following)


class FollowUpDetail(Door):
    """One follow-up or commitment."""

    opens_to_partners = ("meeting", "follow_ups")

    @extend_schema(operation_id="follow_up", responses=FollowUpLine, tags=TAGS)
    def get(self, request: Any, pk: UUID) -> HttpResponse:
        return self.within(lambda actor: _shown(self, actor, pk))


class FollowUpStep(Door):
    """A step in the life of a follow-up."""

    steps = True
    pointers = {"reason": "/change_reason"}

    @extend_schema(
        operation_id="move_follow_up",
        request=FollowUpStepRequest,
        responses=FollowUpLine,
        parameters=[STEP],
        tags=TAGS,
    )
    def post(self, request: Any, pk: UUID, step: str) -> HttpResponse:
        """Finish, verify, drop or reopen. Whoever marked it done does not verify it."""
        if step not in STEPS:
            raise Http404
        self.actor.require(*WRITERS)
        version = self.wanted_version()
        done_on = self.taken(FollowUpStepRequest)["done_on"]
        reason = self.change_reason(request.data) if step == "drop" else ""
        acts: dict[str, Callable[[Actor], FollowUp]] = {
            "finish": lambda actor: finish_follow_up(actor, pk, done_on=done_on),
            "verify": lambda actor: verify_follow_up(actor, pk),
            "drop": lambda actor: drop_follow_up(actor, pk, reason=reason),
            "reopen": lambda actor: reopen_follow_up(actor, pk),
        }

        def work(actor: Actor) -> HttpResponse:
            self.same_version(version, _row(actor, pk).its_version)
            acts[step](actor)
            return _shown(self, actor, pk)

        return self.within(work, VERBS[step], reason)


def _row(actor: Actor, pk: UUID) -> Any:
    rows = with_payload(FollowUp.objects.visible_to(actor), actor)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _shown(door: Door, actor: Actor, pk: UUID, status: int = 200) -> HttpResponse:
    row = _row(actor, pk)
    return door.answer(payload(row, actor.today()), status=status, version=row.its_version)
