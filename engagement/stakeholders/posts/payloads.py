"""Posts from and to the API's payloads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from engagement.access.fields import dated, dates_of
from engagement.access.scope import Actor
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.drafts import PostDraft
from engagement.stakeholders.posts.models import Post, PostQuerySet

#: Where the fields of the rules' errors stand in the payload.
POINTERS = {"valid_to": "/valid_until"}


def with_payload(rows: PostQuerySet, actor: Actor) -> PostQuerySet:
    """Those whose holder the actor may open, with everything that a payload shows."""
    people = Stakeholder.objects.visible_to(actor)
    found: PostQuerySet = rows.filter(stakeholder__in=people.values("pk")).annotate(
        its_version=F("stakeholder__version"),
        its_body=_seen(people, "organisation"),
        its_principal=_seen(people, "on_behalf_of"),
    )
    return found


def _seen(people: Any, column: str) -> Subquery:
    return Subquery(people.filter(pk=OuterRef(column)).values("pk")[:1])


def payload(post: Post) -> dict[str, Any]:
    """One row of `with_payload`."""
    row: Any = post
    hidden = row.its_body is None or row.its_principal != row.on_behalf_of_id
    return {
        "id": str(row.pk),
        "version": row.its_version,
        "stakeholder": str(row.stakeholder_id),
        "organisation": row.its_body and str(row.its_body),
        "title": row.title,
        "seniority": row.seniority,
        **dates_of(row),
        "on_behalf_of": row.its_principal and str(row.its_principal),
        "hidden": hidden,
        "source": row.source,
        "written_at": row.written_at.isoformat(),
        "withdrawn_at": row.withdrawn_at and row.withdrawn_at.isoformat(),
    }


def draft_from(data: Mapping[str, Any], stakeholder_id: UUID) -> PostDraft:
    """The payload, once read, as a draft."""
    return PostDraft(
        id=data["id"],
        stakeholder_id=stakeholder_id,
        organisation_id=data["organisation"],
        title=data["title"],
        seniority=data["seniority"],
        on_behalf_of_id=data["on_behalf_of"],
        source=data["source"],
        **dated(data),
    )


def kept(data: dict[str, Any], was: Post) -> dict[str, Any]:
    """Whom the writer may not open was not in what they read, and stays as they were."""
    row: Any = was
    found = dict(data)
    if row.its_body is None:
        found["organisation"] = found.get("organisation") or row.organisation_id
    if row.its_principal is None:
        found["on_behalf_of"] = found["on_behalf_of"] or row.on_behalf_of_id
    return found
