"""The reader's kept views above a list."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

from engagement.registry.saved_views.actions import views_of

register = template.Library()


@register.inclusion_tag("registry/saved_views_bar.html", takes_context=True)
def saved_views(context: dict[str, Any], page: str) -> dict[str, Any]:
    """Links to the views of `page`, and the way to keep this one; one statement."""
    actor, request = context["actor"], context["request"]
    here = request.GET.copy()
    for name in list(here):
        if name in ("after", "format") or not here[name]:
            del here[name]
    try:
        address = reverse(page)
    except NoReverseMatch:
        return {}
    query = here.urlencode()
    views = [
        {"name": row.name, "url": f"{address}?{row.query}", "current": row.query == query}
        for row in views_of(actor, page)
    ]
    kept = any(view["current"] for view in views)
    return {"views": views, "page": page, "query": "" if kept else query}
