"""Strategic assessments, incidents and initiatives from and to the API's payloads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery

from engagement.access.fields import dated, dates_of, tlp_code
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.briefs.entries.drafts import (
    AssessmentDraft,
    EntryDraft,
    IncidentDraft,
    InitiativeDraft,
)
from engagement.briefs.entries.serializers import (
    IncidentChange,
    IncidentSerializer,
    InitiativeChange,
    InitiativeSerializer,
    StrategicAssessmentChange,
    StrategicAssessmentSerializer,
)
from engagement.briefs.models import StrategicAssessmentRegion
from engagement.regions.models import Region
from engagement.regions.references import Reference, code_of
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.payloads import Codes

WHOLE = "row security and the outer rows decide"
Data = Mapping[str, Any]
#: Where the fields of the rules' errors stand in the payload.
POINTERS = {"valid_to": "/valid_until"}


@dataclass(frozen=True)
class Shape:
    """How one kind of entry stands in a payload."""

    taken: Any
    changed: Any
    #: The rows with what `show` reads, for an actor.
    read: Callable[[Any, Actor], Any]
    show: Callable[[Any], dict[str, Any]]
    #: The payload as a draft, beside the row that is there and the level where none is named.
    draft: Callable[[Data, Codes, Any, dict[str, Any]], EntryDraft]
    level: int = Tlp.GREEN


def codes_of(data: Data) -> Codes:
    """The codes of one entry's payload."""
    named: list[Reference | None] = [*data.get("regions", []), data.get("region")]
    return Codes([row for row in named if row], [])


def draft_from(shape: Shape, data: Data, codes: Codes, was: Any = None) -> EntryDraft:
    """The payload, once read, as a draft; the level of what is there stays where none is named."""
    level = was.tlp if was is not None else shape.level
    shared = {
        "id": data["id"],
        "lead_team_id": data.get("lead_team"),
        "tlp": data.get("tlp", level),
    }
    return shape.draft(data, codes, was, shared)


def _payload(row: Any, own: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "version": row.version,
        **{name: _plain(value) for name, value in own.items()},
        "lead_team": row.lead_team_id and str(row.lead_team_id),
        "tlp": tlp_code(row.tlp),
        "created_at": row.created_at.isoformat(),
        "withdrawn_at": row.withdrawn_at and row.withdrawn_at.isoformat(),
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _with_regions(rows: Any, actor: Actor) -> Any:
    links = StrategicAssessmentRegion.objects.unscoped(WHOLE)
    mine = links.filter(strategic_assessment=OuterRef("pk")).annotate(at=code_of("region"))
    return rows.annotate(its_regions=ArraySubquery(mine.order_by("pk").values("at")))


def _with_region(rows: Any, actor: Actor) -> Any:
    return rows.annotate(its_region=code_of("region"))


def _with_lead(rows: Any, actor: Actor) -> Any:
    people = Stakeholder.objects.visible_to(actor).filter(pk=OuterRef("lead_organisation"))
    return _with_region(rows, actor).annotate(its_lead=Subquery(people.values("pk")[:1]))


def _assessment(row: Any) -> dict[str, Any]:
    names = ("title", "asked_by", "asked_on", "summary", "delivered_on", "valid_on", "acted_on")
    own = {name: getattr(row, name) for name in (*names, "action")}
    return _payload(row, {**own, "regions": row.its_regions})


def _assessment_draft(data: Data, codes: Codes, was: Any, shared: dict[str, Any]) -> EntryDraft:
    found = [codes.region(one, "regions", n) for n, one in enumerate(data["regions"])]
    names = ("title", "asked_by", "asked_on", "summary")
    regions = tuple(region for region in found if region)
    return AssessmentDraft(**shared, **{name: data[name] for name in names}, regions=regions)


def _incident(row: Any) -> dict[str, Any]:
    names = ("kind", "happened_on", "text", "source")
    own = {name: getattr(row, name) for name in names}
    return _payload(row, {**own, "region": row.its_region})


def _incident_draft(data: Data, codes: Codes, was: Any, shared: dict[str, Any]) -> EntryDraft:
    region = codes.region(data["region"], "region") or Region()  # `settle` then refuses it
    names = ("kind", "happened_on", "text", "source")
    return IncidentDraft(**shared, **{name: data[name] for name in names}, region=region)


def _initiative(row: Any) -> dict[str, Any]:
    own = {
        "name": row.name,
        "lead_organisation": row.its_lead and str(row.its_lead),
        "iraqi_led": row.iraqi_led,
        "region": row.its_region,
        **dates_of(row),
        "summary": row.summary,
        "hidden": row.its_lead != row.lead_organisation_id,
    }
    return _payload(row, own)


def _initiative_draft(data: Data, codes: Codes, was: Any, shared: dict[str, Any]) -> EntryDraft:
    lead = data["lead_organisation"]
    if lead is None and was is not None and was.its_lead is None:
        lead = was.lead_organisation_id  # hidden from the writer, so it was not theirs to take away
    names = ("name", "iraqi_led", "summary")
    return InitiativeDraft(
        **shared,
        **{name: data[name] for name in names},
        lead_organisation_id=lead,
        region=codes.region(data["region"], "region"),
        **dated(data),
    )


SHAPES = {
    "strategic_assessment": Shape(
        StrategicAssessmentSerializer,
        StrategicAssessmentChange,
        _with_regions,
        _assessment,
        _assessment_draft,
        Tlp.AMBER,
    ),
    "incident": Shape(IncidentSerializer, IncidentChange, _with_region, _incident, _incident_draft),
    "initiative": Shape(
        InitiativeSerializer, InitiativeChange, _with_lead, _initiative, _initiative_draft
    ),
}
