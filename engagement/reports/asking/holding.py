"""What a report would hold if it were built now, in one line, and what is known of its period."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.access.scope import Actor
from engagement.coverage import words
from engagement.coverage.place import PlaceFigures, listed, places_from
from engagement.coverage.sums import Period, programme_sums
from engagement.regions.choices import area_of
from engagement.regions.models import Region
from engagement.reports.lists import day_of
from engagement.reports.models import ClosedPeriod, Report, Stage


def will_hold(
    actor: Actor, kind: str, period: Period, governorate: Region | None
) -> dict[str, Any]:
    """The line and the notes beside it; five statements. Raises as `programme_sums`."""
    area = area_of(actor.programme_id)
    figures = places_from(programme_sums(period), period, area, listed(area, period))
    closed = ClosedPeriod.objects.filter(
        programme_id=actor.programme_id, first=period.first, last=period.last
    ).first()
    same = Report.objects.visible_to(actor).of(kind, period, governorate).defer("figures")
    approved = same.filter(stage=Stage.APPROVED).order_by("-approved_at").first()
    return {
        "told": _told(figures, governorate),
        "running": period.last == actor.today(),
        "closed_on": day_of(actor, closed.closed_at) if closed else "",
        "approved_on": day_of(actor, approved.approved_at) if approved else "",
        "approved_url": reverse("report", args=[approved.pk]) if approved else "",
    }


def _told(figures: PlaceFigures, governorate: Region | None) -> str:
    counted, held = figures.timeliness.counted, figures.places.held
    if not counted:
        return _("No meeting counts in this period so far.")
    told = ngettext(
        "%(n)s meeting counts, %(held)s in person or partly online",
        "%(n)s meetings count, %(held)s in person or partly online",
        counted,
    ) % {"n": counted, "held": held}
    if governorate is not None:
        row = next(row for row in figures.governorates if row.region == governorate)
        return f"{told}. {words.told(row)}."
    reached = _("%(n)s of %(all)s governorates visited so far") % {
        "n": len(figures.visited),
        "all": len(figures.governorates),
    }
    return f"{told}; {reached}."
