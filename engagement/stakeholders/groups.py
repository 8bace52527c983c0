"""Actor types to choose from, under their groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engagement.stakeholders.models import ActorGroup, ActorType


def grouped_types(types: Iterable[ActorType]) -> list[dict[str, Any]]:
    """[{group, group_label, types: [{code, label}]}] in the order of the code list."""
    by_group: dict[str, list[dict[str, str]]] = {group: [] for group in ActorGroup.values}
    for row in types:
        by_group[row.group].append({"code": row.code, "label": row.label})
    return [
        {"group": group, "group_label": ActorGroup(group).label, "types": rows}
        for group, rows in by_group.items()
        if rows
    ]
