"""Making the demonstration programme through the same actions as everybody."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from engagement.access.models import Membership, Programme, Team, TeamMembership, User
from engagement.access.scope import Actor, acting_as, actor_for
from engagement.access.sign_ins import DEMONSTRATION_PASSWORD, DEMONSTRATION_SIGN_INS
from engagement.coverage.periods import Quarter
from engagement.demonstration.cast import PEOPLE, STAKEHOLDERS, TEAMS
from engagement.demonstration.story import QUARTERS, UNKNOWN, Scene
from engagement.meetings.actions import log_meeting, plan_meeting, record_not_held
from engagement.meetings.codes import Status
from engagement.meetings.drafts import Attendance, MeetingDraft
from engagement.meetings.models import Meeting, Participant
from engagement.regions.models import ProgrammeArea, Region
from engagement.reports.models import ReportKind, ReportSchedule
from engagement.stakeholders.actions import add_stakeholders
from engagement.stakeholders.drafts import StakeholderDraft
from engagement.stakeholders.models import ActorType

PROGRAMME = "Demonstration programme"
_SPACE = UUID("0f6a4c5e-6a52-4f6e-9d0a-5f1c6b8f1d10")
#: Held meetings that are logged late, one in so many.
LATE_ONE_IN = 7


def make(now: datetime) -> int:
    """Make everything, ending on the day of `now`; all or nothing. Returns how many meetings."""
    with transaction.atomic():
        # All ids follow from this one: the same demonstration on every machine.
        programme = Programme.objects.create(
            id=uuid5(_SPACE, PROGRAMME), name=PROGRAMME, demonstration=True
        )
        country = Region.objects.get(key="iraq")
        ProgrammeArea.objects.create(programme=programme, country=country)
        users = _members(programme)
        ReportSchedule.objects.create(
            programme=programme, kind=ReportKind.BEYOND_CAPITAL, owner=users["manager"]
        )
    actors = {name: actor_for(user.pk, programme.pk) for name, user in users.items()}
    _register(actors["officer"])
    today = now.astimezone(ZoneInfo(programme.time_zone)).date()
    drafts = list(_drafts(actors, today))
    for actor, draft in drafts:
        _write(actor, draft)
    return len(drafts)


def _members(programme: Programme) -> dict[str, User]:
    users = {}
    for username, role in DEMONSTRATION_SIGN_INS:
        user = User.objects.create_user(username, password=DEMONSTRATION_PASSWORD)
        user.name = PEOPLE[username]
        user.save(update_fields=["name"])
        Membership.objects.create(programme=programme, user=user, role=role)
        users[username] = user
    for name, officers in TEAMS.items():
        team = Team.objects.create(programme=programme, name=name)
        for officer in officers:
            membership = Membership.objects.get(programme=programme, user=users[officer])
            TeamMembership.objects.create(programme=programme, membership=membership, team=team)
    return users


def _register(actor: Actor) -> None:
    types = ActorType.objects.in_bulk()
    regions = Region.objects.in_bulk(field_name="key")
    with acting_as(actor, "stakeholder.added"):
        add_stakeholders(
            actor,
            [
                StakeholderDraft(
                    id=_key(actor, key),
                    kind=kind,
                    names=names,
                    actor_type=types[code],
                    base_region=regions[base],
                    at_risk=at_risk,
                )
                for key, (names, kind, code, base, at_risk) in STAKEHOLDERS.items()
            ],
        )


def _key(actor: Actor, name: str) -> UUID:
    return uuid5(_SPACE, f"{actor.programme_id}/{name}")


def _drafts(actors: dict[str, Actor], today: date) -> Iterator[tuple[Actor, MeetingDraft]]:
    chance = random.Random(20)  # noqa: S311  the same meetings each time, on purpose
    regions = Region.objects.in_bulk(field_name="key")
    quarters = Quarter.of(today).back(len(QUARTERS))[::-1]
    for quarter, scenes in zip(quarters, QUARTERS, strict=True):
        days = (min(quarter.last, today) - quarter.first).days
        for scene in scenes:
            for time in range(scene.times):
                day = quarter.first + timedelta(days=chance.randint(0, days))
                actor = _logger(actors, scene, chance)
                key = _key(actor, f"{quarter}/{scene.place}/{scene.who}/{scene.mode}/{time}")
                yield actor, _draft(actor, key, scene, day, regions)
    officer = actors["officer"]
    for ahead, name in ((6, "governor"), (13, "women")):
        scene, day = Scene(1, "nineveh", (name,)), today + timedelta(days=ahead)
        key = _key(officer, f"planned/{name}")
        yield officer, _draft(officer, key, scene, day, regions, Status.PLANNED)


#: Registered by the officer's team at a level that only that team and managers see.
_PROTECTED = {key for key, row in STAKEHOLDERS.items() if row[4] or row[2].startswith("pmf")}


def _logger(actors: dict[str, Actor], scene: Scene, chance: random.Random) -> Actor:
    other = chance.random() < 0.25 and not _PROTECTED.intersection(scene.who)
    return actors["colleague" if other else "officer"]


def _draft(
    actor: Actor,
    key: UUID,
    scene: Scene,
    day: date,
    regions: dict[str, Region],
    status: str = "",
) -> MeetingDraft:
    return MeetingDraft(
        id=key,
        status=status or (Status.NOT_HELD if scene.reason else Status.HELD),
        reason=scene.reason,
        held_on=day,
        mode=scene.mode,
        lead_team_id=actor.own_teams[0],
        venues=() if scene.place == UNKNOWN else (regions[scene.place],),
        who=tuple(
            Attendance(
                stakeholder_id=_key(actor, key),
                role=Participant.Role.COUNTERPART,
                headcount=scene.heads if STAKEHOLDERS[key][1] == "community" else None,
            )
            for key in scene.who
        ),
        outcome=scene.outcome,
    )


def _write(actor: Actor, draft: MeetingDraft) -> None:
    actions = {Status.HELD: log_meeting, Status.PLANNED: plan_meeting}
    action = actions.get(Status(draft.status), record_not_held)
    with acting_as(actor, f"meeting.{'logged' if draft.status == Status.HELD else 'planned'}"):
        meeting = action(actor, draft)
        if draft.status != Status.PLANNED:
            # Logged then, not now: the demonstration shows how timely a team is.
            lag = 12 if meeting.pk.int % LATE_ONE_IN == 0 else meeting.pk.int % 4
            logged = datetime.combine(draft.held_on, datetime.min.time(), ZoneInfo("UTC"))
            Meeting.objects.visible_to(actor).filter(pk=meeting.pk).update(
                logged_at=logged + timedelta(days=lag, hours=9)
            )
