"""Whom a text may mean: candidates by every name in every script, best first, with reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models.expressions import RawSQL

from engagement.access.scope import Actor
from engagement.names.folding import fold
from engagement.names.lookalikes import another_name
from engagement.names.lookup import question_of, whole_question_of
from engagement.names.matching import LIKELY, POSSIBLE, Match, match, score_of
from engagement.names.spelling import spelled
from engagement.names.telling import told_while_typing
from engagement.stakeholders.models import Stakeholder, StakeholderName
from engagement.stakeholders.profiles import line, with_names
from engagement.stakeholders.querysets import names_like_each

#: Names that are put in order by `match`; enough of them make wider ways of asking needless.
ENOUGH, MOST = 12, 60
#: What it counts, beside a score from 0 to 1, that a name is spelled as it was typed.
SPELLED = 0.02


@dataclass(frozen=True)
class Candidate:
    """A stakeholder that the actor may open, and how the nearest of their names fits the text."""

    stakeholder_id: UUID
    name: str
    kind: str
    match: Match

    @property
    def pk(self) -> UUID:
        """The stakeholder's, as of a row."""
        return self.stakeholder_id


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
    names = StakeholderName.objects.visible_to(actor)
    rows = names.like(question_of(text), kinds=kinds, enough=ENOUGH, most=MOST)
    rows = rows.exclude(stakeholder__in=list(without))
    return _best(text, rows.values_list(*_READ), most=most, typing=typing)


def candidates_of_each(
    actor: Actor,
    asked: Sequence[tuple[str, Collection[str]]],
    *,
    most: int = 10,
    without: Iterable[UUID] = (),
) -> list[list[Candidate]]:
    """The same for several texts, each with the kinds it may be of; two statements for all."""
    questions = [(question_of(text), kinds) for text, kinds in asked]
    found = names_like_each(questions, enough=ENOUGH, most=MOST)
    ids = [key for keys in found.values() for key in keys]
    # Not `pk__in=ids`: nothing found would be one statement less.
    rows = StakeholderName.objects.visible_to(actor).filter(
        pk__in=RawSQL("SELECT unnest(%s::bigint[])", [ids])
    )
    rows = rows.exclude(stakeholder__in=list(without))
    names = {pk: values for pk, *values in rows.values_list("pk", *_READ)}
    return [
        _best(text, [names[key] for key in found.get(n, ()) if key in names], most=most)
        for n, (text, _kinds) in enumerate(asked)
    ]


#: Values, for rows made into objects would take as long as finding them.
_READ = ("stakeholder_id", "text", "kind", "folded")


def _best(text: str, rows: Iterable[Any], *, most: int, typing: bool = False) -> list[Candidate]:
    folded = fold(text)
    best: dict[UUID, tuple[float, str, str]] = {}
    scores: dict[str, float] = {}
    for pk, name, kind, as_folded in rows:
        if name not in scores:
            scores[name] = score_of(text, name, typing=typing)
        score = scores[name]
        fits = score >= POSSIBLE or (typing and (score > 0 or folded in as_folded))
        if fits and best.get(pk, (-1.0,))[0] < score:
            best[pk] = (score, name, kind)
    # Of those that sound alike, who is spelled as it was typed.
    nearest = {name: -score - SPELLED * spelled(text, name) for score, name, _ in best.values()}
    found = sorted(best.items(), key=lambda one: (nearest[one[1][1]], one[1][1]))[:most]
    return [
        Candidate(pk, name, kind, match(text, name, typing=typing))
        for pk, (_score, name, kind) in found
    ]


def likely_among(
    actor: Actor, asked: Mapping[UUID, tuple[Sequence[str], str]]
) -> dict[UUID, list[Candidate]]:
    """For new records (id -> names, kind): whom each may already be, nearest first; two statements.

    Only what a person should look at as one is given, by full names that have every part; what is
    farther, a scan finds.
    """
    texts = [(pk, text, kind) for pk, (names, kind) in asked.items() for text in names]
    questions = [(*row, query) for row in texts if (query := whole_question_of(row[1]).whole)]
    hits = _alike(questions)
    full = _full_names(actor, {name for _at, name in hits})
    held: dict[tuple[str, str], Match | None] = {}  # most of them are namesakes
    best: dict[UUID, dict[UUID, Candidate]] = {}
    for at, name in hits:
        pk, text, _kind, _query = questions[at]
        whose, other, kind = full.get(name, (pk, "", ""))
        if whose == pk:
            continue
        if (text, other) not in held:
            held[text, other] = _likely(text, other)
        told, there = held[text, other], best.setdefault(pk, {}).get(whose)
        if told and (there is None or there.match.score < told.score):
            best[pk][whose] = Candidate(whose, other, kind, told)
    return {
        pk: sorted(found.values(), key=lambda one: (-one.match.score, one.name))
        for pk, found in best.items()
        if found
    }


def _full_names(actor: Actor, ids: Collection[int]) -> dict[int, tuple[UUID, str, str]]:
    """Of these names those in full, with whose each is; values, as objects take longer."""
    if not ids:
        return {}
    rows = StakeholderName.objects.visible_to(actor).filter(
        kind=StakeholderName.Kind.FULL, pk__in=RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])
    )
    return {pk: values for pk, *values in rows.values_list("pk", "stakeholder_id", "text", "kind")}


def _likely(text: str, other: str) -> Match | None:
    """The match, where a person should look at the two as one."""
    told = match(text, other, least=LIKELY)
    return told if told.likely and not another_name(told) else None


def _alike(questions: Sequence[tuple[Any, str, str, str]]) -> list[tuple[int, int]]:
    """(place among the questions, id of a name); none is asked for nothing."""
    if not questions:
        return []
    bodies = [kind != Stakeholder.Kind.PERSON for _pk, _text, kind, _query in questions]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place - 1, name_id FROM jisr.names_alike(%s, %s, %s)",
            [[query for *_row, query in questions], bodies, ENOUGH],
        )
        return [(int(at), int(name)) for at, name in cursor.fetchall()]


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
