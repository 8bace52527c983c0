"""The quarterly engagement report, in eighteen parts with its cover."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from engagement.reports.kinds import Kind
from engagement.reports.sections import closing, people, place, scores, state, work

KIND = Kind(
    "quarterly",
    gettext_lazy("Quarterly engagement report"),
    gettext_lazy("All of it: recommendations, where and whom, what came of it, plans and limits."),
    headline=(
        lambda facts: place.beyond_block(facts.place),
        state.state_block,
        lambda facts: place.visited_block(facts.place),
    ),
    sections=(
        closing.summary,
        closing.context,
        scores.recommendations,
        people.statistics,
        place.where,
        place.not_reached,
        place.matrix,
        people.diversity,
        state.readings,
        state.trend,
        work.issues,
        work.promises,
        work.initiatives,
        work.teams,
        work.assessments,
        closing.risks,
        closing.lessons,
        work.plan,
        closing.sure,
        closing.method,
        scores.tracking,
        closing.restated,
    ),
    place=3,
)
