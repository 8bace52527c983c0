"""A stakeholder's page: it shows their meetings too, so it stands above both rooms."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engagement.access.doors import as_member
from engagement.access.scope import Actor, acting_as
from engagement.registry.profiles.pages import profile_context


@require_safe
@as_member
def profile(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Everything that the reader may know of one stakeholder."""
    with acting_as(actor, "read"):
        context = profile_context(actor, pk)
        if context is None:
            raise Http404
        return render(request, "stakeholders/detail.html", context)
