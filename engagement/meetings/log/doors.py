"""The log form's page: what stands around its fields."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from engagement.access.scope import Actor
from engagement.meetings.lists import lines
from engagement.meetings.log.chips import People, chip, read_people
from engagement.meetings.log.first import recent_of
from engagement.meetings.log.forms import LogForm
from engagement.meetings.log.offers import Offers
from engagement.meetings.models import Meeting
from engagement.meetings.who import Who
from engagement.stakeholders.groups import grouped_types


def form_context(
    actor: Actor, form: LogForm, meeting: Meeting | None, recent: Sequence[Meeting] | None = None
) -> dict[str, Any]:
    """Everything the page of the form shows; a fixed number of statements."""
    if recent is None:
        recent = recent_of(actor)
    values = form.values
    people = people_of(actor, values.who, _day(form), values.named())
    chips = [chip(who, people, form.offers) for who in values.who]
    names = {key: person.name for key, person in people.found.items()}
    return {
        "form": form,
        "meeting": meeting,
        "chips": chips,
        "blank_chip": chip(Who("", {"id": UUID(int=0)}), People(), form.offers),
        "follow_ups": values.shown("follow_up"),
        "promises": values.shown("promise"),
        "issues": values.shown("issue"),
        "sources": values.choices(chips, names),
        "members": form.offers.members,
        "through": _through(form, names),
        "actor_types": grouped_types(form.offers.types.values()),
        "regions": _regions(form.offers),
        "recent": lines(actor, recent),
        "last": recent[0] if recent and not meeting else None,
        "last_place": _last_place(recent),
    }


def people_of(actor: Actor, given: list[Who], day: date | None, named: list[UUID]) -> People:
    """Everybody in the meeting and named by it; nothing is read where nobody is."""
    inside = {who.stakeholder_id for who in given if "stakeholder" in who.data}
    posts = [UUID(str(who.data["post"])) for who in given if who.data.get("post")]
    if not inside and not named:
        return People()
    return read_people(actor, named, day, posts_of=inside, chosen=posts)


def _day(form: LogForm) -> date | None:
    value = form["held_on"].value()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _through(form: LogForm, names: dict[UUID, str]) -> dict[str, str]:
    value = form.values.through
    key = form.values.through_sent()
    return {"value": value, "name": names.get(key, "") if key else ""}


def _regions(offers: Offers) -> list[dict[str, Any]]:
    return [
        {"group_label": group, "options": [{"id": k, "label": v} for k, v in options]}
        for group, options in offers.places
    ]


def _last_place(recent: Sequence[Meeting]) -> str:
    venues = sorted(recent[0].venues.all(), key=lambda venue: venue.pk) if recent else []
    return str(venues[0].region_id) if venues else ""
