"""What waits for one person: due, planned, to complete, to retry, to meet again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from django.urls import reverse

from engagement.access.scope import Actor
from engagement.meetings.codes import Role, Status
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.lists import lines_with, names_by_id
from engagement.meetings.models import Meeting, Participant, Venue
from engagement.stakeholders.models import Stakeholder
from engagement.sync.conflicts.pages import open_clashes

#: Rows of a section; a link leads to the rest.
MOST = 20
SOON = timedelta(days=7)
LONG = timedelta(days=90)


def my_day_context(actor: Actor) -> dict[str, Any]:
    """Everything the page shows; ten statements however much waits."""
    today = actor.today()
    meetings = Meeting.objects.visible_to(actor).run_by(actor)
    planned = meetings.planned_between(today, today + SOON).order_by("held_on", "starts_at", "pk")
    kept = {
        "planned": list(planned[: MOST + 1]),
        "to_finish": list(meetings.to_finish(today).order_by("-held_on", "-pk")[: MOST + 1]),
        "to_retry": list(_to_retry(actor, meetings, today)[: MOST + 1]),
    }
    _with_children(actor, [meeting for rows in kept.values() for meeting in rows])
    people = list(_not_met_for_long(actor, today)[: MOST + 1])
    names = names_by_id(actor, {person.pk for person in people} | _in(kept))
    sections = {name: _section(rows, names) for name, rows in kept.items()}
    return {
        "today": today,
        **sections,
        "due": _due(actor, today),
        "to_meet": {
            "rows": [_person(person, names) for person in people[:MOST]],
            "more": len(people) > MOST,
        },
        "addresses": _addresses(today),
        "partners": _of_partners(actor),
    }


def _of_partners(actor: Actor) -> dict[str, Any]:
    """What partners sent that waits for the actor."""
    return {"clashes": open_clashes(actor).count() if actor.can_log else 0}


def _to_retry(actor: Actor, meetings: Any, today: date) -> Any:
    return meetings.to_retry(actor, today - LONG).order_by("-held_on", "-pk")


def _with_children(actor: Actor, rows: list[Meeting]) -> None:
    prefetch_related_objects(
        rows,
        Prefetch("venues", Venue.objects.visible_to(actor).select_related("region")),
        Prefetch("participants", Participant.objects.visible_to(actor).order_by("pk")),
    )


def _in(kept: dict[str, list[Meeting]]) -> set[Any]:
    meetings = (meeting for rows in kept.values() for meeting in rows)
    return {row.stakeholder_id for meeting in meetings for row in meeting.participants.all()}


def _section(rows: list[Meeting], names: dict[Any, str]) -> dict[str, Any]:
    return {"rows": lines_with(rows[:MOST], names), "more": len(rows) > MOST}


def _due(actor: Actor, today: date) -> dict[str, Any]:
    mine = FollowUp.objects.visible_to(actor).current().open().taken_on_by(actor)
    rows = list(mine.filter(due_on__lte=today + SOON).by_due()[: MOST + 1])
    return {
        "rows": [{"follow_up": row, "overdue": row.due_on < today} for row in rows[:MOST]],
        "more": len(rows) > MOST,
    }


def _not_met_for_long(actor: Actor, today: date) -> QuerySet[Stakeholder]:
    """Stakeholders whose relationship the actor looks after, longest known first."""
    met = Participant.objects.visible_to(actor).filter(
        stakeholder=OuterRef("pk"),
        role=Role.COUNTERPART,
        meeting__status=Status.HELD,
        meeting__withdrawn_at=None,
        meeting__held_on__gt=today - LONG,
    )
    mine = Stakeholder.objects.visible_to(actor).current().filter(owner_id=actor.user_id)
    wanted = mine.filter(~Exists(met), not_to_be_engaged=False)
    rows: QuerySet[Stakeholder] = wanted.select_related("actor_type", "base_region").order_by("pk")
    return rows


def _person(person: Stakeholder, names: dict[Any, str]) -> dict[str, Any]:
    base = person.base_region.label if person.base_region else ""
    return {
        "url": reverse("stakeholder", args=[person.pk]),
        "name": names.get(person.pk, ""),
        "detail": " · ".join(part for part in (person.actor_type.label, base) if part),
        "log_url": f"{reverse('meeting_new')}?{urlencode({'who': person.pk})}",
    }


def _addresses(today: date) -> dict[str, str]:
    """Where the rest of each section is."""
    meetings = reverse("meeting_list")
    soon = {
        "status": Status.PLANNED.value,
        "first": today.isoformat(),
        "last": (today + SOON).isoformat(),
    }
    tried = {"status": Status.NOT_HELD.value, "first": (today - LONG).isoformat()}
    return {
        "planned": f"{meetings}?{urlencode(soon)}",
        "to_finish": f"{meetings}?to_complete=on",
        "to_retry": f"{meetings}?{urlencode(tried)}",
    }
