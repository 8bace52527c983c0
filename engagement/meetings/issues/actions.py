"""Writes of issues: add one to a meeting, answer it, and say which decision it changed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.scope import WRITERS, Actor
from engagement.meetings.drafts import IssueDraft
from engagement.meetings.holding import hold
from engagement.meetings.issues.models import IssueRaised
from engagement.stakeholders.models import Stakeholder

LONGEST_ISSUE, LONGEST = 1000, 4000


def add_issue(actor: Actor, meeting_id: UUID, draft: IssueDraft) -> IssueRaised:
    """Write an issue on a meeting that is there already.

    The same request again gives the same row. Raises NotAllowed, ValidationError by field, and
    Conflict where the id is another row's.
    """
    meeting = hold(actor, meeting_id)
    _check_new(actor, draft)
    text = draft.text.strip()
    there: IssueRaised | None = IssueRaised.objects.visible_to(actor).filter(pk=draft.id).first()
    if there is not None:
        told = (there.meeting_id, there.text, there.raised_by_id)
        if told != (meeting_id, text, draft.raised_by_id):
            raise Conflict
        return there
    row = IssueRaised(id=draft.id, meeting=meeting, text=text, raised_by_id=draft.raised_by_id)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict from error
    return row


def answer_issue(
    actor: Actor, pk: UUID, *, answer: str, answered_on: date | None, decision: str = ""
) -> IssueRaised:
    """Say what we answered and which decision it changed; an empty answer takes it back.

    Raises NotAllowed and ValidationError by field.
    """
    actor.require(*WRITERS)
    answer, decision = (text.replace("\x00", "").strip() for text in (answer, decision))
    rows = IssueRaised.objects.visible_to(actor)
    found: IssueRaised | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotAllowed("no such issue for you")
    hold(actor, found.meeting_id)
    _check_answer(actor, answer, answered_on, decision)
    found.answer, found.decision = answer, decision
    found.answered_on = answered_on if answer else None
    found.save(update_fields=["answer", "answered_on", "decision"])
    return found


def _check_new(actor: Actor, draft: IssueDraft) -> None:
    errors = {}
    text = draft.text.strip()
    if not text or "\x00" in text:
        errors["text"] = _("Say what the issue was.")
    elif len(text) > LONGEST_ISSUE:
        errors["text"] = _("At most %(n)s characters.") % {"n": LONGEST_ISSUE}
    people = Stakeholder.objects.visible_to(actor).current()
    if draft.raised_by_id and not people.filter(pk=draft.raised_by_id).exists():
        errors["raised_by"] = _("Somebody here is not in the register, or not for you to see.")
    if errors:
        raise ValidationError(errors)


def _check_answer(actor: Actor, answer: str, answered_on: date | None, decision: str) -> None:
    errors = {}
    if answer and answered_on is None:
        errors["answered_on"] = _("Say when it was answered.")
    elif answered_on and answered_on > actor.today():
        errors["answered_on"] = _("This day is still to come.")
    elif answered_on and answered_on.year < 1990:
        errors["answered_on"] = _("This date is not plausible.")
    if answered_on and not answer:
        errors["answer"] = _("Say what we answered.")
    for name, text in (("answer", answer), ("decision", decision)):
        if len(text) > LONGEST:
            errors[name] = _("At most %(n)s characters.") % {"n": LONGEST}
    if errors:
        raise ValidationError(errors)
