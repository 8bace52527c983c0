"""The API's doors to merges."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema

from engagement.access.api_doors import Door
from engagement.access.errors import NotAllowed
from engagement.access.scope import WRITERS, Actor
from engagement.registry.merging.actions import merge, merge_of, unmerge
from engagement.registry.merging.serializers import (
    MergeRequest,
    MergeSerializer,
    UnmergeRequest,
    merge_payload,
)
from engagement.registry.models import Merge
from engagement.stakeholders.models import Stakeholder

TAGS = ["stakeholders"]


class MergeInto(Door):
    """Two records become one."""

    @extend_schema(
        operation_id="merge_stakeholders",
        request=MergeRequest,
        responses={201: MergeSerializer},
        tags=TAGS,
    )
    def post(self, request: Any, kept: UUID) -> HttpResponse:
        """Make another record part of this one. 409 where one of them has moved on."""
        self.actor.require(*WRITERS)
        given = MergeRequest(data=request.data)
        given.is_valid(raise_exception=True)
        data, reason = given.validated_data, self.change_reason(request.data)

        def work(actor: Actor) -> HttpResponse:
            found = merge(
                actor,
                _there(actor, kept),
                data["gone"],
                choices=data.get("choices", {}),
                reason=reason,
                versions=(data["kept_version"], data["gone_version"]),
            )
            return self.answer(merge_payload(found), status=201)

        return self.within(work, "stakeholder.merged", reason)


class MergeDetail(Door):
    """One merge."""

    @extend_schema(operation_id="merge", responses=MergeSerializer, tags=TAGS)
    def get(self, request: Any, pk: UUID) -> HttpResponse:
        return self.within(lambda actor: self.answer(merge_payload(_merge(actor, pk))))


class Unmerge(Door):
    """A merge is taken apart."""

    @extend_schema(
        operation_id="unmerge_stakeholders",
        request=UnmergeRequest,
        responses=MergeSerializer,
        tags=TAGS,
    )
    def post(self, request: Any, pk: UUID) -> HttpResponse:
        """Make two records of one again. 409 where it is apart already."""
        self.actor.require(*WRITERS)
        given = UnmergeRequest(data=request.data)
        given.is_valid(raise_exception=True)
        reason = self.change_reason(request.data)

        def work(actor: Actor) -> HttpResponse:
            found = unmerge(actor, _merge(actor, pk).pk, reason=reason)
            return self.answer(merge_payload(found))

        return self.within(work, "stakeholder.unmerged", reason)


def _there(actor: Actor, pk: UUID) -> UUID:
    if not Stakeholder.objects.visible_to(actor).filter(pk=pk).exists():
        raise Http404
    return pk


def _merge(actor: Actor, pk: UUID) -> Merge:
    try:
        return merge_of(actor, pk)
    except NotAllowed as error:
        raise Http404 from error
