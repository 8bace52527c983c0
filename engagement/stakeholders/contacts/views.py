"""The pages of contact details: keep one, open one, take one out of use."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from engagement.access.doors import as_member, reason_in
from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.scope import WRITERS, Actor, acting_as
from engagement.access.sealing import Sealed
from engagement.stakeholders.contacts.actions import add_contact, open_contact, withdraw_contact
from engagement.stakeholders.contacts.forms import ContactForm
from engagement.stakeholders.contacts.models import ContactDetail
from engagement.stakeholders.forms import ReasonForm
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.profiles import line, with_names


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def add(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    actor.require(*WRITERS)
    if request.method != "POST":
        with acting_as(actor, "read"):
            return _form_page(request, actor, pk, ContactForm(actor, initial={"id": new_id()}))
    status, form = 422, ContactForm(actor, request.POST)
    try:
        with acting_as(actor, "contact.added"):
            _person(actor, pk)
            if form.is_valid():
                add_contact(actor, form.draft(pk))
                messages.success(request, _("Kept, encrypted."))
                return redirect("stakeholder", pk=pk)
    except ValidationError as error:
        form.refuse(error)
    except Conflict:
        form.add_error(None, _clash())
        status = 409
    except Sealed:
        form.add_error(None, _no_key())
        status = 503
    with acting_as(actor, "read"):
        return _form_page(request, actor, pk, form, status=status)


@require_POST
@as_member
def reveal(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Show a contact detail once. The opening is noted, so a link cannot do it: only a form."""
    text, problem = "", ""
    with acting_as(actor, "contact.opened"):
        row, person = _contact(actor, pk)
        try:
            text = open_contact(actor, pk)
        except Sealed:
            problem = _no_key()
        context = {"contact": row, "person": line(person), "text": text, "problem": problem}
        status = 503 if problem else 200
        return render(request, "stakeholders/contact_opened.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def withdraw(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    actor.require(*WRITERS)
    form, status = ReasonForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status, reason = 422, reason_in(request)
        try:
            with acting_as(actor, "contact.withdrawn", reason):
                person = _contact(actor, pk)[1]
                if form.is_valid():
                    withdraw_contact(actor, pk, reason=reason)
                    messages.success(request, _("The contact detail is out of use."))
                    return redirect("stakeholder", pk=person.pk)
        except ValidationError as error:
            form.add_error("reason", error.messages)
    with acting_as(actor, "read"):
        row, person = _contact(actor, pk)
        if not row.changed_by(actor):
            raise NotAllowed("another team's contact detail")
        context = {
            "form": form,
            "person": line(person),
            "heading": _("Take a contact detail out of use"),
            "hint": _("It is no longer shown. Nothing is deleted."),
            "what": row.get_kind_display(),
        }
        return render(request, "stakeholders/take_back.html", context, status=status)


def _person(actor: Actor, pk: UUID) -> Stakeholder:
    rows = with_names(Stakeholder.objects.visible_to(actor), actor)
    person: Stakeholder | None = rows.current().filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


def _contact(actor: Actor, pk: UUID) -> tuple[ContactDetail, Stakeholder]:
    actor.require(*WRITERS)
    rows = ContactDetail.objects.visible_to(actor).filter(pk=pk, withdrawn_at=None)
    row: ContactDetail | None = rows.first()
    if row is None:
        raise Http404
    people = with_names(Stakeholder.objects.visible_to(actor), actor)
    person: Stakeholder | None = people.filter(pk=row.stakeholder_id).first()
    if person is None:
        raise Http404
    return row, person


def _form_page(
    request: HttpRequest, actor: Actor, pk: UUID, form: ContactForm, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "person": line(_person(actor, pk))}
    return render(request, "stakeholders/contact.html", context, status=status)


def _no_key() -> str:
    return _(
        "Contact details cannot be encrypted or opened on this server: its key is missing, or not "
        "the one they were kept with. Tell whoever runs it. Nothing is lost."
    )


def _clash() -> str:
    return _(
        "This was not saved: a record with this number is already there with other content, or "
        "somebody changed it meanwhile. What you wrote is still in the form."
    )
