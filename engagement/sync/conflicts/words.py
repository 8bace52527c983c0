"""What clashes, as the reader calls it; never a name that they may not open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.fields import TLP_CODES
from engagement.access.models import Team, User
from engagement.access.scope import Actor
from engagement.meetings.codes import (
    Kind,
    Mode,
    ParticipationLevel,
    Purpose,
    Reason,
    Role,
    Status,
    Whose,
)
from engagement.meetings.lists import names_by_id
from engagement.regions.models import Region, RegionCode
from engagement.stakeholders.models import ActorType, Stakeholder
from engagement.sync.batches.models import SyncConflict
from engagement.sync.codes import SharedType

LABELS: Mapping[str, Any] = {
    "kind": gettext_lazy("Kind"),
    "names": gettext_lazy("Names"),
    "actor_type_id": gettext_lazy("Actor type"),
    "base_region_id": gettext_lazy("Where from"),
    "birth_year": gettext_lazy("Year of birth"),
    "lead_team_id": gettext_lazy("Lead team"),
    "owner_id": gettext_lazy("Looked after by"),
    "at_risk": gettext_lazy("At risk"),
    "not_to_be_engaged": gettext_lazy("Not to be engaged"),
    "tlp": gettext_lazy("Who may see this"),
    "status": gettext_lazy("Did it happen?"),
    "held_on": gettext_lazy("When"),
    "mode": gettext_lazy("How"),
    "starts_at": gettext_lazy("Time"),
    "duration": gettext_lazy("Minutes"),
    "outcome": gettext_lazy("What came of it"),
    "summary": gettext_lazy("Summary"),
    "purpose": gettext_lazy("Purpose"),
    "participation_level": gettext_lazy("Level of participation"),
    "asked_by": gettext_lazy("Who asked for it"),
    "arranged_through_id": gettext_lazy("Arranged through"),
    "not_attributable": gettext_lazy("Not to be attributed"),
    "issue": gettext_lazy("Issue raised"),
    "follow_up": gettext_lazy("Follow-up"),
}
#: Field -> its list of codes; `kind` is another list for each type of record.
CODES: Mapping[str, Any] = {
    "mode": Mode,
    "purpose": Purpose,
    "participation_level": ParticipationLevel,
    "asked_by": Whose,
}
KINDS: Mapping[str, Any] = {
    SharedType.STAKEHOLDER.value: Stakeholder.Kind,
    SharedType.MEETING.value: Kind,
}


@dataclass
class Words:
    """The names that values stand for; read once for all the clashes of a page."""

    names: Mapping[UUID, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)

    def fields(self, clash: SyncConflict) -> list[dict[str, str]]:
        """Each part: what it is called, what stood, what was sent, what stands."""
        kind = clash.object_type
        return [
            {
                "label": self.label(one["key"]),
                **{name: self.say(kind, one["key"], one[name]) for name in _SIDES},
            }
            for one in clash.fields
        ]

    def label(self, key: str) -> str:
        """What a part is called."""
        part, _dot, rest = key.partition(".")
        return self._name(rest) if part == "who" else str(LABELS.get(part, part))

    def say(self, kind: str, key: str, value: Any) -> str:
        """A value in words."""
        part, dot, _rest = key.partition(".")
        if dot:
            return self._row(part, value) if value else _("Not there")
        if value in (None, "", [], {}):
            return _("Not recorded")
        if part == "kind":
            return _label(KINDS[kind], value)
        return self._plain(part, value)

    def _plain(self, part: str, value: Any) -> str:
        if part == "status":
            told = (_label(Status, value["status"]), _label(Reason, value["reason"]))
            return ": ".join(one for one in told if one)
        if part in CODES:
            return _label(CODES[part], value)
        if part == "names":
            return "\n".join(row["text"] for row in value)
        if part == "tlp":
            return str(TLP_CODES[value].label)
        if part == "arranged_through_id":
            return self._name(value)
        return self._listed(part, value)

    def _listed(self, part: str, value: Any) -> str:
        lists = {
            "actor_type_id": self.types,
            "base_region_id": self.regions,
            "lead_team_id": self.teams,
            "owner_id": self.members,
        }
        if part in lists:
            return lists[part].get(str(value), str(value) if part == "base_region_id" else "–")
        return _simple(part, value)

    def _row(self, part: str, row: Mapping[str, Any]) -> str:
        if part != "who":
            due = row.get("due_on")
            return " · ".join([str(row["text"]), *([_day(due)] if due else [])])
        parts = [_label(Role, row["role"])]
        if _uuid(row["stakeholder"]) not in self.names:
            return parts[0]  # the rest would tell who it is
        if row.get("at_their_place"):
            parts.append(_("at their place"))
        if row.get("headcount"):
            parts.append(_("%(label)s: %(n)s") % {"label": _("Head count"), "n": row["headcount"]})
        return " · ".join(parts)

    def _name(self, key: Any) -> str:
        return self.names.get(_uuid(key), "") or _("Somebody you may not open")


_SIDES = ("base", "theirs", "ours")


def words_for(actor: Actor, clashes: Iterable[SyncConflict], people: Iterable[UUID]) -> Words:
    """Five statements, whatever clashes; `people` are others who are to be named."""
    ids = {*people, *(pk for clash in clashes for pk in _people(clash))}
    codes = RegionCode.objects.filter(scheme__in=("iso_3166_1", "iso_3166_2"))
    rows = codes.select_related("region")
    labels = {row.code: str(row.region.label) for row in rows}
    labels |= {row.key: str(row.label) for row in Region.objects.exclude(kind="district")}
    teams = Team.objects.filter(programme_id=actor.programme_id)
    members = User.objects.filter(memberships__programme_id=actor.programme_id)
    return Words(
        names=names_by_id(actor, ids),
        types={row.pk: str(row.label) for row in ActorType.objects.all()},
        regions=labels,
        teams={str(row.pk): row.name for row in teams},
        members={str(row.pk): row.get_full_name() for row in members},
    )


def _people(clash: SyncConflict) -> Iterable[UUID]:
    for one in clash.fields:
        part, _dot, rest = one["key"].partition(".")
        if part == "who":
            yield UUID(rest)
        elif part == "arranged_through_id":
            yield from (UUID(one[name]) for name in _SIDES if one[name])


def _uuid(key: Any) -> Any:
    return UUID(key) if isinstance(key, str) and key else key


def _label(codes: Any, value: Any) -> str:
    return str(codes(value).label) if value else ""


def _simple(part: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return _day(value) if part == "held_on" else str(value)


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "j F Y")
