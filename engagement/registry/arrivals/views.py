"""The door of what a partner sent that may be somebody registered before."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engagement.access.doors import as_member
from engagement.access.models import Role
from engagement.access.scope import Actor, acting_as
from engagement.registry.arrivals.pages import arrived_context
from engagement.sync.models import Agreement


@require_safe
@as_member
def arrived(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The list as a fragment of the partner's page, which stands in a lower room."""
    rows = Agreement.objects.filter(programme_id=actor.programme_id, pk=pk)
    user_id = rows.values_list("membership__user_id", flat=True).first()
    if user_id is None:
        raise Http404
    actor.require(Role.MANAGER)
    with acting_as(actor, "read"):
        return render(request, "registry/arrived.html", arrived_context(actor, user_id))
