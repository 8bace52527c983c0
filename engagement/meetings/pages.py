"""One meeting as its page shows it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.models import User
from engagement.access.scope import Actor
from engagement.meetings.lists import place_words
from engagement.meetings.models import Meeting, Participant
from engagement.meetings.who import people_by_id
from engagement.stakeholders.models import ActorType, Relation, Stakeholder

VERBS = {
    "meeting.logged": gettext_lazy("Logged"),
    "meeting.planned": gettext_lazy("Planned"),
    "meeting.not_held": gettext_lazy("Recorded as not held"),
    "meeting.amended": gettext_lazy("Changed"),
    "meeting.withdrawn": gettext_lazy("Withdrawn"),
}
#: Lines of a meeting's trail that its page shows.
MOST_HISTORY = 20


def detail_context(actor: Actor, meeting: Meeting) -> dict[str, Any]:
    """Everything the page of one meeting shows; a fixed number of statements."""
    return {
        "meeting": meeting,
        "place": place_words(meeting),
        "participants": _participants(actor, meeting),
        "follow_ups": list(meeting.follow_ups.visible_to(actor).order_by("pk")),
        "guest_teams": list(meeting.guest_teams.visible_to(actor).select_related("team")),
        "history": _history(meeting),
        "may_amend": meeting.changed_by(actor) and meeting.withdrawn_at is None,
        "may_withdraw": meeting.led_by(actor) and meeting.withdrawn_at is None,
        "raised": meeting.raised,
        "tlp_label": meeting.access.label,
        "tlp_code": meeting.access.code,
    }


def _participants(actor: Actor, meeting: Meeting) -> list[dict[str, Any]]:
    rows = list(meeting.participants.all())
    people = people_by_id(actor, {row.stakeholder_id for row in rows})
    types = ActorType.objects.in_bulk({row.frozen_type_id for row in rows if row.frozen_type_id})
    return [_participant(row, people.get(row.stakeholder_id), types) for row in rows]


def _participant(
    row: Participant, person: Stakeholder | None, types: dict[str, ActorType]
) -> dict[str, Any]:
    if person is None:
        # Relation, type and head count would tell who it is.
        name = _("Somebody you may not open")
        return {"id": None, "name": name, "role_label": row.get_role_display()}
    kind = types.get(row.frozen_type_id or "") or person.actor_type
    names = [name.text for name in person.names.all()]
    base = person.base_region.label if person.base_region else ""
    return {
        "id": person.pk,
        "name": person.name,
        "names": [name for name in names if name != person.name],
        "role_label": row.get_role_display(),
        "headcount": row.headcount,
        "type_label": kind.label,
        "group_label": kind.get_group_display(),
        "at_the_time": row.frozen_at is not None,
        "relation_label": Relation(row.frozen_relation).label if row.frozen_at else "",
        "basis_label": row.get_frozen_basis_display() if row.frozen_at else "",
        "base": base,
        "detail": " · ".join(part for part in (kind.label, base) if part),
    }


def _history(meeting: Meeting) -> list[dict[str, Any]]:
    """Who did what and why, newest first; one line an act. Row security judges each event."""
    recorded: Any = meeting.events  # type: ignore[attr-defined]  # made by pghistory
    events = recorded.filter(~Q(pgh_context=None)).select_related("pgh_context")
    seen: dict[UUID, Any] = {}
    for event in events.order_by("-pgh_id")[: 5 * MOST_HISTORY]:
        seen.setdefault(event.pgh_context_id, event)
    acts = list(seen.values())[:MOST_HISTORY]
    ids = {event.pgh_context.metadata.get("actor") or None for event in acts} - {None}
    users = User.objects.in_bulk(ids)
    names = {str(key): user.get_full_name() for key, user in users.items()}
    return [
        {
            "at": event.pgh_created_at,
            "who": names.get(event.pgh_context.metadata.get("actor", ""), ""),
            "verb_label": VERBS.get(event.pgh_context.metadata.get("verb", ""), _("Changed")),
            "reason": event.pgh_context.metadata.get("reason", ""),
        }
        for event in acts
    ]
