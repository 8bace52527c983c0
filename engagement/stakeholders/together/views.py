"""What is done to several stakeholders at once: name who looks after them, put a tag on them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from engagement.access.doors import as_member
from engagement.access.errors import NotAllowed
from engagement.access.models import Membership
from engagement.access.scope import WRITERS, Actor, acting_as
from engagement.stakeholders.actions import name_owner, tag
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.profiles import line, with_names

#: A page of the list.
MOST = 50
ACTS = {"owner": "stakeholder.owner_named", "tag": "stakeholder.tagged"}


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def stakeholder_bulk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """First what is about to be done, and to whom; then it is done to all of them, or to none."""
    actor.require(*WRITERS)
    data = request.POST if request.method == "POST" else request.GET
    act = data.get("act", "")
    if act == "merge":
        return _merge(request, data)
    if act not in ACTS:
        raise Http404
    ids = {found for found in map(_id, data.getlist("id")) if found}
    if request.method != "POST":
        return _page(request, actor, act, ids, data)
    try:
        with acting_as(actor, ACTS[act], data.get("reason", "").replace("\x00", "")[:500]):
            _do(actor, act, ids, data)
    except ValidationError as error:
        return _page(request, actor, act, ids, data, " ".join(error.messages))
    except NotAllowed:
        words = _("Nothing was done: one of them is not there any more, or not for you to see.")
        return _page(request, actor, act, ids, data, words)
    n = len(ids)
    words = ngettext("Done with %(n)s stakeholder.", "Done with %(n)s stakeholders.", n)
    messages.success(request, words % {"n": n})
    return redirect(_back(data))


def _merge(request: HttpRequest, data: QueryDict) -> HttpResponse:
    """On to the page that compares two; the older record is kept unless that page is told."""
    ids = sorted({found for found in map(_id, data.getlist("id")) if found})
    if len(ids) != 2:
        messages.error(request, _("Tick the two records that are one."))
        return redirect(_back(data))
    return redirect("merge", *ids)


def _do(actor: Actor, act: str, ids: set[UUID], data: QueryDict) -> None:
    if not 1 <= len(ids) <= MOST:
        raise ValidationError(_("Choose between 1 and %(most)s stakeholders.") % {"most": MOST})
    if act == "tag":
        tag(actor, ids, data.get("tag", "").replace("\x00", ""))
        return
    owner = data.get("owner", "")
    chosen = _id(owner)
    if chosen is None and owner != "nobody":
        raise ValidationError(_("Choose who looks after them."))
    name_owner(actor, ids, chosen)


def _page(
    request: HttpRequest,
    actor: Actor,
    act: str,
    ids: set[UUID],
    data: QueryDict,
    problem: str = "",
) -> HttpResponse:
    with acting_as(actor, "read"):
        rows = Stakeholder.objects.visible_to(actor).current().filter(pk__in=list(ids)[:MOST])
        context = {
            "act": act,
            "rows": [line(row) for row in with_names(rows, actor).order_by("-pk")],
            "owners": _owners(actor) if act == "owner" else [],
            "given": data,
            "problem": problem,
            "back": _back(data),
            "back_query": QueryDict(data.get("back", "")).urlencode(),
            "section": "stakeholder_list",
        }
        return render(
            request, "stakeholders/together.html", context, status=422 if problem else 200
        )


def _owners(actor: Actor) -> list[dict[str, Any]]:
    rows = Membership.objects.filter(programme_id=actor.programme_id, role__in=WRITERS)
    found = rows.filter(user__is_active=True).select_related("user")
    named = ((row.user.get_full_name() or row.user.get_username(), row.user_id) for row in found)
    return [{"id": str(key), "name": name} for name, key in sorted(named)]


def _back(data: QueryDict) -> str:
    query = QueryDict(data.get("back", "")).urlencode()
    return reverse("stakeholder_list") + (f"?{query}" if query else "")


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
