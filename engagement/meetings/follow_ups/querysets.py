"""The vocabulary of questions about follow-ups and commitments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db.models import Q

from engagement.access.querysets import ScopedQuerySet
from engagement.names.searching import folded_has

if TYPE_CHECKING:
    from engagement.access.scope import Actor


class FollowUpQuerySet(ScopedQuerySet):
    """The vocabulary of questions about follow-ups and commitments."""

    def current(self) -> Self:
        """Of meetings that are not withdrawn."""
        return self.filter(meeting__withdrawn_at=None)

    def open(self) -> Self:
        """Neither done nor dropped."""
        return self.filter(done_on=None, dropped_on=None)

    def overdue(self, today: date) -> Self:
        """Open, and due before today."""
        return self.open().filter(due_on__lt=today)

    def done(self) -> Self:
        """Done or kept, and not verified yet."""
        return self.filter(verified_on=None).exclude(done_on=None)

    def verified(self) -> Self:
        return self.exclude(verified_on=None)

    def dropped(self) -> Self:
        return self.exclude(dropped_on=None)

    def due_between(self, first: date, last: date) -> Self:
        """Due from the first day to the last, both counted."""
        return self.filter(due_on__gte=first, due_on__lte=last)

    def of_side(self, side: str) -> Self:
        return self.filter(side=side)

    def taken_on_by(self, actor: Actor) -> Self:
        """What the actor does: assigned to them; unassigned, of a meeting that they logged."""
        mine = Q(assigned_to_id=actor.user_id)
        return self.filter(mine | Q(assigned_to=None, author_id=actor.user_id))

    def saying(self, text: str) -> Self:
        """With every word of the text in it, in any letter variant of its script."""
        return self.filter(folded_has(text, "text"))

    def after(self, due_on: date | None, key: UUID) -> Self:
        """What comes behind this one in `by_due()`; keyset, so that no row is skipped."""
        if due_on is None:
            return self.filter(due_on=None, id__gt=key)
        return self.filter(Q(due_on__gt=due_on) | Q(due_on=due_on, id__gt=key) | Q(due_on=None))

    def by_due(self) -> Self:
        """First what is due first; what has no date last."""
        return self.order_by("due_on", "id")  # PostgreSQL puts NULL last
