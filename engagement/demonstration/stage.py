"""The stage of the demonstration: programme, teams, members; ids that follow from names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import transaction

from engagement.access.models import Membership, Programme, Role, Team, TeamMembership, User
from engagement.access.scope import Actor, acting_as, actor_for
from engagement.access.sign_ins import DEMONSTRATION_PASSWORD, DEMONSTRATION_SIGN_INS
from engagement.demonstration.teams import PEOPLE, TEAMS, WITHOUT_SIGN_IN
from engagement.regions.models import ProgrammeArea, Region
from engagement.reports.models import ReportSchedule

PROGRAMME = "Demonstration programme"
_SPACE = UUID("0f6a4c5e-6a52-4f6e-9d0a-5f1c6b8f1d10")


@dataclass(frozen=True)
class Stage:
    """What everything is made with: who acts for each team, the places, and today."""

    programme: Programme
    today: date
    users: dict[str, User]
    teams: dict[str, Team]
    regions: dict[str, Region]

    def key(self, name: str) -> UUID:
        """The id of a row: it follows from the programme's, so it is the same everywhere."""
        return uuid5(_SPACE, f"{self.programme.pk}/{name}")

    def actor(self, username: str) -> Actor:
        return actor_for(self.users[username].pk, self.programme.pk)

    def officer(self, team: str) -> Actor:
        """Who logs for a team."""
        return self.actor(TEAMS[team][0])

    def days_ago(self, days: int) -> date:
        return self.today - timedelta(days=days)


def set_stage(now: datetime) -> Stage:
    """The programme with its teams and members, all or nothing."""
    with transaction.atomic():
        programme = Programme.objects.create(
            # All other ids follow from this one. It is the moment's own: the change log keeps the
            # rows of a demonstration that was cleared, and takes each version of a row once.
            id=uuid5(_SPACE, f"{PROGRAMME}/{now.isoformat()}"),
            name=PROGRAMME,
            demonstration=True,
        )
        ProgrammeArea.objects.create(programme=programme, country=Region.objects.get(key="iraq"))
        stage = Stage(
            programme=programme,
            today=now.astimezone(ZoneInfo(programme.time_zone)).date(),
            users=_users(),
            teams={},
            regions=Region.objects.in_bulk(field_name="key"),
        )
        _join(stage)
        ReportSchedule.objects.create(
            programme=programme, kind="beyond_capital", owner=stage.users["manager"]
        )
    return stage


def _users() -> dict[str, User]:
    signs_in = make_password(DEMONSTRATION_PASSWORD)
    names = {**PEOPLE, **WITHOUT_SIGN_IN}
    users = User.objects.bulk_create(
        [
            User(
                id=user_id(username),
                username=username,
                name=name,
                password=signs_in if username in PEOPLE else make_password(None),
            )
            for username, name in names.items()
        ]
    )
    return {user.username: user for user in users}


def user_id(username: str) -> UUID:
    """The id of a user of the demonstration."""
    return uuid5(_SPACE, f"user/{username}")


def _join(stage: Stage) -> None:
    roles = {**dict(DEMONSTRATION_SIGN_INS), **dict.fromkeys(WITHOUT_SIGN_IN, Role.OFFICER)}
    here = stage.programme
    rows = {
        username: Membership(programme=here, user=stage.users[username], role=role)
        for username, role in roles.items()
    }
    Membership.objects.bulk_create(rows.values())
    teams = [Team(id=stage.key(f"team/{name}"), programme=here, name=name) for name in TEAMS]
    Team.objects.bulk_create(teams)
    stage.teams.update({team.name: team for team in teams})
    TeamMembership.objects.bulk_create(
        [
            TeamMembership(programme=here, membership=rows[username], team=stage.teams[name])
            for name, officers in TEAMS.items()
            for username in officers
        ]
    )


def write(
    stage: Stage, verb: str, drafts: Mapping[str, list[Any]], action: Callable[..., Any]
) -> None:
    """Each team's drafts by its own officer, in one act."""
    for team, rows in drafts.items():
        actor = stage.officer(team)
        with acting_as(actor, verb):
            action(actor, rows)


def noon(stage: Stage, day: date) -> datetime:
    """A moment on a day of the programme."""
    return datetime.combine(day, time(12), ZoneInfo(stage.programme.time_zone))
