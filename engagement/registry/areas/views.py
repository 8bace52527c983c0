"""Security actors present against met, per governorate."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engagement.access.doors import as_member
from engagement.access.scope import Actor, acting_as
from engagement.coverage.present import present
from engagement.regions.choices import area_of


@require_safe
@as_member
def security_areas(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list in force today; only what the reader may open is counted, and the page says so."""
    with acting_as(actor, "read"):
        found = present(actor, area_of(actor.programme_id), actor.today())
        context = {
            "list_code": found.list_code,
            "rows": [{"region": region, "presence": one} for region, one in found.rows],
            "nowhere": found.nowhere,
            "total": sum(one.registered for _region, one in found.rows),
            "day": actor.today(),
        }
        return render(request, "stakeholders/areas.html", context)
