"""The door of comparing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagement.access.doors import as_member
from engagement.access.scope import Actor, acting_as
from engagement.reports.comparing.differences import Compared, compare
from engagement.reports.doors import READERS, found_report
from engagement.reports.lists import day_of, line
from engagement.reports.models import Report
from engagement.reports.pages import content_of


@require_safe
@as_member
def compare_reports(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Two reports beside each other, the second against the first; 422 where they do not match."""
    actor.require(*READERS)
    with acting_as(actor, "read"):
        one, other = (_asked_for(request, actor, name) for name in ("one", "other"))
        refused, tables = _against(actor, one, other)
        context = {
            "sides": [_side(actor, one), _side(actor, other)],
            "section": "report_list",
            "refused": refused,
            "tables": [table for table in tables if table.changed],
            "alike": [table for table in tables if not table.changed],
            "restates": other.restates_id == one.pk,
            "moved": sum(len(table.changed) for table in tables),
        }
        status = 422 if refused else 200
        return render(request, "reports/compare.html", context, status=status)


def _asked_for(request: HttpRequest, actor: Actor, name: str) -> Report:
    try:
        pk = UUID(request.GET.get(name, ""))
    except ValueError:
        raise Http404 from None
    return found_report(actor, pk, whole=True)


def _against(actor: Actor, one: Report, other: Report) -> tuple[str, list[Compared]]:
    """Why they cannot be compared, or how their tables differ."""
    if one.kind != other.kind:
        return _("These are two kinds of reports; choose two of the same."), []
    if (one.team_id, one.governorate_id) != (other.team_id, other.governorate_id):
        return _("These are of two teams or governorates; choose two of the same."), []
    language = get_language() or "en"
    made = [content_of(actor, row, language) for row in (one, other)]
    if made[0] is None or made[1] is None:
        return _("One of them is not built, or was frozen by another version."), []
    return "", compare(made[0], made[1])


def _side(actor: Actor, report: Report) -> dict[str, Any]:
    frozen = day_of(actor, report.frozen_at)
    begins = f"{report.figures_sha256[:16]}…" if report.figures_sha256 else ""
    return {**line(actor, report), "frozen_on": frozen, "hash": begins}
