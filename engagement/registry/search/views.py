"""One box over the register and the log."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engagement.access.doors import as_member
from engagement.access.scope import Actor, acting_as
from engagement.registry.search.pages import found_context, long_enough


@require_safe
@as_member
def search(request: HttpRequest, actor: Actor) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    with acting_as(actor, "read"):
        kinds = found_context(actor, text) if long_enough(text) else []
        context = {
            "q": text,
            "kinds": kinds,
            "asked": bool(kinds),
            "any": any(kind["rows"] for kind in kinds),
        }
        return render(request, "registry/search.html", context)
