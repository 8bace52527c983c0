"""Whom a new record may already be, as forms ask about it before they save."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from engagement.access.scope import Actor
from engagement.names.lookalikes import another_name
from engagement.names.matching import LIKELY
from engagement.names.telling import told_on_a_page
from engagement.stakeholders.candidates import Candidate, candidates_of_each
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.profiles import line, with_names

#: Of so many names of one record the rest is not looked for; so many are shown.
MOST_NAMES, MOST_SHOWN = 6, 5


def nearest(
    actor: Actor, names: Iterable[str], *, kind: str = "", without: Iterable[UUID] = ()
) -> list[Candidate]:
    """Those registered already whom one of the names may mean, nearest first.

    Only whom the actor may open: for whom they may not there is no trace of, in number or words. A
    record of a `kind` is a person, or one of the others; without one it may be either.
    """
    return nearest_each(actor, [(names, kind)], without=without)[0]


def nearest_each(
    actor: Actor, records: Sequence[tuple[Iterable[str], str]], *, without: Iterable[UUID] = ()
) -> list[list[Candidate]]:
    """The same for several records, each its names and its kind; two statements for all of them."""
    asked, places = [], []
    for n, (names, kind) in enumerate(records):
        texts = dict.fromkeys(name.strip() for name in names if name.strip())
        for text in list(texts)[:MOST_NAMES]:
            asked.append((text, _kinds(kind)))
            places.append(n)
    best: list[dict[UUID, Candidate]] = [{} for _record in records]
    found = candidates_of_each(actor, asked, most=MOST_SHOWN, without=without)
    for n, each in zip(places, found, strict=True):
        for one in each:
            there = best[n].get(one.stakeholder_id)
            if there is None or there.match.score < one.match.score:
                best[n][one.stakeholder_id] = one
    return [
        sorted(rows.values(), key=lambda one: (-one.match.score, one.name))[:MOST_SHOWN]
        for rows in best
    ]


def may_be(
    actor: Actor, names: Iterable[str], *, kind: str = "", without: Iterable[UUID] = ()
) -> list[dict[str, Any]]:
    """The same as lines of a page, each with why. What is `near` enough is asked about before
    saving; the rest is only shown while typing.
    """
    found = nearest(actor, names, kind=kind, without=without)
    if not found:
        return []
    rows = Stakeholder.objects.visible_to(actor).filter(
        pk__in=[one.stakeholder_id for one in found]
    )
    people = {person.pk: person for person in with_names(rows, actor)}
    return [_line(one, people[one.stakeholder_id]) for one in found if one.stakeholder_id in people]


def _kinds(kind: str) -> tuple[str, ...]:
    if kind == Stakeholder.Kind.PERSON:
        return (Stakeholder.Kind.PERSON.value,)
    if kind in Stakeholder.Kind.values:
        return tuple(one for one in Stakeholder.Kind.values if one != Stakeholder.Kind.PERSON)
    return ()


def _line(found: Candidate, person: Stakeholder) -> dict[str, Any]:
    other = another_name(found.match)
    return {
        **line(person),
        "id": str(person.pk),
        "as": found.name,
        "reasons": told_on_a_page(found.match),
        "near": found.match.score >= LIKELY and not other,
        "likely": found.match.likely and not other,
    }
