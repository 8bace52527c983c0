"""Follow-ups, commitments and issues as the form's rows: lists of equal length, one per field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import CharField, DateField
from django.http import QueryDict
from django.utils.translation import gettext as _

from engagement.access.keys import new_id
from engagement.meetings.who import HIDDEN

#: Kind of row -> the longest text it may hold.
KINDS = {"follow_up": 500, "promise": 500, "issue": 1000}
#: More rows than this in one form are a mistake, or mischief.
MOST = 50


@dataclass(frozen=True)
class Entry:
    """One row; `who` is the number of somebody, or HIDDEN; `error` says what is wrong with it."""

    id: str
    text: str = ""
    due: str = ""
    who: str = ""
    error: str = ""

    @property
    def key(self) -> UUID:
        return UUID(self.id)

    @property
    def due_on(self) -> date | None:
        return date.fromisoformat(self.due) if self.due else None

    @property
    def who_id(self) -> UUID | None:
        return UUID(self.who) if self.who and self.who != HIDDEN else None


def blank() -> Entry:
    return Entry(id=str(new_id()))


def entries_in(data: QueryDict, kind: str) -> list[Entry]:
    """The rows of a kind as the page sent them, each with what is wrong with it."""
    names = (f"{kind}_id", kind, f"{kind}_due", f"{kind}_who")
    columns = [data.getlist(name)[:MOST] for name in names]
    rows = zip_longest(*columns, fillvalue="")
    return [_read(Entry(*(cell.strip() for cell in row)), KINDS[kind]) for row in rows]


def _read(row: Entry, longest: int) -> Entry:
    try:
        row = replace(row, id=str(UUID(row.id)))
    except ValueError:
        row = replace(row, id=str(new_id()))
    try:
        if row.who and row.who != HIDDEN:
            row = replace(row, who=str(UUID(row.who)))
    except ValueError:
        return replace(row, who="", error=_("Choose one from the list."))
    try:
        CharField(required=False, max_length=longest).clean(row.text)
        due = DateField(required=False).clean(row.due)
        row = replace(row, due=due.isoformat() if due else "")
    except ValidationError as error:
        return replace(row, error=" ".join(error.messages))
    if row.due and not row.text:
        return replace(row, error=_("Say what is to be done."))
    return row


def entry_of(row: Any, who: UUID | None, seen: bool) -> Entry:
    """A stored row as the form shows it."""
    due = getattr(row, "due_on", None)
    shown = str(who) if who and seen else HIDDEN if who else ""
    return Entry(str(row.pk), row.text, due.isoformat() if due else "", shown)


def merged(entries: list[Entry], stored: Iterable[Any]) -> list[tuple[Entry | None, Any]]:
    """What is to stand in the end: (as written, as it was).

    A stored row that did not come back stays; one that came back without words goes.
    """
    old = {row.pk: row for row in stored}
    back = {entry.key for entry in entries}
    stay: list[tuple[Entry | None, Any]] = [
        (None, row) for key, row in old.items() if key not in back
    ]
    written = [(entry, old.get(entry.key)) for entry in entries if entry.text]
    return [*written, *stay]
