"""The API's doors to the policy brief."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from engagement.access.api_doors import Door
from engagement.access.models import Role
from engagement.access.paging import ListDoor
from engagement.access.redaction import redacted
from engagement.access.scope import WRITERS, Actor
from engagement.briefs.actions import set_target, settle_match
from engagement.briefs.codes import Indicator
from engagement.briefs.drafts import TargetDraft
from engagement.briefs.matching import with_rules
from engagement.briefs.models import MeetingRecommendation, Recommendation
from engagement.briefs.representations import matches, payload, with_payload
from engagement.briefs.serializers import (
    MatchPage,
    MatchSerializer,
    RecommendationPage,
    RecommendationSerializer,
    TargetChange,
    TargetPage,
    TargetSerializer,
    VerdictRequest,
)
from engagement.meetings.models import Meeting

TAGS = ["brief"]
INDICATOR = OpenApiParameter(
    "indicator", {"type": "string", "enum": list(Indicator.values)}, OpenApiParameter.PATH
)


class RecommendationList(ListDoor):
    """The recommendations of the policy brief."""

    opens_to_partners = True
    order = ("order", "id")

    @extend_schema(operation_id="recommendations", responses=RecommendationPage, tags=TAGS)
    def get(self, request: Any) -> HttpResponse:
        return self.within(self._read)

    def _read(self, actor: Actor) -> HttpResponse:
        rows = Recommendation.objects.visible_to(actor).filter(withdrawn_at=None)
        found, following = self.page(self.narrowed(with_payload(rows)))
        self.given(found)
        return self.listed([_read_by(actor, row) for row in found], following)


def _read_by(actor: Actor, row: Any) -> dict[str, Any]:
    return redacted(actor, "recommendation", payload(row), row.author_id)


class RecommendationDetail(Door):
    """One recommendation."""

    opens_to_partners = True

    @extend_schema(operation_id="recommendation", responses=RecommendationSerializer, tags=TAGS)
    def get(self, request: Any, pk: UUID) -> HttpResponse:
        return self.within(lambda actor: self._read(actor, pk))

    def _read(self, actor: Actor, pk: UUID) -> HttpResponse:
        row = _row(actor, pk)
        self.given([row])
        return self.answer(_read_by(actor, row), version=row.version)


class TargetList(Door):
    """What the indicators of a recommendation are to reach."""

    opens_to_partners = ("recommendation", "targets")

    @extend_schema(operation_id="targets", responses=TargetPage, tags=TAGS)
    def get(self, request: Any, pk: UUID) -> HttpResponse:
        return self.within(lambda actor: self._read(actor, pk))

    def _read(self, actor: Actor, pk: UUID) -> HttpResponse:
        row = _row(actor, pk)
        return self.answer({"items": payload(row)["targets"], "next": None}, version=row.version)


class TargetDetail(Door):
    """What one indicator of a recommendation is to reach."""

    opens_to_partners = ("recommendation", "targets")

    @extend_schema(
        operation_id="target", responses=TargetSerializer, parameters=[INDICATOR], tags=TAGS
    )
    def get(self, request: Any, pk: UUID, indicator: str) -> HttpResponse:
        return self.within(lambda actor: self._shown(actor, pk, indicator))

    @extend_schema(
        operation_id="set_target",
        request=TargetChange,
        responses=TargetSerializer,
        parameters=[INDICATOR],
        tags=TAGS,
    )
    def put(self, request: Any, pk: UUID, indicator: str) -> HttpResponse:
        """Set a target; managers may. `If-Match` names the version of the recommendation."""
        self.actor.require(Role.MANAGER)
        version = self.wanted_version()
        data = self.taken(TargetChange)
        reason = self.change_reason(request.data)
        data.pop("change_reason", None)

        def work(actor: Actor) -> HttpResponse:
            row = _row(actor, pk)
            if indicator not in row.indicators:
                raise Http404
            self.same_version(version, row.version)
            draft = TargetDraft(recommendation_id=pk, indicator=indicator, **data)
            set_target(actor, draft, reason=reason, version=version)
            return self._shown(actor, pk, indicator)

        return self.within(work, "target.set", reason)

    def _shown(self, actor: Actor, pk: UUID, indicator: str) -> HttpResponse:
        row = _row(actor, pk)
        for target in payload(row)["targets"]:
            if target["indicator"] == indicator:
                return self.answer(target, version=row.version)
        raise Http404


class MatchList(Door):
    """Which recommendations a meeting serves: confirmed, rejected, or proposed by a rule."""

    opens_to_partners = ("meeting", "recommendations")

    @extend_schema(operation_id="matches", responses=MatchPage, tags=TAGS)
    def get(self, request: Any, pk: UUID) -> HttpResponse:
        return self.within(lambda actor: self._read(actor, pk))

    def _read(self, actor: Actor, pk: UUID) -> HttpResponse:
        meeting, items = _matches(actor, pk)
        return self.answer({"items": items, "next": None}, version=meeting.version)


class MatchDetail(Door):
    """Whether a meeting serves one recommendation."""

    opens_to_partners = ("meeting", "recommendations")

    #: The address names the meeting and the recommendation, and not the body.
    pointers = {"meetings": "", "recommendation": ""}

    @extend_schema(operation_id="match", responses=MatchSerializer, tags=TAGS)
    def get(self, request: Any, pk: UUID, recommendation: UUID) -> HttpResponse:
        return self.within(lambda actor: self._shown(actor, pk, recommendation))

    @extend_schema(
        operation_id="settle_match", request=VerdictRequest, responses=MatchSerializer, tags=TAGS
    )
    def put(self, request: Any, pk: UUID, recommendation: UUID) -> HttpResponse:
        """Confirm or reject. `If-Match` names the version of the meeting.

        A manager settles any, an officer those of their own teams' meetings, until somebody else
        has.
        """
        self.actor.require(*WRITERS)
        version = self.wanted_version()
        verdict = self.taken(VerdictRequest)["verdict"]

        def work(actor: Actor) -> HttpResponse:
            self.same_version(version, _meeting(actor, pk).version)
            _row(actor, recommendation)
            settle_match(actor, pk, recommendation, verdict)
            return self._shown(actor, pk, recommendation)

        return self.within(work, "match.settled")

    def _shown(self, actor: Actor, pk: UUID, recommendation: UUID) -> HttpResponse:
        meeting, items = _matches(actor, pk)
        for match in items:
            if match["recommendation"] == str(recommendation):
                return self.answer(match, version=meeting.version)
        raise Http404


def _row(actor: Actor, pk: UUID) -> Any:
    rows = with_payload(Recommendation.objects.visible_to(actor).filter(withdrawn_at=None))
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _meeting(actor: Actor, pk: UUID) -> Any:
    found = Meeting.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _matches(actor: Actor, pk: UUID) -> tuple[Any, list[dict[str, Any]]]:
    """The meeting, and every recommendation beside it; four statements."""
    meeting = _meeting(actor, pk)
    counted = with_rules(Meeting.objects.visible_to(actor).counted(), actor)
    recommendations = Recommendation.objects.visible_to(actor).filter(withdrawn_at=None)
    settled = MeetingRecommendation.objects.visible_to(actor).filter(meeting=meeting)
    marked = counted.filter(pk=pk).first()
    return meeting, matches(meeting, marked, list(recommendations), list(settled))
