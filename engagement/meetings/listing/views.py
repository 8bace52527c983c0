"""The list of meetings, as a page and as a file, and what is done to several of them at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from engagement.access.doors import as_member
from engagement.access.scope import WRITERS, Actor, acting_as
from engagement.access.tlp import Tlp
from engagement.audit.doors import export, wanted_format
from engagement.meetings.bulk import (
    MOST,
    Chosen,
    NotDone,
    mark_duplicates,
    restrict_meetings,
    unmark_duplicates,
    withdraw_meetings,
)
from engagement.meetings.filter_forms import FilterForm
from engagement.meetings.filters import filtered
from engagement.meetings.lists import (
    MOST_COUNTED,
    After,
    count_of,
    lines,
    newest_first,
    page_of,
    with_children,
)
from engagement.meetings.models import Meeting
from engagement.meetings.sheets import meeting_table

#: Filters that other pages' links bring; the form keeps them.
BROUGHT = ("figure", "with", "met")
#: What can be done to several: verb of the log, and whether it needs a reason.
ACTS = {
    "restrict": "meeting.restricted",
    "duplicates": "meeting.marked_duplicate",
    "apart": "meeting.unmarked_duplicate",
    "withdraw": "meeting.withdrawn",
}


@require_safe
@as_member
def meeting_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    with acting_as(actor, "read"):
        form = FilterForm(actor, request.GET)
        figure = request.GET.get("figure", "")
        rows = filtered(Meeting.objects.visible_to(actor), form, actor, figure)
        if wanted_format(request) and form.is_valid():  # else the file would hold more than asked
            return export(request, actor, meeting_table(rows, actor), "meetings")
        found, after = page_of(rows, actor, After.parse(request.GET.get("after", "")))
        count = count_of(rows)
        query = _query(request)
        context = {
            "rows": lines(actor, found),
            "filters": form,
            "chips": _chips(form, query),
            "figure": figure,
            "hidden": {key: query[key] for key in BROUGHT if query.get(key)},
            "count": count,
            "more_than": MOST_COUNTED if count > MOST_COUNTED else 0,
            "query": query.urlencode(),
            "next_url": "?" + urlencode({**query.dict(), "after": str(after)}) if after else "",
        }
        return render(request, "meetings/list.html", context)


def _query(request: HttpRequest) -> QueryDict:
    """The filters in the address, without those that narrow nothing."""
    query = request.GET.copy()
    for name in list(query):
        if name in ("after", "format") or not query[name]:
            del query[name]
    return query


def _chips(form: FilterForm, query: QueryDict) -> list[dict[str, str]]:
    """The filters in force, each with the address of the list without it."""
    shown = form.shown()
    if query.get("with"):
        shown.append({"name": "with", "label": _("With one stakeholder"), "value": ""})
    for chip in shown:
        rest = query.copy()
        rest.pop(chip["name"], None)
        chip["url"] = f"{reverse('meeting_list')}?{rest.urlencode()}"
    return shown


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def meeting_bulk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """First what is about to be done, and to which; then it is done to all of them, or to none."""
    actor.require(*WRITERS)
    data = request.POST if request.method == "POST" else request.GET
    act = data.get("act", "")
    if act not in ACTS:
        raise Http404
    if request.method != "POST":
        return _bulk_page(request, actor, act, [one for one in map(_id, data.getlist("id")) if one])
    chosen = [one for one in map(_chosen, data.getlist("row")) if one]
    reason = data.get("reason", "").replace("\x00", "").strip()[:500]
    problem: dict[str, Any] = {}
    try:
        with acting_as(actor, ACTS[act], reason):
            _do(actor, act, chosen, data)
    except ValidationError as error:
        problem = {"problem": " ".join(error.messages)}
    except NotDone as error:
        problem = {"refused": error.refused}
    if problem:
        return _bulk_page(request, actor, act, [one.id for one in chosen], **problem)
    n = len(chosen)
    words = ngettext("Done with %(n)s meeting.", "Done with %(n)s meetings.", n) % {"n": n}
    messages.success(request, words)
    return redirect(_back(data))


def _do(actor: Actor, act: str, chosen: list[Chosen], data: QueryDict) -> None:
    if act == "withdraw":
        withdraw_meetings(actor, chosen, reason=data.get("reason", "").replace("\x00", ""))
    elif act == "restrict":
        level = data.get("level", "")
        restrict_meetings(actor, chosen, int(level) if level in ("0", "1", "2", "3", "4") else -1)
    elif act == "duplicates":
        mark_duplicates(actor, chosen, _id(data.get("of", "")) or UUID(int=0))
    else:
        unmark_duplicates(actor, chosen)


def _bulk_page(
    request: HttpRequest,
    actor: Actor,
    act: str,
    ids: list[UUID],
    problem: str = "",
    refused: dict[UUID, str] | None = None,
) -> HttpResponse:
    data = request.POST if request.method == "POST" else request.GET
    with acting_as(actor, "read"):
        there = Meeting.objects.visible_to(actor).current().filter(pk__in=ids[: MOST + 1])
        rows = lines(actor, list(newest_first(with_children(there, actor))))
        for row in rows:
            row["refused"] = (refused or {}).get(row["meeting"].pk, "")
        context = {
            "act": act,
            "rows": rows,
            "most": MOST,
            "too_many": len(rows) > MOST,
            "problem": problem,
            "refused": refused,
            "gone": bool(refused and set(refused) - {row["meeting"].pk for row in rows}),
            "levels": [level for level in Tlp if level > Tlp.CLEAR],
            "given": data,
            "back": _back(data),
            "back_query": QueryDict(data.get("back", "")).urlencode(),
        }
        return render(request, "meetings/bulk.html", context, status=422 if _bad(context) else 200)


def _bad(context: dict[str, Any]) -> bool:
    return bool(context["problem"] or context["refused"])


def _back(data: QueryDict) -> str:
    query = QueryDict(data.get("back", "")).urlencode()
    return reverse("meeting_list") + (f"?{query}" if query else "")


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _chosen(text: str) -> Chosen | None:
    """Read `<uuid>_<version>`; None where it is nothing of the kind."""
    key, _sep, version = text.partition("_")
    found = _id(key)
    if found is None or not version.isdecimal() or len(version) > 8:
        return None
    return Chosen(found, int(version))
