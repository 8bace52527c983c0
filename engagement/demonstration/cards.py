"""“Try this”: three things for each sign-in of the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

#: In the session of whoever has put the card away.
DISMISSED = "try_this_dismissed"


@dataclass(frozen=True)
class Thing:
    """One thing to try, and where."""

    words: Any
    page: str
    query: str = ""

    @property
    def url(self) -> str:
        """Its address; empty where there is no such page here."""
        try:
            return reverse(self.page) + self.query
        except NoReverseMatch:
            return ""


CARDS: dict[str, tuple[Thing, ...]] = {
    "officer": (
        Thing(_("Log a meeting on one screen, with a group and its head count."), "meeting_new"),
        Thing(
            _("See what is due, planned, to complete and to retry on your day."),
            "my_day",
        ),
        Thing(
            _("Open a paramilitary unit: two sources contradict each other about some of them."),
            "stakeholder_list",
            "?group=paramilitary",
        ),
    ),
    "manager": (
        Thing(
            _("Read the first line of coverage aloud, then see where nobody ever went."), "coverage"
        ),
        Thing(_("Hold the meetings against the five recommendations."), "recommendation_list"),
        Thing(_("Ask for a report over a quarter, in three languages."), "report_ask"),
    ),
    "reader": (
        Thing(_("Compare the figures of the programme with what you may open."), "coverage"),
        Thing(_("Find somebody by an Arabic or Kurdish name."), "stakeholder_list"),
        Thing(_("Look for meetings: none stands in your list, and you see why."), "meeting_list"),
    ),
    "administrator": (
        Thing(_("Choose the programme: your role opens no content."), "choose_programme"),
        Thing(_("Try the meetings: you may not open a single one."), "meeting_list"),
        Thing(_("Read in the help who may see what."), "help", "#access"),
    ),
    "colleague": (
        Thing(
            _("See your partner organisation's meetings, and those you were guests in."),
            "meeting_list",
        ),
        Thing(
            _("Look for a unit that another team protects: you do not find it."),
            "stakeholder_list",
            "?group=paramilitary",
        ),
        Thing(_("See which follow-ups your team still owes."), "follow_up_list"),
    ),
}


def card_for(username: str) -> list[dict[str, Any]]:
    """What this sign-in may try; empty for everybody else."""
    return [{"words": row.words, "url": row.url} for row in CARDS.get(username, ())]
