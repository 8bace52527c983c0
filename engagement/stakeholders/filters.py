"""The register's list as its filters leave it."""

from __future__ import annotations

from typing import Any

from engagement.access.scope import Actor
from engagement.stakeholders.models import ActorGroup, Stakeholder, StakeholderQuerySet


def filtered(actor: Actor, wanted: dict[str, Any], group: str) -> StakeholderQuerySet:
    """What the actor may open of a group, or of all of them, as the filters leave it."""
    rows: StakeholderQuerySet = Stakeholder.objects.visible_to(actor)
    rows = rows.retired() if wanted.get("retired") else rows.current()
    if group in ActorGroup.values:
        rows = rows.in_group(group)
    if wanted.get("q"):
        rows = rows.named_like(wanted["q"]) | rows.tagged(wanted["q"])
    if wanted.get("tag"):
        rows = rows.tagged(wanted["tag"])
    if wanted.get("base"):
        rows = rows.filter(base_region=int(wanted["base"]))
    if wanted.get("owner"):
        rows = rows.filter(owner=actor.user_id)
    if wanted.get("engaged"):
        rows = rows.filter(not_to_be_engaged=wanted["engaged"] == "no")
    return rows
