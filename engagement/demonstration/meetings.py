"""Writing the meetings of the story, with what was promised and raised in them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from engagement.access.scope import Actor, acting_as
from engagement.access.tlp import Tlp
from engagement.demonstration.casting import Candidate
from engagement.demonstration.stage import Stage, noon
from engagement.demonstration.teams import TEAMS
from engagement.demonstration.texts import ANSWERS, DECISIONS, ISSUES, OURS, THEIRS
from engagement.demonstration.told import Told
from engagement.meetings.bulk_log import log_meetings
from engagement.meetings.drafts import Attendance, FollowUpDraft, IssueDraft, MeetingDraft
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.issues.models import IssueRaised

#: Of the promises that fell due, 54 of 75 were kept in time: 72 %.
KEPT, LATE, OVERDUE, DROPPED, NOT_DUE = 54, 9, 12, 5, 10
VERIFIED_ONE_IN = 3
ENDS = ("done_on", "dropped_on", "dropped_reason", "verified_on", "verified_by")
#: Of three issues two are answered.
ISSUES_RAISED, ANSWERED_OF_THREE = 45, 3
VERBS = {"held": "meeting.logged", "planned": "meeting.planned"}
#: Out of a hundred people of a group: women, then the age bands.
SHARES = {
    "women": 45,
    "men": 55,
    "under_18": 10,
    "aged_18_to_29": 30,
    "aged_30_to_59": 45,
    "aged_60_up": 15,
}


@dataclass(frozen=True)
class Promise:
    """What becomes of one follow-up or commitment."""

    told: Told
    draft: FollowUpDraft
    end: str


def write_meetings(stage: Stage, story: list[Told]) -> None:
    """All of them, each team's by its own officer, and then what came of them."""
    chance = random.Random(90)  # noqa: S311  the same promises each time, on purpose
    promises = list(_promises(stage, story, chance))
    issues = list(_issues(stage, story, chance))
    follow_ups, raised = defaultdict(list), defaultdict(list)
    for promise in promises:
        follow_ups[promise.told.key].append(promise.draft)
    for told, issue in issues:
        raised[told.key].append(issue)
    groups: dict[tuple[str, str], list[tuple[Told, MeetingDraft]]] = defaultdict(list)
    for told in story:
        draft = _draft(stage, told, chance)
        draft = replace(
            draft, follow_ups=tuple(follow_ups[told.key]), issues=tuple(raised[told.key])
        )
        groups[told.team, VERBS.get(told.status, "meeting.not_held")].append((told, draft))
    for (team, verb), rows in groups.items():
        _log(stage, stage.officer(team), verb, rows)
    _settle(stage, promises, issues)


def _log(stage: Stage, actor: Actor, verb: str, rows: list[tuple[Told, MeetingDraft]]) -> None:
    with acting_as(actor, verb):
        log_meetings(actor, [draft for _told, draft in rows])
        # Logged then, not now: the demonstration shows how timely a team is.
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE engagement_meeting m SET logged_at = v.moment"
                " FROM unnest(%s::uuid[], %s::timestamptz[]) AS v (id, moment) WHERE m.id = v.id",
                [[row.id for _told, row in rows], [_logged_at(stage, told) for told, _row in rows]],
            )


def _logged_at(stage: Stage, told: Told) -> datetime:
    day = told.day + timedelta(days=told.lag)
    if told.status == "planned":
        day = min(told.day, stage.today) - timedelta(days=10)
    return noon(stage, min(day, stage.today))


def _draft(stage: Stage, told: Told, chance: random.Random) -> MeetingDraft:
    regions = stage.regions
    who = [_attendance(stage, row, chance) for row in told.who]
    if told.through is not None:
        through = _attendance(stage, told.through, chance)
        who.append(replace(through, role="intermediary"))
    return MeetingDraft(
        id=stage.key(told.key),
        status=told.status,
        reason=told.reason,
        held_on=told.day,
        mode=told.mode,
        lead_team_id=stage.teams[told.team].pk,
        venues=tuple(regions[key] for key in told.venues),
        subjects=tuple(regions[key] for key in told.subjects),
        who=tuple(who),
        starts_at=told.starts_at,
        duration=told.duration,
        outcome=told.outcome,
        purpose=told.purpose,
        participation_level=told.level,
        asked_by=told.asked_by,
        arranged_through_id=stage.key(told.through.who) if told.through else None,
        guest_team_ids=tuple(stage.teams[name].pk for name in told.guests),
        to_complete=told.to_complete,
        tlp=Tlp[told.tlp],
    )


