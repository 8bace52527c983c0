"""Engagement beyond state actors."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from engagement.reports.kinds import Kind
from engagement.reports.sections import closing, people, place, state

KIND = Kind(
    "beyond_state",
    gettext_lazy("Engagement beyond state actors"),
    gettext_lazy("Whom we meet, in three readings of hybrid actors, and how few take most of it."),
    headline=(state.state_block, lambda facts: place.beyond_block(facts.place)),
    sections=(
        state.readings,
        place.matrix,
        people.diversity,
        state.trend,
        closing.restated,
        closing.sure,
        closing.method,
    ),
    place=2,
)
