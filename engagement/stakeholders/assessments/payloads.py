"""Assessments of stakeholders from and to the API's payloads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, Subquery

from engagement.access.fields import dated, dates_of, tlp_code
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.regions.references import code_of
from engagement.stakeholders.assessments.drafts import AssessmentDraft
from engagement.stakeholders.assessments.models import Assessment
from engagement.stakeholders.assessments.querysets import AssessmentQuerySet
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.payloads import Codes

#: Where the fields of the rules' errors stand in the payload.
POINTERS = {"valid_to": "/valid_until"}
SAME = (
    *("facet", "value", "degree", "legal_basis", "standing", "source", "source_grade"),
    *("information_grade", "note"),
)


def with_payload(rows: AssessmentQuerySet, actor: Actor) -> AssessmentQuerySet:
    """Those of whom the actor may open, with everything that a payload shows."""
    people = Stakeholder.objects.visible_to(actor)
    found: AssessmentQuerySet = (
        rows.filter(stakeholder__in=people.values("pk"))
        .defer("protected_source")
        .annotate(
            its_version=F("stakeholder__version"),
            its_parent=Subquery(people.filter(pk=OuterRef("parent")).values("pk")[:1]),
            its_region=code_of("region"),
            is_protected=ExpressionWrapper(~Q(protected_source=b""), BooleanField()),
        )
    )
    return found


def payload(claim: Assessment) -> dict[str, Any]:
    """One row of `with_payload`."""
    row: Any = claim
    return {
        "id": str(row.pk),
        "version": row.its_version,
        "stakeholder": str(row.stakeholder_id),
        **{name: getattr(row, name) for name in SAME},
        "parent": row.its_parent and str(row.its_parent),
        "region": row.its_region,
        "assessed_on": row.assessed_on.isoformat(),
        "source_on": row.source_on and row.source_on.isoformat(),
        "has_protected_source": row.is_protected,
        **dates_of(row),
        "hidden": row.its_parent != row.parent_id,
        "tlp": tlp_code(row.own_tlp),
        "effective_tlp": tlp_code(row.tlp),
        "written_at": row.written_at.isoformat(),
        "withdrawn_at": row.withdrawn_at and row.withdrawn_at.isoformat(),
    }


def codes_of(data: Mapping[str, Any]) -> Codes:
    """The codes of one assessment's payload."""
    return Codes([data["region"]] if data["region"] else [], [])


def draft_from(data: Mapping[str, Any], codes: Codes, stakeholder_id: UUID) -> AssessmentDraft:
    """The payload, once read, as a draft."""
    return AssessmentDraft(
        id=data["id"],
        stakeholder_id=stakeholder_id,
        parent_id=data["parent"],
        region=codes.region(data["region"], "region"),
        assessed_on=data["assessed_on"],
        source_on=data["source_on"],
        tlp=data.get("tlp", Tlp.AMBER),
        **{name: data[name] for name in SAME},
        **dated(data),
    )
