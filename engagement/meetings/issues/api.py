"""The API's doors to issues raised."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django_filters import ChoiceFilter, FilterSet
from drf_spectacular.utils import extend_schema

from engagement.access.api_doors import Door
from engagement.access.api_filters import ExactId
from engagement.access.paging import ListDoor
from engagement.access.problems import Fault, Problem
from engagement.access.scope import WRITERS, Actor
from engagement.meetings.issues.actions import add_issue, answer_issue
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.issues.representations import draft_from, payload, with_payload
from engagement.meetings.issues.serializers import AnswerRequest, IssueLine, IssuePage
from engagement.meetings.models import Meeting

TAGS = ["meetings"]


class IssueFilters(FilterSet):
    meeting = ExactId(field_name="meeting_id", help_text="Raised in this meeting.")
    state = ChoiceFilter(method="in_state", choices=[(c, c) for c in ("answered", "unanswered")])

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        return rows.answered() if value == "answered" else rows.unanswered()


class IssueList(ListDoor):
    """Issues raised in meetings."""

    opens_to_partners = ("meeting", "issues")
    filters = IssueFilters

    @extend_schema(operation_id="issues", responses=IssuePage, tags=TAGS)
    def get(self, request: Any) -> HttpResponse:
        return self.within(self._read)

    @extend_schema(
        operation_id="add_issue",
        request=IssueLine,
        responses={200: IssueLine, 201: IssueLine},
        tags=TAGS,
    )
    def post(self, request: Any) -> HttpResponse:
        """Write an issue on a meeting; the same request again is 200, other content 409."""
        self.actor.require(*WRITERS)
        data = self.taken(IssueLine)

        def work(actor: Actor) -> HttpResponse:
            if not Meeting.objects.visible_to(actor).filter(pk=data["meeting"]).exists():
                words = _("There is no such meeting, or it is not for you to see.")
                raise Problem(422, errors=[Fault(words, pointer="/meeting")])
            there = IssueRaised.objects.visible_to(actor).filter(pk=data["id"]).exists()
            row = add_issue(actor, data["meeting"], draft_from(data))
            return _shown(self, _row(actor, row.pk), 200 if there else 201)

        return self.within(work, "issue.added")

    def _read(self, actor: Actor) -> HttpResponse:
        rows = IssueRaised.objects.visible_to(actor).current()
        found, following = self.page(self.narrowed(with_payload(rows, actor)))
        return self.listed([payload(row) for row in found], following)


class IssueDetail(Door):
    """One issue."""

    opens_to_partners = ("meeting", "issues")

    @extend_schema(operation_id="issue", responses=IssueLine, tags=TAGS)
    def get(self, request: Any, pk: UUID) -> HttpResponse:
        return self.within(lambda actor: _shown(self, _row(actor, pk)))


class IssueAnswer(Door):
    """What we answered."""

    steps = True

    @extend_schema(
        operation_id="answer_issue", request=AnswerRequest, responses=IssueLine, tags=TAGS
    )
    def post(self, request: Any, pk: UUID) -> HttpResponse:
        """Say what we answered, when, and which decision it changed."""
        self.actor.require(*WRITERS)
        version = self.wanted_version()
        data = self.taken(AnswerRequest)

        def work(actor: Actor) -> HttpResponse:
            self.same_version(version, _row(actor, pk).its_version)
            answer_issue(actor, pk, **data)
            return _shown(self, _row(actor, pk))

        return self.within(work, "issue.answered")


def _row(actor: Actor, pk: UUID) -> Any:
    rows = with_payload(IssueRaised.objects.visible_to(actor), actor)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _shown(door: Door, row: Any, status: int = 200) -> HttpResponse:
    return door.answer(payload(row), status=status, version=row.its_version)
