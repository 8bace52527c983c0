"""Entries as lists and pages show them, with a fixed number of statements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.dates import end_in_words, in_words
from engagement.access.models import Precision
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.briefs.entries.rules import Row
from engagement.briefs.models import (
    Incident,
    InclusionAvenue,
    Initiative,
    StrategicAssessment,
    StrategicAssessmentRegion,
)
from engagement.meetings.lists import After
from engagement.names.lists import in_a_row
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.profiles import with_names

PAGE = 50
Model = type[StrategicAssessment] | type[Incident] | type[Initiative] | type[InclusionAvenue]
#: The day each list is ordered by, newest first; the others by when they were written down.
DAYS: dict[Model, str] = {Incident: "happened_on", InclusionAvenue: "as_of"}
IRAQI_LED = {
    True: gettext_lazy("Led by Iraqis"),
    False: gettext_lazy("Not led by Iraqis"),
    None: gettext_lazy("Not known who leads"),
}


def page_of(actor: Actor, model: Model, after: str) -> tuple[list[dict[str, Any]], str]:
    """One page of lines, and where the next begins; keyset, so that no row is skipped."""
    rows: Any = with_related(actor, model).filter(withdrawn_at=None)
    day = DAYS.get(model)
    start = _start(after, day)
    if start is not None:
        rows = rows.filter(start)
    rows = rows.order_by(*([f"-{day}"] if day else []), "-id")
    found = list(rows[: PAGE + 1])
    more = ""
    if len(found) > PAGE:
        last = found[PAGE - 1]
        more = str(After(getattr(last, day), last.pk)) if day else str(last.pk)
    return lines(actor, found[:PAGE]), more


def _start(after: str, day: str | None) -> Q | None:
    if day:
        at = After.parse(after)
        before = at and Q(**{f"{day}__lt": at.held_on})
        return before | Q(**{day: at.held_on}, id__lt=at.id) if at and before else None
    try:
        return Q(id__lt=UUID(after))
    except ValueError:
        return None


def with_related(actor: Actor, model: Model) -> Any:
    """What the actor may open of one kind, with what a line shows."""
    rows: Any = model.objects.visible_to(actor).select_related("lead_team")
    if model is StrategicAssessment:
        places = StrategicAssessmentRegion.objects.visible_to(actor).select_related("region")
        return rows.prefetch_related(Prefetch("regions", places))
    return rows if model is InclusionAvenue else rows.select_related("region")


def lines(actor: Actor, rows: list[Any]) -> list[dict[str, Any]]:
    """The rows of a list; two statements for the names of everybody in them."""
    keys = {key for row in rows if (key := named_by(row))}
    people = with_names(Stakeholder.objects.visible_to(actor).filter(pk__in=keys), actor)
    names = {row.pk: row.name for row in people} if keys else {}
    return [line(row, names) for row in rows]


def named_by(row: Row) -> UUID | None:
    """The stakeholder that an entry names."""
    if isinstance(row, Initiative):
        return row.lead_organisation_id
    return row.stakeholder_id if isinstance(row, InclusionAvenue) else None


def line(row: Any, names: dict[UUID, str]) -> dict[str, Any]:
    """One entry; who it names only where the reader may open them."""
    key = named_by(row)
    shared = {
        "row": row,
        "url": reverse(NAMES[type(row)], args=[row.pk]),
        "somebody": names.get(key) if key else None,
        "somebody_url": reverse("stakeholder", args=[key]) if key in names else "",
        "hidden": bool(key) and key not in names,
        "team": row.lead_team.name if row.lead_team else "",
        "tlp_label": Tlp(row.tlp).label,
        "tlp_code": Tlp(row.tlp).code,
    }
    return {**shared, **_OWN[type(row)](row)}


NAMES: dict[Model, str] = {
    StrategicAssessment: "strategic_assessment",
    Incident: "incident",
    Initiative: "initiative",
    InclusionAvenue: "avenue",
}


def _assessment(row: StrategicAssessment) -> dict[str, Any]:
    state = (row.acted_on and "acted") or (row.delivered_on and "delivered") or "asked"
    words = {"asked": _("Asked for"), "delivered": _("Delivered"), "acted": _("Acted on")}
    return {
        "title": row.title,
        "place": in_a_row(
            _("The whole country") if one.region.parent_id is None else one.region.label
            for one in row.regions.all()
        ),
        "state": state,
        "state_label": words[state],
    }


def _incident(row: Incident) -> dict[str, Any]:
    kind, place = row.get_kind_display(), row.region.label
    return {
        "title": row.text,
        "heading": in_a_row([kind, place]),
        "place": place,
        "kind_label": kind,
    }


def _initiative(row: Initiative) -> dict[str, Any]:
    return {
        "title": row.name,
        "place": row.region.label if row.region else "",
        "led_label": IRAQI_LED[row.iraqi_led],
        "begins": in_words(row.valid_from, row.from_precision or Precision.DAY),
        "ends": end_in_words(row.valid_to, row.to_precision or Precision.DAY),
    }


def _avenue(row: InclusionAvenue) -> dict[str, Any]:
    day = date_format(row.as_of, "j F Y")
    return {"title": row.text, "heading": _("Avenue as of %(day)s") % {"day": day}}


_OWN: dict[Any, Any] = {
    StrategicAssessment: _assessment,
    Incident: _incident,
    Initiative: _initiative,
    InclusionAvenue: _avenue,
}
