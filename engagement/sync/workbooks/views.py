"""The pages of workbooks: the template, the upload, and what came of each."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagement.access.doors import as_member
from engagement.access.scope import Actor, acting_as
from engagement.audit.exports import log_export
from engagement.audit.models import Export
from engagement.jobs.tasks import send
from engagement.meetings.attachments.uploads import was_too_large
from engagement.sync.models import Agreement
from engagement.sync.partners.lists import agreements_of, partner_actor
from engagement.sync.workbooks.actions import KEEPERS, keep_workbook
from engagement.sync.workbooks.books import template
from engagement.sync.workbooks.codes import Part
from engagement.sync.workbooks.forms import WorkbookForm
from engagement.sync.workbooks.lists import SHOWN, workbooks_of
from engagement.sync.workbooks.models import Workbook, WorkbookPart
from engagement.sync.workbooks.offers import code_lists
from engagement.sync.workbooks.pages import line, page_of, progress_of
from engagement.sync.workbooks.reading import read_workbook
from engagement.sync.workbooks.uploads import NotTaken, too_large

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def workbook_list(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The way for partners without a developer: template, upload, and the last ones."""
    agreement = _found(actor, pk)
    if request.method != "POST":
        return _list_page(request, actor, agreement, WorkbookForm())
    data, files = request.POST, request.FILES
    form = WorkbookForm(data, files, cut=str(too_large()) if was_too_large(request) else "")
    if form.is_valid():
        try:
            sent = form.cleaned_data["file"]
            sent.seek(0)  # after a deadlock the door acts again
            given = {"name": sent.name, "content": sent.read()}
            return _kept(request, actor, agreement, **given, trial=form.cleaned_data["trial"])
        except NotTaken as error:
            form.add_error("file", str(error))
    return _list_page(request, actor, agreement, form, 422)


@require_safe
@as_member
def workbook_template(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """An empty workbook for this partner; it holds codes and no record."""
    agreement = _found(actor, pk)
    with acting_as(actor, "read"):
        content = template(agreement.name, code_lists(agreement))
    return _file(content, f"jisr-{agreement.name}-{get_language()}.xlsx")


@require_safe
@as_member
def workbook(request: HttpRequest, actor: Actor, pk: UUID, workbook: UUID) -> HttpResponse:
    """What came of one; while it is being taken in, the page asks again."""
    agreement = _found(actor, pk)
    with acting_as(actor, "read"):
        context = page_of(actor, _row(agreement, workbook))
        context |= {"agreement": agreement, "section": "partner_list"}
        return render(request, "sync/workbook.html", context)


@require_safe
@as_member
def workbook_progress(request: HttpRequest, actor: Actor, pk: UUID, workbook: UUID) -> HttpResponse:
    """How far one is, as a fragment; once it is over, the page is asked for anew."""
    agreement = _found(actor, pk)
    with acting_as(actor, "read"):
        row = _row(agreement, workbook)
        context = {"agreement": agreement, **line(row), "progress": progress_of(row.job)}
        answer = render(request, "sync/workbook_progress.html", context)
    if not row.job.open:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@as_member
def workbook_take(request: HttpRequest, actor: Actor, pk: UUID, workbook: UUID) -> HttpResponse:
    """Take in what was tried, by whoever tried it."""
    agreement = _found(actor, pk)
    with acting_as(actor, "read"):
        row = _row(agreement, workbook)
        part = _part(actor, row, Part.SENT)
    if not row.trial:
        raise Http404
    content = bytes(part.content)
    try:
        return _kept(request, actor, agreement, name=row.name, content=content, trial=False)
    except NotTaken as error:
        messages.error(request, str(error))
    return redirect("workbook", agreement.pk, row.pk)


@require_safe
@as_member
def workbook_refused(request: HttpRequest, actor: Actor, pk: UUID, workbook: UUID) -> HttpResponse:
    """The refused rows, to whoever brought the workbook; noted."""
    agreement = _found(actor, pk)
    with acting_as(actor, "read"):
        row = _row(agreement, workbook)
        part = _part(actor, row, Part.REFUSED)
        count = sum(counts["refused"] for counts in row.counts.values())
        log_export(actor, "workbook-refused", Export.Format.XLSX, str(row.pk), count)
        return _file(bytes(part.content), f"jisr-{agreement.name}-{_('refused')}.xlsx")


def _found(actor: Actor, pk: UUID) -> Agreement:
    """An agreement of the actor's programme: 404 elsewhere, 403 for whoever keeps none."""
    found = agreements_of(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    actor.require(*KEEPERS)
    return found


def _row(agreement: Agreement, pk: UUID) -> Workbook:
    found = workbooks_of(agreement).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _part(actor: Actor, row: Workbook, part: Part) -> WorkbookPart:
    """What is kept of one, for whoever brought it."""
    parts = WorkbookPart.objects.filter(workbook=row, part=part, uploaded_by_id=actor.user_id)
    found = parts.first()
    if found is None:
        raise Http404
    return found


def _kept(
    request: HttpRequest,
    actor: Actor,
    agreement: Agreement,
    *,
    name: str,
    content: bytes,
    trial: bool,
) -> HttpResponse:
    """Look at the file at the door, keep it, and put its job on the queue. Raises NotTaken."""
    if not agreement.in_force_on(actor.today()):
        raise NotTaken(_("The agreement is not in force."))
    partner = partner_actor(agreement)
    read_workbook(content, ZoneInfo(partner.time_zone), partner.person)
    with acting_as(actor, "workbook.brought"):
        row, fresh = keep_workbook(
            actor, partner, agreement, name=name, content=content, trial=trial
        )
    if fresh:
        send(row.job.task, row.job.pk)
    else:
        messages.info(request, _("This very file was sent before. This is what came of it then."))
    return redirect("workbook", agreement.pk, row.pk)


def _list_page(
    request: HttpRequest,
    actor: Actor,
    agreement: Agreement,
    form: WorkbookForm,
    status: int = 200,
) -> HttpResponse:
    with acting_as(actor, "read"):
        context = {
            "row": agreement,
            "form": form,
            "section": "partner_list",
            "in_force": agreement.in_force_on(actor.today()),
            "lines": [line(one) for one in workbooks_of(agreement)[:SHOWN]],
        }
        return render(request, "sync/workbooks.html", context, status=status)


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=XLSX, headers=headers)
