"""The vocabulary of questions about names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

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
        ways = [list(asked.spoken), list(asked.queries), [_as_it_is(word) for word in asked.words]]
        found = "SELECT jisr.names_like(%s::text[], %s::text[], %s::text[], %s::text[], %s, %s, %s)"
        values = [*ways, list(kinds), retired, enough, most]
        return self.filter(pk__in=RawSQL(found, values))  # noqa: S611  values apart


class StakeholderNameManager(ScopedManager.from_queryset(StakeholderNameQuerySet)):  # type: ignore[misc]
    pass


def _as_it_is(word: str) -> str:
    """A word without signs that a pattern gives a meaning to."""
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
