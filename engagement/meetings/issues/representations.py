"""Issues raised as the API shows them by themselves, and as it reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F, OuterRef, Subquery

from engagement.access.scope import Actor
from engagement.meetings.drafts import IssueDraft
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.issues.querysets import IssueQuerySet
from engagement.meetings.models import Meeting
from engagement.stakeholders.models import Stakeholder


def with_payload(rows: IssueQuerySet, actor: Actor) -> IssueQuerySet:
    """Those of meetings that the actor may open, with everything that a payload shows."""
    people = Stakeholder.objects.visible_to(actor)
    found: IssueQuerySet = rows.filter(
        meeting__in=Meeting.objects.visible_to(actor).values("pk")
    ).annotate(
        its_version=F("meeting__version"),
        its_raiser=Subquery(people.filter(pk=OuterRef("raised_by")).values("pk")[:1]),
    )
    return found


def payload(issue: IssueRaised) -> dict[str, Any]:
    """One row of `with_payload`."""
    row: Any = issue
    return {
        "id": str(row.pk),
        "version": row.its_version,
        "meeting": str(row.meeting_id),
        "text": row.text,
        "raised_by": row.its_raiser and str(row.its_raiser),
        "answer": row.answer,
        "answered_on": row.answered_on and row.answered_on.isoformat(),
        "decision": row.decision,
    }


def draft_from(data: Mapping[str, Any]) -> IssueDraft:
    """The payload, once read, as a draft."""
    return IssueDraft(id=data["id"], text=data["text"], raised_by_id=data["raised_by"])
