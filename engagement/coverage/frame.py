"""What every page of coverage shows round its own content: tabs, what was chosen, whose figures."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.coverage import words
from engagement.coverage.chosen import PLANNED, THEN, TODAY, Chosen

#: The pages, in the order of the tabs.
TABS = (
    ("coverage", gettext_lazy("Overview")),
    ("coverage_recommendations", gettext_lazy("Recommendations")),
    ("coverage_gaps", gettext_lazy("Gaps")),
    ("coverage_trend", gettext_lazy("Trend")),
    ("coverage_few", gettext_lazy("How few")),
    ("coverage_coordination", gettext_lazy("Coordination")),
    ("coverage_moves", gettext_lazy("Why it moved")),
    ("coverage_method", gettext_lazy("Method")),
)

#: What a reading other than the usual one is called.
READINGS = {
    TODAY: gettext_lazy("as known today"),
    PLANNED: gettext_lazy("as if every planned meeting were held"),
}


def frame(chosen: Chosen, here: str, list_code: str) -> dict[str, Any]:
    """Title row and tabs; the links keep what was chosen."""
    period = chosen.period
    return {
        "tabs": [
            {"label": label, "url": url, "current": name == here}
            for name, label in TABS
            if (url := address(name, chosen))
        ],
        "here": reverse(here),
        "period_text": _("%(first)s to %(last)s")
        % {"first": words.day(period.first), "last": words.day(period.last)},
        "team_text": chosen.team_name or _("all teams"),
        "list_text": words.list_words(list_code),
        "whose": _("programme figures") if chosen.fixed else _("of what you may open"),
        "fixed": chosen.fixed,
        "reading_text": READINGS.get(chosen.known, ""),
        "query": chosen.query(),
        "quarter": chosen.quarter,
        "team_id": period.team_id,
        "files": chosen.fixed and not chosen.custom and chosen.known == THEN,
    }


def address(name: str, chosen: Chosen) -> str:
    """A page of coverage, with what was chosen; empty where there is no such page."""
    try:
        url = reverse(name)
    except NoReverseMatch:
        return ""
    query = chosen.query() if name == "coverage" else chosen.usual_query
    return f"{url}?{query}" if query else url
