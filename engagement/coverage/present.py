"""Security actors that are present in a governorate, against those of them that we met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from engagement.access.scope import Actor
from engagement.regions.models import GovernorateListEntry, ProgrammeArea, Region
from engagement.stakeholders.assessments.models import (
    Assessment,
    Course,
    EngagementDecision,
    Facet,
)
from engagement.stakeholders.models import ActorGroup, Stakeholder, StakeholderQuerySet

#: Somebody met within so many days counts as met.
RECENTLY = timedelta(days=365)
ARMED = (ActorGroup.STATE_SECURITY, ActorGroup.PARAMILITARY)

# Who is where: by an accepted area of operations or base, or by where they are from. Somebody in
# two districts of a governorate is there once.
COUNT_SQL = """
WITH actors AS ({actors}),
met AS MATERIALIZED (SELECT * FROM jisr.seen_met(NULL, %s, NULL)),
units AS (SELECT unnest(%s::bigint[]) AS region_id, unnest(%s::bigint[]) AS unit_id),
places AS (
  SELECT a.id, a.base_region_id AS region_id FROM actors a
  UNION SELECT b.stakeholder_id, b.region_id FROM ({areas}) b
),
there AS (
  SELECT DISTINCT u.unit_id, a.id, a.closed, met.last >= %s AS recently,
    met.last IS NOT NULL AS ever
  FROM actors a JOIN places p ON p.id = a.id
  LEFT JOIN met ON met.who = a.id
  LEFT JOIN units u ON u.region_id = p.region_id
  WHERE u.unit_id IS NOT NULL OR NOT EXISTS (
    SELECT FROM places q JOIN units v ON v.region_id = q.region_id WHERE q.id = a.id)
)
SELECT unit_id, count(*), count(*) FILTER (WHERE recently),
  count(*) FILTER (WHERE ever AND NOT recently),
  count(*) FILTER (WHERE NOT ever AND NOT closed),
  count(*) FILTER (WHERE NOT ever AND closed)
FROM there GROUP BY unit_id
"""


@dataclass(frozen=True)
class Presence:
    """Of one governorate; `registered` is the sum of the other four."""

    registered: int = 0
    met: int = 0
    met_before: int = 0
    never: int = 0
    #: Never met, and rightly: they are not to be engaged.
    closed: int = 0


@dataclass(frozen=True)
class Present:
    """Every governorate of the list in force, in the order of the page's language."""

    list_code: str
    rows: list[tuple[Region, Presence]]
    #: Registered, and in no governorate that anybody recorded.
    nowhere: Presence


def present(actor: Actor, area: ProgrammeArea, day: date) -> Present:
    """Security actors per governorate, of those that the actor may open: three statements."""
    code = area.list_on(day)
    units = _units(area, code)
    found = _counted(actor, units, day)
    shown = {unit.pk: unit for unit in units.values()}.values()
    return Present(
        code,
        [(unit, found.get(unit.pk, Presence())) for unit in sorted(shown, key=_by_label)],
        found.get(None, Presence()),
    )


def security_actors(actor: Actor, today: date) -> StakeholderQuerySet:
    """Those the actor may open; whether closed to us."""
    security = Q(actor_type__security_actor=True) | Q(actor_type__group__in=ARMED)
    rows = Stakeholder.objects.visible_to(actor).current().filter(security)
    found: StakeholderQuerySet = rows.annotate(closed=closed(actor, today))
    return found


def met_in(first: date | None, last: date, team_id: UUID | None = None) -> RawSQL:
    """Whoever was met in the days, also a body that somebody spoke for; no statement of its own.

    Of counted meetings that the reader may open; from the beginning where there is no first day.
    """
    return RawSQL("SELECT who FROM jisr.seen_met(%s, %s, %s)", (first, last, team_id))


def closed(actor: Actor, day: date) -> Any:
    """Whether the outer stakeholder is not to be engaged, as is said of them or decided."""
    rows = EngagementDecision.objects.visible_to(actor).holding_on(day)
    decided = rows.filter(stakeholder=OuterRef("pk"), course=Course.NOT)
    return Q(not_to_be_engaged=True) | Exists(decided)


def _units(area: ProgrammeArea, code: str) -> dict[int, Region]:
    """Each region, districts included, and the governorate that it is counted under."""
    entries = GovernorateListEntry.objects.filter(list=code, list__country=area.country_id)
    units = {row.region_id: row.counted_in for row in entries.select_related("counted_in")}
    for district in Region.objects.filter(parent__in=units):
        units[district.pk] = units[district.parent_id or 0]
    return units


def _counted(actor: Actor, units: dict[int, Region], today: date) -> dict[int | None, Presence]:
    actors = security_actors(actor, today).order_by()
    actors_sql, first = actors.values("id", "base_region_id", "closed").query.sql_with_params()
    areas = Assessment.objects.visible_to(actor).of_facet(Facet.AREA).accepted_on(today)
    areas_sql, last = areas.values("stakeholder_id", "region_id").query.sql_with_params()
    # Both parts are compiled by Django, with their values apart.
    sql = COUNT_SQL.format(actors=actors_sql, areas=areas_sql)
    keys = [list(units), [unit.pk for unit in units.values()]]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*first, today, *keys, *last, today - RECENTLY + timedelta(days=1)])
        return {row[0]: Presence(*row[1:]) for row in cursor.fetchall()}


def _by_label(unit: Region) -> str:
    return unit.label.removeprefix("ال")
