"""Reading and showing who took part: one JSON object per person, body or group."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from engagement.access.scope import Actor
from engagement.meetings.details import heads_fault
from engagement.meetings.drafts import Attendance
from engagement.meetings.models import Participant
from engagement.regions.models import Region
from engagement.stakeholders.drafts import StakeholderDraft
from engagement.stakeholders.models import ActorType, Stakeholder, StakeholderName

#: What the officer may not open: it comes back as this word, and stays what it was.
HIDDEN = "kept"
#: The number of no post.
NOBODYS = UUID(int=0)
#: How many people a group has, and how many of them are what.
HEADS = (
    "headcount",
    "women",
    "men",
    "under_18",
    "aged_18_to_29",
    "aged_30_to_59",
    "aged_60_up",
)


@dataclass(frozen=True)
class Who:
    """One of `who` as the page sent it; `error` says in words what could not be read."""

    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    #: It came back by the participant's own number, and not by the number of who it is.
    kept: bool = False

    @property
    def stakeholder_id(self) -> UUID:
        """Of somebody registered, or of somebody new with the id made on the device."""
        return UUID(str(self.data.get("stakeholder") or self.data["id"]))

    def attendance(self, types: Mapping[str, ActorType], lead_team_id: UUID) -> Attendance:
        """As the action takes it."""
        role = self.data.get("role") or Participant.Role.COUNTERPART
        post = self.data.get("post")
        return Attendance(
            stakeholder_id=self.stakeholder_id,
            new=None if "stakeholder" in self.data else self._new(types, lead_team_id),
            role=role,
            post_id=UUID(str(post)) if post else None,
            at_their_place=bool(self.data.get("at_their_place")),
            **{field: self.data.get(field) for field in HEADS},
        )

    def _new(self, types: Mapping[str, ActorType], lead_team_id: UUID) -> StakeholderDraft:
        base = self.data.get("base")
        return StakeholderDraft(
            id=self.stakeholder_id,
            kind=self.data["kind"],
            names=(self.data["name"],),
            actor_type=types[self.data["actor_type"]],
            base_region=Region(pk=int(base)) if base else None,
            lead_team_id=lead_team_id,
        )


def stored(row: Participant) -> dict[str, Any]:
    """A participant as one object."""
    return {
        "stakeholder": str(row.stakeholder_id),
        "role": row.role,
        "post": str(row.post_id) if row.post_id else None,
        "at_their_place": row.at_their_place,
        **{name: getattr(row, name) for name in HEADS},
    }


def parse_who(
    text: str,
    types: Mapping[str, ActorType],
    regions: set[str],
    kept: Mapping[int, Participant],
    fields: Mapping[str, str] | None = None,
) -> Who:
    """Read one object; what is wrong with it is said, nothing is raised.

    `kept` are the meeting's participants by their own number: somebody whom the officer may not
    open comes back by it, so that no page gives out who it is. `fields` are the fields beside
    each, by name: `who.<id>.role` and the like, which stand over what the object says.
    """
    try:
        data = json.loads(text[:5000])
        if not isinstance(data, dict):
            raise ValueError("not an object")
        by_row = "kept" in data
        if by_row:
            data = stored(kept[data["kept"]])
        key = UUID(str(data.get("stakeholder") or data["id"]))
        if not by_row:  # who is hidden has no fields beside them: they would tell who it is
            data.update(_beside(key, fields or {}))
        if data.get("post") == HIDDEN:
            rows = (row.post_id for row in kept.values() if row.stakeholder_id == key)
            data["post"] = next(rows, NOBODYS)
        if data.get("post"):
            UUID(str(data["post"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return Who(text, {}, _("This entry could not be read. Add the person again."))
    return Who(text, data, _fault(data, types, regions), by_row)


def _beside(key: UUID, fields: Mapping[str, str]) -> dict[str, Any]:
    """What the fields beside somebody say; nothing where the page had none."""
    if f"who.{key}.role" not in fields:
        return {}
    said: dict[str, Any] = {
        "role": fields[f"who.{key}.role"],
        "post": fields.get(f"who.{key}.post") or None,
        "at_their_place": f"who.{key}.at_their_place" in fields,
    }
    for name in HEADS:
        text = fields.get(f"who.{key}.{name}", "").strip()
        said[name] = (int(text) if text.isdecimal() and len(text) < 9 else text) if text else None
    return said


def _fault(data: dict[str, Any], types: Mapping[str, ActorType], regions: set[str]) -> str:
    heads = {name: data.get(name) for name in HEADS}
    if any(number is not None and type(number) is not int for number in heads.values()):
        return _("Say how many people the group has: a whole number from 1.")
    fault = heads_fault(Attendance(stakeholder_id=UUID(int=0), **cast("dict[str, Any]", heads)))
    if fault:
        return fault
    if str(data.get("role", Participant.Role.COUNTERPART)) not in Participant.Role.values:
        return _("Choose in which role they took part.")
    return "" if "stakeholder" in data else _new_fault(data, types, regions)


def _new_fault(data: dict[str, Any], types: Mapping[str, ActorType], regions: set[str]) -> str:
    name = data.get("name")
    if not isinstance(name, str) or not name.strip():
        return _("Give a name.")
    if "\x00" in name or any("\ud800" <= letter <= "\udfff" for letter in name):
        return _("The name holds a sign that cannot be stored.")
    if len(name) > 500:
        return _("A name has at most 500 characters.")
    if not isinstance(data.get("actor_type"), str) or data["actor_type"] not in types:
        return _("Choose a group.")
    if data.get("base") and str(data["base"]) not in regions:
        return _("Choose where they are from, from the list.")
    if data.get("kind") not in Stakeholder.Kind.values:
        return _("Choose what kind of stakeholder this is.")
    return ""


def people_by_id(actor: Actor, ids: set[UUID]) -> dict[UUID, Stakeholder]:
    """Those the actor may open, with type, base and names: two statements.

    Who became part of another stands there as that other.
    """
    names = Prefetch("names", StakeholderName.objects.visible_to(actor))
    people = Stakeholder.objects.visible_to(actor)
    asked = Q(pk__in=ids) | Q(pk__in=people.filter(pk__in=ids).values("merged_into"))
    rows = people.filter(asked).select_related("actor_type", "base_region")
    found = {row.pk: row for row in rows.prefetch_related(names)}
    now = {key: found[key].merged_into_id or key for key in ids if key in found}
    return {key: found[other] for key, other in now.items() if other in found}


def detail_of(person: Stakeholder) -> str:
    """The line under a name: actor type and where from."""
    parts = [person.actor_type.label]
    if person.base_region:
        parts.append(person.base_region.label)
    return " · ".join(parts)
