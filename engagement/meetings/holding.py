"""Holding meetings still while something that hangs on them is written."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from engagement.access.errors import NotAllowed
from engagement.access.scope import WRITERS, Actor
from engagement.meetings.models import Meeting


def hold_all(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Meeting]:
    """Lock the meetings among these that the actor may open, in one order for everybody."""
    rows = Meeting.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    return {row.pk: row for row in rows.filter(pk__in=set(ids)).order_by("pk")}


def hold(actor: Actor, meeting_id: UUID) -> Meeting:
    """Lock a meeting to write on it. Raises NotAllowed where the actor may not change it."""
    actor.require(*WRITERS)
    meeting = hold_all(actor, [meeting_id]).get(meeting_id)
    if meeting is None:
        raise NotAllowed("no such meeting for you")
    if not meeting.changed_by(actor):
        raise NotAllowed("another team's meeting")
    if meeting.withdrawn_at is not None:
        raise NotAllowed("a withdrawn meeting is not written on")
    return meeting
