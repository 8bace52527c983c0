"""Whom a text may mean: candidates by every name in every script, best first, with reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engagement.access.scope import Actor
from engagement.names.folding import fold
from engagement.names.lookup import question_of
from engagement.names.matching import POSSIBLE, Match, match, score_of
from engagement.names.telling import told_while_typing
from engagement.stakeholders.models import Stakeholder, StakeholderName
from engagement.stakeholders.profiles import line, with_names

#: Names that are put in order by `match`; enough of them make wider ways of asking needless.
ENOUGH, MOST = 12, 60


@dataclass(frozen=True)
class Candidate:
    """A stakeholder that the actor may open, and how the nearest of their names fits the text."""

    stakeholder_id: UUID
    name: str
    kind: str
    match: Match


@dataclass(frozen=True)
class Suggestion:
    """A candidate with what a line about them shows: names, actor type, base."""

    person: Stakeholder
    candidate: Candidate


def candidates(
    actor: Actor,
    text: str,
    *,
    kinds: Collection[str] = (),
    most: int = 10,
    without: Iterable[UUID] = (),
    typing: bool = False,
) -> list[Candidate]:
    """The stakeholders, not withdrawn, that the text may name, best first; one statement.

    `typing`: the text may be the beginning of a name, or a piece of one, and all that fit so are
    given; otherwise only those that are possibly the same.
    """
    asked, folded = question_of(text), fold(text)
    names = StakeholderName.objects.visible_to(actor)
    rows = names.like(asked, kinds=kinds, enough=ENOUGH, most=MOST)
    best: dict[UUID, tuple[float, StakeholderName]] = {}
    for row in rows.exclude(stakeholder__in=list(without)):
        score = score_of(text, row.text, typing=typing)
        fits = score >= POSSIBLE or (typing and (score > 0 or folded in row.folded))
        if fits and best.get(row.stakeholder_id, (-1.0,))[0] < score:
            best[row.stakeholder_id] = (score, row)
    found = sorted(best.values(), key=lambda one: (-one[0], one[1].text))[:most]
    return [
        Candidate(row.stakeholder_id, row.text, row.kind, match(text, row.text, typing=typing))
        for _score, row in found
    ]


def suggestions(
    actor: Actor, text: str, *, kinds: Collection[str] = (), most: int = 10
) -> list[Suggestion]:
    """Whom somebody may mean who is typing this, best first; three statements."""
    found = candidates(actor, text, kinds=kinds, most=most, typing=True)
    rows = Stakeholder.objects.visible_to(actor).filter(
        pk__in=[one.stakeholder_id for one in found]
    )
    people = {row.pk: row for row in with_names(rows, actor)}
    return [
        Suggestion(people[one.stakeholder_id], one) for one in found if one.stakeholder_id in people
    ]


def suggestion(one: Suggestion) -> dict[str, Any]:
    """A line of somebody suggested, with the name that was found and why."""
    shown = line(one.person)
    match = one.candidate.match
    return {
        **shown,
        "found_by": one.candidate.name if one.candidate.name != shown["name"] else "",
        "why": told_while_typing(match),
    }
