"""Coordination between teams: the page's words and links."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from engagement.access.models import Team
from engagement.access.scope import Actor
from engagement.coverage import words
from engagement.coverage.chosen import Chosen
from engagement.coverage.coordination import (
    DAYS,
    Clash,
    clashes,
    met_apart,
    met_by_none,
    shared_governorates,
)
from engagement.coverage.fixed import teams_of
from engagement.coverage.frame import address
from engagement.coverage.place import listed
from engagement.coverage.sums import Period
from engagement.regions.models import ProgrammeArea
from engagement.stakeholders.profiles import line

#: Meetings of one clash that are named; more are a number.
MOST = 6


def coordination_context(
    actor: Actor, chosen: Chosen, area: ProgrammeArea, after: str = ""
) -> dict[str, Any]:
    """What `coverage/coordination.html` shows. Raises NoSuchPage for a key that is none."""
    period = chosen.period
    teams = Team.objects.filter(programme_id=actor.programme_id).order_by("name")
    names: dict[UUID, str] = dict(teams.values_list("pk", "name"))
    apart, nobody = met_apart(actor, period, names, after), met_by_none(actor, period)
    planned = clashes(actor, chosen.today, area, names)
    return {
        "clashes": [_clash(row) for row in planned.rows],
        "clashes_whole": planned.whole,
        "days": DAYS,
        "apart": [{**line(row.stakeholder), "teams": row.teams} for row in apart.rows],
        "apart_whole": apart.whole,
        "next": apart.after,
        "first_page": not after,
        "nobody": [line(row) for row in nobody.rows],
        "nobody_whole": nobody.whole,
        "nobody_rest": nobody.whole - len(nobody.rows),
        "gaps_url": address("coverage_gaps", chosen),
        "teams": _teams(period, area, names),
    }


def _teams(period: Period, area: ProgrammeArea, names: dict[UUID, str]) -> dict[str, Any]:
    """Programme figures by team; three statements."""
    found = teams_of(period, names)
    shared = shared_governorates(found, listed(area, period))
    return {
        "rows": [
            {"name": row.name, "counted": row.counted, "url": _meetings(period, row.team_id)}
            for row in found.rows
        ],
        "counted": found.counted,
        "joint": found.joint,
        "url": _meetings(period, None),
        "several": [{"name": region.label, "teams": teams} for region, teams in shared.several],
        "none": [region.label for region in shared.none],
    }


def _clash(row: Clash) -> dict[str, Any]:
    return {
        "who": line(row.who) if row.who else None,
        "where": row.where.label if row.where else "",
        "meetings": [
            {
                "url": reverse("meeting", args=[one.meeting.pk]),
                "day": words.day(one.meeting.held_on),
                "teams": one.teams,
            }
            for one in row.meetings[:MOST]
        ],
        "rest": max(0, len(row.meetings) - MOST),
    }


def _meetings(period: Period, team_id: UUID | None) -> str:
    query = {
        "figure": "counted",
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        **({"team": str(team_id)} if team_id else {}),
    }
    return f"{reverse('meeting_list')}?{urlencode(query)}"
