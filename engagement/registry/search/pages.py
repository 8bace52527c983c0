"""What one question finds in the register and in the log, as far as the reader may open it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from engagement.access.scope import Actor
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.lists import MOST_COUNTED, count_of, lines, newest_first, with_children
from engagement.meetings.models import Meeting
from engagement.names.folding import fold
from engagement.names.searching import folded_has
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.profiles import line, with_names

#: Rows of each kind; a link leads to the rest.
MOST = 8
#: Letters of a question that finds less than everything.
FEWEST = 2


def long_enough(text: str) -> bool:
    """Whether there is something to look for."""
    return len(fold(text).replace(" ", "")) >= FEWEST


def found_context(actor: Actor, text: str) -> list[dict[str, Any]]:
    """The four kinds with their first rows and how many there are; a fixed number of statements."""
    return [
        _stakeholders(actor, text),
        _meetings(actor, text),
        _texts(actor, text, FollowUp, _("Follow-ups"), "follow_up_list", "text"),
        _texts(actor, text, IssueRaised, _("Issues raised"), "issue_list", "text", "answer"),
    ]


def _kind(
    key: str, label: str, rows: list[dict[str, Any]], count: int, name: str, text: str
) -> dict[str, Any]:
    return {
        "key": key,
        "label": label,
        "rows": rows,
        "count": count,
        "more_than": MOST_COUNTED if count > MOST_COUNTED else 0,
        "url": f"{reverse(name)}?{urlencode({'q': text})}" if count > len(rows) else "",
    }


def _stakeholders(actor: Actor, text: str) -> dict[str, Any]:
    people = Stakeholder.objects.visible_to(actor).current()
    rows = people.named_like(text) | people.tagged(text)
    found = [line(row) for row in with_names(rows, actor).order_by("-pk")[:MOST]]
    shown = [
        {
            "url": row["url"],
            "name": row["name"],
            "note": " · ".join([row["detail"], *row["other_names"]]),
        }
        for row in found
    ]
    return _kind("people", _("Stakeholders"), shown, count_of(rows), "stakeholder_list", text)


def _meetings(actor: Actor, text: str) -> dict[str, Any]:
    rows = Meeting.objects.visible_to(actor).current().found_by(actor, text)
    found = list(newest_first(with_children(rows, actor))[:MOST])
    shown = [
        {
            "url": row["url"],
            "name": row["who"],
            "day": row["held_on"],
            "note": " · ".join([row["place"], row["status_label"]]),
            "text": Truncator(row["meeting"].outcome).chars(160),
        }
        for row in lines(actor, found)
    ]
    return _kind("meetings", _("Meetings"), shown, count_of(rows), "meeting_list", text)


def _texts(
    actor: Actor, text: str, model: Any, label: str, name: str, *fields: str
) -> dict[str, Any]:
    rows = model.objects.visible_to(actor).current().filter(folded_has(text, *fields))
    found = rows.select_related("meeting").order_by("-pk")[:MOST]
    shown = [
        {
            "url": reverse("meeting", args=[row.meeting_id]),
            "name": Truncator(row.text).chars(160),
            "day": row.meeting.held_on,
            "note": "",
        }
        for row in found
    ]
    return _kind(name, label, shown, count_of(rows), name, text)
