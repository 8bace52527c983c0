"""Writes of follow-ups: add, finish, verify, drop, open again; one way for one and for many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.scope import WRITERS, Actor
from engagement.meetings.drafts import FollowUpDraft
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.follow_ups.rules import (
    Step,
    check_new,
    dropping,
    fault,
    finishers_of,
    finishing,
    may_move,
    reopening,
    verifying,
)
from engagement.meetings.holding import hold, hold_all


@dataclass(frozen=True)
class Outcome:
    """What a step did: the rows it moved, and why it left others as they were."""

    moved: tuple[UUID, ...] = ()
    left: dict[UUID, str] = field(default_factory=dict)


def add_follow_up(actor: Actor, meeting_id: UUID, draft: FollowUpDraft) -> FollowUp:
    """Write a follow-up or a commitment on a meeting that is there already.

    The same request again gives the same row. Raises NotAllowed, ValidationError by field, and
    Conflict where the id is another row's.
    """
    meeting = hold(actor, meeting_id)
    check_new(actor, draft)
    row = FollowUp(
        id=draft.id,
        meeting=meeting,
        text=draft.text.strip(),
        due_on=draft.due_on,
        side=draft.side,
        by_id=draft.by_id,
        assigned_to_id=draft.assigned_to_id,
    )
    there: FollowUp | None = FollowUp.objects.visible_to(actor).filter(pk=draft.id).first()
    if there is not None:
        told = ("meeting_id", "text", "due_on", "side", "by_id", "assigned_to_id")
        if any(getattr(there, name) != getattr(row, name) for name in told):
            raise Conflict
        return there
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict from error
    return row


def finish_follow_up(actor: Actor, pk: UUID, *, done_on: date | None) -> FollowUp:
    """Mark a follow-up done, or a commitment kept. Raises NotAllowed and ValidationError."""
    return _one(actor, pk, finishing(actor, done_on))


def verify_follow_up(actor: Actor, pk: UUID) -> FollowUp:
    """Say that it is so, as somebody else than who marked it done. Raises as `finish_follow_up`."""
    return _one(actor, pk, verifying(actor))


def drop_follow_up(actor: Actor, pk: UUID, *, reason: str) -> FollowUp:
    """Give it up, with the reason. Raises as `finish_follow_up`."""
    return _one(actor, pk, dropping(actor, reason))


def reopen_follow_up(actor: Actor, pk: UUID) -> FollowUp:
    """Open it again: it was marked by mistake. Raises as `finish_follow_up`."""
    return _one(actor, pk, reopening())


def finish_follow_ups(actor: Actor, ids: Iterable[UUID], *, done_on: date | None) -> Outcome:
    """Mark several done; what cannot be is left as it was. Raises as `finish_follow_up`."""
    return _move(actor, ids, finishing(actor, done_on))


def drop_follow_ups(actor: Actor, ids: Iterable[UUID], *, reason: str) -> Outcome:
    """Drop several; what cannot be is left as it was. Raises as `finish_follow_up`."""
    return _move(actor, ids, dropping(actor, reason))


def _one(actor: Actor, pk: UUID, step: Step) -> FollowUp:
    outcome = _move(actor, [pk], step)
    if not outcome.moved:
        raise ValidationError({"__all__": outcome.left[pk]})
    row: FollowUp = FollowUp.objects.visible_to(actor).get(pk=pk)
    return row


def _move(actor: Actor, ids: Iterable[UUID], step: Step) -> Outcome:
    """The one rule: take the step on each that it can be taken on, in one statement.

    NotAllowed where there is nothing among these that the actor may change.
    """
    actor.require(*WRITERS)
    if step.errors:
        raise ValidationError(dict(step.errors))
    rows = FollowUp.objects.visible_to(actor)
    wanted = list(rows.filter(pk__in=list(ids)).order_by("pk"))
    meetings = hold_all(actor, {row.meeting_id for row in wanted})
    # Read again, now that nobody else can move them.
    wanted = list(rows.filter(pk__in=[row.pk for row in wanted]).order_by("pk"))
    mine = [row for row in wanted if may_move(actor, row, meetings.get(row.meeting_id))]
    if not mine:
        raise NotAllowed("no follow-up here that you may change")
    left = {row.pk: _("It is not yours to change.") for row in wanted if row not in mine}
    finishers = finishers_of([row.pk for row in mine]) if step.name == "verify" else {}
    faults = {row.pk: fault(actor, row, step, finishers) for row in mine}
    moved = tuple(key for key, why in faults.items() if not why)
    if moved:
        rows.filter(pk__in=moved).update(**step.writes)
    return Outcome(moved, {**left, **{key: why for key, why in faults.items() if why}})
