"""Coverage's pages."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engagement.access.doors import as_member
from engagement.access.models import Role, Team
from engagement.access.scope import Actor, acting_as
from engagement.coverage.periods import Quarter, last_twelve_months
from engagement.coverage.place import Period, place_figures
from engagement.coverage.screen import screen
from engagement.coverage.words import quarter_words
from engagement.regions.choices import area_of

#: Quarters that the page offers.
QUARTERS = 8


@require_safe
@as_member
def first(request: HttpRequest, actor: Actor) -> HttpResponse:
    actor.require(Role.READER, Role.OFFICER, Role.MANAGER)
    quarter, team_id = request.GET.get("quarter", ""), request.GET.get("team", "")
    with acting_as(actor, "read"):
        teams = list(Team.objects.filter(programme_id=actor.programme_id))
        team = next((row for row in teams if str(row.pk) == team_id), None)
        if team_id and team is None:
            raise Http404
        period = _period(actor, quarter, team.pk if team else None)
        figures = place_figures(period, area_of(actor.programme_id), with_seen=True)
        context = {
            "c": screen(figures, team.name if team else ""),
            "quarters": [
                {"value": str(row), "label": quarter_words(row)}
                for row in Quarter.of(actor.today()).back(QUARTERS)
            ],
            "quarter": quarter,
            "teams": teams,
            "team": team,
        }
        return render(request, "coverage/first.html", context)


def _period(actor: Actor, quarter: str, team_id: UUID | None) -> Period:
    if not quarter:
        return Period(*last_twelve_months(actor.today()), team_id)
    try:
        chosen = Quarter.parse(quarter)
    except ValueError as error:
        raise Http404 from error
    return Period(chosen.first, chosen.last, team_id)
