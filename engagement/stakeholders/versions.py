"""A stakeholder as they stood at a version, as they stand, and as somebody writes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from engagement.access.scope import Actor
from engagement.audit.models import Change
from engagement.audit.trail import events_of
from engagement.stakeholders.children import tag_rows
from engagement.stakeholders.drafts import NameDraft, StakeholderDraft
from engagement.stakeholders.models import Stakeholder, StakeholderName, StakeholderTag

#: Part of a stakeholder -> what is there.
Snapshot = Mapping[str, Any]

PLAIN = (
    *("kind", "actor_type_id", "base_region_id", "birth_year", "lead_team_id", "owner_id"),
    *("at_risk", "not_to_be_engaged", "tlp"),
)
#: Parts that are sets: what either side added or took away merges by itself.
SETS = ("tags",)


def as_it_was(person: Stakeholder, version: int) -> Snapshot | None:
    """As history has them at a version; None where the reader may not see that far back.

    An event of a child bears the moment its transaction began, and so does the change of its root:
    by that it is known which version it belongs to.
    """
    log = Change.objects.filter(object_type="stakeholder", object_id=person.pk)
    began = dict(log.filter(version__lte=version).values_list("version", "began"))
    events = events_of(Stakeholder).filter(pgh_obj_id=person.pk, version__lte=version)
    root = events.order_by("pgh_id").last()
    if root is None or version not in began or None in began.values():
        return None
    names, tags = (_rows_then(model, person, began.values()) for model in _CHILDREN)
    return _snapshot(root, names, tags)


def as_it_is(actor: Actor, person: Stakeholder) -> Snapshot:
    """As they stand."""
    names, tags = (
        list(model._default_manager.visible_to(actor).filter(stakeholder=person))
        for model in _CHILDREN
    )
    return _snapshot(person, names, tags)


def as_they_are(actor: Actor, people: Collection[Stakeholder]) -> dict[UUID, Snapshot]:
    """Several as they stand; two statements."""
    found: dict[UUID, dict[Any, list[Any]]] = {
        person.pk: {model: [] for model in _CHILDREN} for person in people
    }
    for model in _CHILDREN:
        rows = model._default_manager.visible_to(actor).filter(stakeholder__in=list(found))
        for row in rows:
            found[row.stakeholder_id][model].append(row)
    return {
        person.pk: _snapshot(person, *(found[person.pk][model] for model in _CHILDREN))
        for person in people
    }


def as_written(draft: StakeholderDraft, was: Snapshot) -> Snapshot:
    """As a draft has them; what it leaves out stays as it was."""
    return {
        "kind": draft.kind,
        "actor_type_id": draft.actor_type.pk,
        "base_region_id": draft.base_region.pk if draft.base_region else None,
        "birth_year": draft.birth_year,
        "lead_team_id": draft.lead_team_id or was["lead_team_id"],
        "owner_id": draft.owner_id,
        "at_risk": draft.at_risk,
        "not_to_be_engaged": draft.not_to_be_engaged,
        "tlp": was["tlp"] if draft.tlp is None else draft.tlp,
        "names": _names(draft, was),
        "tags": frozenset(row.folded for row in tag_rows(draft.id, draft.tags)),
    }


_CHILDREN: tuple[Any, ...] = (StakeholderName, StakeholderTag)


def _rows_then(model: Any, person: Stakeholder, began: Iterable[Any]) -> list[Any]:
    events = events_of(model).filter(stakeholder_id=person.pk, pgh_created_at__in=list(began))
    last = {event.pgh_obj_id: event for event in events.order_by("pgh_id")}
    return [event for event in last.values() if event.pgh_label != "delete"]


def _snapshot(person: Any, names: Iterable[Any], tags: Iterable[Any]) -> Snapshot:
    ordered = sorted(names, key=lambda row: row.position)
    return {
        **{name: getattr(person, name) for name in PLAIN},
        "names": tuple(NameDraft(row.text, row.kind, row.language) for row in ordered),
        "tags": frozenset(row.folded for row in tags),
    }


def _names(draft: StakeholderDraft, was: Snapshot) -> tuple[NameDraft, ...]:
    there = {row.text: row for row in was["names"]}
    bare = draft.bare_names
    return tuple(there.get(row.text, row) if row.text in bare else row for row in draft.given_names)
