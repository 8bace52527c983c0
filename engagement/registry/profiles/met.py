"""How often somebody was met, and what a contested assessment would change: two statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from engagement.access.scope import Actor
from engagement.meetings.codes import Role
from engagement.meetings.models import Meeting, Participant
from engagement.stakeholders.assessments.models import Assessment, Facet, Standing
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.models import Post

#: What "recently" means for meetings, and how long an understanding stays current.
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Met:
    """Counted meetings that the reader may open, in which somebody, or their body, was met."""

    times: int
    last_year: int
    last: date | None
    #: Meetings that would be counted otherwise if this assessment were accepted.
    moved: dict[UUID, int] = field(default_factory=dict)


def met(actor: Actor, person: Stakeholder, claims: Iterable[Assessment]) -> Met:
    """The figures of one stakeholder; those attending in a post of a body speak for it."""
    contested = [row for row in claims if _contested(row)]
    counted = Meeting.objects.visible_to(actor).counted()
    posts = Post.objects.visible_to(actor).filter(organisation=person)
    spoken = Q(stakeholder=person, post=None) | Q(post__in=posts)
    rows = Participant.objects.visible_to(actor).filter(_open(actor), role=Role.COUNTERPART)
    rows = rows.filter(pk__in=_seats(person, posts), meeting__in=counted)
    since = actor.today() - YEAR
    found: dict[str, Any] = rows.aggregate(
        times=Count("meeting", distinct=True),
        last_year=Count("meeting", distinct=True, filter=Q(meeting__held_on__gt=since)),
        last=Max("meeting__held_on"),
        **{
            f"moved_{n}": Count("meeting", distinct=True, filter=spoken & _otherwise(actor, row))
            for n, row in enumerate(contested)
        },
    )
    moved = {row.pk: found[f"moved_{n}"] for n, row in enumerate(contested)}
    return Met(found["times"], found["last_year"], found["last"], moved)


def _seats(person: Stakeholder, posts: QuerySet[Post]) -> list[int]:
    """Where they sat themselves, and where somebody sat for them.

    Two reads by key put together, before anything else: with OR between them, or inside the count,
    every seat of every meeting is read.
    """
    rows = Participant.objects.unscoped("what is counted of them decides").values_list("pk")
    seats = rows.filter(stakeholder=person).union(rows.filter(post__in=posts))
    return [pk for (pk,) in seats]


def _contested(row: Assessment) -> bool:
    return row.facet == Facet.RELATION and row.standing == Standing.CONFLICT


def _open(actor: Actor) -> Q:
    """Whoever sat there is open to the actor, and so is the post they sat there in."""
    people, posts = Stakeholder.objects.visible_to(actor), Post.objects.visible_to(actor)
    return Q(stakeholder__in=people) & (Q(post=None) | Q(post__in=posts))


def _otherwise(actor: Actor, row: Assessment) -> Q:
    """Frozen with another relation, on a day for which this assessment holds; as far as told."""
    claims = Assessment.objects.visible_to(actor)
    days = Q(frozen_assessment=None) | Q(frozen_assessment__in=claims)
    days &= ~Q(frozen_relation=row.value)
    if row.valid_from:
        days &= Q(meeting__held_on__gte=row.valid_from)
    if row.valid_to:
        days &= Q(meeting__held_on__lt=row.valid_to)
    return days & Q(frozen_at__isnull=False)
