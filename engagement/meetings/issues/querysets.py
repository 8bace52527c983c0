"""The vocabulary of questions about issues raised."""

from __future__ import annotations

from typing import Self
from uuid import UUID

from engagement.access.querysets import ScopedQuerySet
from engagement.names.searching import folded_has


class IssueQuerySet(ScopedQuerySet):
    """The vocabulary of questions about issues raised."""

    def current(self) -> Self:
        """Of meetings that are not withdrawn."""
        return self.filter(meeting__withdrawn_at=None)

    def answered(self) -> Self:
        return self.exclude(answered_on=None)

    def unanswered(self) -> Self:
        return self.filter(answered_on=None)

    def that_changed_a_decision(self) -> Self:
        return self.exclude(decision="")

    def saying(self, text: str) -> Self:
        """With every word of the text in the issue or its answer, in any letter variant."""
        return self.filter(folded_has(text, "text", "answer"))

    def after(self, key: UUID) -> Self:
        """Older than this one: the key is time-ordered (UUID version 7)."""
        return self.filter(id__lt=key)

    def newest_first(self) -> Self:
        return self.order_by("-id")
