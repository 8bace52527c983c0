"""A stakeholder's page: it shows their meetings too, so it stands above both rooms."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagement.access.doors import as_member
from engagement.access.scope import Actor, acting_as
from engagement.registry.profiles.pages import profile_context
from engagement.stakeholders.models import Stakeholder


@require_safe
@as_member
def profile(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Everything that the reader may know of one stakeholder."""
    with acting_as(actor, "read"):
        context = profile_context(actor, pk)
        if context is None:
            raise Http404
        other = context["stakeholder"].merged_into_id
        if other is not None:
            return _gone_on(request, actor, other)
        return render(request, "stakeholders/detail.html", context)


def _gone_on(request: HttpRequest, actor: Actor, other: UUID) -> HttpResponse:
    """To whom the record became part of, where the reader may open them."""
    if not Stakeholder.objects.visible_to(actor).filter(pk=other).exists():
        raise Http404
    messages.info(request, _("The record that you opened was merged into this one."))
    return redirect("stakeholder", pk=other)
