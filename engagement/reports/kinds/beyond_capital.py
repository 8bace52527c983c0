"""Engagement beyond Baghdad."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from engagement.reports.kinds import Kind
from engagement.reports.sections import closing, place, state

KIND = Kind(
    "beyond_capital",
    gettext_lazy("Engagement beyond Baghdad"),
    gettext_lazy("Where meetings are held, governorate by governorate, and where not and why."),
    headline=(
        lambda facts: place.beyond_block(facts.place),
        lambda f: place.visited_block(f.place),
    ),
    sections=(
        place.where,
        place.not_reached,
        place.governorates,
        state.trend,
        closing.restated,
        closing.sure,
        closing.method,
    ),
    place=1,
)
