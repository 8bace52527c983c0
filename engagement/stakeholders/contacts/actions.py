"""Writes to contact details, and the one read that leaves a trace."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.models import Team
from engagement.access.scope import WRITERS, Actor
from engagement.access.sealing import blind, seal, unseal
from engagement.audit.exports import log_export
from engagement.audit.models import Export
from engagement.stakeholders.actions import locked_stakeholder
from engagement.stakeholders.contacts.drafts import ContactDraft
from engagement.stakeholders.contacts.models import ContactDetail
from engagement.stakeholders.rules import Errors, is_one_line

#: What the sealed text is bound to, beside its row.
TABLE, FIELD = "engagement_contactdetail", "sealed"


def check_contact(actor: Actor, draft: ContactDraft) -> None:
    """Raise ValidationError with a message for each field that is wrong."""
    errors: Errors = {}
    if draft.kind not in ContactDetail.Kind.values:
        errors["kind"] = _("Choose how to reach them.")
    for field, text, most in (("text", draft.text, 500), ("note", draft.note, 200)):
        if len(text.strip()) > most:
            errors[field] = _("At most %(most)s characters.") % {"most": most}
        elif not is_one_line(text.strip()):
            errors[field] = _("Without line breaks or control characters, please.")
    if not draft.text.strip():
        errors["text"] = _("Write how to reach them.")
    if draft.lead_team_id and not _is_own_team(actor, draft.lead_team_id):
        errors["lead_team"] = _("This is not one of your teams.")
    if errors:
        raise ValidationError(errors)


def add_contact(actor: Actor, draft: ContactDraft) -> ContactDetail:
    """Keep a contact detail, sealed, for the actor's team; the same request again is the same row.

    Raises NotAllowed, ValidationError by field, Conflict where the id is another row's or the
    stakeholder is retired, and NoKey where nothing can be sealed here.
    """
    actor.require(*WRITERS)
    if locked_stakeholder(actor, draft.stakeholder_id).withdrawn_at is not None:
        raise Conflict
    check_contact(actor, draft)
    replay = _replayed(actor, draft)
    if replay is not None:
        return replay
    team = draft.lead_team_id or next(iter(actor.own_teams), None)
    row = ContactDetail(
        id=draft.id,
        stakeholder_id=draft.stakeholder_id,
        written_by_id=actor.user_id,
        author_id=actor.user_id,
        lead_team_id=team,
        kind=draft.kind,
        sealed=seal(draft.text.strip(), TABLE, draft.id, FIELD),
        blind=_blind(actor, draft, team),
        note=draft.note.strip(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict from error
    return row


def _blind(actor: Actor, draft: ContactDraft, team: UUID | None) -> str:
    """Bound to the team: what two teams hold is not compared, by nobody."""
    text = draft.comparable
    return blind(text, TABLE, team or actor.programme_id) if text else ""


def open_contact(actor: Actor, pk: UUID) -> str:
    """The text of a contact detail; who opened it, and when, is noted.

    Raises NotAllowed, and NoKey or Damaged where it does not open.
    """
    row = _found(actor, pk)
    text = unseal(bytes(row.sealed), TABLE, row.pk, FIELD)
    log_export(actor, "contact", Export.Format.FILE, str(row.pk), 1)
    return text


def withdraw_contact(actor: Actor, pk: UUID, *, reason: str) -> ContactDetail:
    """Take a contact detail out of use. Raises NotAllowed, and ValidationError without a reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    row = _found(actor, pk)
    if not row.changed_by(actor):
        raise NotAllowed("another team's contact detail")
    row.withdrawn_at, row.withdrawn_reason = timezone.now(), reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    return row


def _found(actor: Actor, pk: UUID) -> ContactDetail:
    actor.require(*WRITERS)
    rows = ContactDetail.objects.visible_to(actor).filter(pk=pk, withdrawn_at=None)
    row: ContactDetail | None = rows.first()
    if row is None:
        raise NotAllowed("no such contact detail for you")
    return row


def _is_own_team(actor: Actor, team: UUID) -> bool:
    if actor.own_teams:
        return team in actor.own_teams
    return Team.objects.filter(pk=team, programme_id=actor.programme_id).exists()


def _replayed(actor: Actor, draft: ContactDraft) -> ContactDetail | None:
    rows = ContactDetail.objects.visible_to(actor).filter(pk=draft.id)
    old: ContactDetail | None = rows.first()
    if old is None:
        return None
    there = (old.author_id, old.stakeholder_id, old.kind, old.note)
    asked = (actor.user_id, draft.stakeholder_id, draft.kind, draft.note.strip())
    if there == asked and unseal(bytes(old.sealed), TABLE, old.pk, FIELD) == draft.text.strip():
        return old
    raise Conflict
