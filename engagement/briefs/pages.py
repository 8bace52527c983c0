"""What the pages about matches show: what is settled, what the rule proposes, and why."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from engagement.access.models import Role
from engagement.access.scope import Actor
from engagement.briefs.codes import Verdict
from engagement.briefs.lists import recommendations, text_of
from engagement.briefs.matching import (
    CODES,
    MOST_COUNTED,
    confirmed,
    counts,
    proposed,
    reasons,
    rules_of,
    with_rules,
)
from engagement.briefs.models import MeetingRecommendation, Recommendation
from engagement.meetings.lists import After, page_of
from engagement.meetings.lists import lines as meeting_lines
from engagement.meetings.models import Meeting


def matches_context(
    actor: Actor, rows: list[Recommendation], code: str, after: str
) -> dict[str, Any]:
    """One page of meetings that the rule proposes for a recommendation."""
    found, more = page_of(with_rules(proposed(actor, code), actor), actor, After.parse(after))
    numbers = counts(actor, CODES)
    shown = meeting_lines(actor, found)
    for one in shown:
        one["reasons"] = [rule.words for rule in reasons(one["meeting"], code)]
    return {
        "rows": shown,
        "code": code,
        "text": next((text_of(row) for row in rows if row.code == code), ""),
        "several_rules": len(rules_of(code)) > 1,
        "rules": [rule.words for rule in rules_of(code)],
        "tabs": [
            {
                "code": row.code,
                "url": "?" + urlencode({"for": row.code}),
                "current": row.code == code,
                "n": min(numbers[row.code][1], MOST_COUNTED),
                "more": numbers[row.code][1] > MOST_COUNTED,
            }
            for row in rows
            if row.code in CODES
        ],
        "after": after,
        "next_url": "?" + urlencode({"for": code, "after": str(more)}) if more else "",
    }


def confirmed_context(actor: Actor, code: str, after: str) -> dict[str, Any]:
    """One page of meetings of which somebody confirmed that they serve it."""
    found, more = page_of(confirmed(actor, code), actor, After.parse(after))
    return {
        "meetings": meeting_lines(actor, found),
        "next_url": "?" + urlencode({"after": str(more)}) if more else "",
    }


def of_meeting(actor: Actor, meeting: Meeting) -> dict[str, Any]:
    """What is settled about one meeting, what the rule proposes, and what may still be named."""
    counted = with_rules(Meeting.objects.visible_to(actor).counted(), actor)
    marked = counted.filter(pk=meeting.pk).first()
    settled = MeetingRecommendation.objects.visible_to(actor).filter(meeting=meeting)
    there = {row.recommendation_id: row for row in settled.select_related("settled_by")}
    lines = [_line(actor, row, marked, there.get(row.pk)) for row in recommendations(actor)]
    may = actor.role == Role.MANAGER or meeting.changed_by(actor)
    return {
        "meeting": meeting,
        "counted": marked is not None,
        "may_settle": may and marked is not None,
        "installed": bool(lines),
        "confirmed": [row for row in lines if row["verdict"] == Verdict.CONFIRMED],
        "rejected": [row for row in lines if row["verdict"] == Verdict.REJECTED],
        "proposed": [row for row in lines if not row["verdict"] and row["reasons"]],
        "others": [row for row in lines if not row["verdict"] and not row["reasons"]],
    }


def _line(
    actor: Actor,
    row: Recommendation,
    marked: Meeting | None,
    settled: MeetingRecommendation | None,
) -> dict[str, Any]:
    mine = settled is None or settled.settled_by_id == actor.user_id
    return {
        "pk": row.pk,
        "code": row.code,
        "text": text_of(row),
        "verdict": settled.verdict if settled else "",
        "settled_by": settled.settled_by.get_full_name() if settled else "",
        "settled_at": settled.settled_at if settled else None,
        "may_change": mine or actor.role == Role.MANAGER,
        "reasons": [rule.words for rule in reasons(marked, row.code)] if marked else [],
    }
