"""Schedules as the page shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from engagement.access.models import Role
from engagement.access.scope import Actor
from engagement.reports.kinds import kind_title
from engagement.reports.models import ReportSchedule
from engagement.reports.schedules.periods import coming


def schedules_of(actor: Actor) -> QuerySet[ReportSchedule]:
    """All of the actor's programme, the active ones first; two statements."""
    rows = ReportSchedule.objects.filter(programme_id=actor.programme_id)
    told = rows.select_related("programme", "owner", "team", "governorate")
    return told.prefetch_related("recipients__user").order_by("-active", "pk")


def line(row: ReportSchedule, now: datetime) -> dict[str, Any]:
    """One schedule: what, when next, to whom."""
    where = row.team.name if row.team else row.governorate.label if row.governorate else ""
    names = [one.user.get_full_name() for one in row.recipients.all()]
    return {
        "row": row,
        "url": reverse("schedule", args=[row.pk]),
        "title": kind_title(row.kind),
        "of": where,
        "hour": f"{row.hour:02}:00",
        "next_on": coming(row.every, row.hour, row.programme.zone, now).day,
        "owner": row.owner.get_full_name(),
        "roles": [Role(role).label for role in row.roles],
        "people": sorted(names),
    }
