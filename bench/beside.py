"""What stands beside the meetings of the benchmark: issues, decisions, and what the brief asks for.

Issues and decisions grow with the log; of initiatives, assessments and incidents there are as few
as in life.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from bench.people import BODIES, kind_of, met_in
from bench.rows import (
    AMBER,
    GREEN,
    LAST,
    MOMENT,
    OTHER,
    ROOT,
    SCOPE,
    TEAM,
    USER,
    day_of,
    meeting_of,
    people,
    person,
    root,
    scope,
    scope_of,
)

FIRST_ISSUE, FIRST_DECISION, FIRST_OF_BRIEF = (1 << bit for bit in range(68, 71))
#: In every so manieth meeting an issue was raised; of every so manieth stakeholder it was decided.
RAISED, DECIDED = 12, 53
COURSES = ("engage", "not", "indirectly")
INITIATIVES, ASSESSMENTS, INCIDENTS = 20, 12, 6

ISSUE = (*SCOPE, "id", "meeting_id", "text", "raised_by_id", "answer", "answered_on", "decision")
DECISION = (
    *(*SCOPE, "id", "stakeholder_id", "course", "decided_by", "reason", "valid_from", "valid_to"),
    *("from_precision", "to_precision", "written_by_id", "written_at", "withdrawn_at"),
    "withdrawn_reason",
)
INITIATIVE = (
    *(*ROOT, "name", "lead_organisation_id", "iraqi_led", "summary", "valid_from", "valid_to"),
    *("from_precision", "to_precision"),
)
ASSESSMENT = (
    *(*ROOT, "title", "asked_by", "asked_on", "delivered_on", "valid_on", "acted_on", "action"),
    "summary",
)
ASSESSED = (*SCOPE, "strategic_assessment_id", "region_id")
INCIDENT = (*ROOT, "kind", "region_id", "happened_on", "text", "source")


def issues(size: int) -> Iterator[tuple[Any, ...]]:
    """Of some nobody said who raised them; some raisers were not in the meeting themselves."""
    crowd = people(size)
    for turn, n in enumerate(range(1, size, RAISED)):
        raiser = (person(met_in(n, crowd)[1]), person(turn % crowd), None)[turn % 3]
        answered = day_of(n, size) + timedelta(days=turn % 9 * 10) if turn % 2 else None
        said = ("Wages were not paid", raiser, "We asked" if answered else "", answered)
        decision = "We ask each month" if turn % 5 == 3 else ""
        yield (*scope_of(n), UUID(int=FIRST_ISSUE + turn), meeting_of(n), *said, decision)


def decisions(size: int) -> Iterator[tuple[Any, ...]]:
    """On units and on some others; some are over, some taken back, some another team's."""
    chosen = [n for n in range(people(size)) if kind_of(n) == "unit" or n % DECIDED == 9]
    for turn, n in enumerate(chosen):
        of = scope(AMBER, OTHER if turn % 5 == 4 else TEAM)
        until, withdrawn = LAST - timedelta(days=30), turn % 7 == 3
        why = (COURSES[turn % 3], "The board", "As agreed", _ago(900), until)
        if turn % 4:
            why = (*why[:4], None)
        taken_back = (MOMENT, "Wrong") if withdrawn else (None, "")
        yield (*of, UUID(int=FIRST_DECISION + turn), person(n), *why, *_written(), *taken_back)


def _written() -> tuple[Any, ...]:
    return ("day", "day", USER, MOMENT)


def _ago(days: int) -> date:
    return LAST - timedelta(days=days)


def _key(number: int) -> UUID:
    return UUID(int=FIRST_OF_BRIEF + number)


def initiatives() -> Iterator[tuple[Any, ...]]:
    """Led by each of the bodies; some are over, some nobody said whether Iraqis lead."""
    for n, body in zip(range(INITIATIVES), BODIES, strict=True):
        begun = _ago(100 * n) if n % 4 else None
        over = _ago(n * 40) if n % 5 == 2 else None
        led = ("t", "f", None)[n % 3 if n % 2 else 0]
        yield (
            *root(scope(GREEN), _key(n)),
            *("Oversight of the police", person(body), led, "", begun, over, "day", "day"),
        )


def assessments() -> Iterator[tuple[Any, ...]]:
    """Some were only asked for, some delivered, some acted on."""
    for n in range(ASSESSMENTS):
        valid = _ago(30 * n) if n % 4 else None
        acted = _ago(30 * n - 20) if n % 4 == 2 else None
        done = "Patrols changed" if acted else ""
        yield (
            *root(scope(GREEN), _key(100 + n)),
            *("Conditions", "The mission", _ago(30 * n + 60), valid, valid, acted, done, ""),
        )


def assessed(regions: list[int]) -> Iterator[tuple[Any, ...]]:
    for n in range(ASSESSMENTS):
        for region in regions[n :: len(regions) // 2]:
            yield (*scope(GREEN), _key(100 + n), region)


def incidents(regions: list[int]) -> Iterator[tuple[Any, ...]]:
    for n in range(INCIDENTS):
        told = ("attack", regions[3 * n], _ago(20 * n), "An attack", "The press")
        yield (*root(scope(GREEN), _key(200 + n)), *told)
