"""Stakeholders as pages show them."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from engagement.access.scope import Actor
from engagement.stakeholders.models import (
    Stakeholder,
    StakeholderName,
    StakeholderQuerySet,
)


def with_names(rows: StakeholderQuerySet, actor: Actor) -> StakeholderQuerySet:
    """With what a line shows: names, actor type, base; one statement more."""
    names = Prefetch("names", StakeholderName.objects.visible_to(actor).order_by("position"))
    return rows.select_related("actor_type", "base_region").prefetch_related(names)


def line(person: Stakeholder) -> dict[str, Any]:
    """One row of a list, or one suggestion."""
    base = person.base_region.label if person.base_region else ""
    return {
        "stakeholder": person,
        "url": reverse("stakeholder", args=[person.pk]),
        "name": person.name,
        "other_names": [row.text for row in person.names.all() if row.text != person.name],
        "group_label": person.actor_type.get_group_display(),
        "type_label": person.actor_type.label,
        "kind_label": person.get_kind_display(),
        "base": base,
        "detail": " · ".join(part for part in (person.actor_type.label, base) if part),
    }
