"""One team."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from engagement.reports.kinds import Kind
from engagement.reports.sections import closing, people, place, state, work

KIND = Kind(
    "team",
    gettext_lazy("One team"),
    gettext_lazy("A team's own meetings, and the other teams beside it."),
    headline=(
        lambda facts: place.beyond_block(facts.place),
        state.state_block,
        lambda facts: place.visited_block(facts.place),
    ),
    sections=(
        place.where,
        place.not_reached,
        people.statistics,
        state.readings,
        work.teams,
        work.plan,
        closing.restated,
        closing.sure,
        closing.method,
    ),
    asks="team",
    place=6,
)
