"""What the doors of reports share: finding one, and answering with its page."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from engagement.access.models import Role
from engagement.access.scope import Actor, acting_as
from engagement.reports.lists import listed
from engagement.reports.models import Report
from engagement.reports.pages import detail_context

#: Who may open reports at all; administrators see no content by their role.
READERS = (Role.READER, Role.OFFICER, Role.MANAGER)


class SeeOther(HttpResponseRedirect):
    """What was posted is done; the page is read at another address."""

    status_code = 303


def see_report(pk: UUID) -> HttpResponse:
    """To the page of a report, after a post."""
    return SeeOther(reverse("report", args=[pk]))


def found_report(actor: Actor, pk: UUID, *, whole: bool = False) -> Report:
    """A report that the actor may open, `whole` with its figures. Raises NotAllowed and Http404."""
    actor.require(*READERS)
    rows = listed(actor).defer(None) if whole else listed(actor)
    found: Report | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def report_page(
    request: HttpRequest, actor: Actor, pk: UUID, *, error: str = "", status: int = 200
) -> HttpResponse:
    """The page of a report, with what was refused on it. Raises NotAllowed and Http404."""
    with acting_as(actor, "read"):
        report = found_report(actor, pk, whole=True)
        context = detail_context(actor, report, get_language() or "en")
        context |= {"refused": error, "section": "report_list"}
        return render(request, "reports/detail.html", context, status=status)
