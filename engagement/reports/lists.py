"""Reports as lines: what a list and a page's head say of each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagement.access.models import User
from engagement.access.scope import Actor
from engagement.coverage.periods import Quarter
from engagement.coverage.words import day, quarter_words
from engagement.reports.kinds import kind_title
from engagement.reports.models import ClosedPeriod, Report, ReportQuerySet, Stage


def listed(actor: Actor) -> ReportQuerySet:
    """The reports that the actor may open, with all that a line says; without their figures."""
    anew = Report.objects.visible_to(actor).filter(restates=OuterRef("pk"))
    rows = Report.objects.visible_to(actor).select_related(
        "job", "author", "programme", "team", "governorate", "checked_by", "approved_by"
    )
    told = rows.annotate(restated=Exists(anew), restates_frozen_at=F("restates__frozen_at"))
    found: ReportQuerySet = told.defer("figures")
    return found


def line(actor: Actor, report: Report) -> dict[str, Any]:
    """What is said of a report in one line; its row is one of `listed`."""
    return {
        "report": report,
        "url": reverse("report", args=[report.pk]),
        "title": kind_title(report.kind),
        "scope": scope_words(report),
        "period": short_period(report.first, report.last),
        "stage": report.stage,
        "stage_mark": "" if report.stage == Stage.DRAFT else "accepted",
        "stage_label": report.get_stage_display(),
        "state": report.job.state,
        "state_label": report.job.get_state_display(),
        "built": report.frozen_at is not None,
        "asked_by": name_of(report.author),
        "asked_on": day_of(actor, report.created_at),
        "scheduled": report.slot is not None,
        "restates_url": reverse("report", args=[report.restates_id]) if report.restates_id else "",
        "restates_on": day_of(actor, getattr(report, "restates_frozen_at", None)),
        "restated": getattr(report, "restated", False),
    }


def scope_words(report: Report) -> str:
    """The team or the governorate that a report is of; empty where it is of all."""
    if report.team is not None:
        return report.team.name
    return report.governorate.label if report.governorate is not None else ""


def short_period(first: date, last: date) -> str:
    """A quarter or a month by its name; other days from first to last."""
    quarter = Quarter.of(first)
    if (first, last) == (quarter.first, quarter.last):
        return quarter_words(quarter)
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and first.month == last.month:
        return date_format(first, "F Y")
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}


def closings(actor: Actor) -> list[dict[str, str]]:
    """The closed periods of the programme, the latest first; one statement."""
    rows = ClosedPeriod.objects.filter(programme_id=actor.programme_id).select_related("closed_by")
    return [
        {
            "period": short_period(row.first, row.last),
            "day": day_of(actor, row.closed_at),
            "by": name_of(row.closed_by),
            "position": str(row.position),
        }
        for row in rows.order_by("-first", "-last")
    ]


def name_of(user: User | None) -> str:
    """Somebody of the programme by name."""
    return (user.get_full_name() or user.get_username()) if user is not None else ""


def day_of(actor: Actor, moment: Any) -> str:
    """The day of a moment on the programme's clock; empty for none."""
    return day(actor.local(moment).date()) if moment else ""
