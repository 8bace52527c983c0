"""Doors that belong to no other room: home, choosing a programme, help."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from engagement.access.doors import as_member, chosen, memberships_of, user_of
from engagement.access.models import Role
from engagement.access.scope import Actor

#: What each role needs first.
HOMES = {
    Role.OFFICER: "meeting_new",
    Role.MANAGER: "coverage",
    Role.READER: "coverage",
    Role.ADMINISTRATOR: "choose_programme",
}


@require_safe
@as_member
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    return redirect(HOMES[Role(actor.role)])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def choose_programme(request: HttpRequest) -> HttpResponse:
    rows = memberships_of(user_of(request))
    if request.method == "POST":
        wanted = request.POST.get("programme", "")
        if any(str(row.programme_id) == wanted for row in rows):
            request.session["programme"] = wanted
            return redirect("home")
    current = chosen(request)
    request.membership = current  # type: ignore[attr-defined]
    shown = [
        {
            "programme": row.programme,
            "role_label": row.get_role_display(),
            "current": current is not None and row.pk == current.pk,
        }
        for row in rows
    ]
    page = render(request, "access/choose.html", {"memberships": shown})
    page.headers["Cache-Control"] = "no-store"
    return page


@require_safe
@as_member
def help_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    return render(request, "pages/help.html")
