"""Filling the register of the demonstration."""

from __future__ import annotations

from collections import defaultdict

from engagement.demonstration.bodies import bodies
from engagement.demonstration.people import LONG_AGO, Posting, Register, names_of
from engagement.demonstration.stage import Stage, write
from engagement.stakeholders.actions import add_stakeholders
from engagement.stakeholders.drafts import NameDraft, StakeholderDraft
from engagement.stakeholders.models import ActorType
from engagement.stakeholders.posts.bulk import add_posts
from engagement.stakeholders.posts.drafts import PostDraft


def fill_register(stage: Stage) -> Register:
    """Everybody, each registered by the team that knows them, with their posts."""
    register = Register(bodies())
    types = ActorType.objects.in_bulk()
    drafts: dict[str, list[StakeholderDraft]] = defaultdict(list)
    for body in register.bodies:
        drafts[body.team].append(
            StakeholderDraft(
                id=stage.key(body.key),
                kind=body.kind,
                names=body.names,
                actor_type=types[body.actor_type],
                base_region=stage.regions[body.base],
                tags=body.tags,
                not_to_be_engaged=body.not_to_be_engaged,
            )
        )
    for human in register.humans:
        drafts[human.team].append(
            StakeholderDraft(
                id=stage.key(human.key),
                kind="person",
                names=tuple(NameDraft(*name) for name in names_of(human)),
                actor_type=types[human.actor_type],
                base_region=stage.regions[human.base],
                at_risk=human.at_risk,
            )
        )
    write(stage, "stakeholder.added", drafts, add_stakeholders)
    _fill_posts(stage, register)
    return register


def _fill_posts(stage: Stage, register: Register) -> None:
    teams = {human.key: human.team for human in register.humans}
    drafts: dict[str, list[PostDraft]] = defaultdict(list)
    for row in register.postings:
        drafts[teams[row.who]].append(_post(stage, row))
    write(stage, "post.added", drafts, add_posts)


def _post(stage: Stage, row: Posting) -> PostDraft:
    begun = stage.days_ago(row.since)
    known_roughly = row.since == LONG_AGO
    return PostDraft(
        id=stage.key(row.key),
        stakeholder_id=stage.key(row.who),
        organisation_id=stage.key(row.body.key),
        title=row.title,
        seniority=row.seniority,
        valid_from=begun.replace(month=1, day=1) if known_roughly else begun,
        from_precision="year" if known_roughly else "day",
        valid_to=None if row.until is None else stage.days_ago(row.until),
        source="Invented for the demonstration",
    )
