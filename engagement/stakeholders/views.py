"""The register's pages."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagement.access.doors import as_member
from engagement.access.scope import Actor, acting_as
from engagement.stakeholders.models import ActorGroup, Stakeholder, StakeholderQuerySet
from engagement.stakeholders.profiles import line, with_names

PAGE = 50
#: Suggestions while typing.
MOST_FOUND = 8


@require_safe
@as_member
def find(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Suggestions while typing, as a fragment."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    with acting_as(actor, "read"):
        rows = Stakeholder.objects.visible_to(actor).current().named_like(text)
        found = [line(row) for row in with_names(rows, actor).order_by("-created_at")[:MOST_FOUND]]
        for row in found:
            row["id"] = row["stakeholder"].pk
            row["value"] = json.dumps({"stakeholder": str(row["id"])})
        return render(request, "stakeholders/find.html", {"found": found, "q": text})


@require_safe
@as_member
def stakeholder_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    group = request.GET.get("group", "")
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    with acting_as(actor, "read"):
        rows = Stakeholder.objects.visible_to(actor).current()
        if group in ActorGroup.values:
            rows = rows.in_group(group)
        if text:
            rows = rows.named_like(text)
        found = list(_page(with_names(rows, actor), request.GET.get("after", "")))
        more = found[PAGE - 1].pk if len(found) > PAGE else None
        query = {"group": group, "q": text}
        context = {
            "rows": [line(row) for row in found[:PAGE]],
            "tabs": _tabs(group, text),
            "q": text,
            "group": group,
            "next_url": "?" + urlencode({**query, "after": more}) if more else "",
        }
        return render(request, "stakeholders/list.html", context)


def _page(rows: StakeholderQuerySet, after: str) -> StakeholderQuerySet:
    # The key is time-ordered (UUID version 7), so it is the keyset by itself.
    try:
        rows = rows.filter(pk__lt=UUID(after)) if after else rows
    except ValueError as error:
        raise Http404 from error
    return rows.order_by("-pk")[: PAGE + 1]


def _tabs(group: str, text: str) -> list[dict[str, Any]]:
    """All, then the groups that have a tab of their own."""
    shown = [("", _("All")), *((g.value, g.label) for g in ActorGroup)]
    return [
        {
            "code": code,
            "label": label,
            "url": "?" + urlencode({"group": code, "q": text}),
            "current": code == group,
        }
        for code, label in shown
    ]
