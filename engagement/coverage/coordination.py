"""Coordination between teams: whom and where several meet apart, and what nobody meets.

Overlap in one place and a gap in another are the same story, so they stand together. What counts
teams by governorate is a programme figure; what names somebody is over what the reader may open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Window

from engagement.access.scope import Actor
from engagement.coverage.fixed import Teams
from engagement.coverage.present import closed, met_in
from engagement.coverage.reliance import Counted, following, named, opened
from engagement.coverage.sums import EVERY, Measure, Period, call
from engagement.coverage.unmet import PAGE
from engagement.meetings.models import Meeting
from engagement.regions.models import ProgrammeArea, Region
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.profiles import with_names

#: Planned meetings clash within so many days.
DAYS = 14


@dataclass(frozen=True)
class MetApart:
    """Somebody whom two teams met with no meeting of both; every team with its meetings."""

    stakeholder: Stakeholder
    teams: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class MetByNone:
    """Registered, to be engaged, and met by no team: the newest registered of so many."""

    rows: tuple[Stakeholder, ...]
    whole: int


@dataclass(frozen=True)
class Shared:
    """Governorates of the list by the teams that visited them, most teams first."""

    several: tuple[tuple[Region, tuple[tuple[str, int], ...]], ...]
    none: tuple[Region, ...]


@dataclass(frozen=True)
class Planned:
    """A meeting planned: when, and by which teams."""

    meeting: Meeting
    teams: tuple[str, ...]


@dataclass(frozen=True)
class Clash:
    """Meetings of different teams with one counterpart, or else in one governorate."""

    who: Stakeholder | None
    where: Region | None
    meetings: tuple[Planned, ...]


@dataclass(frozen=True)
class Clashes:
    """The first of so many, the next to come first."""

    rows: tuple[Clash, ...]
    whole: int


def met_apart(
    actor: Actor, period: Period, names: Mapping[UUID, str], after: str = ""
) -> Counted[MetApart]:
    """Met in the period by two teams that had no meeting with them together; most met first.

    With a team in the period: where it is one of the two. At most three statements. Raises
    NoSuchPage for a key that is none.
    """
    over = (period.first, period.last, period.team_id)
    rows = call("seen_met_apart", *over, *opened(after), PAGE + 1)
    known = named(actor, {row[0] for row in rows})
    page = tuple(
        MetApart(known[who], _named_teams(zip(teams, meetings, strict=True), names))
        for who, teams, meetings, _every, _whole in rows[:PAGE]
        if who in known
    )
    return Counted(page, following(rows, 3), rows[0][4] if rows else 0)


def met_by_none(actor: Actor, period: Period) -> MetByNone:
    """Whom no team met in the period, in meetings that the reader may open; two statements."""
    rows = Stakeholder.objects.visible_to(actor).current().exclude(closed(actor, period.last))
    rows = rows.exclude(pk__in=met_in(period.first, period.last, period.team_id))
    counted = rows.annotate(whole=Window(Count("pk")))
    newest = list(with_names(counted, actor).order_by("-created_at", "-pk")[:PAGE])
    return MetByNone(tuple(newest), newest[0].whole if newest else 0)


def shared_governorates(teams: Teams, regions: list[Region]) -> Shared:
    """Of programme figures by team; no statement."""
    by_team = [(row.name, teams.sums[row.team_id]) for row in teams.rows if row.counted]
    visits = {
        region.pk: [
            (name, n) for name, sums in by_team if (n := sums[Measure.VISITED][region.pk, EVERY])
        ]
        for region in regions
    }
    several = [
        (region, tuple(sorted(visits[region.pk], key=lambda row: -row[1])))
        for region in regions
        if len(visits[region.pk]) > 1
    ]
    return Shared(
        tuple(sorted(several, key=lambda row: -len(row[1]))),
        tuple(region for region in regions if not visits[region.pk]),
    )


def clashes(actor: Actor, day: date, area: ProgrammeArea, names: Mapping[UUID, str]) -> Clashes:
    """Planned within 14 days from a day, by teams that share no meeting; at most five statements.

    One row for each counterpart and each governorate that they would share.
    """
    last = day + timedelta(days=DAYS)
    rows = call("seen_clashes", day, last, area.list_on(last), PAGE)
    if not rows:
        return Clashes((), 0)
    people = named(actor, {row[0] for row in rows if row[0]})
    places = Region.objects.in_bulk([row[1] for row in rows if row[1]])
    ids = {pk for row in rows for pk in row[2]}
    meetings = Meeting.objects.visible_to(actor).in_bulk(ids)
    found = tuple(
        Clash(
            who=people[who] if who else None,
            where=places[unit] if unit else None,
            meetings=tuple(_planned(meetings[pk], names) for pk in each),
        )
        for who, unit, each, _whole in rows
    )
    return Clashes(found, rows[0][3])


def _planned(meeting: Meeting, names: Mapping[UUID, str]) -> Planned:
    return Planned(meeting, tuple(name for team, name in names.items() if team in meeting.teams))


def _named_teams(
    teams: Iterable[tuple[UUID, int]], names: Mapping[UUID, str]
) -> tuple[tuple[str, int], ...]:
    return tuple((names[team], n) for team, n in teams if team in names)
