"""Finding words in stored text, however they were typed: `jisr.fold` is `fold` in SQL."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, F, Func, Q, TextField, Value
from django.db.models.functions import Concat

from engagement.names.folding import fold

#: Words of one question that are looked for; the rest of a long text is left out.
MOST_WORDS = 8


class Folded(Func):
    """A text as `fold` makes it, computed by the database."""

    function = "jisr.fold"
    output_field: Any = TextField()


class Lexemes(Func):
    """Blank-separated keys as PostgreSQL's `tsvector`, as they are."""

    template = "array_to_tsvector(string_to_array(%(expressions)s, ' '))"
    output_field: Any = SearchVectorField()


def words_of(text: str) -> list[str]:
    """The folded words of a question."""
    return fold(text).split()[:MOST_WORDS]


def folded_has(text: str, *fields: str) -> Q:
    """Every word of the text stands in one of the fields; a text without words fits nothing."""
    words = words_of(text)
    if not words:
        return Q(pk__in=[])
    whole: Any = F(fields[0]) if len(fields) == 1 else _joined(fields)
    match = Q()
    for word in words:
        match &= Q(_Has(Folded(whole), Value(word)))
    return match


def _joined(fields: tuple[str, ...]) -> Concat:
    parts: list[Any] = []
    for field in fields:
        parts += [F(field), Value("\n")]
    return Concat(*parts, output_field=TextField())


class _Has(Func):
    """Whether a text holds another, sign by sign: nothing in it is a pattern."""

    template = "strpos(%(expressions)s) > 0"
    output_field: Any = BooleanField()
