"""Many meetings at once: the same rules and the same rows as one by one, in a few statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.inserting import insert_rows, update_rows
from engagement.access.requests import request_hash
from engagement.access.scope import AUTHORS, Actor
from engagement.meetings.actions import _columns
from engagement.meetings.children import ATTENDANCE, FOLLOW_UP, ISSUE, take_over
from engagement.meetings.codes import Status
from engagement.meetings.drafts import MeetingDraft
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.known import Known, as_they_are_now
from engagement.meetings.models import GuestTeam, Meeting, Participant, Subject, Venue
from engagement.meetings.rules import check_meeting
from engagement.meetings.versions import Snapshot, as_written
from engagement.stakeholders.actions import add_stakeholders, fit_drafts


def log_meetings(
    actor: Actor,
    drafts: Iterable[MeetingDraft],
    *,
    refused: dict[UUID, ValidationError] | None = None,
) -> list[Meeting]:
    """Write down meetings of any status, held, planned or not held; all or none.

    What was asked for before stays as it is. Raises NotAllowed, ValidationError by field for the
    first draft that is wrong, and Conflict where an id is another row's. Where `refused` is given,
    drafts that are wrong are left out and told there, by id.
    """
    actor.require(*AUTHORS)
    wanted = {draft.id: _as_one_by_one(draft) for draft in drafts}
    there = Meeting.objects.visible_to(actor).in_bulk(wanted)
    for old in there.values():
        same = bytes(old.request_hash) == request_hash(wanted[old.pk])
        if old.author_id != actor.user_id or not same:
            raise Conflict
    fresh = [draft for draft in wanted.values() if draft.id not in there]
    hashes = {draft.id: request_hash(draft) for draft in fresh}
    fresh = _fit(actor, as_they_are_now(actor, fresh), refused)
    try:
        with transaction.atomic():
            _write(actor, fresh, hashes)
    except IntegrityError as error:
        raise Conflict from error
    rows = Meeting.objects.visible_to(actor).in_bulk(wanted)
    return [rows[key] for key in wanted if key in rows]


def _fit(
    actor: Actor, drafts: list[MeetingDraft], refused: dict[UUID, ValidationError] | None
) -> list[MeetingDraft]:
    known = Known.read(actor, drafts)
    wrong: dict[UUID, ValidationError] = {}
    if refused is not None:  # new people in them too: else one would stop all when it is written
        fit_drafts(actor, [row.new for one in drafts for row in one.who if row.new], wrong)
    found = []
    for draft in drafts:
        try:
            check_meeting(actor, draft, known=known)
            _check_new(draft, wrong)
        except ValidationError as error:
            if refused is None:
                raise
            refused[draft.id] = error
        else:
            found.append(draft)
    return found


def _check_new(draft: MeetingDraft, wrong: Mapping[UUID, ValidationError]) -> None:
    for row in draft.who:
        if row.new and row.stakeholder_id in wrong:
            raise wrong[row.stakeholder_id]


def _as_one_by_one(draft: MeetingDraft) -> MeetingDraft:
    """The draft as `log_meeting`, `plan_meeting` and `record_not_held` take it."""
    if draft.status in (Status.HELD, Status.PLANNED):
        return replace(draft, reason="")
    known = draft.status in (Status.POSTPONED, Status.CANCELLED)
    return draft if known else replace(draft, status=Status.NOT_HELD)


def _write(actor: Actor, drafts: list[MeetingDraft], hashes: Mapping[UUID, bytes]) -> None:
    new = [row.new for draft in drafts for row in draft.who if row.new]
    if new:
        add_stakeholders(actor, new)
    insert_rows(
        [
            Meeting(
                id=draft.id,
                programme_id=actor.programme_id,
                author_id=actor.user_id,
                request_hash=hashes[draft.id],
                **_columns(draft),
            )
            for draft in drafts
        ]
    )
    for *_kind, rows in _children(drafts):
        insert_rows(rows)


#: Part of a snapshot, model, what a row is known by in its meeting, what may change in it, rows.
Children = tuple[str, Any, str, tuple[str, ...], list[Any]]


def _children(drafts: Sequence[MeetingDraft]) -> Iterator[Children]:
    """In the order of one meeting: participants last."""
    yield "venues", Venue, "region_id", (), _regions(Venue, {one.id: one.venues for one in drafts})
    subjects = _regions(Subject, {one.id: one.subjects for one in drafts})
    yield "subjects", Subject, "region_id", (), subjects
    guests = [
        GuestTeam(meeting_id=draft.id, team_id=team)
        for draft in drafts
        for team in sorted(set(draft.guest_team_ids) - {draft.lead_team_id})
    ]
    yield "guest_teams", GuestTeam, "team_id", (), guests
    promises = {draft.id: draft.follow_ups for draft in drafts}
    yield "follow_up", FollowUp, "id", FOLLOW_UP, _entries(FollowUp, FOLLOW_UP, promises)
    issues = {draft.id: draft.issues for draft in drafts}
    yield "issue", IssueRaised, "id", ISSUE, _entries(IssueRaised, ISSUE, issues)
    who = [
        Participant(
            meeting_id=draft.id, stakeholder_id=row.stakeholder_id, **_values(row, ATTENDANCE)
        )
        for draft in drafts
        for row in draft.who
    ]
    yield "who", Participant, "stakeholder_id", ATTENDANCE, who


def _regions(model: Any, regions: Mapping[Any, Any]) -> list[Any]:
    return [
        model(meeting_id=key, region_id=region)
        for key, rows in regions.items()
        for region in sorted({row.pk for row in rows})
    ]


def _entries(model: Any, fields: tuple[str, ...], entries: Mapping[Any, Any]) -> list[Any]:
    return [
        model(id=row.id, meeting_id=key, **_values(row, fields))
        for key, rows in entries.items()
        for row in rows
    ]


def _values(row: Any, fields: tuple[str, ...]) -> dict[str, Any]:
    return {field: getattr(row, field) for field in fields}


def amend_meetings(
    actor: Actor,
    meetings: Mapping[UUID, Meeting],
    drafts: Sequence[MeetingDraft],
    now: Mapping[UUID, Snapshot],
) -> set[UUID]:
    """Write several anew, which the actor wrote and holds locked; which the rules let through.

    All of these or none, in few statements; `now` is how each stands. Nothing is hidden from the
    actor in them, and nobody new. Raises NotAllowed, and Conflict, also where more would see one.
    """
    actor.require(*AUTHORS)
    drafts = as_they_are_now(actor, drafts)
    known = Known.read(actor, drafts, [draft.id for draft in drafts])
    fit = [draft for draft in drafts if _is_right(actor, draft, meetings[draft.id], known)]
    levels = {draft.id: meetings[draft.id].tlp for draft in fit}
    parts = {draft.id: _parts_moved(now[draft.id], as_written(draft)) for draft in fit}
    moved = [meetings[draft.id] for draft in fit if _take_over(actor, meetings[draft.id], draft)]
    try:
        with transaction.atomic():
            update_rows(moved, COLUMNS)
            for part, model, key, fields, rows in _children(fit):
                ids = {draft.id for draft in fit if part in parts[draft.id]}
                those = [row for row in rows if row.meeting_id in ids]
                _rewrite(actor, ids, model, key, fields, those)
    except IntegrityError as error:
        raise Conflict from error
    rows = Meeting.objects.visible_to(actor).filter(pk__in=list(levels))
    if any(tlp < levels[pk] for pk, tlp in rows.values_list("pk", "tlp")):
        raise Conflict
    return set(levels)


def _parts_moved(now: Snapshot, written: Snapshot) -> set[str]:
    keys = {*now, *written}
    return {key.partition(".")[0] for key in keys if now.get(key) != written.get(key)}


def _is_right(actor: Actor, draft: MeetingDraft, was: Meeting, known: Known) -> bool:
    try:
        check_meeting(actor, draft, was=was, known=known)
    except ValidationError:
        return False
    return True


#: What an amendment writes of the meeting itself, as attributes of the row.
COLUMNS = (
    *("kind", "status", "reason", "mode", "held_on", "starts_at", "duration", "outcome", "summary"),
    *("purpose", "participation_level", "asked_by", "arranged_through_id", "not_attributable"),
    *("to_complete", "own_tlp", "lead_team_id"),
)


def _take_over(actor: Actor, meeting: Meeting, draft: MeetingDraft) -> bool:
    """Put the draft's columns into the row; whether one of them moved."""
    if meeting.author_id != actor.user_id:
        raise NotAllowed("somebody else's")
    columns = _columns(draft)
    moved = any(getattr(meeting, name) != value for name, value in columns.items())
    for name, value in columns.items():
        setattr(meeting, name, value)
    return moved


def _rewrite(
    actor: Actor,
    ids: Collection[UUID],
    model: Any,
    key: str,
    fields: tuple[str, ...],
    rows: list[Any],
) -> None:
    """One kind of rows of several meetings, as `write_children` writes those of one."""
    if not ids:
        return
    mine = model.objects.visible_to(actor)
    there = {(row.meeting_id, getattr(row, key)): row for row in mine.filter(meeting__in=list(ids))}
    wanted = {(row.meeting_id, getattr(row, key)): row for row in rows}
    gone = [row.pk for at, row in there.items() if at not in wanted]
    if gone:
        mine.filter(pk__in=gone).delete()
    kept = [there[at] for at in wanted.keys() & there.keys()]
    moved = [
        row for row in kept if take_over(row, wanted[row.meeting_id, getattr(row, key)], fields)
    ]
    update_rows(moved, (*fields, "frozen_at"))
    insert_rows([row for at, row in wanted.items() if at not in there])
