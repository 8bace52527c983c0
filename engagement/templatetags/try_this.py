"""The card of the demonstration, on the page one lands on and in the help."""

from __future__ import annotations

from typing import Any

from django import template

from engagement.demonstration.cards import DISMISSED, card_for

register = template.Library()
#: Where one lands after signing in, by role; nowhere else does the card stand by itself.
LANDINGS = ("my_day", "coverage", "choose_programme")


@register.inclusion_tag("partials/try_this.html", takes_context=True)
def try_this(context: dict[str, Any], *, always: bool = False) -> dict[str, Any]:
    """The card of whoever is signed in; `always` where it cannot be put away."""
    request, programme = context.get("request"), context.get("programme")
    things: list[dict[str, Any]] = []
    if request is not None and programme is not None and programme.demonstration:
        match = getattr(request, "resolver_match", None)
        here = match is not None and match.url_name in LANDINGS
        if always or (here and not request.session.get(DISMISSED)):
            things = card_for(request.user.username)
    return {
        "things": things,
        "always": always,
        "here": request.get_full_path() if request is not None else "",
        "csrf_token": context.get("csrf_token"),
    }
