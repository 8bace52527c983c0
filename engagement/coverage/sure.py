"""How sure we are: five signs of what is missing from the log, each to be mended.

Under-logging is the largest error of all these figures, and no interval tells of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from engagement.coverage.sums import Kind, Measure, Period, Place, Sums

#: A team that wrote nothing down for longer than this is silent.
SILENT = timedelta(days=30)


@dataclass(frozen=True)
class Sureness:
    """Programme figures. `no_type` and `no_place` are meetings; `duplicates` pairs of meetings."""

    counted: int
    timely: int
    no_place: int
    no_type: int
    duplicates: int
    teams: int
    silent: tuple[str, ...]


def sureness(period: Period, day: date, sums: Sums, names: Mapping[Any, str]) -> Sureness:
    """The five signs of a period, as of a day; one statement. `names` are the teams' by id."""
    timely = sums.of(Measure.TIMELY)
    places = sums[Measure.PLACE]
    silent, duplicates = _signs(period, day)
    return Sureness(
        counted=sum(timely.values()),
        timely=timely.get(1, 0),
        no_place=sum(n for (at, mode), n in places.items() if mode < 2 and not Place.of(at).whole),
        no_type=sums.of(Measure.KIND, Kind.NOT_SURE).get(0, 0),
        duplicates=duplicates,
        teams=len(names),
        silent=tuple(sorted(names[team] for team in silent if team in names)),
    )


def _signs(period: Period, day: date) -> tuple[list[object], int]:
    """The teams that are silent, and possible duplicates."""
    sql = (
        "SELECT team, last_logged, (SELECT jisr.coverage_possible_duplicates(%s, %s, %s))"
        " FROM jisr.coverage_silent(%s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [period.first, period.last, period.team_id, day])
        rows = cursor.fetchall()
    silent = [team for team, last, _pairs in rows if last is None or day - last > SILENT]
    return silent, int(rows[0][2]) if rows else 0
