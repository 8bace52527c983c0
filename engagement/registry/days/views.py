"""My day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engagement.access.doors import as_member
from engagement.access.scope import Actor, acting_as
from engagement.registry.days.pages import my_day_context


@require_safe
@as_member
def my_day(request: HttpRequest, actor: Actor) -> HttpResponse:
    with acting_as(actor, "read"):
        return render(request, "registry/my_day.html", my_day_context(actor))
