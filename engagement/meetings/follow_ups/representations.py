"""Follow-ups and commitments as the API shows them by themselves, and as it reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Subquery

from engagement.access.scope import Actor
from engagement.meetings.drafts import FollowUpDraft
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.follow_ups.querysets import FollowUpQuerySet
from engagement.meetings.models import Meeting
from engagement.stakeholders.models import Stakeholder


def with_payload(rows: FollowUpQuerySet, actor: Actor) -> FollowUpQuerySet:
    """Those of meetings that the actor may open, with everything that a payload shows."""
    people = Stakeholder.objects.visible_to(actor)
    found: FollowUpQuerySet = rows.filter(
        meeting__in=Meeting.objects.visible_to(actor).values("pk")
    ).annotate(
        its_version=F("meeting__version"),
        its_maker=Subquery(people.filter(pk=OuterRef("by")).values("pk")[:1]),
    )
    return found


def payload(promise: FollowUp, today: date) -> dict[str, Any]:
    """One row of `with_payload`."""
    row: Any = promise
    days = {name: getattr(row, name) for name in ("due_on", "done_on", "verified_on", "dropped_on")}
    return {
        "id": str(row.pk),
        "version": row.its_version,
        "meeting": str(row.meeting_id),
        "text": row.text,
        "side": row.side,
        "by": row.its_maker and str(row.its_maker),
        "assigned_to": row.assigned_to_id and str(row.assigned_to_id),
        "state": row.state(today),
        **{name: day and day.isoformat() for name, day in days.items()},
        "dropped_reason": row.dropped_reason,
    }


def draft_from(data: Mapping[str, Any]) -> FollowUpDraft:
    """The payload, once read, as a draft."""
    return FollowUpDraft(
        id=data["id"],
        text=data["text"],
        due_on=data["due_on"],
        side=data["side"],
        by_id=data["by"],
        assigned_to_id=data["assigned_to"],
    )
