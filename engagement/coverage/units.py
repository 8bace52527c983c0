"""What is held of paramilitary units, and how fresh it is: over what the reader may open.

An alignment is an opinion about people: it is counted as it was written, and never worked out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Prefetch, Subquery, prefetch_related_objects

from engagement.access.scope import Actor
from engagement.coverage.periods import months_before
from engagement.stakeholders.assessments.codes import Alignment
from engagement.stakeholders.assessments.models import Assessment, Facet, Standing
from engagement.stakeholders.models import (
    ActorGroup,
    Stakeholder,
    StakeholderName,
    StakeholderQuerySet,
)

#: An accepted assessment made longer ago is stale, in months. Ours.
FRESH = 12
#: Units that a page names.
MOST = 50
#: Of what is held of one facet; a conflict comes first, a stale one is accepted but old.
STATES = ("none", "conflict", "stale", "current")
#: Of the alignment: none held, contested, accepted as unknown, as independent, or as another.
ALIGNED = ("none", "conflict", "unknown", "independent", "aligned")
_FACETS = (Facet.RELATION, Facet.ALIGNMENT)
_KINDS = (Stakeholder.Kind.UNIT, Stakeholder.Kind.ORGANISATION)


@dataclass(frozen=True)
class Unit:
    """A unit with the state of its assessments of relation and of alignment."""

    stakeholder: Stakeholder
    relation: str
    alignment: str


@dataclass(frozen=True)
class Units:
    """Paramilitary units, counted by state. `rows`: up to 50 where something is to be mended."""

    count: int
    relation: Mapping[str, int]
    alignment: Mapping[str, int]
    #: Each unit once, by what is held of its alignment.
    aligned: Mapping[str, int]
    rows: tuple[Unit, ...]


def units(actor: Actor, day: date) -> Units:
    """Units and organisations of the paramilitary group that the actor may open.

    What is held is what is true of them on the day. Two statements: one over all of them, one for
    the names of those listed.
    """
    since = months_before(day, FRESH)
    found = [
        Unit(row, _state(row, Facet.RELATION, since), _state(row, Facet.ALIGNMENT, since))
        for row in _assessed(actor, day)
    ]
    to_mend = [row for row in found if {row.relation, row.alignment} != {"current"}][:MOST]
    names = Prefetch("names", StakeholderName.objects.visible_to(actor).order_by("position"))
    prefetch_related_objects([row.stakeholder for row in to_mend], names)
    return Units(
        count=len(found),
        relation=_counted(STATES, (row.relation for row in found)),
        alignment=_counted(STATES, (row.alignment for row in found)),
        aligned=_counted(ALIGNED, (_aligned(row) for row in found)),
        rows=tuple(to_mend),
    )


def _assessed(actor: Actor, day: date) -> StakeholderQuerySet:
    rows: StakeholderQuerySet = (
        Stakeholder.objects.visible_to(actor)
        .current()
        .in_group(ActorGroup.PARAMILITARY)
        .filter(kind__in=_KINDS)
        .select_related("actor_type", "base_region")
    )
    held = Assessment.objects.visible_to(actor).holding_on(day).filter(stakeholder=OuterRef("pk"))
    wanted: dict[str, Any] = {}
    for facet in _FACETS:
        about = held.of_facet(facet)
        accepted = about.filter(standing=Standing.ACCEPTED).order_by()
        newest = accepted.values("stakeholder").annotate(newest=Max("assessed_on"))
        wanted[f"{facet}_contested"] = Exists(about.filter(standing=Standing.CONFLICT))
        wanted[f"{facet}_newest"] = Subquery(newest.values("newest"))
    says = held.of_facet(Facet.ALIGNMENT).filter(standing=Standing.ACCEPTED)
    wanted["says"] = Subquery(says.values("value")[:1])
    assessed: StakeholderQuerySet = rows.annotate(**wanted).order_by("pk")
    return assessed


def _state(row: Any, facet: Facet, since: date) -> str:
    newest = getattr(row, f"{facet}_newest")
    if getattr(row, f"{facet}_contested"):
        return "conflict"
    if newest is None:
        return "none"
    return "current" if newest >= since else "stale"


def _aligned(row: Unit) -> str:
    if row.alignment in ("none", "conflict"):
        return row.alignment
    says = row.stakeholder.says  # type: ignore[attr-defined]  # annotated above
    return says if says in (Alignment.UNKNOWN, Alignment.INDEPENDENT) else "aligned"


def _counted(codes: tuple[str, ...], found: Iterable[str]) -> dict[str, int]:
    counts = Counter(found)
    return {code: counts[code] for code in codes}
