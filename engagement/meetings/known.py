"""What the rules of meetings ask the database, read once for many meetings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from engagement.access.scope import Actor
from engagement.meetings.drafts import MeetingDraft
from engagement.regions.models import ProgrammeArea
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.models import Post


@dataclass(frozen=True)
class Known:
    """Of all that some drafts name, what is there for the actor."""

    countries: set[int]
    #: In the register, visible and not retired.
    people: set[UUID]
    #: (whose, post)
    posts: set[tuple[UUID, UUID]]

    @classmethod
    def read(cls, actor: Actor, drafts: Iterable[MeetingDraft]) -> Known:
        drafts = list(drafts)
        attending = [row for draft in drafts for row in draft.who]
        named = {row.stakeholder_id for row in attending if row.new is None}
        named |= {pk for draft in drafts for pk in _named(draft)}
        posts = {row.post_id for row in attending} - {None}
        people = Stakeholder.objects.visible_to(actor).current().filter(pk__in=named)
        held = Post.objects.visible_to(actor).filter(withdrawn_at=None, pk__in=posts)
        areas = ProgrammeArea.objects.filter(programme_id=actor.programme_id)
        return cls(
            countries=set(areas.values_list("country_id", flat=True)),
            people=set(people.values_list("pk", flat=True)),
            posts=set(held.values_list("stakeholder_id", "pk")),
        )


def _named(draft: MeetingDraft) -> set[UUID]:
    """Whom a meeting names apart from who was in it."""
    issues = {row.raised_by_id for row in draft.issues}
    promises = {row.by_id for row in draft.follow_ups}
    return {pk for pk in {draft.arranged_through_id, *issues, *promises} if pk}
