"""Stakeholder coverage: who is known to whom."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from engagement.reports.kinds import Kind
from engagement.reports.sections import closing, people, place, state

KIND = Kind(
    "stakeholders",
    gettext_lazy("Stakeholder coverage"),
    gettext_lazy("Who is registered, met, overdue, and known by one officer only; in numbers."),
    headline=(state.state_block, lambda facts: place.visited_block(facts.place)),
    sections=(people.known, people.diversity, place.matrix, closing.sure, closing.method),
    place=7,
)
