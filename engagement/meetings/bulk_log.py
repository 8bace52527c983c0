"""Many meetings at once: the same rules and the same rows as one by one, in a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from engagement.access.errors import Conflict
from engagement.access.requests import request_hash
from engagement.access.scope import AUTHORS, Actor
from engagement.meetings.actions import _columns
from engagement.meetings.children import ATTENDANCE, FOLLOW_UP, ISSUE
from engagement.meetings.codes import Status
from engagement.meetings.drafts import MeetingDraft
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.known import Known, as_they_are_now
from engagement.meetings.models import GuestTeam, Meeting, Participant, Subject, Venue
from engagement.meetings.rules import check_meeting
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
    Meeting.objects.bulk_create(
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
    _write_children(drafts)


def _write_children(drafts: list[MeetingDraft]) -> None:
    """In the order of one meeting: participants last."""
    _regions(Venue, {draft.id: draft.venues for draft in drafts})
    _regions(Subject, {draft.id: draft.subjects for draft in drafts})
    GuestTeam.objects.bulk_create(
        [
            GuestTeam(meeting_id=draft.id, team_id=team)
            for draft in drafts
            for team in sorted(set(draft.guest_team_ids) - {draft.lead_team_id})
        ]
    )
    _entries(FollowUp, FOLLOW_UP, {draft.id: draft.follow_ups for draft in drafts})
    _entries(IssueRaised, ISSUE, {draft.id: draft.issues for draft in drafts})
    Participant.objects.bulk_create(
        [
            Participant(
                meeting_id=draft.id, stakeholder_id=row.stakeholder_id, **_values(row, ATTENDANCE)
            )
            for draft in drafts
            for row in draft.who
        ]
    )


def _regions(model: type[models.Model], regions: dict[Any, Any]) -> None:
    model._default_manager.bulk_create(
        [
            model(meeting_id=key, region_id=region)
            for key, rows in regions.items()
            for region in sorted({row.pk for row in rows})
        ]
    )


def _entries(model: type[models.Model], fields: tuple[str, ...], entries: dict[Any, Any]) -> None:
    model._default_manager.bulk_create(
        [
            model(id=row.id, meeting_id=key, **_values(row, fields))
            for key, rows in entries.items()
            for row in rows
        ]
    )


def _values(row: Any, fields: tuple[str, ...]) -> dict[str, Any]:
    return {field: getattr(row, field) for field in fields}
