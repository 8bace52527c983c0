"""Clashes of partners with people here, as pages show them to whoever answers for the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from engagement.access.scope import Actor
from engagement.meetings.lists import lines_with, with_children
from engagement.meetings.models import Meeting
from engagement.stakeholders.models import Stakeholder
from engagement.sync.batches.models import SyncConflict
from engagement.sync.codes import SharedType
from engagement.sync.conflicts.words import words_for

#: Clashes of one page; the others come when these are decided.
MOST = 20


def open_clashes(actor: Actor) -> Any:
    """What the actor is to decide."""
    return SyncConflict.objects.visible_to(actor).open().led_by(actor)


def clashes_of(actor: Actor, partner: UUID | None = None) -> dict[str, Any]:
    """The oldest first, of one partner's user or of all; as many statements for one as for more."""
    rows = open_clashes(actor).order_by("noticed_at", "pk")
    rows = rows.of_partner(partner) if partner else rows
    found = list(rows.select_related("author")[: MOST + 1])
    return {"clashes": _lines(actor, found[:MOST]), "more_clashes": len(found) > MOST}


def _lines(actor: Actor, clashes: Sequence[SyncConflict]) -> list[dict[str, Any]]:
    people = _rows(actor, Stakeholder, clashes, SharedType.STAKEHOLDER)
    ids = [one.object_id for one in clashes if one.object_type == SharedType.MEETING]
    rows = with_children(Meeting.objects.visible_to(actor).filter(pk__in=ids), actor)
    meetings = {row.pk: row for row in rows}
    cited = {who.stakeholder_id for row in meetings.values() for who in row.participants.all()}
    words = words_for(actor, clashes, {*people, *cited})
    lines = lines_with(list(meetings.values()), dict(words.names))
    told = {line["meeting"].pk: line for line in lines}
    found = []
    for clash in clashes:
        row = people.get(clash.object_id) or meetings.get(clash.object_id)
        if row is None:
            continue
        line = told.get(clash.object_id)
        found.append(
            {
                "clash": clash,
                "row": row,
                "type": SharedType(clash.object_type).label,
                "label": line["who"] if line else words.names.get(row.pk, ""),
                "day": row.held_on if line else None,
                "url": reverse("meeting" if line else "stakeholder", args=[row.pk]),
                "moved_on": row.version != clash.version,
                "fields": words.fields(clash),
            }
        )
    return found


def _rows(actor: Actor, model: Any, clashes: Sequence[SyncConflict], kind: SharedType) -> Any:
    ids = [one.object_id for one in clashes if one.object_type == kind]
    return model.objects.visible_to(actor).in_bulk(ids)
