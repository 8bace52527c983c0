"""Writes of attachments: add one, take one back."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.scope import WRITERS, Actor
from engagement.access.tlp import Tlp
from engagement.meetings.attachments.drafts import AttachmentDraft
from engagement.meetings.attachments.media import PICTURES, Refused, kind_of
from engagement.meetings.attachments.models import Attachment
from engagement.meetings.attachments.names import clean_name
from engagement.meetings.attachments.pictures import written_anew
from engagement.meetings.attachments.uploads import MOST_BYTES
from engagement.meetings.holding import hold
from engagement.meetings.models import Meeting

#: Files of one meeting: more belong into an archive of their own.
MOST_FILES = 50


def add_attachment(actor: Actor, draft: AttachmentDraft) -> Attachment:
    """Keep a file with its meeting, which becomes at least as strict as the file.

    The same request again gives the same row. Raises NotAllowed, ValidationError by field, and
    Conflict where the id is another row's.
    """
    actor.require(*WRITERS)
    media_type, content = _looked_at(draft)
    meeting = hold(actor, draft.meeting_id)
    row = Attachment(
        id=draft.id,
        meeting=meeting,
        name=clean_name(draft.name, media_type),
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        own_tlp=draft.tlp,
        written_by_id=actor.person,
    )
    there = Attachment.objects.visible_to(actor).defer("content").filter(pk=draft.id).first()
    if there is not None:
        return _same(there, row)
    _check(actor, meeting, draft)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # a row that the actor may not see has this id
        raise Conflict from error
    row.refresh_from_db(fields=["tlp", "written_at"])
    return row


def withdraw_attachment(actor: Actor, attachment_id: UUID, *, reason: str) -> Attachment:
    """Take a file back; it stays in the store for the history, and nobody gets it any more.

    Raises NotAllowed, ValidationError without a reason, and Conflict where it is withdrawn already.
    """
    actor.require(*WRITERS)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    rows = Attachment.objects.visible_to(actor).defer("content")
    found: Attachment | None = rows.filter(pk=attachment_id).first()
    if found is None:
        raise NotAllowed("no such file for you")
    meeting = hold(actor, found.meeting_id)
    found.refresh_from_db(fields=["withdrawn_at"])
    if found.withdrawn_at is not None:
        raise Conflict
    level = meeting.tlp
    found.withdrawn_at, found.withdrawn_reason = timezone.now(), reason.strip()[:500]
    found.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    meeting.refresh_from_db()
    if meeting.tlp < level and not meeting.led_by(actor):
        raise ValidationError({"reason": _("Only the lead team may let more people see this.")})
    return found


def _looked_at(draft: AttachmentDraft) -> tuple[str, bytes]:
    """What it is, and what is kept of it. Raises ValidationError."""
    try:
        if not draft.content:
            raise Refused(_("The file is empty."))
        if len(draft.content) > MOST_BYTES:
            raise too_large()
        kind = kind_of(draft.content, draft.name)
        content = written_anew(draft.content, kind) if kind in PICTURES else draft.content
    except Refused as error:
        raise ValidationError({"file": str(error)}) from error
    return kind, content


def too_large() -> Refused:
    """The words for a file beyond the limit."""
    return Refused(
        _("The file is too large: at most %(n)s MB.") % {"n": MOST_BYTES // (1024 * 1024)}
    )


def _same(there: Attachment, row: Attachment) -> Attachment:
    told = ("meeting_id", "name", "sha256", "own_tlp", "written_by_id")
    if all(getattr(there, field) == getattr(row, field) for field in told):
        return there
    raise Conflict


def _check(actor: Actor, meeting: Meeting, draft: AttachmentDraft) -> None:
    if draft.tlp not in Tlp.values:
        raise ValidationError({"tlp": _("Choose who may see this.")})
    if draft.tlp > meeting.tlp and not meeting.led_by(actor):
        raise ValidationError({"tlp": _("Only the lead team may change who sees this.")})
    rows = Attachment.objects.visible_to(actor).filter(meeting=meeting, withdrawn_at=None)
    if rows.count() >= MOST_FILES:
        raise ValidationError({"file": _("This meeting has as many files as it may have.")})
