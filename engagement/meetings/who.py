"""Reading and showing who took part: one JSON object per person, body or group."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.access.scope import Actor
from engagement.meetings.drafts import Attendance
from engagement.meetings.models import Participant
from engagement.regions.models import Region
from engagement.stakeholders.drafts import StakeholderDraft
from engagement.stakeholders.models import ActorType, Stakeholder, StakeholderName

#: More than any real group; a number beyond it is a slip of the finger.
MOST_HEADS = 100_000


@dataclass(frozen=True)
class Who:
    """One of `who` as the page sent it; `error` says in words what could not be read."""

    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""

    @property
    def stakeholder_id(self) -> UUID:
        """Of somebody registered, or of somebody new with the id made on the device."""
        return UUID(str(self.data.get("stakeholder") or self.data["id"]))

    def attendance(self, types: Mapping[str, ActorType], lead_team_id: UUID) -> Attendance:
        """As the action takes it."""
        role = self.data.get("role") or Participant.Role.COUNTERPART
        return Attendance(
            stakeholder_id=self.stakeholder_id,
            new=None if "stakeholder" in self.data else self._new(types, lead_team_id),
            role=role,
            headcount=self.data.get("headcount"),
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


def parse_who(
    text: str,
    types: Mapping[str, ActorType],
    regions: set[str],
    kept: Mapping[int, Participant],
) -> Who:
    """Read one object; what is wrong with it is said, nothing is raised.

    `kept` are the meeting's participants by their own number: somebody whom the officer may not
    open comes back by it, so that no page gives out who it is.
    """
    try:
        data = json.loads(text[:5000])
        if not isinstance(data, dict):
            raise ValueError("not an object")
        if "kept" in data:
            row = kept[data["kept"]]
            data = {"stakeholder": row.stakeholder_id, "role": row.role, "headcount": row.headcount}
        UUID(str(data.get("stakeholder") or data["id"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return Who(text, {}, _("This entry could not be read. Add the person again."))
    return Who(text, data, _fault(data, types, regions))


def _fault(data: dict[str, Any], types: Mapping[str, ActorType], regions: set[str]) -> str:
    heads = data.get("headcount")
    if heads is not None and (type(heads) is not int or not 1 <= heads <= MOST_HEADS):
        return _("Say how many people the group has: a whole number from 1.")
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
    """Those the actor may open, with type, base and names: two statements."""
    names = Prefetch("names", StakeholderName.objects.visible_to(actor))
    rows = Stakeholder.objects.visible_to(actor).select_related("actor_type", "base_region")
    return dict(rows.prefetch_related(names).in_bulk(list(ids)))


def detail_of(person: Stakeholder) -> str:
    """The line under a name: actor type and where from."""
    parts = [person.actor_type.label]
    if person.base_region:
        parts.append(person.base_region.label)
    return " · ".join(parts)


def chips(
    actor: Actor, given: list[Who], types: Mapping[str, ActorType], labels: Mapping[str, str]
) -> list[dict[str, Any]]:
    """What the form shows for each: value, name, detail, error."""
    known = {who.stakeholder_id for who in given if who.data and "stakeholder" in who.data}
    people = people_by_id(actor, known)
    return [_chip(who, people, types, labels) for who in given]


def _chip(
    who: Who,
    people: Mapping[UUID, Stakeholder],
    types: Mapping[str, ActorType],
    labels: Mapping[str, str],
) -> dict[str, Any]:
    if not who.data:
        name, detail = _("Not readable"), ""
    elif "stakeholder" in who.data:
        person = people.get(who.stakeholder_id)
        name = person.name if person else _("Somebody you may not open")
        detail = detail_of(person) if person else ""
    else:
        kind = types.get(str(who.data.get("actor_type")))
        # A lone surrogate is refused, and could not be shown either.
        name = str(who.data.get("name", ""))[:500].encode(errors="replace").decode()
        detail = " · ".join(
            part
            for part in (kind.label if kind else "", labels.get(str(who.data.get("base")), ""))
            if part
        )
    heads = who.data.get("headcount")
    if isinstance(heads, int) and detail:
        people_words = ngettext("%(n)s person", "%(n)s people", heads) % {"n": heads}
        detail = " · ".join(part for part in (detail, people_words) if part)
    return {"value": who.text, "name": name, "detail": detail, "error": who.error}
