"""The door of the demonstration: putting the card away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from engagement.access.doors import as_member
from engagement.access.scope import Actor
from engagement.demonstration.cards import DISMISSED


@require_POST
@as_member
def dismiss(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Not shown again in this session; the help page keeps it."""
    request.session[DISMISSED] = True
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if safe else "home")
