"""Every list of codes that payloads use, with labels in the three languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Choices
from django.utils import translation

from engagement.access.fields import TLP_CODES
from engagement.access.models import Precision, Role
from engagement.briefs.codes import IncidentKind, Indicator, Verdict
from engagement.meetings.codes import Kind, Mode, ParticipationLevel, Purpose, Reason, Status, Whose
from engagement.meetings.codes import Role as TakingPart
from engagement.meetings.follow_ups.models import FollowUp
from engagement.regions.serializers import labels_of
from engagement.stakeholders.assessments.codes import (
    Alignment,
    AreaKind,
    LegalStatus,
    ParentKind,
)
from engagement.stakeholders.assessments.models import (
    Degree,
    Facet,
    InformationGrade,
    SourceGrade,
    Standing,
)
from engagement.stakeholders.models import (
    ActorGroup,
    ActorType,
    NameLanguage,
    Relation,
    Stakeholder,
    StakeholderName,
)
from engagement.stakeholders.posts.models import Seniority

ACTOR_TYPES = "actor-types"
LISTS: Mapping[str, Iterable[Any]] = {
    "actor-groups": ActorGroup,
    "alignments": Alignment,
    "area-kinds": AreaKind,
    "asked-by": Whose,
    "date-precisions": Precision,
    "degrees": Degree,
    "facets": Facet,
    "follow-up-sides": FollowUp.Side,
    "incident-kinds": IncidentKind,
    "indicators": Indicator,
    "information-grades": InformationGrade,
    "legal-statuses": LegalStatus,
    "meeting-kinds": Kind,
    "member-roles": Role,
    "modes": Mode,
    "name-kinds": StakeholderName.Kind,
    "name-languages": NameLanguage,
    "parent-kinds": ParentKind,
    "participation-levels": ParticipationLevel,
    "purposes": Purpose,
    "reasons": Reason,
    "relations": Relation,
    "roles": TakingPart,
    "seniorities": Seniority,
    "source-grades": SourceGrade,
    "stakeholder-kinds": Stakeholder.Kind,
    "standings": Standing,
    "statuses": Status,
    "tlp": TLP_CODES.values(),
    "verdicts": Verdict,
}
NAMES = sorted([*LISTS, ACTOR_TYPES])


def codes_of(name: str) -> list[dict[str, Any]]:
    """The codes of one list. Raises KeyError."""
    if name == ACTOR_TYPES:
        return [_actor_type(row) for row in ActorType.objects.all()]
    return [_code(name, row) for row in LISTS[name]]


def _code(name: str, row: Choices) -> dict[str, Any]:
    code = next(key for key, level in TLP_CODES.items() if level == row) if name == "tlp" else None
    return {"code": code or str(row.value), "labels": _labels(row)}


def _labels(row: Choices) -> dict[str, str]:
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = str(row.label)
    return found


def _actor_type(row: ActorType) -> dict[str, Any]:
    return {
        "code": row.code,
        "labels": labels_of(row),
        "version": row.version,
        "group": row.group,
        "default_relation": row.default_relation,
        "security_actor": row.security_actor,
    }
