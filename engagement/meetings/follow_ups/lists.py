"""Follow-ups and commitments as a list and as a table, with a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.audit.exports import MOST_ROWS, Column, Table, tlp_column
from engagement.meetings.attending import Seen
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.follow_ups.querysets import FollowUpQuerySet
from engagement.meetings.lists import names_by_id
from engagement.meetings.pages import promise_line

PAGE = 50


@dataclass(frozen=True)
class After:
    """Where the next page begins: the last row of this one."""

    due_on: date | None
    id: UUID

    @classmethod
    def parse(cls, text: str) -> After | None:
        """Read `2026-01-31_<uuid>` or `_<uuid>`; None where it is nothing of the kind."""
        day, _sep, key = text.partition("_")
        try:
            return cls(date.fromisoformat(day) if day else None, UUID(key))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.due_on.isoformat() if self.due_on else ''}_{self.id}"


def filtered(rows: FollowUpQuerySet, wanted: Mapping[str, Any], actor: Actor) -> FollowUpQuerySet:
    """The rows that the filters leave; open ones where no state is asked for."""
    rows = _in_state(rows, wanted.get("state") or "open", actor.today())
    if wanted.get("side"):
        rows = rows.of_side(wanted["side"])
    if wanted.get("mine"):
        rows = rows.taken_on_by(actor)
    if wanted.get("first") or wanted.get("last"):
        rows = rows.due_between(wanted.get("first") or date.min, wanted.get("last") or date.max)
    if wanted.get("q"):
        rows = rows.saying(wanted["q"])
    return rows


def _in_state(rows: FollowUpQuerySet, state: str, today: date) -> FollowUpQuerySet:
    if state == "all":
        return rows
    return rows.overdue(today) if state == "overdue" else getattr(rows, state)()


def page_of(rows: FollowUpQuerySet, after: After | None) -> tuple[list[FollowUp], After | None]:
    """One page, what is due first first, and where the next begins."""
    if after:
        rows = rows.after(after.due_on, after.id)
    found: list[FollowUp] = list(_whole(rows).by_due()[: PAGE + 1])
    if len(found) <= PAGE:
        return found, None
    last = found[PAGE - 1]
    return found[:PAGE], After(last.due_on, last.pk)


def lines(actor: Actor, found: Sequence[FollowUp]) -> list[dict[str, Any]]:
    """The rows of the list; one statement for the names of everybody in them."""
    seen = Seen(names=names_by_id(actor, {row.by_id for row in found if row.by_id}))
    return [promise_line(actor, row, seen) for row in found]


def table_of(actor: Actor, rows: FollowUpQuerySet) -> Table:
    """The whole list, to leave as a file."""
    columns = [
        Column(_("Whose"), "#meta+side"),
        Column(_("Follow-up"), "#activity"),
        Column(_("Due"), "#date+due", "date"),
        Column(_("State"), "#status"),
        Column(_("Done on"), "#date+done", "date"),
        Column(_("Verified on"), "#date+verified", "date"),
        Column(_("Who does it"), "#contact+name"),
        Column(_("Whose commitment"), "#org+commitment"),
        Column(_("Why it was dropped"), "#description+dropped"),
        Column(_("Meeting of"), "#date+meeting", "date"),
        tlp_column(),
    ]
    return Table(_("Follow-ups and commitments"), columns, _cells(actor, rows))


def _cells(actor: Actor, rows: FollowUpQuerySet) -> Iterator[tuple[Any, ...]]:
    found = list(_whole(rows).by_due()[: MOST_ROWS + 1])
    for line in lines(actor, found):
        row: FollowUp = line["row"]
        yield (
            row.get_side_display(),
            row.text,
            row.due_on,
            line["state_words"],
            row.done_on,
            row.verified_on,
            line["assigned_to"],
            line["by"],
            row.dropped_reason,
            row.meeting.held_on,
            Tlp(row.tlp).code,
        )


def _whole(rows: FollowUpQuerySet) -> FollowUpQuerySet:
    whole: FollowUpQuerySet = rows.select_related("meeting", "assigned_to", "verified_by")
    return whole
