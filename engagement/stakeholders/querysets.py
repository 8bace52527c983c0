"""The vocabulary of questions about names."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Self

from django.db import connection
from django.db.models.expressions import RawSQL

from engagement.access.querysets import ScopedManager, ScopedQuerySet
from engagement.names.lookup import Question


class StakeholderNameQuerySet(ScopedQuerySet):
    """Names as they are looked for."""

    def like(
        self,
        asked: Question,
        *,
        kinds: Iterable[str] = (),
        retired: bool = False,
        enough: int,
        most: int,
    ) -> Self:
        """Names that a question finds, the retired's only if asked for.

        Wider ways of asking are taken where the surer ones found fewer than `enough`; of each
        way at most `most`.
        """
        spoken, whole, rest, begun, wider, words = _ways(asked)
        values = [spoken, whole, rest, begun, wider, words, list(kinds), retired, enough, most]
        found = (
            "SELECT jisr.names_like(%s::text[], %s, %s, %s, %s::text[], %s::text[], %s::text[],"
            " %s, %s, %s)"
        )
        return self.filter(pk__in=RawSQL(found, values))  # noqa: S611  values apart


def names_like_each(
    asked: Sequence[tuple[Question, Collection[str]]], *, enough: int, most: int
) -> dict[int, set[int]]:
    """The ids of names that each question finds, of these kinds, as `like`, by its place.

    One statement. They are ids only: whoever reads the names says for whom.
    """
    found: dict[int, set[int]] = {}
    names = ("place", "kinds", "spoken", "whole", "rest", "begun", "wider", "words")
    given = [
        dict(zip(names, (n, list(kinds), *_ways(one)), strict=True))
        for n, (one, kinds) in enumerate(asked)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT q.place, f.id FROM jsonb_to_recordset(%s::jsonb)"
            " AS q(place integer, kinds text[], spoken text[], whole text, rest text, begun text,"
            " wider text[], words text[])"
            " CROSS JOIN LATERAL jisr.names_like(q.spoken, q.whole, q.rest, q.begun, q.wider,"
            " q.words, q.kinds, false, %s, %s) AS f(id)",
            [json.dumps(given), enough, most],
        )
        for place, key in cursor.fetchall():
            found.setdefault(place, set()).add(key)
    return found


def _ways(asked: Question) -> tuple[list[str], str, str, str, list[str], list[str]]:
    words = [_as_it_is(word) for word in asked.words]
    return list(asked.spoken), asked.whole, asked.rest, asked.begun, list(asked.wider), words


class StakeholderNameManager(ScopedManager.from_queryset(StakeholderNameQuerySet)):  # type: ignore[misc]
    pass


def _as_it_is(word: str) -> str:
    """A word without signs that a pattern gives a meaning to."""
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
