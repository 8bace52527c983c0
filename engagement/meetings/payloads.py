"""A meeting's payload as a draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.meetings.apart import Apart
from engagement.meetings.drafts import Attendance, FollowUpDraft, IssueDraft, MeetingDraft
from engagement.meetings.models import Meeting
from engagement.meetings.serializers import HEADS
from engagement.regions.models import Region
from engagement.regions.references import Reference
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.payloads import Codes
from engagement.stakeholders.payloads import draft_from as stakeholder_draft
from engagement.stakeholders.posts.models import Post

Data = Mapping[str, Any]
#: Where the fields of the rules' errors stand in the payload.
POINTERS = {
    "who": "/participants",
    "place": "/venues",
    "names": "/participants",
    "actor_type": "/participants",
    "tags": "/participants",
    "owner": "/participants",
    "follow_up": "/follow_ups",
}
PLAIN = (
    *("id", "status", "held_on", "mode", "reason", "kind", "starts_at", "duration", "outcome"),
    *("summary", "purpose", "participation_level", "asked_by", "not_attributable"),
    "to_complete",
)


def codes_of(data: Data) -> Codes:
    """The codes of a meeting's payload, those of new people in it included."""
    return codes_of_many([data])


def codes_of_many(rows: Sequence[Data]) -> Codes:
    """The codes of many meetings' payloads, asked once."""
    new = [one["new"] for data in rows for one in data["participants"] if "new" in one]
    return Codes(_references(rows, new), [row["actor_type"] for row in new])


def _references(rows: Sequence[Data], new: list[Data]) -> Iterator[Reference]:
    for data in rows:
        yield from data["venues"]
        yield from data["subjects"]
    yield from (row["base"] for row in new if row["base"])


def draft_from(data: Data, codes: Codes, tlp: int = Tlp.AMBER) -> MeetingDraft:
    """The payload, once read, as a draft; `tlp` is the level where the payload has none."""
    return MeetingDraft(
        **{name: data[name] for name in PLAIN},
        tlp=data.get("tlp", tlp),
        lead_team_id=data["lead_team"],
        guest_team_ids=tuple(data["guest_teams"]),
        venues=_regions(data, "venues", codes),
        subjects=_regions(data, "subjects", codes),
        who=tuple(_attendance(n, row, data, codes) for n, row in enumerate(data["participants"])),
        arranged_through_id=data["arranged_through"],
        follow_ups=tuple(_follow_up(row) for row in data["follow_ups"]),
        issues=tuple(
            IssueDraft(id=row["id"], text=row["text"], raised_by_id=row["raised_by"])
            for row in data["issues"]
        ),
    )


def _regions(data: Data, name: str, codes: Codes) -> tuple[Region, ...]:
    found = [codes.region(row, name, number) for number, row in enumerate(data[name])]
    return tuple(region for region in found if region)


def _attendance(number: int, row: Data, data: Data, codes: Codes) -> Attendance:
    new = None
    if "new" in row:
        inline = {**row["new"], "lead_team": row["new"]["lead_team"] or data["lead_team"]}
        new = stakeholder_draft(inline, codes, "participants", number, "new")
    return Attendance(
        stakeholder_id=new.id if new else row["stakeholder"],
        new=new,
        role=row["role"],
        post_id=row["post"],
        at_their_place=row["at_their_place"],
        headcount=row["headcount"],
        **{name: row[name] for name in HEADS},
    )


def _follow_up(row: Data) -> FollowUpDraft:
    return FollowUpDraft(
        id=row["id"],
        text=row["text"],
        due_on=row["due_on"],
        side=row["side"],
        by_id=row["by"],
        assigned_to_id=row["assigned_to"],
    )


def keep_hidden(actor: Actor, draft: MeetingDraft, was: Meeting) -> MeetingDraft:
    """Whom the writer may not open was not in what they read, and stays as they were.

    Sent by number all the same, they are nobody (`Apart`).
    """
    draft = _apart(actor, draft, was)
    rows = list(was.participants.visible_to(actor))
    follow_ups = {row.pk: row.by_id for row in was.follow_ups.visible_to(actor)}
    issues = {row.pk: row.raised_by_id for row in was.issues.visible_to(actor)}
    named = [was.arranged_through_id, *follow_ups.values(), *issues.values()]
    hidden = _hidden(actor, Stakeholder, [*named, *(row.stakeholder_id for row in rows)])
    posts = _hidden(actor, Post, [row.post_id for row in rows])
    stay = {row.stakeholder_id: row.post_id for row in rows if row.post_id in posts}
    return replace(
        draft,
        arranged_through_id=_or(draft.arranged_through_id, was.arranged_through_id, hidden),
        follow_ups=tuple(
            replace(row, by_id=_or(row.by_id, follow_ups.get(row.id), hidden))
            for row in draft.follow_ups
        ),
        issues=tuple(
            replace(row, raised_by_id=_or(row.raised_by_id, issues.get(row.id), hidden))
            for row in draft.issues
        ),
        who=(
            *(
                replace(row, post_id=row.post_id or stay.get(row.stakeholder_id))
                for row in draft.who
            ),
            *(_as_it_was(row) for row in rows if row.stakeholder_id in hidden),
        ),
    )


def _apart(actor: Actor, draft: MeetingDraft, was: Meeting) -> MeetingDraft:
    named = [row.by_id for row in draft.follow_ups] + [row.raised_by_id for row in draft.issues]
    given = [row.stakeholder_id for row in draft.who if row.new is None]
    people = [key for key in (*given, *named, draft.arranged_through_id) if key]
    apart = Apart.of(actor, was, people, [row.post_id for row in draft.who if row.post_id])
    return replace(
        draft,
        who=tuple(apart.attendance(row) for row in draft.who),
        arranged_through_id=apart.person(draft.arranged_through_id),
        follow_ups=tuple(replace(row, by_id=apart.person(row.by_id)) for row in draft.follow_ups),
        issues=tuple(
            replace(row, raised_by_id=apart.person(row.raised_by_id)) for row in draft.issues
        ),
    )


def _as_it_was(row: Any) -> Attendance:
    return Attendance(
        stakeholder_id=row.stakeholder_id,
        role=row.role,
        post_id=row.post_id,
        at_their_place=row.at_their_place,
        headcount=row.headcount,
        **{name: getattr(row, name) for name in HEADS},
    )


def _or(given: UUID | None, there: UUID | None, hidden: set[UUID]) -> UUID | None:
    return there if given is None and there in hidden else given


def _hidden(actor: Actor, model: Any, ids: Iterable[UUID | None]) -> set[UUID]:
    """Of these, the ones that the actor may not open."""
    asked = {pk for pk in ids if pk}
    if not asked:
        return set()
    seen = model.objects.visible_to(actor).filter(pk__in=asked).values_list("pk", flat=True)
    return asked - set(seen)
