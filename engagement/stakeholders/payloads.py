"""Stakeholders from and to the API's payloads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from engagement.access.fields import tlp_code
from engagement.access.problems import Fault, Problem, pointer_to
from engagement.names.matching import Match
from engagement.names.telling import told
from engagement.regions.models import Region
from engagement.regions.references import Reference, code_of, regions_of
from engagement.stakeholders.candidates import Candidate
from engagement.stakeholders.drafts import StakeholderDraft
from engagement.stakeholders.models import (
    ActorType,
    Stakeholder,
    StakeholderName,
    StakeholderQuerySet,
    StakeholderTag,
)

WHOLE = "row security and the outer rows decide"


class Codes:
    """What a payload names by code, asked once for all of it; what is missing is remembered."""

    def __init__(self, references: Iterable[Reference], types: Iterable[str]) -> None:
        self.regions = regions_of(references)
        wanted = set(types)
        self.types = ActorType.objects.in_bulk(wanted) if wanted else {}
        self.faults: list[Fault] = []

    def region(self, reference: Reference | None, *steps: object) -> Region | None:
        """The region named, at this place of the payload."""
        if reference is None:
            return None
        found = self.regions.get(reference)
        if found is None:
            self._missing(_("There is no such region."), *steps)
        return found

    def actor_type(self, code: str, *steps: object) -> ActorType:
        """The actor type named; a stand-in where there is none, which `settle` then refuses."""
        found: ActorType | None = self.types.get(code)
        if found is None:
            self._missing(_("There is no such actor type."), *steps)
        return found or ActorType(code=code[:40])

    def _missing(self, words: str, *steps: object) -> None:
        self.faults.append(Fault(words, pointer=pointer_to(*steps)))

    def settle(self) -> None:
        """Raise Problem 422 where something was missing."""
        if self.faults:
            raise Problem(422, errors=self.faults)


def codes_of(data: Mapping[str, Any]) -> Codes:
    """The codes of one stakeholder's payload."""
    return Codes([data["base"]] if data["base"] else [], [data["actor_type"]])


def draft_from(data: Mapping[str, Any], codes: Codes, *steps: object) -> StakeholderDraft:
    """The payload, once read, as a draft; `steps` is where it stands in a larger one."""
    return StakeholderDraft(
        id=data["id"],
        kind=data["kind"],
        names=tuple(data["names"]),
        actor_type=codes.actor_type(data["actor_type"], *steps, "actor_type"),
        base_region=codes.region(data["base"], *steps, "base"),
        birth_year=data["birth_year"],
        lead_team_id=data["lead_team"],
        owner_id=data["owner"],
        at_risk=data["at_risk"],
        not_to_be_engaged=data["not_to_be_engaged"],
        tags=tuple(data["tags"]),
        tlp=data.get("tlp"),
    )


def with_payload(rows: StakeholderQuerySet) -> StakeholderQuerySet:
    """With everything that a payload shows, in one statement."""
    names = StakeholderName.objects.unscoped(WHOLE).filter(stakeholder=OuterRef("pk"))
    tags = StakeholderTag.objects.unscoped(WHOLE).filter(stakeholder=OuterRef("pk"))
    into = Stakeholder.objects.unscoped(WHOLE).filter(pk=OuterRef("merged_into"))
    name = JSONObject(text="text", kind="kind", language="language", script="script")
    found: StakeholderQuerySet = rows.annotate(
        its_names=ArraySubquery(names.order_by("position", "pk").values(row=name)),
        its_tags=ArraySubquery(tags.order_by("folded").values("text")),
        its_base=code_of("base_region"),
        its_group=F("actor_type__group"),
        its_other=Subquery(into.values("pk")),
        its_relation=F("actor_type__default_relation"),
    )
    return found


def payload(person: Stakeholder) -> dict[str, Any]:
    """One row of `with_payload`."""
    row: Any = person
    return {
        "id": str(row.pk),
        "version": row.version,
        "kind": row.kind,
        "names": row.its_names,
        "actor_type": row.actor_type_id,
        "actor_group": row.its_group,
        "default_relation": row.its_relation,
        "base": row.its_base,
        "birth_year": row.birth_year,
        "lead_team": row.lead_team_id and str(row.lead_team_id),
        "owner": row.owner_id and str(row.owner_id),
        "at_risk": row.at_risk,
        "not_to_be_engaged": row.not_to_be_engaged,
        "tags": row.its_tags,
        "tlp": tlp_code(row.tlp),
        "created_at": row.created_at.isoformat(),
        "withdrawn_at": row.withdrawn_at and row.withdrawn_at.isoformat(),
        "merged_into": row.its_other and str(row.its_other),
    }


def candidate_payload(one: Candidate) -> dict[str, Any]:
    """Somebody whom a name may mean, with the reasons as codes and in words."""
    match = one.match
    return {
        "stakeholder": str(one.stakeholder_id),
        "name": one.name,
        "score": round(match.score, 3),
        "weak": match.weak,
        "reasons": _reasons(match, get_language() or ""),
    }


@lru_cache(maxsize=2000)
def _reasons(match: Match, language: str) -> list[dict[str, str]]:
    """The reasons in the active language; of namesakes they are the same."""
    return [
        {
            "code": reason.why.value,
            "given": reason.one,
            "registered": reason.other,
            "words": words,
        }
        for reason, words in zip(match.reasons, told(match), strict=True)
    ]
