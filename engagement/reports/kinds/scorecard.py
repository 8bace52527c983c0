"""The recommendation scorecard."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from engagement.reports.kinds import Kind
from engagement.reports.sections import closing, place, scores, state

KIND = Kind(
    "scorecard",
    gettext_lazy("Recommendation scorecard"),
    gettext_lazy("Each recommendation against its targets, with what speaks for and against."),
    headline=(lambda facts: place.beyond_block(facts.place), state.state_block),
    sections=(scores.recommendations, scores.tracking, closing.restated, closing.method),
    place=4,
)
