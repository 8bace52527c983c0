"""Meetings of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagement.access.fields import tlp_code
from engagement.access.problems import Fault, pointer_to
from engagement.meetings import versions
from engagement.meetings.actions import amend_meeting
from engagement.meetings.bulk_log import amend_meetings, log_meetings
from engagement.meetings.codes import Status
from engagement.meetings.drafts import Attendance, FollowUpDraft, IssueDraft, MeetingDraft
from engagement.meetings.models import Meeting
from engagement.meetings.payloads import POINTERS, codes_of_many, draft_from, keep_hidden
from engagement.meetings.versions import Difference, Snapshot
from engagement.regions.models import Region
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.payloads import Codes
from engagement.stakeholders.posts.models import Post
from engagement.sync.batches.drafts import Item, Name
from engagement.sync.batches.models import ExternalReference
from engagement.sync.batches.records import Records
from engagement.sync.codes import SharedType

VERBS = {Status.HELD.value: "meeting.logged", Status.PLANNED.value: "meeting.planned"}
FIELDS = {"arranged_through_id": "arranged_through", "lead_team_id": "lead_team"}
#: Part of a meeting -> the list of the payload that such rows stand in, and their drafts.
ROWS: Mapping[str, tuple[str, Any, str]] = {
    "who": ("participants", Attendance, "stakeholder_id"),
    "follow_up": ("follow_ups", FollowUpDraft, "id"),
    "issue": ("issues", IssueDraft, "id"),
}
#: Field of the drafts that the rows stand in.
DRAFTED = {"who": "who", "follow_up": "follow_ups", "issue": "issues"}


class MeetingRecords(Records):
    """Meetings held, planned, and not held."""

    object_type = SharedType.MEETING.value
    model = Meeting
    pointers = POINTERS
    sets = versions.SETS
    amended = "meeting.amended"
    cited: Mapping[Name, UUID] = {}
    #: Of those that are changed together, the ones that hide nothing from the actor.
    open_ones: frozenset[UUID] = frozenset()

    def _codes(self, items: Sequence[Item]) -> Codes:
        return codes_of_many([item.data for item in items])

    def makes(self, item: Item) -> Iterable[Any]:
        yield from super().makes(item)
        yield from (row["new"]["id"] for row in item.data["participants"] if "new" in row)

    def needs(self, item: Item) -> Iterable[Any]:
        data = item.data
        yield from self.makes(item)
        yield from (row["stakeholder"] for row in data["participants"] if "stakeholder" in row)
        yield from (row["by"] for row in data["follow_ups"] if row["by"])
        yield from (row["raised_by"] for row in data["issues"] if row["raised_by"])
        yield data["arranged_through"]

    def prepare(self, items: Sequence[Item]) -> None:
        names = {name for item in items for name in _names(item.data) if name}
        rows = ExternalReference.objects.of(self.actor).filter(
            object_type=SharedType.STAKEHOLDER, external_id__in={name[1] for name in names}
        )
        self.cited = {row.name: row.object_id for row in rows} if names else {}

    def draft(self, item: Item, pk: UUID, was: Any) -> MeetingDraft:
        data = {**item.data, "id": pk, "lead_team": self._team(item, was)}
        data["participants"] = []
        for number, row in enumerate(item.data["participants"]):
            data["participants"].append(self._person(row, number))
        if data["lead_team"] is None:
            self.codes.faults.append(Fault(_("Choose the team."), pointer="/lead_team"))
        if self.codes.faults:
            self.settled(item)
        found = draft_from(data, self.codes, *([was.own_tlp] if was else []))
        self.settled(item)
        if was is None or pk in self.open_ones:
            return found
        kept: MeetingDraft = keep_hidden(self.actor, found, was)
        return kept

    def _team(self, item: Item, was: Any) -> UUID | None:
        given: UUID | None = item.data["lead_team"] or (was.lead_team_id if was else None)
        return given or next(iter(self.actor.writes_for), None)

    def _person(self, row: Mapping[str, Any], number: int) -> Mapping[str, Any]:
        name = _name(row)
        if name is None:
            return row
        if name not in self.cited:
            words = _("No stakeholder of yours has this external id. Send them first.")
            pointer = pointer_to("participants", number, "external_id")
            self.codes.faults.append(Fault(words, pointer=pointer))
        return {**row, "stakeholder": self.cited.get(name)}

    def groups(self, drafts: Iterable[Any]) -> Iterable[tuple[str, list[Any]]]:
        found: dict[str, list[Any]] = {}
        for draft in drafts:
            found.setdefault(VERBS.get(draft.status, "meeting.not_held"), []).append(draft)
        return found.items()

    def add(self, drafts: list[Any], refused: dict[UUID, ValidationError]) -> list[Any]:
        return log_meetings(self.actor, drafts, refused=refused)

    def as_it_was(self, row: Any, version: int) -> Snapshot | None:
        return versions.as_it_was(row, version)

    def as_it_is(self, row: Any) -> Snapshot:
        return versions.as_it_is(self.actor, row)

    def as_written(self, draft: Any, now: Snapshot) -> Snapshot:
        return versions.as_written(draft)

    def merged(self, draft: Any, now: Snapshot, found: Sequence[Difference]) -> MeetingDraft:
        changes: dict[str, Any] = {}
        for one in found:
            if one.key in self.sets and one.kept in ("theirs", "both"):
                changes |= _of_sets(one)
            elif one.kept == "theirs" and "." not in one.key:
                changes |= _of_ours(one.key, one.theirs)
        ours = {one.key: one.theirs for one in found if one.kept == "theirs" and "." in one.key}
        changes |= {DRAFTED[part]: _rows(draft, part, ours) for part in DRAFTED}
        found_draft: MeetingDraft = replace(draft, **changes)
        return found_draft

    def amend(self, row: Any, draft: Any) -> Meeting:
        return amend_meeting(self.actor, row.pk, draft, version=row.version)

    def as_they_are(self, rows: Sequence[Any]) -> dict[UUID, Snapshot]:
        return versions.as_they_are(self.actor, rows)

    def open_up(self, items: Mapping[UUID, Item], now: Mapping[UUID, Snapshot]) -> None:
        people = {pk: {*self._people(item), *_people_in(now[pk])} for pk, item in items.items()}
        posts = {pk: {*_posts(item), *_posts_in(now[pk])} for pk, item in items.items()}
        seen = self._seen(Stakeholder, people.values()), self._seen(Post, posts.values())
        self.open_ones = frozenset(
            pk
            for pk, item in items.items()
            if people[pk] <= seen[0]
            and posts[pk] <= seen[1]
            and not any("new" in row for row in item.data["participants"])
        )

    def is_open(self, pk: UUID) -> bool:
        return pk in self.open_ones

    def _people(self, item: Item) -> Iterator[UUID | None]:
        """Whom an item names."""
        yield item.data["arranged_through"]
        yield from (row["by"] for row in item.data["follow_ups"])
        yield from (row["raised_by"] for row in item.data["issues"])
        for row in item.data["participants"]:
            name = _name(row)
            yield self.cited.get(name) if name else row.get("stakeholder")

    def _seen(self, model: Any, asked: Iterable[set[UUID | None]]) -> set[UUID | None]:
        ids = {pk for some in asked for pk in some if pk}
        rows = model.objects.visible_to(self.actor).filter(pk__in=ids)
        return {None, *rows.values_list("pk", flat=True)}

    def amend_all(
        self, rows: Mapping[UUID, Any], drafts: Sequence[Any], now: Mapping[UUID, Snapshot]
    ) -> set[UUID]:
        return amend_meetings(self.actor, rows, drafts, now)

    def field(self, key: str) -> tuple[str, str]:
        part, dot, _pk = key.partition(".")
        name = ROWS[part][0] if dot else FIELDS.get(key, key)
        return name, f"/{name}"

    def told(self, key: str, value: Any) -> Any:
        if value is None:
            return None
        if key == "status":
            return {"status": value[0], "reason": value[1]}
        if key == "tlp":
            return tlp_code(value)
        if isinstance(value, Mapping):
            part, _dot, pk = key.partition(".")
            row = {ROWS[part][2]: pk}
            row |= {name: self._plain(name, one) for name, one in value.items()}
            return {name.removesuffix("_id"): one for name, one in row.items()}
        return self._plain(key, value)

    def _plain(self, name: str, value: Any) -> Any:
        """A value as JSON; of what the reader may not open, nothing."""
        if isinstance(value, time):
            return value.strftime("%H:%M")
        if isinstance(value, date):
            return value.isoformat()
        models = {"post_id": Post, **dict.fromkeys(PEOPLE, Stakeholder)}
        if value and name in models:
            seen = models[name].objects.visible_to(self.actor).filter(pk=value).exists()
            return str(value) if seen else None
        return str(value) if isinstance(value, UUID) else value

    def sent(self, item: Item) -> Any:
        found = deepcopy(dict(item.sent))
        for row, read in zip(found.get("participants", []), item.data["participants"], strict=True):
            name = _name(read)
            if name is not None:
                row.pop("external_id")
                row.pop("namespace", None)
                row["stakeholder"] = str(self.cited[name])
        return found


PEOPLE = ("by_id", "raised_by_id", "arranged_through_id")


def _name(row: Mapping[str, Any]) -> Name | None:
    return (row["namespace"], row["external_id"]) if "external_id" in row else None


def _people_in(now: Snapshot) -> Iterator[UUID | None]:
    """Whom a meeting names as it stands."""
    yield now["arranged_through_id"]
    for key, row in now.items():
        part, _dot, pk = key.partition(".")
        if part == "who":
            yield UUID(pk)
        elif part in ("follow_up", "issue"):
            yield row["by_id" if part == "follow_up" else "raised_by_id"]


def _posts(item: Item) -> Iterator[UUID | None]:
    return (row["post"] for row in item.data["participants"])


def _posts_in(now: Snapshot) -> Iterator[UUID | None]:
    return (row["post_id"] for key, row in now.items() if key.startswith("who."))


def _names(data: Mapping[str, Any]) -> Iterable[Name | None]:
    return (_name(row) for row in data["participants"])


def _of_ours(key: str, value: Any) -> dict[str, Any]:
    return {"status": value[0], "reason": value[1]} if key == "status" else {key: value}


def _of_sets(one: Difference) -> dict[str, Any]:
    if one.key == "guest_teams":
        return {"guest_team_ids": tuple(sorted(one.merged))}
    return {one.key: tuple(Region.objects.filter(pk__in=one.merged).order_by("pk"))}


def _rows(draft: MeetingDraft, part: str, ours: Mapping[str, Any]) -> tuple[Any, ...]:
    """The rows of a draft, with those of ours that only others changed."""
    _name, made, key = ROWS[part]
    there = {f"{part}.{getattr(row, key)}": row for row in getattr(draft, DRAFTED[part])}
    for at, value in ours.items():
        if at.partition(".")[0] != part:
            continue
        if value is None:
            there.pop(at, None)
        else:
            there[at] = made(**{key: UUID(at.partition(".")[2])}, **value)
    return tuple(there.values())
