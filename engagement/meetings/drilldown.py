"""From a figure to its meetings: the same rule as the figure's, as a QuerySet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db.models import DateField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncDate

from engagement.meetings.codes import Mode, ParticipationLevel, Purpose, Whose
from engagement.meetings.querysets import MeetingQuerySet
from engagement.regions.models import ProgrammeArea, Region
from engagement.stakeholders.models import ActorGroup, Relation
from engagement.stakeholders.posts.models import Seniority

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


def _security_beyond(
    rows: MeetingQuerySet, area: ProgrammeArea, unit: Region | None
) -> MeetingQuerySet:
    return _beyond(rows, area, unit).met(frozen_type__security_actor=True)


def _met(**terms: object) -> Narrow:
    """With a counterpart who was so on the day."""
    return lambda rows, area, unit: rows.met(**terms)


def _where(**terms: object) -> Narrow:
    return lambda rows, area, unit: rows.filter(**terms)


#: A meeting for one of these is about security only.
SECURITY_ONLY = (Purpose.TRAINING, Purpose.OPERATIONS, Purpose.EQUIPMENT, Purpose.LIAISON)
INVOLVE = (ParticipationLevel.INVOLVE, ParticipationLevel.COLLABORATE, ParticipationLevel.EMPOWER)
CIVILIANS = (ActorGroup.CIVIL_SOCIETY, ActorGroup.COMMUNITIES)

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
    "possible_duplicates": lambda rows, area, unit: rows.possibly_twice(),
    "security_beyond": _security_beyond,
    "non_state": _met(frozen_relation=Relation.NON_STATE),
    "hybrid": _met(frozen_relation=Relation.HYBRID),
    "undetermined": _met(frozen_relation=Relation.UNDETERMINED),
    "paramilitary": _met(frozen_type__group=ActorGroup.PARAMILITARY),
    "civilians": _met(frozen_type__group__in=CIVILIANS),
    "communities": _met(frozen_type__group=ActorGroup.COMMUNITIES),
    "high_level": _met(frozen_seniority__in=(Seniority.MINISTERIAL, Seniority.SENIOR)),
    "no_level": lambda rows, area, unit: rows.met_nobody(frozen_seniority__gt=""),
    "security_only": _where(purpose__in=SECURITY_ONLY),
    "involve": _where(participation_level__in=INVOLVE),
    "asked_theirs": _where(asked_by=Whose.THEIRS),
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
        tried = rows.tried()
        return tried.visited_in(area, unit) if unit else tried
    rule = BY_UNIT.get(figure) or OVERALL.get(figure)
    if rule is None:
        raise ValueError("no such figure")
    return rule(rows.counted(), area, unit)
