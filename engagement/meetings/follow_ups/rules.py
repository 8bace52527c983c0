"""The rules of one follow-up: what it says, and when it may be finished, verified or dropped."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagement.access.models import Membership
from engagement.access.scope import Actor
from engagement.audit.trail import events_of
from engagement.meetings.drafts import FollowUpDraft
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.models import Meeting
from engagement.stakeholders.models import Stakeholder

LONGEST = 500


def check_new(actor: Actor, draft: FollowUpDraft) -> None:
    """Raise ValidationError with a message for each field that is wrong."""
    errors = {}
    text = draft.text.strip()
    if not text or "\x00" in text:
        errors["text"] = _("Say what is to be done.")
    elif len(text) > LONGEST:
        errors["text"] = _("At most %(n)s characters.") % {"n": LONGEST}
    if draft.side not in FollowUp.Side.values:
        errors["side"] = _("Say whose promise it is.")
    if draft.due_on and not 1990 <= draft.due_on.year <= actor.today().year + 20:
        errors["due_on"] = _("This date is not plausible.")
    if draft.assigned_to_id and not _is_member(actor, draft.assigned_to_id):
        errors["assigned_to"] = _("Choose a member of the programme.")
    if draft.by_id and not _is_there(actor, draft.by_id):
        errors["by"] = _("Somebody here is not in the register, or not for you to see.")
    if errors:
        raise ValidationError(errors)


def _is_member(actor: Actor, user_id: UUID) -> bool:
    rows = Membership.objects.filter(programme_id=actor.programme_id, user_id=user_id)
    return rows.exists()


def _is_there(actor: Actor, pk: UUID) -> bool:
    people = Stakeholder.objects.visible_to(actor).current()
    return bool(people.filter(pk=pk).exists())


@dataclass(frozen=True)
class Step:
    """One step in a follow-up's life: what it writes, and what it needs."""

    name: str
    writes: dict[str, Any]
    #: field -> message, of the request itself
    errors: dict[str, str] = field(default_factory=dict)


def finishing(actor: Actor, done_on: date | None) -> Step:
    """Done, or kept, on a day that is not in the future."""
    errors = {}
    if done_on is None:
        errors["done_on"] = _("Say when it was done.")
    elif done_on > actor.today():
        errors["done_on"] = _("This day is still to come.")
    elif done_on.year < 1990:
        errors["done_on"] = _("This date is not plausible.")
    return Step("finish", {"done_on": done_on}, errors)


def verifying(actor: Actor) -> Step:
    """Somebody else looked, and it is so."""
    return Step("verify", {"verified_on": actor.today(), "verified_by_id": actor.person})


def dropping(actor: Actor, reason: str) -> Step:
    """It will not be done."""
    reason, errors = reason.replace("\x00", "").strip(), {}
    if not reason:
        errors["reason"] = _("Say why.")
    elif len(reason) > LONGEST:
        errors["reason"] = _("At most %(n)s characters.") % {"n": LONGEST}
    return Step("drop", {"dropped_on": actor.today(), "dropped_reason": reason}, errors)


def reopening() -> Step:
    """Marked by mistake, or come up again."""
    none = {"done_on": None, "verified_on": None, "verified_by_id": None}
    return Step("reopen", {**none, "dropped_on": None, "dropped_reason": ""})


def may_move(actor: Actor, row: FollowUp, meeting: Meeting | None) -> bool:
    """Who may change its meeting, and whoever took it on."""
    if meeting is None or meeting.withdrawn_at is not None or not actor.can_log:
        return False
    return meeting.changed_by(actor) or row.assigned_to_id == actor.user_id


def fault(actor: Actor, row: FollowUp, step: Step, finishers: dict[UUID, str]) -> str:
    """Why this step cannot be taken on this follow-up; empty where it can."""
    if step.name == "reopen":
        return "" if row.done_on or row.dropped_on else _("It is open.")
    if row.dropped_on:
        return _("It was dropped.")
    if step.name == "verify":
        return _verify_fault(actor, row, finishers)
    return _("It is done already.") if row.done_on else ""


def _verify_fault(actor: Actor, row: FollowUp, finishers: dict[UUID, str]) -> str:
    if not row.done_on:
        return _("It is not done yet.")
    if row.verified_on:
        return _("It is verified already.")
    if finishers.get(row.pk) == str(actor.user_id):
        return _("You marked it done yourself: somebody else has to verify it.")
    return ""


def finishers_of(ids: list[UUID]) -> dict[UUID, str]:
    """Who marked each of these done, by history; one statement.

    The first event since which it is done without a break.
    """
    events = events_of(FollowUp).filter(pgh_obj_id__in=ids).order_by("pgh_id")
    found: dict[UUID, str] = {}
    for key, done_on, told in events.values_list("pgh_obj_id", "done_on", "pgh_context__metadata"):
        if done_on is None:
            found.pop(key, None)
        else:
            found.setdefault(key, (told or {}).get("actor", ""))
    return found
