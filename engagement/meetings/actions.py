"""Writes to the log: log, plan, record what did not take place, amend, withdraw."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.models import Grant
from engagement.access.requests import request_hash
from engagement.access.scope import AUTHORS, Actor
from engagement.meetings.children import register_new, write_children
from engagement.meetings.codes import Status
from engagement.meetings.drafts import MeetingDraft
from engagement.meetings.known import as_they_are_now
from engagement.meetings.models import Meeting
from engagement.meetings.rules import check_meeting


def log_meeting(actor: Actor, draft: MeetingDraft) -> Meeting:
    """Log a meeting that was held; what is true of its participants on the day is frozen.

    The same request again gives the same row. Raises NotAllowed, ValidationError by field, and
    Conflict where the id is another row's.
    """
    return _create(actor, replace(draft, status=Status.HELD, reason=""))


def plan_meeting(actor: Actor, draft: MeetingDraft) -> Meeting:
    """Write down a meeting that is to come. Raises as `log_meeting`."""
    return _create(actor, replace(draft, status=Status.PLANNED, reason=""))


def record_not_held(actor: Actor, draft: MeetingDraft) -> Meeting:
    """Write down that a meeting did not take place, and why. Raises as `log_meeting`."""
    status = draft.status
    if status not in (Status.POSTPONED, Status.CANCELLED):
        status = Status.NOT_HELD
    return _create(actor, replace(draft, status=status))


def amend_meeting(actor: Actor, meeting_id: UUID, draft: MeetingDraft, *, version: int) -> Meeting:
    """Write a meeting anew as the draft has it; the reason stands in the history's context.

    Facts frozen when it became held stay as they are for those who stay in it. Raises NotAllowed,
    ValidationError by field, and Conflict where the meeting has moved on since `version`.
    """
    actor.require(*AUTHORS)
    meeting = _locked(actor, meeting_id)
    if meeting.version != version or meeting.withdrawn_at is not None:
        raise Conflict
    (draft,) = as_they_are_now(actor, [draft])
    check_meeting(actor, draft, was=meeting)
    _stay_named(actor, meeting, draft)
    level, leads = meeting.tlp, meeting.led_by(actor)
    for field, value in _columns(draft).items():
        setattr(meeting, field, value)
    try:
        with transaction.atomic():
            register_new(actor, draft)
            meeting.save(update_fields=list(_columns(draft)))
            write_children(actor, meeting, draft)
    except IntegrityError as error:
        raise Conflict from error
    meeting.refresh_from_db()
    if meeting.tlp < level and (actor.is_partner or not leads):
        raise ValidationError({"who": _("Only the lead team may let more people see this.")})
    return meeting


def withdraw_meeting(actor: Actor, meeting_id: UUID, *, reason: str, version: int) -> Meeting:
    """Take a meeting out of every list and figure; nothing is deleted.

    Raises NotAllowed, ValidationError without a reason, and Conflict as `amend_meeting`.
    """
    actor.require(*AUTHORS)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    meeting = _locked(actor, meeting_id)
    if not meeting.led_by(actor):
        raise NotAllowed("only the lead team withdraws a meeting")
    if meeting.version != version or meeting.withdrawn_at is not None:
        raise Conflict
    meeting.withdrawn_at, meeting.withdrawn_reason = timezone.now(), reason.strip()
    meeting.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    meeting.refresh_from_db()
    return meeting


def restore_meeting(actor: Actor, meeting_id: UUID, *, reason: str, version: int) -> Meeting:
    """Take a withdrawn meeting back into lists and figures; what was frozen then still is.

    Raises NotAllowed, ValidationError without a reason, and Conflict as `amend_meeting`.
    """
    actor.require(*AUTHORS)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    meeting = _locked(actor, meeting_id)
    if not meeting.led_by(actor):
        raise NotAllowed("only the lead team restores a meeting")
    if meeting.version != version or meeting.withdrawn_at is None:
        raise Conflict
    meeting.withdrawn_at, meeting.withdrawn_reason = None, ""
    meeting.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    meeting.refresh_from_db()
    return meeting


def _create(actor: Actor, draft: MeetingDraft) -> Meeting:
    actor.require(*AUTHORS)
    replay = _replayed(actor, draft)
    if replay is not None:
        return replay
    (named,) = as_they_are_now(actor, [draft])
    check_meeting(actor, named)
    meeting = Meeting(
        id=draft.id,
        programme_id=actor.programme_id,
        author_id=actor.user_id,
        request_hash=request_hash(draft),
        **_columns(named),
    )
    try:
        with transaction.atomic():
            register_new(actor, named)
            meeting.save(force_insert=True)
            write_children(actor, meeting, named, new=True)
    except IntegrityError as error:
        replay = _replayed(actor, draft)  # the same request won the race
        if replay is None:
            raise Conflict from error
        return replay
    meeting.refresh_from_db()
    return meeting


def _columns(draft: MeetingDraft) -> dict[str, object]:
    return {
        "kind": draft.kind,
        "status": draft.status,
        "reason": draft.reason,
        "mode": draft.mode,
        "held_on": draft.held_on,
        "starts_at": draft.starts_at,
        "duration": draft.duration,
        "outcome": draft.outcome.strip(),
        "summary": draft.summary.strip(),
        "purpose": draft.purpose,
        "participation_level": draft.participation_level,
        "asked_by": draft.asked_by,
        "arranged_through_id": draft.arranged_through_id,
        "not_attributable": draft.not_attributable,
        "to_complete": draft.to_complete,
        "own_tlp": draft.tlp,
        "lead_team_id": draft.lead_team_id,
    }


def _replayed(actor: Actor, draft: MeetingDraft) -> Meeting | None:
    """The row already there where this is the same request again. Raises Conflict where not."""
    old = Meeting.objects.visible_to(actor).filter(pk=draft.id).first()
    if old is None:
        return None
    if old.author_id == actor.user_id and bytes(old.request_hash) == request_hash(draft):
        found: Meeting = old
        return found
    raise Conflict


def _locked(actor: Actor, meeting_id: UUID) -> Meeting:
    rows = Meeting.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    meeting: Meeting | None = rows.filter(pk=meeting_id).first()
    if meeting is None:
        raise NotAllowed("no such meeting for you")
    if not meeting.changed_by(actor):
        raise NotAllowed("another team's meeting")
    return meeting


def _stay_named(actor: Actor, meeting: Meeting, draft: MeetingDraft) -> None:
    """Whoever makes a meeting stricter, or hands it over, still sees it."""
    moved = draft.tlp > meeting.own_tlp or draft.lead_team_id != meeting.lead_team_id
    if not moved or meeting.author_id == actor.user_id:
        return
    # A statement of its own, before the level is raised: the same statement would not see it.
    Grant.objects.bulk_create(
        [
            Grant(
                programme_id=actor.programme_id,
                root_id=meeting.pk,
                user_id=actor.person,
                granted_by_id=actor.person,
                reason="raised",
            )
        ],
        ignore_conflicts=True,
    )
