"""Pages of a list by key: no row is skipped or seen twice while others write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django_filters import FilterSet

from engagement.access.api_doors import Door
from engagement.access.problems import Fault, Problem
from engagement.access.redaction import shows

DEFAULT, MOST = 50, 200


class ListDoor(Door):
    """A list with filters, `limit` and an opaque `cursor`, which names the last row of a page."""

    filters: ClassVar[type[FilterSet]] = FilterSet
    #: The order, which ends in a unique column; `-` means the highest first, for all or none.
    order: ClassVar[tuple[str, ...]] = ("-id",)
    #: The type of record, and filter -> the field that it asks about: a partner narrows by no
    #: field that its agreement leaves out.
    shared: ClassVar[str] = ""
    asks: ClassVar[Mapping[str, str]] = {}

    @property
    def parameters(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("limit", "cursor", *self.filters.base_filters)

    def narrowed(self, rows: Any) -> Any:
        """The rows that the filters leave. Raises Problem 400 by parameter."""
        given = {name: self.request.query_params[name] for name in self._given()}
        closed = [n for n in given if n in self.asks and not self._may_ask(n)]
        if closed:
            words = _("Your data-sharing agreement leaves out what this asks about.")
            raise Problem(403, errors=[Fault(words, parameter=name) for name in closed])
        found = self.filters(given, queryset=rows, request=self.request)
        if not found.is_valid():
            raise Problem(
                400,
                errors=[
                    Fault(message, parameter=name)
                    for name, messages in found.errors.items()
                    for message in messages
                ],
            )
        return found.qs

    def _may_ask(self, name: str) -> bool:
        return shows(self.actor, self.shared, self.asks[name])

    def _given(self) -> list[str]:
        return [name for name in self.filters.base_filters if name in self.request.query_params]

    def page(self, rows: Any) -> tuple[list[Any], str]:
        """One page, and the address of the next or nothing."""
        limit = self._limit()
        cursor = self.request.query_params.get("cursor")
        if cursor is not None:
            rows = rows.filter(self._after(rows, self._opened(cursor)))
        found = list(rows.order_by(*self.order)[: limit + 1])
        if len(found) <= limit:
            return found, ""
        last = [str(getattr(found[limit - 1], name.lstrip("-"))) for name in self.order]
        given = {name: self.request.query_params[name] for name in self._given()}
        query = {**given, "limit": limit, "cursor": signing.dumps(last, salt=self._salt())}
        return found[:limit], self.request.build_absolute_uri(f"?{urlencode(query)}")

    def listed(self, items: list[Any], following: str) -> HttpResponse:
        """The answer of a list."""
        found = self.answer({"items": items, "next": following or None})
        if following:
            found["Link"] = f'<{following}>; rel="next"'
        return found

    def _limit(self) -> int:
        text = self.request.query_params.get("limit", str(DEFAULT))
        if not text.isascii() or not text.isdigit() or len(text) > 3 or not 1 <= int(text) <= MOST:
            words = _("A whole number from 1 to %(n)s.") % {"n": MOST}
            raise Problem(400, errors=[Fault(words, parameter="limit")])
        return int(text)

    def _salt(self) -> str:
        return f"cursor of {type(self).__name__}"

    def _opened(self, cursor: str) -> list[str]:
        try:
            found: list[str] = signing.loads(cursor, salt=self._salt())
        except (signing.BadSignature, ValueError) as error:
            words = _("This cursor is none of ours. Begin at the first page.")
            raise Problem(400, errors=[Fault(words, parameter="cursor")]) from error
        return found

    def _after(self, rows: Any, last: list[str]) -> Q:
        lookup = "lt" if self.order[0].startswith("-") else "gt"
        found, same = Q(), Q()
        try:
            for name, text in zip(self.order, last, strict=True):
                field = name.lstrip("-")
                value = rows.model._meta.get_field(field).to_python(text)
                found |= same & Q(**{f"{field}__{lookup}": value})
                same &= Q(**{field: value})
        except (ValidationError, ValueError) as error:
            words = _("This cursor is none of ours. Begin at the first page.")
            raise Problem(400, errors=[Fault(words, parameter="cursor")]) from error
        return found
