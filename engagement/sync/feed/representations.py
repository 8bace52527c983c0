"""What a partner is handed of a record: one item of the feed, of a snapshot, of a reconciliation.

An item's `data` is, byte for byte, what the lists answer in English.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import translation

from engagement.access.redaction import redacted
from engagement.access.scope import Actor
from engagement.briefs import representations as briefs
from engagement.briefs.entries.payloads import SHAPES as ENTRIES
from engagement.briefs.models import Initiative, Recommendation, StrategicAssessment
from engagement.meetings import representations as meetings
from engagement.meetings.models import Meeting
from engagement.stakeholders import payloads as stakeholders
from engagement.stakeholders.models import Stakeholder
from engagement.sync.codes import OPS, SharedType, ShareState
from engagement.sync.feed.lists import Shared

#: Names and words in payloads are of this language, whatever somebody asks for.
LANGUAGE = "en"
UPSERT = OPS[ShareState.HELD]


@dataclass(frozen=True)
class Shape:
    """How one type of record is read, and shown."""

    model: Any
    read: Callable[[Any, Actor], Any]
    show: Callable[[Any], dict[str, Any]]


def _entry(model: Any, name: str) -> Shape:
    return Shape(model, ENTRIES[name].read, ENTRIES[name].show)


SHAPES = {
    SharedType.RECOMMENDATION.value: Shape(
        Recommendation, lambda rows, actor: briefs.with_payload(rows), briefs.payload
    ),
    SharedType.STAKEHOLDER.value: Shape(
        Stakeholder, lambda rows, actor: stakeholders.with_payload(rows), stakeholders.payload
    ),
    SharedType.MEETING.value: Shape(Meeting, meetings.with_payload, meetings.payload),
    SharedType.STRATEGIC_ASSESSMENT.value: _entry(StrategicAssessment, "strategic_assessment"),
    SharedType.INITIATIVE.value: _entry(Initiative, "initiative"),
}


def written(value: Any) -> str:
    """JSON as the API writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def held_data(actor: Actor, kind: str, ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Of these records the ones that the partner may open now, as it reads them; one statement."""
    shape = SHAPES[kind]
    with translation.override(LANGUAGE):
        rows = shape.read(shape.model.objects.visible_to(actor).filter(pk__in=ids), actor)
        return {row.pk: redacted(actor, kind, shape.show(row), row.author_id) for row in rows}


def upsert(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """The item of a record that the partner holds."""
    return _item(kind, data["id"], UPSERT, data=data)


def items_of(actor: Actor, page: Sequence[Shared]) -> Iterator[dict[str, Any]]:
    """The items of a page, in its order; two statements a type at most.

    One that is held and may not be opened any more left since the page was made: it says so at its
    next position.
    """
    data: dict[UUID, dict[str, Any]] = {}
    reasons: dict[UUID, str] = {}
    for kind in SHAPES:
        mine = [row for row in page if row.kind == kind]
        held = [row.id for row in mine if row.state == ShareState.HELD]
        gone = [row.id for row in mine if row.state != ShareState.HELD]
        data |= held_data(actor, kind, held) if held else {}
        reasons |= _reasons(actor, kind, gone) if gone else {}
    for row in page:
        if row.state != ShareState.HELD:
            became = str(row.became) if row.became else None
            reason = reasons.get(row.id)
            yield _item(row.kind, str(row.id), OPS[row.state], became=became, reason=reason)
        elif row.id in data:
            yield upsert(row.kind, data[row.id])


def _reasons(actor: Actor, kind: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Why what the partner wrote itself was withdrawn."""
    rows = SHAPES[kind].model.objects.visible_to(actor)
    own = rows.filter(pk__in=ids, author_id=actor.person).exclude(withdrawn_reason="")
    return dict(own.values_list("pk", "withdrawn_reason"))


def _item(
    kind: str,
    key: str,
    op: str,
    *,
    data: dict[str, Any] | None = None,
    became: str | None = None,
    reason: str | None = None,
) -> dict[str, Any]:
    return {
        "type": kind,
        "id": key,
        "op": op,
        "version": data and data["version"],
        "data": data,
        "became": became,
        "reason": reason,
    }
