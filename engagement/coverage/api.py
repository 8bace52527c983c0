"""The API's door to coverage."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema

from engagement.access.api_doors import Door
from engagement.access.fields import UUID_SHAPE
from engagement.access.models import Role, Team
from engagement.access.problems import Fault, Problem
from engagement.access.scope import Actor
from engagement.coverage.fixed import fixed
from engagement.coverage.periods import asked
from engagement.coverage.representations import coverage_data
from engagement.coverage.serializers import CoverageSerializer
from engagement.coverage.sums import Period
from engagement.regions.choices import area_of

PERIOD = OpenApiParameter(
    "period",
    {"type": "string", "pattern": "^20[0-9]{2}-Q[1-4]$", "examples": ["2026-Q3"]},
    description="A quarter that has begun; left out: this month to date and the 11 before it.",
)
TEAM = OpenApiParameter(
    "team", {"type": "string", "format": "uuid"}, description="Only the meetings of this team."
)

#: How an agreement says that the figures are shared: one field of one type.
COVERAGE, FIGURES = "coverage", "figures"


class Coverage(Door):
    """The figures of coverage over one period, with what they rest on and the lists behind them."""

    opens_to_partners = (COVERAGE, FIGURES)
    parameters = ("period", "team")

    @extend_schema(
        operation_id="coverage",
        responses=CoverageSerializer,
        tags=["coverage"],
        parameters=[PERIOD, TEAM],
    )
    def get(self, request: Any) -> HttpResponse:
        return self.within(self._read)

    def _read(self, actor: Actor) -> HttpResponse:
        actor.require(Role.READER, Role.OFFICER, Role.MANAGER, Role.PARTNER)
        # The area is read with the teams: one statement fewer, and a programme has teams.
        teams = list(
            Team.objects.filter(programme_id=actor.programme_id).select_related(
                "programme__area__country"
            )
        )
        area = teams[0].programme.area if teams else area_of(actor.programme_id)
        names = {team.pk: team.name for team in teams}
        quarter = self.request.query_params.get("period", "")
        period = self._period(actor, quarter, self._team(names))
        found = fixed(period, area, actor.today(), names, leaving=actor.is_partner)
        team = period.team_id
        asked_for = {
            "period": {
                "first": period.first.isoformat(),
                "last": period.last.isoformat(),
                "quarter": quarter or None,
            },
            "team": {"id": str(team), "name": names[team]} if team else None,
        }
        return self.answer(asked_for | coverage_data(found, self.request.build_absolute_uri))

    def _period(self, actor: Actor, quarter: str, team: UUID | None) -> Period:
        try:
            return Period(*asked(quarter, actor.today()), team)
        except ValueError as error:
            raise Problem(400, errors=[Fault(str(error), parameter="period")]) from error

    def _team(self, names: dict[UUID, str]) -> UUID | None:
        text = self.request.query_params.get("team")
        if text is None:
            return None
        team = UUID(text) if UUID_SHAPE.fullmatch(text) else None
        if team not in names:
            words = _("There is no such team in this programme. Give the id of one of its teams.")
            raise Problem(400, errors=[Fault(words, parameter="team")])
        return team
