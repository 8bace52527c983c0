"""The API's doors to posts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema

from engagement.access.api_doors import Door
from engagement.access.errors import Conflict
from engagement.access.fields import Because
from engagement.access.paging import ListDoor
from engagement.access.patches import patched, read_change
from engagement.access.problems import Fault, Problem
from engagement.access.scope import WRITERS, Actor
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.actions import add_post, amend_post, withdraw_post
from engagement.stakeholders.posts.models import Post
from engagement.stakeholders.posts.payloads import (
    POINTERS,
    draft_from,
    kept,
    payload,
    with_payload,
)
from engagement.stakeholders.posts.serializers import (
    PostChange,
    PostPage,
    PostRead,
    PostSerializer,
)

TAGS = ["stakeholders"]


class PostList(ListDoor):
    """What somebody is in which bodies."""

    opens_to_partners = ("stakeholder", "posts")
    pointers = POINTERS

    @extend_schema(operation_id="posts", responses=PostPage, tags=TAGS)
    def get(self, request: Any, pk: UUID) -> HttpResponse:
        return self.within(lambda actor: self._read(actor, pk))

    @extend_schema(
        operation_id="add_post",
        request=PostSerializer,
        responses={200: PostRead, 201: PostRead},
        tags=TAGS,
    )
    def post(self, request: Any, pk: UUID) -> HttpResponse:
        """Write a post down; the same request again is answered 200, other content 409.

        Who holds a post in a paramilitary body today is seen by fewer people from then on.
        """
        self.actor.require(*WRITERS)
        data = self.taken(PostSerializer)

        def work(actor: Actor) -> HttpResponse:
            begun = timezone.now()
            post = add_post(actor, draft_from(data, _holder(actor, pk)))
            status = 201 if post.written_at >= begun else 200
            return _shown(self, _row(actor, post.pk), status)

        return self.within(work, "post.added")

    def _read(self, actor: Actor, pk: UUID) -> HttpResponse:
        rows = Post.objects.visible_to(actor).current().filter(stakeholder=_holder(actor, pk))
        found, following = self.page(self.narrowed(with_payload(rows, actor)))
        return self.listed([payload(row) for row in found], following)


class PostDetail(Door):
    """One post."""

    opens_to_partners = ("stakeholder", "posts")
    pointers = POINTERS

    @extend_schema(operation_id="post", responses=PostRead, tags=TAGS)
    def get(self, request: Any, pk: UUID) -> HttpResponse:
        return self.within(lambda actor: _shown(self, _row(actor, pk)))

    @extend_schema(operation_id="amend_post", request=PostChange, responses=PostRead, tags=TAGS)
    def put(self, request: Any, pk: UUID) -> HttpResponse:
        """Write a post anew."""
        return self._amended(request.data, pk, patch=False)

    @extend_schema(
        operation_id="patch_post",
        request={
            "application/merge-patch+json": PostChange(partial=True),
            "application/json": PostChange(partial=True),
        },
        responses=PostRead,
        tags=TAGS,
    )
    def patch(self, request: Any, pk: UUID) -> HttpResponse:
        """Change some fields of a post: most often, that it ended."""
        return self._amended(request.data, pk, patch=True)

    def _amended(self, sent: Any, pk: UUID, *, patch: bool) -> HttpResponse:
        self.actor.require(*WRITERS)
        version = self.wanted_version()
        reason = self.change_reason(sent)

        def work(actor: Actor) -> HttpResponse:
            there = _row(actor, pk)
            self.same_version(version, there.its_version)
            given = patched(payload(there), sent) if patch else sent
            data = kept(read_change(PostChange, pk, given), there)
            if data.get("organisation") is None:
                raise Problem(422, errors=[Fault(_("This is needed."), pointer="/organisation")])
            draft = draft_from(data, there.stakeholder_id)
            try:
                amend_post(actor, pk, draft, version=version)
            except Conflict as error:
                if there.withdrawn_at is None and _row(actor, pk).its_version != version:
                    raise Problem(412) from error
                raise
            return _shown(self, _row(actor, pk))

        return self.within(work, "post.amended", reason)


class PostWithdrawal(Door):
    """A post is taken back."""

    steps = True

    @extend_schema(operation_id="withdraw_post", request=Because, responses=PostRead, tags=TAGS)
    def post(self, request: Any, pk: UUID) -> HttpResponse:
        """Take a post back that was never true; one that has ended is amended instead."""
        self.actor.require(*WRITERS)
        version = self.wanted_version()
        self.taken(Because)
        reason = self.change_reason(request.data)

        def work(actor: Actor) -> HttpResponse:
            self.same_version(version, _row(actor, pk).its_version)
            withdraw_post(actor, pk, reason=reason)
            return _shown(self, _row(actor, pk))

        return self.within(work, "post.withdrawn", reason)


def _holder(actor: Actor, pk: UUID) -> UUID:
    if not Stakeholder.objects.visible_to(actor).filter(pk=pk).exists():
        raise Http404
    return pk


def _row(actor: Actor, pk: UUID) -> Any:
    found = with_payload(Post.objects.visible_to(actor), actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _shown(door: Door, row: Any, status: int = 200) -> HttpResponse:
    return door.answer(payload(row), status=status, version=row.its_version)
