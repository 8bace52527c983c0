"""One act on several meetings at once: all of them, or none and why.

Each is done by the same function as a single one, so that rows and history come out the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.models import Grant
from engagement.access.scope import WRITERS, Actor
from engagement.access.tlp import Tlp
from engagement.meetings.actions import withdraw_meeting
from engagement.meetings.models import Meeting

#: A page of the list.
MOST = 50


@dataclass(frozen=True)
class Chosen:
    """A meeting as it stood when it was chosen."""

    id: UUID
    version: int


class NotDone(Exception):
    """Nothing was written; `refused` says of which meetings, and why."""

    def __init__(self, refused: dict[UUID, str]) -> None:
        super().__init__(f"{len(refused)} refused")
        self.refused = refused


def withdraw_meetings(actor: Actor, chosen: Sequence[Chosen], *, reason: str) -> None:
    """Withdraw each. Raises NotAllowed, ValidationError without a reason, NotDone."""
    _reason(reason)
    _each(
        actor,
        chosen,
        lambda one: withdraw_meeting(actor, one.id, reason=reason, version=one.version),
    )


def restrict_meetings(actor: Actor, chosen: Sequence[Chosen], level: int) -> None:
    """Let fewer people see each. Raises NotAllowed, ValidationError for the level, NotDone."""
    if level not in Tlp.values:
        raise ValidationError({"level": _("Choose who may see this.")})
    _each(actor, chosen, lambda one: restrict_meeting(actor, one, level))


def mark_duplicates(actor: Actor, chosen: Sequence[Chosen], of: UUID) -> None:
    """Let all but one of the chosen count as duplicates of that one. Raises as the others."""
    if of not in {one.id for one in chosen} or len(chosen) < 2:
        raise ValidationError({"of": _("Choose which of them is to count.")})
    rest = [one for one in chosen if one.id != of]
    _each(actor, rest, lambda one: mark_duplicate(actor, one, of))


def unmark_duplicates(actor: Actor, chosen: Sequence[Chosen]) -> None:
    """Let each count by itself again. Raises NotAllowed, NotDone."""
    _each(actor, chosen, lambda one: mark_duplicate(actor, one, None))


def restrict_meeting(actor: Actor, one: Chosen, level: int) -> Meeting:
    """Let fewer people see a meeting; whoever does it still sees it.

    Raises NotAllowed, Conflict where it has moved on, ValidationError where it is not stricter.
    """
    meeting = _locked(actor, one)
    if level <= meeting.own_tlp:
        raise ValidationError(_("It is seen by as few people already, or by fewer."))
    if meeting.author_id != actor.user_id:
        # A statement of its own, before the level is raised: the same one would not see it.
        grant = Grant(
            programme_id=actor.programme_id,
            root_id=meeting.pk,
            user_id=actor.person,
            granted_by_id=actor.person,
            reason="raised",
        )
        Grant.objects.bulk_create([grant], ignore_conflicts=True)
    meeting.own_tlp = level
    meeting.save(update_fields=["own_tlp"])
    return meeting


def mark_duplicate(actor: Actor, one: Chosen, of: UUID | None) -> Meeting:
    """Let a meeting count as a duplicate of another, or by itself again where `of` is None.

    Raises as `restrict_meeting`; a duplicate's own duplicates, and chains, are refused.
    """
    meeting = _locked(actor, one)
    if of is None and meeting.duplicate_of_id is None:
        raise ValidationError(_("It is no duplicate."))
    if of is not None:
        _check_canonical(actor, meeting, of)
    meeting.duplicate_of_id = of
    meeting.save(update_fields=["duplicate_of"])
    return meeting


def _check_canonical(actor: Actor, meeting: Meeting, of: UUID) -> None:
    there = Meeting.objects.visible_to(actor)
    if of == meeting.pk or not there.canonical().filter(pk=of).exists():
        raise ValidationError(_("The one that is to count is a duplicate itself, or withdrawn."))
    if meeting.duplicates.visible_to(actor).exists():
        raise ValidationError(_("Others are duplicates of it. Unmark those first."))


def _locked(actor: Actor, one: Chosen) -> Meeting:
    actor.require(*WRITERS)
    rows = Meeting.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    meeting: Meeting | None = rows.filter(pk=one.id).first()
    if meeting is None or not meeting.led_by(actor):
        raise NotAllowed("only the lead team")
    if meeting.version != one.version or meeting.withdrawn_at is not None:
        raise Conflict
    return meeting


def _reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})


def _each(actor: Actor, chosen: Sequence[Chosen], act: Callable[[Chosen], Meeting]) -> None:
    """In the order of their ids, so that two who do this at once wait and do not lock up."""
    actor.require(*WRITERS)
    if not chosen or len(chosen) > MOST:
        raise ValidationError(_("Choose between 1 and %(most)s meetings.") % {"most": MOST})
    refused: dict[UUID, str] = {}
    for one in sorted(chosen, key=lambda one: one.id):
        try:
            act(one)
        except NotAllowed:
            refused[one.id] = _("Only its lead team may do this.")
        except Conflict:
            refused[one.id] = _("Somebody changed it meanwhile.")
        except ValidationError as error:
            refused[one.id] = " ".join(error.messages)
    if refused:
        raise NotDone(refused)
