"""What somebody sends by number and may not open: dealt with as if it did not exist.

An amendment keeps whom its writer may not open, and the page and the API name them by no number
that tells who they are. A number that was known from elsewhere must not be told from one that is
nobody's, or sending it would ask: “is it this one who sat there?”
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from engagement.access.keys import new_id
from engagement.access.scope import Actor
from engagement.meetings.drafts import Attendance
from engagement.meetings.models import Meeting
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.models import Post


@dataclass(frozen=True)
class Apart:
    """Numbers that the writer may not open, each with one that is nobody's in its place."""

    people: Mapping[UUID, UUID] = field(default_factory=dict)
    posts: Mapping[UUID, UUID] = field(default_factory=dict)
    inside: frozenset[UUID] = frozenset()

    @classmethod
    def of(
        cls,
        actor: Actor,
        meeting: Meeting | None,
        people: Iterable[UUID],
        posts: Iterable[UUID],
    ) -> Apart:
        """Of what was sent for a meeting that is there; a new one keeps nobody."""
        if meeting is None:
            return cls()
        rows = meeting.participants.visible_to(actor)
        there = list(rows.values_list("stakeholder_id", "post_id"))
        kept = {post for _person, post in there if post}
        return cls(
            _nobodys(actor, Stakeholder, people),
            _nobodys(actor, Post, set(posts) - kept),
            frozenset(person for person, _post in there),
        )

    def person(self, key: UUID | None) -> UUID | None:
        """The number, or nobody's."""
        return self.people.get(key, key) if key else None

    def attendance(self, row: Attendance) -> Attendance:
        """As sent, without what the writer may not open."""
        if row.new is not None:
            # Somebody new by the number of somebody in it: refused as a clash, as with anybody's.
            taken = row.stakeholder_id in self.inside
            return replace(row, stakeholder_id=new_id()) if taken else row
        if row.stakeholder_id in self.people:
            return replace(row, stakeholder_id=self.people[row.stakeholder_id], post_id=None)
        post = self.posts.get(row.post_id, row.post_id) if row.post_id else None
        return replace(row, post_id=post)


def _nobodys(actor: Actor, model: Any, ids: Iterable[UUID]) -> dict[UUID, UUID]:
    asked = set(ids)
    if not asked:
        return {}
    seen = set(model.objects.visible_to(actor).filter(pk__in=asked).values_list("pk", flat=True))
    return {key: new_id() for key in asked - seen}
