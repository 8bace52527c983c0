"""Stakeholders as pages show them."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.stakeholders.models import (
    Relation,
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


def profile(person: Stakeholder) -> dict[str, Any]:
    """The upper half of a stakeholder's page."""
    return {
        **line(person),
        "names": [
            {
                "text": row.text,
                "lang": row.language or {"Arab": "ar", "Latn": "en"}.get(row.script, ""),
                "dir": "rtl" if row.script == "Arab" else "ltr",
                "kind_label": row.get_kind_display(),
            }
            for row in person.names.all()
        ],
        "facts": _facts(person),
        "tlp_label": Tlp(person.tlp).label,
        "tlp_code": Tlp(person.tlp).code,
    }


def _facts(person: Stakeholder) -> list[dict[str, Any]]:
    kind = person.actor_type
    facts: list[dict[str, Any]] = [
        {"label": _("Kind"), "value": person.get_kind_display(), "note": ""},
        {"label": _("Actor type"), "value": kind.label, "note": kind.get_group_display()},
        {
            "label": _("Relation to the state"),
            "value": Relation(kind.default_relation).label,
            "note": _("by the default of the actor type; no assessment is accepted"),
        },
        {
            "label": _("Where from"),
            "value": person.base_region.label if person.base_region else _("Not recorded"),
            "note": "",
        },
    ]
    if person.at_risk:
        facts.append({"label": _("At risk"), "value": _("Yes"), "note": ""})
    if person.not_to_be_engaged:
        facts.append({"label": _("Not to be engaged"), "value": _("Yes"), "note": ""})
    return facts
