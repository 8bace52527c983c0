"""From a figure to its meetings: the same rule as the figure's, as a QuerySet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db.models import DateField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncDate

from engagement.meetings.codes import Mode
from engagement.meetings.querysets import MeetingQuerySet
from engagement.regions.models import ProgrammeArea, Region

Narrow = Callable[[MeetingQuerySet, ProgrammeArea, Region | None], MeetingQuerySet]
#: A meeting logged later than this after it was held is late.
TIMELY = timedelta(days=7)


def _beyond(rows: MeetingQuerySet, area: ProgrammeArea, unit: Region | None) -> MeetingQuerySet:
    beyond = Region.objects.filter(pk__in=area.country_regions())
    capital = Q(capital=True) | Q(parent__capital=True)
    return rows.on_the_spot().with_venue_in(beyond.exclude(capital).values_list("pk", flat=True))


def _capital(rows: MeetingQuerySet, area: ProgrammeArea, unit: Region | None) -> MeetingQuerySet:
    capital = Region.objects.filter(pk__in=area.country_regions()).filter(
        Q(capital=True) | Q(parent__capital=True)
    )
    return rows.on_the_spot().with_venue_in(capital.values_list("pk", flat=True))


def _abroad(rows: MeetingQuerySet, area: ProgrammeArea, unit: Region | None) -> MeetingQuerySet:
    abroad = Region.objects.exclude(pk__in=area.country_regions())
    return rows.on_the_spot().with_venue_in(abroad.values_list("pk", flat=True))


def _late(rows: MeetingQuerySet, area: ProgrammeArea, unit: Region | None) -> MeetingQuerySet:
    logged = TruncDate("logged_at", tzinfo=area.programme.zone)
    due = ExpressionWrapper(F("held_on") + TIMELY, output_field=DateField())
    late: MeetingQuerySet = rows.annotate(logged_on=logged).filter(logged_on__gt=due)
    return late


#: Figures over one governorate; `unit` is given.
BY_UNIT: dict[str, Narrow] = {
    "visited": lambda rows, area, unit: rows.on_the_spot().visited_in(area, _given(unit)),
    "heard": lambda rows, area, unit: rows.on_the_spot().heard_from(area, _given(unit)),
    "heard_remote": lambda rows, area, unit: rows.filter(mode=Mode.REMOTE).heard_from(
        area, _given(unit)
    ),
    "heard_intermediary": lambda rows, area, unit: rows.filter(mode=Mode.INTERMEDIARY).heard_from(
        area, _given(unit)
    ),
}
#: Figures over the whole programme.
OVERALL: dict[str, Narrow] = {
    "counted": lambda rows, area, unit: rows,
    "held": lambda rows, area, unit: rows.on_the_spot(),
    "beyond": _beyond,
    "capital": _capital,
    "abroad": _abroad,
    "unknown": lambda rows, area, unit: rows.on_the_spot().without_venue(),
    "remote": lambda rows, area, unit: rows.filter(mode=Mode.REMOTE),
    "intermediary": lambda rows, area, unit: rows.filter(mode=Mode.INTERMEDIARY),
    "late": _late,
}


def _given(unit: Region | None) -> Region:
    if unit is None:
        raise ValueError("this figure is over one governorate")
    return unit


def narrow(
    rows: MeetingQuerySet, figure: str, area: ProgrammeArea, unit: Region | None
) -> MeetingQuerySet:
    """The meetings behind a figure. Raises ValueError for a figure or a governorate unknown."""
    if figure == "tried":
        return rows.tried().visited_in(area, _given(unit))
    rule = BY_UNIT.get(figure) or OVERALL.get(figure)
    if rule is None:
        raise ValueError("no such figure")
    return rule(rows.counted(), area, unit)
