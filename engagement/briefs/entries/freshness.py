"""How old the latest strategic assessment of each governorate is, and what happened since.

Six months is ours; the brief gives no number. All of it is over what the reader may open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from engagement.access.scope import Actor
from engagement.briefs.models import Incident, StrategicAssessmentRegion
from engagement.regions.models import GovernorateListEntry, ProgrammeArea

#: An assessment is fresh for so many months after the day it is true for.
FRESH_MONTHS = 6


@dataclass(frozen=True)
class Freshness:
    """One governorate: none, fresh, stale, or stale by event."""

    label: str
    valid_on: date | None
    months: int | None
    incident_on: date | None
    state: str

    @property
    def words(self) -> str:
        return {
            "none": _("No assessment"),
            "fresh": _("Fresh"),
            "stale": _("Stale"),
            "event": _("Stale by event"),
        }[self.state]


def months_between(first: date, last: date) -> int:
    """Whole months from one day to another."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def state_of(valid_on: date | None, incident_on: date | None, today: date) -> str:
    """Fresh up to and on the day six months after; stale by event if something happened since."""
    if valid_on is None:
        return "none"
    if incident_on and incident_on > valid_on:
        return "event"
    months = months_between(valid_on, today)
    exactly = months == FRESH_MONTHS and months_between(valid_on, _before(today)) < FRESH_MONTHS
    return "fresh" if months < FRESH_MONTHS or exactly else "stale"


def freshness(actor: Actor, area: ProgrammeArea) -> list[Freshness]:
    """Every governorate of the list in force today, by label; three statements."""
    today = actor.today()
    entries = GovernorateListEntry.objects.filter(
        list__country=area.country_id, list=area.list_on(today)
    ).select_related("counted_in")
    folded = {row.region_id: row.counted_in_id for row in entries}
    latest, incidents = _latest(actor), _incidents(actor)
    everywhere = latest.get(area.country_id)
    lines = []
    for unit in {row.counted_in_id: row.counted_in for row in entries}.values():
        inside = [key for key, counted_in in folded.items() if counted_in == unit.pk]
        valid_on = _newest([everywhere, latest.get(unit.pk)])
        event = _newest([incidents.get(key) for key in inside])
        months = months_between(valid_on, today) if valid_on else None
        state = state_of(valid_on, event, today)
        lines.append(Freshness(unit.label, valid_on, months, event, state))
    return sorted(lines, key=lambda line: line.label.removeprefix("ال"))


def _latest(actor: Actor) -> dict[int, date]:
    rows = StrategicAssessmentRegion.objects.visible_to(actor).filter(
        strategic_assessment__withdrawn_at=None, strategic_assessment__delivered_on__isnull=False
    )
    found = rows.values("region").annotate(day=Max("strategic_assessment__valid_on"))
    return dict(found.values_list("region", "day"))


def _incidents(actor: Actor) -> dict[int, date]:
    rows = Incident.objects.visible_to(actor).filter(withdrawn_at=None)
    return dict(rows.values("region").annotate(day=Max("happened_on")).values_list("region", "day"))


def _newest(days: list[date | None]) -> date | None:
    return max((day for day in days if day), default=None)


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
