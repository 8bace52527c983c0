"""The vocabulary of questions about what we hold of a stakeholder."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db.models import Q

from engagement.access.querysets import ScopedQuerySet


class EntryQuerySet(ScopedQuerySet):
    """Entries in a record; each can be taken back."""

    def current(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)


class DatedQuerySet(EntryQuerySet):
    """Entries that are true for a time."""

    def holding_on(self, day: date) -> Self:
        """Not withdrawn, and true on a day; a bound that is null is open."""
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.current().filter(begun, Q(valid_to=None) | Q(valid_to__gt=day))

    def overlapping(self, first: date | None, end: date | None) -> Self:
        """Not withdrawn, and true on a day from `first` on and before `end`."""
        rows = self.current()
        if end is not None:
            rows = rows.filter(Q(valid_from=None) | Q(valid_from__lt=end))
        if first is not None:
            rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=first))
        return rows


class AssessmentQuerySet(DatedQuerySet):
    """Claims about stakeholders."""

    def of_facet(self, *facets: str) -> Self:
        return self.filter(facet__in=facets)

    def accepted(self) -> Self:
        return self.current().filter(standing="accepted")

    def accepted_on(self, day: date) -> Self:
        """Accepted, and true on a day by what we hold today."""
        return self.holding_on(day).filter(standing="accepted")
