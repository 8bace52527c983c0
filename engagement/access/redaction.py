"""What leaves under a data-sharing agreement: fields by allow-list, and the names of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engagement.access.scope import Actor

#: Of every record: what makes it one, and says where it stands.
ALWAYS = ("id", "version")
#: What a partner is told nothing of: how much there is that it may not open.
NEVER = ("hidden_participants", "hidden")


def shows(actor: Actor, kind: str, field: str) -> bool:
    """Whether the actor reads this field of this type of record; members read every one."""
    return not actor.is_partner or field in ALWAYS or field in actor.fields.get(kind, ())


def redacted(
    actor: Actor, kind: str, payload: dict[str, Any], author_id: UUID | None = None
) -> dict[str, Any]:
    """A payload as the actor reads it: for a partner only agreed fields, the rest by name.

    What a partner wrote itself (`author_id`) it reads whole. Names of attendees follow the names
    of stakeholders.
    """
    if not actor.is_partner or author_id == actor.user_id:
        return payload
    agreed = {*ALWAYS, *actor.fields.get(kind, ())}
    kept = {name: value for name, value in payload.items() if name in agreed}
    people = kept.get("participants")
    if people is not None and not shows(actor, "stakeholder", "names"):
        kept["participants"] = [_without(row, "name") for row in people]
    left_out = [name for name in payload if name not in kept and name not in NEVER]
    return {**_without(kept, *NEVER), "redacted": left_out}


def _without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
