"""Issues raised as a list and as a table, with a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.audit.exports import MOST_ROWS, Column, Table, tlp_column
from engagement.meetings.attending import Seen
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.issues.querysets import IssueQuerySet
from engagement.meetings.lists import names_by_id

PAGE = 50


def filtered(rows: IssueQuerySet, wanted: Mapping[str, Any]) -> IssueQuerySet:
    """The rows that the filters leave."""
    answered = wanted.get("answered")
    if answered == "no":
        rows = rows.unanswered()
    elif answered == "yes":
        rows = rows.answered()
    elif answered == "changed":
        rows = rows.that_changed_a_decision()
    return rows.saying(wanted["q"]) if wanted.get("q") else rows


def page_of(rows: IssueQuerySet, after: UUID | None) -> tuple[list[IssueRaised], UUID | None]:
    """One page, newest first, and where the next begins."""
    if after:
        rows = rows.after(after)
    found: list[IssueRaised] = list(rows.select_related("meeting").newest_first()[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def lines(actor: Actor, found: Sequence[IssueRaised]) -> list[dict[str, Any]]:
    """The rows of the list; one statement for the names of everybody in them."""
    seen = Seen(names=names_by_id(actor, {row.raised_by_id for row in found if row.raised_by_id}))
    return [{"row": row, "raised_by": seen.name(row.raised_by_id)} for row in found]


def table_of(actor: Actor, rows: IssueQuerySet) -> Table:
    """The whole list, to leave as a file."""
    columns = [
        Column(_("Issue raised"), "#description+issue"),
        Column(_("Raised by"), "#contact+raised"),
        Column(_("Meeting of"), "#date+meeting", "date"),
        Column(_("Our answer"), "#description+answer"),
        Column(_("Answered on"), "#date+answered", "date"),
        Column(_("The decision it changed"), "#description+decision"),
        tlp_column(),
    ]
    return Table(_("Issues raised"), columns, _cells(actor, rows))


def _cells(actor: Actor, rows: IssueQuerySet) -> Iterator[tuple[Any, ...]]:
    found = list(rows.select_related("meeting").newest_first()[: MOST_ROWS + 1])
    for line in lines(actor, found):
        row: IssueRaised = line["row"]
        yield (
            row.text,
            line["raised_by"],
            row.meeting.held_on,
            row.answer,
            row.answered_on,
            row.decision,
            Tlp(row.tlp).code,
        )
