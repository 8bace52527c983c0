"""Doors that belong to no other room: home, choosing a programme, help."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from engagement.access.doors import as_member, chosen, memberships_of, user_of
from engagement.access.forms import SampleForm
from engagement.access.models import Role
from engagement.access.scope import Actor

#: What each role needs first.
HOMES = {
    Role.OFFICER: "my_day",
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


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in both directions, for whoever builds pages; only in debug."""
    if not settings.DEBUG:
        raise Http404
    return render(
        request,
        "pages/styleguide.html",
        {
            "ways": [
                {
                    "code": code,
                    "dir": "ltr" if code == "en" else "rtl",
                    "sample": SampleForm(auto_id=f"{code}_%s", prefix=code),
                    "refused": SampleForm({}, auto_id=f"{code}_refused_%s"),
                }
                for code, _name in settings.LANGUAGES
            ],
            "ramp": ("t0", "t1", "t2", "t3", "t4", "t5"),
            "states": (("s4", "12"), ("failed", "×"), ("never", "–"), ("heard", "3")),
        },
    )
