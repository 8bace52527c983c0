"""The page on which somebody keeps, renames and forgets their views of a list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from engagement.access.doors import as_member
from engagement.access.errors import NotAllowed
from engagement.access.scope import Actor, acting_as
from engagement.registry.models import SavedView
from engagement.registry.saved_views.actions import delete_view, rename_view, save_view, views_of


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def saved_views(request: HttpRequest, actor: Actor) -> HttpResponse:
    data = request.POST if request.method == "POST" else request.GET
    page = data.get("page", "")
    if page not in SavedView.Page.values:
        raise Http404
    if request.method != "POST":
        return _page(request, actor, page, query=data.get("query", ""))
    name, query = data.get("name", ""), data.get("query", "")
    try:
        with acting_as(actor, "saved_view.saved"):
            view = save_view(actor, page, name, query)
    except ValidationError as error:
        problem = " ".join(error.messages)
        return _page(request, actor, page, query=query, name=name, problem=problem)
    messages.success(request, _("The view is kept."))
    return redirect(address_of(view))


@require_POST
@as_member
def saved_view(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Rename one, or forget it."""
    forget = "delete" in request.POST
    name = request.POST.get("name", "")
    try:
        with acting_as(actor, "saved_view.deleted" if forget else "saved_view.renamed"):
            view = delete_view(actor, pk) if forget else rename_view(actor, pk, name)
    except NotAllowed as error:
        raise Http404 from error
    except ValidationError as error:
        page = request.POST.get("page", "")
        if page not in SavedView.Page.values:
            page = SavedView.Page.MEETINGS.value
        problem = " ".join(error.messages)
        return _page(request, actor, page, refused={"pk": pk, "name": name, "problem": problem})
    messages.success(request, _("The view is deleted.") if forget else _("Saved."))
    return redirect(f"{reverse('saved_views')}?page={view.page}")


def address_of(view: SavedView) -> str:
    """The list as the view narrows it."""
    return reverse(view.page) + (f"?{view.query}" if view.query else "")


def _page(request: HttpRequest, actor: Actor, page: str, **more: Any) -> HttpResponse:
    with acting_as(actor, "read"):
        context = {
            "page": page,
            "page_label": SavedView.Page(page).label,
            "list_url": reverse(page),
            "section": page,
            "views": [{"view": row, "url": address_of(row)} for row in views_of(actor, page)],
            **more,
        }
        bad = bool(more.get("problem") or more.get("refused"))
        return render(request, "registry/saved_views.html", context, status=422 if bad else 200)
