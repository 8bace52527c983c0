"""What the pages of entries show, and the words of each kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy

from engagement.access.scope import Actor
from engagement.audit.trail import events_of, trail
from engagement.briefs.entries.actions import (
    amend_assessment,
    amend_avenue,
    amend_incident,
    amend_initiative,
    ask_for_assessment,
    may_change,
    note_avenue,
    record_incident,
    start_initiative,
)
from engagement.briefs.entries.lists import lines, with_related
from engagement.briefs.models import Incident, InclusionAvenue, Initiative, StrategicAssessment

MOST_HISTORY = 20


@dataclass(frozen=True)
class Desk:
    """One kind of entry: its table, what writes it, and its words."""

    model: Any
    create: Callable[..., Any]
    amend: Callable[..., Any]
    verb: str
    title: Any
    new_title: Any


DESKS = {
    "strategic_assessment": Desk(
        StrategicAssessment,
        ask_for_assessment,
        amend_assessment,
        "asked",
        gettext_lazy("Strategic assessments"),
        gettext_lazy("Ask for a strategic assessment"),
    ),
    "incident": Desk(
        Incident,
        record_incident,
        amend_incident,
        "recorded",
        gettext_lazy("Incidents"),
        gettext_lazy("Record an incident"),
    ),
    "initiative": Desk(
        Initiative,
        start_initiative,
        amend_initiative,
        "started",
        gettext_lazy("Initiatives"),
        gettext_lazy("Add an initiative"),
    ),
    "avenue": Desk(
        InclusionAvenue,
        note_avenue,
        amend_avenue,
        "noted",
        gettext_lazy("Avenues of inclusion"),
        gettext_lazy("Note an avenue"),
    ),
}
VERBS = {
    "strategic_assessment.asked": gettext_lazy("Asked for"),
    "strategic_assessment.delivered": gettext_lazy("Delivered"),
    "strategic_assessment.acted_on": gettext_lazy("Acted on"),
    "incident.recorded": gettext_lazy("Recorded"),
    "initiative.started": gettext_lazy("Added"),
    "avenue.noted": gettext_lazy("Noted"),
    **{f"{kind}.amended": gettext_lazy("Changed") for kind in DESKS},
    **{f"{kind}.withdrawn": gettext_lazy("Withdrawn") for kind in DESKS},
}


def found(actor: Actor, kind: str, pk: UUID) -> Any:
    """The entry, or None where the actor may open none of this kind with this id."""
    return with_related(actor, DESKS[kind].model).filter(pk=pk).first()


def frame(kind: str) -> dict[str, Any]:
    """What every page of a kind needs: its words, its addresses, its place in the navigation."""
    desk = DESKS[kind]
    return {
        "kind": kind,
        "title": desk.title,
        "new_title": desk.new_title,
        "section": "recommendation_list",
        "rows_template": f"briefs/entries/rows_{kind}.html",
        "names": {part: f"{kind}_{part}" for part in ("list", "new", "withdraw")},
    }


def detail_context(actor: Actor, kind: str, row: Any) -> dict[str, Any]:
    """Everything the page of one entry shows, its forms apart; a fixed number of statements."""
    events = [events_of(DESKS[kind].model).filter(pgh_obj_id=row.pk)]
    return {
        **frame(kind),
        "one": lines(actor, [row])[0],
        "facts_template": f"briefs/entries/facts_{kind}.html",
        "may_change": may_change(actor, row) and row.withdrawn_at is None,
        "history": _without_others(trail(actor, events, VERBS, MOST_HISTORY)),
    }


def _without_others(acts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Why a stakeholder was made one with another is for those who may open that record."""
    for act in acts:
        if act["verb"].startswith("stakeholder."):
            act["reason"] = ""
    return acts
