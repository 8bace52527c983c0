"""The cast: who is in the tests, and the short words that seed them.

Amal is an officer of the mission, Carla of a partner organisation, Bassam manages the programme,
Ruth reads, Idris administers; Omar is an officer in another programme and must see nothing here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password

from engagement.access.keys import new_id
from engagement.access.models import Membership, Programme, Role, Team, TeamMembership, User
from engagement.access.scope import Actor, acting_as, actor_of
from engagement.access.tlp import Tlp
from engagement.meetings.actions import log_meeting, plan_meeting, record_not_held
from engagement.meetings.codes import Mode, Status
from engagement.meetings.drafts import Attendance, MeetingDraft
from engagement.meetings.models import Meeting
from engagement.regions.models import ProgrammeArea, Region
from engagement.stakeholders.actions import add_stakeholder
from engagement.stakeholders.drafts import StakeholderDraft
from engagement.stakeholders.models import ActorType, Stakeholder

#: A day in the past of every test run; the tests count from it, never from today.
DAY = date(2026, 3, 10)


@dataclass(frozen=True)
class Cast:
    """Everybody, as actors, with their teams."""

    programme: Programme
    mission: Team
    partner: Team
    amal: Actor
    carla: Actor
    bassam: Actor
    ruth: Actor
    idris: Actor
    omar: Actor

    @property
    def everybody(self) -> tuple[Actor, ...]:
        return (self.amal, self.carla, self.bassam, self.ruth, self.idris, self.omar)


#: username -> role; who works for which team stands in `make_cast`.
ROLES = {
    "amal": Role.OFFICER,
    "carla": Role.OFFICER,
    "bassam": Role.MANAGER,
    "ruth": Role.READER,
    "idris": Role.ADMINISTRATOR,
    "omar": Role.OFFICER,
}
PASSWORD = "a-long-enough-password"


def make_cast() -> Cast:
    """Everybody, written in a few statements: most tests begin with this."""
    here, elsewhere = Programme.objects.bulk_create(
        [Programme(name="Reform programme"), Programme(name="Another programme")]
    )
    iraq = Region.objects.get(key="iraq")
    ProgrammeArea.objects.bulk_create(
        [ProgrammeArea(programme=where, country=iraq) for where in (here, elsewhere)]
    )
    mission, partner, far = Team.objects.bulk_create(
        [
            Team(programme=here, name="Mission"),
            Team(programme=here, name="Partner"),
            Team(programme=elsewhere, name="Mission elsewhere"),
        ]
    )
    people = _members(
        {name: elsewhere if name == "omar" else here for name in ROLES},
        {"amal": mission, "carla": partner, "omar": far},
    )
    return Cast(programme=here, mission=mission, partner=partner, **people)


def _members(where: dict[str, Programme], teams: dict[str, Team]) -> dict[str, Actor]:
    password = make_password(PASSWORD)
    users = User.objects.bulk_create([User(username=name, password=password) for name in where])
    memberships = Membership.objects.bulk_create(
        [Membership(programme=where[u.username], user=u, role=ROLES[u.username]) for u in users]
    )
    TeamMembership.objects.bulk_create(
        [
            TeamMembership(programme=row.programme, membership=row, team=teams[row.user.username])
            for row in memberships
            if row.user.username in teams
        ]
    )
    rows = Membership.objects.filter(user__in=users).select_related("user", "programme")
    return {row.user.username: actor_of(row) for row in rows.prefetch_related("team_memberships")}


def member(where: Programme, username: str, role: str, team: Team | None = None) -> Actor:
    """One more person."""
    user = User.objects.create_user(username, password=PASSWORD)
    membership = Membership.objects.create(programme=where, user=user, role=role)
    if team:
        TeamMembership.objects.create(programme=where, membership=membership, team=team)
    return actor_of(membership)


@pytest.fixture
def cast(db: Any) -> Cast:
    return make_cast()


def register(
    actor: Actor, name: str, actor_type: str = "cso_ngo", base: str = "", **more: Any
) -> Stakeholder:
    """Register somebody as an actor does."""
    kind = more.pop("kind", Stakeholder.Kind.PERSON)
    draft = StakeholderDraft(
        id=more.pop("id", None) or new_id(),
        kind=kind,
        names=(name,) if isinstance(name, str) else name,
        actor_type=ActorType.objects.get(pk=actor_type),
        base_region=Region.objects.get(key=base) if base else None,
        **more,
    )
    with acting_as(actor, "stakeholder.added"):
        return add_stakeholder(actor, draft)


def draft_of(actor: Actor, *places: str, who: tuple[Any, ...] = (), **more: Any) -> MeetingDraft:
    """A meeting in the places with the people, held on DAY unless more says otherwise."""
    values: dict[str, Any] = {
        "id": new_id(),
        "status": Status.HELD,
        "held_on": DAY,
        "mode": Mode.IN_PERSON,
        "lead_team_id": actor.teams[0] if actor.teams else None,
        "tlp": Tlp.AMBER,
    }
    attendances = tuple(
        row if isinstance(row, Attendance) else Attendance(stakeholder_id=row.pk) for row in who
    )
    venues = tuple(Region.objects.get(key=place) for place in places)
    return MeetingDraft(venues=venues, who=attendances, **{**values, **more})


def meet(actor: Actor, *places: str, who: tuple[Any, ...] = (), **more: Any) -> Meeting:
    """Log a meeting as an actor does: `meet(amal, "basra", who=(sheikh,))`."""
    draft = draft_of(actor, *places, who=who, **more)
    actions: dict[str, Callable[..., Meeting]] = {
        Status.HELD: log_meeting,
        Status.PLANNED: plan_meeting,
    }
    with acting_as(actor, "meeting.logged"):
        return actions.get(draft.status, record_not_held)(actor, draft)