def _attendance(stage: Stage, row: Candidate, chance: random.Random) -> Attendance:
    there = Attendance(
        stakeholder_id=stage.key(row.who), post_id=stage.key(row.post) if row.post else None
    )
    if not row.community:
        return there
    heads = chance.randrange(12, 61)
    parts: dict[str, Any] = {name: heads * share // 100 for name, share in SHARES.items()}
    return replace(there, headcount=heads, **parts)


def _promises(stage: Stage, story: list[Told], chance: random.Random) -> Iterator[Promise]:
    held = [row for row in story if row.status == "held" and row.tlp == "AMBER"]
    # Long enough ago that what was late is done by now.
    old = [row for row in held if (stage.today - row.day).days > 75]
    new = [row for row in held if (stage.today - row.day).days <= 20]
    ends = ["kept"] * KEPT + ["late"] * LATE + ["overdue"] * OVERDUE + ["dropped"] * DROPPED
    chance.shuffle(ends)
    rows = [*zip(chance.sample(old, len(ends)), ends, strict=True)]
    rows += [(chance.choice(new), "open") for _ in range(NOT_DUE)]
    for number, (told, end) in enumerate(rows):
        yield Promise(told, _follow_up(stage, told, number, end, chance), end)


def _follow_up(
    stage: Stage, told: Told, number: int, end: str, chance: random.Random
) -> FollowUpDraft:
    ours = number % 2 == 0 or told.who[0].community
    due = told.day + timedelta(days=chance.choice((30, 45, 60)))
    return FollowUpDraft(
        id=stage.key(f"promise/{number}"),
        text=chance.choice(OURS if ours else THEIRS),
        due_on=due if end != "open" else stage.today + timedelta(days=1 + number % 30),
        side="ours" if ours else "theirs",
        by_id=None if ours else stage.key(told.who[0].who),
        assigned_to_id=stage.users[TEAMS[told.team][0]].pk if ours else None,
    )


def _issues(
    stage: Stage, story: list[Told], chance: random.Random
) -> Iterator[tuple[Told, IssueDraft]]:
    spoken = [row for row in story if row.status == "held" and row.side != "international"]
    for number, told in enumerate(chance.sample(spoken, ISSUES_RAISED)):
        yield (
            told,
            IssueDraft(
                id=stage.key(f"issue/{number}"),
                text=ISSUES[number % len(ISSUES)],
                raised_by_id=stage.key(told.who[0].who) if number % 9 else None,
            ),
        )


def _settle(stage: Stage, promises: list[Promise], issues: list[tuple[Told, IssueDraft]]) -> None:
    """What came of it, one statement a team: one by one it would take half a minute."""
    teams = {row.told.team for row in promises} | {told.team for told, _issue in issues}
    for team in sorted(teams):
        actor = stage.officer(team)
        mine = {row.draft.id: row for row in promises if row.told.team == team}
        with acting_as(actor, "follow_up.finished"):
            rows = list(FollowUp.objects.visible_to(actor).filter(pk__in=mine))
            for row in rows:
                _end(stage, row, mine[row.pk])
            FollowUp.objects.visible_to(actor).bulk_update(rows, ENDS)
        raised = {issue.id: told for told, issue in issues if told.team == team}
        with acting_as(actor, "issue.answered"):
            _answer(stage, actor, raised)


def _end(stage: Stage, row: FollowUp, promise: Promise) -> None:
    due = promise.draft.due_on or stage.today
    if promise.end == "dropped":
        row.dropped_on, row.dropped_reason = due, "Overtaken by events"
    elif promise.end in ("kept", "late"):
        late = promise.end == "late"
        row.done_on = due + timedelta(days=12) if late else due - timedelta(days=3)
        if row.pk.int % VERIFIED_ONE_IN == 0 and not late:
            # Nobody verifies what they marked as done themselves.
            row.verified_on, row.verified_by = due, stage.users["manager"]


def _answer(stage: Stage, actor: Actor, raised: dict[UUID, Told]) -> None:
    rows = list(IssueRaised.objects.visible_to(actor).filter(pk__in=raised))
    for row in rows:
        number, told = row.pk.int, raised[row.pk]
        if (stage.today - told.day).days > 30 and number % ANSWERED_OF_THREE:
            row.answer = ANSWERS[number % len(ANSWERS)]
            row.answered_on = told.day + timedelta(days=10 + number % 20)
            row.decision = DECISIONS[number % len(DECISIONS)]
    IssueRaised.objects.visible_to(actor).bulk_update(rows, ("answer", "answered_on", "decision"))
