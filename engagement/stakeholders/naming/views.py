"""The page that says who may open a record, and names people on it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from engagement.access.doors import as_member, reason_in
from engagement.access.errors import NotAllowed
from engagement.access.scope import Actor, acting_as
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.naming.actions import name_people
from engagement.stakeholders.naming.forms import NamingForm
from engagement.stakeholders.naming.lists import named_people
from engagement.stakeholders.profiles import line, with_names


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def who_may_open(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Who may open it, for whoever may; who answers for it names others."""
    problem, status = None, 200
    if request.method == "POST":
        status = 422
        try:
            with acting_as(actor, "stakeholder.named", reason_in(request)):
                person = _found(actor, pk)
                form = _form(request, actor)
                if not person.led_by(actor):
                    raise NotAllowed("another team answers for them")
                if form.is_valid():
                    given = form.cleaned_data
                    name_people(actor, pk, given["people"], reason=given["reason"])
                    messages.success(request, _words(len(given["people"])))
                    return redirect(_back(request, pk))
        except ValidationError as error:
            problem = error
    with acting_as(actor, "read"):  # posted, whoever was named meanwhile could be chosen once more
        person = _found(actor, pk)
        named = named_people(actor, pk)
        form = _form(request, actor, [row["id"] for row in named])
        if problem is not None:
            form.full_clean()
            for name, texts in problem.message_dict.items():
                form.add_error(name, texts)
        context = {"form": form, "named": named, **_context(request, actor, person)}
        return render(request, "stakeholders/named.html", context, status=status)


def _context(request: HttpRequest, actor: Actor, person: Stakeholder) -> dict[str, Any]:
    return {
        "person": line(person),
        "author": person.author,
        "may_name": person.led_by(actor) and person.withdrawn_at is None,
        "back": request.POST.get("back") or request.GET.get("back", ""),
        "section": "stakeholder_list",
    }


def _found(actor: Actor, pk: UUID) -> Stakeholder:
    rows = with_names(Stakeholder.objects.visible_to(actor).filter(merged_into=None), actor)
    found: Stakeholder | None = rows.select_related("author", "lead_team").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, actor: Actor, named: Collection[UUID] = ()) -> NamingForm:
    data = request.POST if request.method == "POST" else None
    return NamingForm(
        data, actor=actor, named=named, initial={"people": request.GET.getlist("who")}
    )


def _words(n: int) -> str:
    words = ngettext("%(n)s person may open it now.", "%(n)s people may open it now.", n)
    return words % {"n": n}


def _back(request: HttpRequest, pk: UUID) -> str:
    """To the page that sent here, if it is one of ours; else to the same page."""
    at = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(at, {request.get_host()}) and at.startswith("/")
    return at if safe else reverse("stakeholder_named", args=[pk])
