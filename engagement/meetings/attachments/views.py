"""Files of a meeting: send one, get one, take one back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from engagement.access.doors import as_member
from engagement.access.errors import Conflict
from engagement.access.scope import WRITERS, Actor, acting_as
from engagement.audit.exports import log_export
from engagement.audit.models import Export
from engagement.meetings.attachments.actions import add_attachment, withdraw_attachment
from engagement.meetings.attachments.drafts import AttachmentDraft
from engagement.meetings.attachments.forms import AttachmentForm
from engagement.meetings.attachments.models import Attachment
from engagement.meetings.attachments.uploads import was_too_large
from engagement.meetings.doors import found_meeting, meeting_page, moved_on, reason_of, words_of


@require_POST
@as_member
def attach(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    actor.require(*WRITERS)
    status = 422
    try:
        with acting_as(actor, "attachment.added"):
            meeting = found_meeting(actor, pk)
            level = meeting.tlp
            data, files = request.POST, request.FILES
            form = AttachmentForm(meeting, data, files, cut=was_too_large(request))
            if form.is_valid():
                row = add_attachment(actor, _draft(pk, form))
                return _saved(request, row, raised=row.tlp > level)
    except ValidationError as error:
        form.refuse(error)
    except Conflict:
        form.add_error(None, moved_on())
        status = 409
    return meeting_page(request, actor, pk, attachment_form=form, status=status)


@require_GET
@as_member
def download(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The file as it is kept, to be saved and never shown by the browser; noted."""
    with acting_as(actor, "attachment.downloaded"):
        row = _found(actor, pk, whole=True)
        log_export(actor, "attachment", Export.Format.FILE, str(pk), 1)
        headers = {
            "Content-Disposition": content_disposition_header(True, row.name) or "attachment",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(bytes(row.content), content_type=row.media_type, headers=headers)


@require_POST
@as_member
def withdraw(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    actor.require(*WRITERS)
    reason = reason_of(request)
    try:
        with acting_as(actor, "attachment.withdrawn", reason):
            meeting_id = _found(actor, pk).meeting_id
            withdraw_attachment(actor, pk, reason=reason)
    except ValidationError as error:
        return meeting_page(request, actor, meeting_id, error=words_of(error), status=422)
    except Conflict:
        return meeting_page(request, actor, meeting_id, error=moved_on(), status=409)
    messages.success(request, _("The file is withdrawn."))
    return redirect("meeting", pk=meeting_id)


def _found(actor: Actor, pk: UUID, *, whole: bool = False) -> Attachment:
    rows = Attachment.objects.visible_to(actor).filter(pk=pk, withdrawn_at=None)
    found: Attachment | None = (rows if whole else rows.defer("content")).first()
    if found is None:
        raise Http404
    found_meeting(actor, found.meeting_id)
    return found


def _draft(pk: UUID, form: AttachmentForm) -> AttachmentDraft:
    data = form.cleaned_data
    sent = data["file"]
    sent.seek(0)  # after a deadlock the door acts again
    return AttachmentDraft(
        id=data["id"], meeting_id=pk, name=sent.name, content=sent.read(), tlp=data["tlp"]
    )


def _saved(request: HttpRequest, row: Attachment, *, raised: bool) -> HttpResponse:
    messages.success(request, _("The file is kept: %(name)s.") % {"name": row.name})
    if raised:
        messages.info(
            request,
            _("Because of this file, the meeting is seen by fewer people: %(who)s.")
            % {"who": row.get_tlp_display()},
        )
    return redirect("meeting", pk=row.meeting_id)
