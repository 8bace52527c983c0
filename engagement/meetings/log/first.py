"""What the log form opens with: a new meeting, one like another, or one that is there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from engagement.access.keys import new_id
from engagement.access.scope import Actor
from engagement.meetings.codes import Mode, Status, Whose
from engagement.meetings.lists import with_children
from engagement.meetings.log.entries import Entry, entry_of
from engagement.meetings.log.values import HAPPENED, HOW_NOT, UNKNOWN
from engagement.meetings.models import Meeting, Participant
from engagement.meetings.who import HIDDEN, stored
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.models import Post

#: The officer's own meetings beside the form; the newest is "last time".
MOST_RECENT = 5


def recent_of(actor: Actor) -> list[Meeting]:
    """The meetings that the actor wrote down last, those to come apart."""
    mine = Meeting.objects.visible_to(actor).current().filter(author_id=actor.user_id)
    past = mine.filter(held_on__lte=actor.today())
    order = ("-created_at", "-held_on", "-id")  # many are written at once where they were imported
    return list(with_children(past, actor).order_by(*order)[:MOST_RECENT])


def like_another(actor: Actor, pk: str) -> Meeting | None:
    """The meeting that a new one is to be like; None where the actor may not open it."""
    try:
        key = UUID(pk)
    except ValueError:
        return None
    found: Meeting | None = (
        with_children(Meeting.objects.visible_to(actor), actor).filter(pk=key).first()
    )
    return found


def first_values(actor: Actor, last: Meeting | None, who: Iterable[UUID]) -> dict[str, Any]:
    """A new meeting: today, held, in person, where this officer's last one was; with somebody."""
    return {
        "id": new_id(),
        "status": Status.HELD,
        "how_not": Status.NOT_HELD,
        "held_on": actor.today(),
        "mode": Mode.IN_PERSON,
        "place": _place(last),
        "lead_team": str(last.lead_team_id) if last else "",
        "who": [json.dumps({"stakeholder": str(key)}) for key in who],
    }


def again(actor: Actor, last: Meeting, same: str) -> dict[str, Any]:
    """A new meeting like another: the same people, the same place, or both."""
    values = first_values(actor, last, [] if same == "place" else same_people(actor, last))
    if same == "people":
        values["place"] = ""
    values["mode"] = last.mode
    return values


def following(actor: Actor, last: Meeting) -> dict[str, Any]:
    """The next of several: team, day, place and how as in the one just saved."""
    day = min(last.held_on, actor.today())
    return {**first_values(actor, last, []), "mode": last.mode, "held_on": day}


def same_people(actor: Actor, last: Meeting) -> list[UUID]:
    """Whom the actor met then and may still meet, in the order of then."""
    ids = [row.stakeholder_id for row in last.participants.all()]
    rows = Stakeholder.objects.visible_to(actor).current().filter(pk__in=ids)
    there = set(rows.values_list("pk", flat=True))
    return [key for key in ids if key in there]


def _place(last: Meeting | None) -> str:
    venues = sorted(last.venues.all(), key=lambda venue: venue.pk) if last else []
    return str(venues[0].region_id) if venues else ""


def initial_of(actor: Actor, meeting: Meeting, *, held: bool = False) -> dict[str, Any]:
    """A meeting as the form's first values; `held`: a planned one that now took place."""
    venues = [str(row.region_id) for row in meeting.venues.visible_to(actor).order_by("pk")]
    subjects = meeting.subjects.visible_to(actor).order_by("pk").values_list("region_id", flat=True)
    guests = meeting.guest_teams.visible_to(actor).order_by("team_id")
    known = meeting.status in dict(HAPPENED)
    values = {name: getattr(meeting, name) for name in _PLAIN}
    return {
        **values,
        "id": meeting.pk,
        "status": Status.HELD if held else meeting.status if known else Status.NOT_HELD,
        "how_not": meeting.status if meeting.status in dict(HOW_NOT) else Status.NOT_HELD,
        "place": venues[0] if venues else "" if meeting.to_complete else UNKNOWN,
        "more_places": venues[1:],
        "subjects": [str(key) for key in subjects],
        "guest_teams": [str(row.team_id) for row in guests],
        "lead_team": str(meeting.lead_team_id),
        "tlp": meeting.own_tlp,
        "amend_reason": _why(meeting, held),
        **_people(actor, meeting),
    }


_PLAIN = (
    "version",
    "reason",
    "held_on",
    "mode",
    "outcome",
    "kind",
    "starts_at",
    "duration",
    "purpose",
    "participation_level",
    "asked_by",
    "summary",
    "not_attributable",
)


def _why(meeting: Meeting, held: bool) -> str:
    if held and meeting.status == Status.PLANNED:
        return _("It was held")
    return _("Completed") if meeting.to_complete else ""


def _people(actor: Actor, meeting: Meeting) -> dict[str, Any]:
    """Who was in it and whom it names; whom the actor may not open by no number that tells."""
    people = list(meeting.participants.visible_to(actor).order_by("pk"))
    promises = list(meeting.follow_ups.visible_to(actor).order_by("pk"))
    issues = list(meeting.issues.visible_to(actor).order_by("pk"))
    ids = {row.stakeholder_id for row in people} | {row.by_id for row in promises}
    ids |= {row.raised_by_id for row in issues} | {meeting.arranged_through_id}
    seen = set(_seen(Stakeholder, actor, ids))
    posts = set(_seen(Post, actor, {row.post_id for row in people}))
    through = meeting.arranged_through_id
    sides: dict[str, list[Entry]] = {Whose.OURS: [], Whose.THEIRS: []}
    for row in promises:
        who = row.assigned_to_id if row.side == Whose.OURS else row.by_id
        sides[row.side].append(entry_of(row, who, row.side == Whose.OURS or who in seen))
    return {
        "who": [
            _who_value(row, row.stakeholder_id in seen, row.post_id in posts) for row in people
        ],
        "follow_up": sides[Whose.OURS],
        "promise": sides[Whose.THEIRS],
        "issue": [entry_of(row, row.raised_by_id, row.raised_by_id in seen) for row in issues],
        "arranged_through": (str(through) if through in seen else HIDDEN) if through else "",
    }


def _seen(model: Any, actor: Actor, ids: Iterable[UUID | None]) -> Sequence[UUID]:
    wanted = [key for key in ids if key]
    if not wanted:
        return []
    rows = model.objects.visible_to(actor).filter(pk__in=wanted)
    return list(rows.values_list("pk", flat=True))


def _who_value(row: Participant, seen: bool, post_seen: bool) -> str:
    if not seen:
        return json.dumps({"kept": row.pk})
    post = {} if post_seen or not row.post_id else {"post": HIDDEN}
    return json.dumps({**stored(row), **post})
