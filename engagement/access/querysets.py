"""The guard: reads of scoped rows name the actor, or say why not.

It catches mistakes; the wall is PostgreSQL's row security. Not caught here, and left to that wall:
`Exists(queryset)`, `Subquery(queryset)`, filters across a relation, forward foreign keys.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from engagement.access.errors import Unscoped
from engagement.access.rule import rule_q

if TYPE_CHECKING:
    from engagement.access.scope import Actor


class ScopedQuerySet(models.QuerySet[Any]):
    """The base of every queryset whose rows belong to a programme."""

    _why: str | None = None

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._why = self._why
        return clone

    def visible_to(self, actor: Actor) -> Self:
        """The rows that this actor may open."""
        rows: Self = self._chain()  # type: ignore[attr-defined]
        rows._why = "actor"
        return rows.filter(rule_q(actor, rows.model.ROOT))

    def unscoped(self, reason: str) -> Self:
        """All rows that row security lets through; the reason is for whoever reads the code."""
        if not reason:
            raise ValueError("say why")
        rows: Self = self._chain()  # type: ignore[attr-defined]
        rows._why = reason
        return rows

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"  # never rows: error reports and logs print reprs

    def _judge(self) -> None:
        if self._why is None:
            raise Unscoped(
                f"{self.model.__name__}: call visible_to(actor), or unscoped(reason) with a reason."
            )

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._judge()
        super()._fetch_all()

    def _merge_sanity_check(self, other: Any) -> None:
        self._judge()
        other._judge()
        super()._merge_sanity_check(other)  # type: ignore[misc]

    def _combinator_query(self, combinator: str, *others: Any, **options: Any) -> Any:
        for rows in (self, *others):
            rows._judge()
        return super()._combinator_query(combinator, *others, **options)  # type: ignore[misc]

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        self._judge()
        return super().resolve_expression(*args, **kwargs)


def _guarded(name: str) -> Any:
    # wraps keeps alters_data and queryset_only: no template calls delete, no manager has it.
    @wraps(getattr(models.QuerySet, name))
    def method(self: ScopedQuerySet, *args: Any, **kwargs: Any) -> Any:
        self._judge()
        return getattr(super(ScopedQuerySet, self), name)(*args, **kwargs)

    return method


for _name in [
    "_raw_delete",
    "_update",
    "aggregate",
    "bulk_update",
    "contains",
    "count",
    "delete",
    "exists",
    "explain",
    "in_bulk",
    "iterator",
    "raw",
    "update",
    "update_or_create",
]:
    setattr(ScopedQuerySet, _name, _guarded(_name))


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """The default manager of scoped models."""
