"""The API's doors to what we hold of a stakeholder."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django_filters import ChoiceFilter, FilterSet
from drf_spectacular.utils import extend_schema

from engagement.access.api_doors import Door
from engagement.access.fields import Because
from engagement.access.paging import ListDoor
from engagement.access.scope import WRITERS, Actor
from engagement.stakeholders.assessments.actions import (
    add_assessment,
    set_standing,
    withdraw_entry,
)
from engagement.stakeholders.assessments.models import Assessment, Facet, Standing
from engagement.stakeholders.assessments.payloads import (
    POINTERS,
    codes_of,
    draft_from,
    payload,
    with_payload,
)
from engagement.stakeholders.assessments.serializers import (
    AssessmentPage,
    AssessmentSerializer,
    StandingChange,
)
from engagement.stakeholders.models import Stakeholder

TAGS = ["stakeholders"]


class AssessmentFilters(FilterSet):
    facet = ChoiceFilter(choices=Facet.choices)
    standing = ChoiceFilter(choices=Standing.choices)


class AssessmentList(ListDoor):
    """What is claimed of somebody, and by which source."""

    opens_to_partners = ("stakeholder", "assessments")
    filters = AssessmentFilters
    pointers = POINTERS

    @extend_schema(operation_id="assessments", responses=AssessmentPage, tags=TAGS)
    def get(self, request: Any, pk: UUID) -> HttpResponse:
        return self.within(lambda actor: self._read(actor, pk))

    @extend_schema(
        operation_id="add_assessment",
        request=AssessmentSerializer,
        responses={200: AssessmentSerializer, 201: AssessmentSerializer},
        tags=TAGS,
    )
    def post(self, request: Any, pk: UUID) -> HttpResponse:
        """Write a claim down; the same request again is answered 200, other content 409.

        An accepted one must not contradict another that is accepted for the same time.
        """
        self.actor.require(*WRITERS)
        data = self.taken(AssessmentSerializer)

        def work(actor: Actor) -> HttpResponse:
            codes = codes_of(data)
            draft = draft_from(data, codes, _about(actor, pk))
            codes.settle()
            begun = timezone.now()
            claim = add_assessment(actor, draft)
            status = 201 if claim.written_at >= begun else 200
            return _shown(self, _row(actor, claim.pk), status)

        return self.within(work, "assessment.added")

    def _read(self, actor: Actor, pk: UUID) -> HttpResponse:
        rows = Assessment.objects.visible_to(actor).current().filter(stakeholder=_about(actor, pk))
        found, following = self.page(self.narrowed(with_payload(rows, actor)))
        return self.listed([payload(row) for row in found], following)


class AssessmentDetail(Door):
    """One claim."""

    opens_to_partners = ("stakeholder", "assessments")

    @extend_schema(operation_id="assessment", responses=AssessmentSerializer, tags=TAGS)
    def get(self, request: Any, pk: UUID) -> HttpResponse:
        return self.within(lambda actor: _shown(self, _row(actor, pk)))

    @extend_schema(
        operation_id="set_standing",
        request={
            "application/merge-patch+json": StandingChange,
            "application/json": StandingChange,
        },
        responses=AssessmentSerializer,
        tags=TAGS,
    )
    def patch(self, request: Any, pk: UUID) -> HttpResponse:
        """Accept a claim, put it in conflict, or mark it as to be checked."""
        self.actor.require(*WRITERS)
        version = self.wanted_version()
        standing = self.taken(StandingChange)["standing"]
        reason = self.change_reason(request.data)

        def work(actor: Actor) -> HttpResponse:
            there = _row(actor, pk)
            self.same_version(version, there.its_version)
            set_standing(actor, pk, standing=standing, reason=reason, was=there.standing)
            return _shown(self, _row(actor, pk))

        return self.within(work, "assessment.standing_set", reason)


class AssessmentWithdrawal(Door):
    """A claim is taken back."""

    steps = True

    @extend_schema(
        operation_id="withdraw_assessment",
        request=Because,
        responses=AssessmentSerializer,
        tags=TAGS,
    )
    def post(self, request: Any, pk: UUID) -> HttpResponse:
        """Take a claim back. Its writer, the lead team and managers may."""
        self.actor.require(*WRITERS)
        version = self.wanted_version()
        self.taken(Because)
        reason = self.change_reason(request.data)

        def work(actor: Actor) -> HttpResponse:
            self.same_version(version, _row(actor, pk).its_version)
            withdraw_entry(actor, Assessment, pk, reason=reason)
            return _shown(self, _row(actor, pk))

        return self.within(work, "assessment.withdrawn", reason)


def _about(actor: Actor, pk: UUID) -> UUID:
    if not Stakeholder.objects.visible_to(actor).filter(pk=pk).exists():
        raise Http404
    return pk


def _row(actor: Actor, pk: UUID) -> Any:
    rows = with_payload(Assessment.objects.visible_to(actor), actor)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _shown(door: Door, row: Any, status: int = 200) -> HttpResponse:
    return door.answer(payload(row), status=status, version=row.its_version)
