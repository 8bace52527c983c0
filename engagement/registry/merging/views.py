"""The pages on which two records are made one, and taken apart again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagement.access.doors import as_member, reason_in
from engagement.access.errors import Conflict, NotAllowed
from engagement.access.scope import WRITERS, Actor, acting_as
from engagement.registry.merging.actions import merge, merge_of, unmerge
from engagement.registry.merging.forms import MergeForm, UnmergeForm
from engagement.registry.merging.pages import merge_context, merged_context, pair_of
from engagement.registry.models import Merge
from engagement.stakeholders.models import Stakeholder

#: Where the menu stands.
SECTION = "stakeholder_list"


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def merge_page(request: HttpRequest, actor: Actor, kept: UUID, gone: UUID) -> HttpResponse:
    """Both side by side with a choice for each field; posted, they are one."""
    actor.require(*WRITERS)
    form, status = MergeForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        try:
            with acting_as(actor, "stakeholder.merged", reason_in(request)):
                _both(actor, kept, gone)
                if form.is_valid():
                    merge(actor, kept, gone, **form.given)
                    messages.success(request, _("The two records are one now."))
                    return redirect("stakeholder", pk=kept)
        except ValidationError as error:
            _refuse(form, error)
        except Conflict:
            form.add_error(None, _("One of the two was changed meanwhile. Look at both again."))
            status = 409
    with acting_as(actor, "read"):
        two = _both(actor, kept, gone)
        if not all(row.led_by(actor) for row in two):
            raise NotAllowed("another team answers for one of them")
        chosen = form.choices if form.is_bound and hasattr(form, "cleaned_data") else {}
        context = {"form": form, "section": SECTION, **merge_context(actor, *two, chosen)}
        return render(request, "registry/merge.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def merged_page(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """What a merge did; posted, it is taken apart."""
    form, status = UnmergeForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        try:
            with acting_as(actor, "stakeholder.unmerged", reason_in(request)):
                _merge(actor, pk)
                if form.is_valid():
                    unmerge(actor, pk, reason=form.cleaned_data["reason"])
                    messages.success(request, _("These are two records again."))
                    return redirect("merged", pk=pk)
        except ValidationError as error:
            _refuse(form, error)
        except Conflict:
            form.add_error(None, _("This was taken apart already, or changed meanwhile."))
            status = 409
    with acting_as(actor, "read"):
        shown = merged_context(actor, _merge(actor, pk))
        context = {"form": form, "section": SECTION, **shown}
        return render(request, "registry/merged.html", context, status=status)


def _both(actor: Actor, kept: UUID, gone: UUID) -> tuple[Stakeholder, Stakeholder]:
    found = pair_of(actor, kept, gone)
    if found is None:
        raise Http404
    return found


def _merge(actor: Actor, pk: UUID) -> Merge:
    try:
        return merge_of(actor, pk)
    except NotAllowed as error:
        raise Http404 from error


def _refuse(form: MergeForm | UnmergeForm, error: ValidationError) -> None:
    """Beside its field where it has one; else first on the page."""
    for name, texts in error.message_dict.items():
        form.add_error(name if name in form.fields else None, texts)
