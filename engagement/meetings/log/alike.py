"""Whether a meeting, or somebody new in it, is perhaps written down already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from engagement.access.scope import Actor
from engagement.meetings.codes import Role
from engagement.meetings.drafts import MeetingDraft
from engagement.meetings.lists import with_children
from engagement.meetings.models import Meeting, Participant, Venue
from engagement.meetings.who import Who
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.pages import may_be

DAY = timedelta(days=1)
#: More is no longer a question.
MOST = 3


def alike(actor: Actor, draft: MeetingDraft) -> list[Meeting]:
    """Meetings within a day of this one that share a place and a counterpart with it.

    Only what the actor may open: what is hidden is not betrayed by a question about it.
    """
    people = [row.stakeholder_id for row in draft.who if row.role == Role.COUNTERPART]
    met = Participant.objects.visible_to(actor).filter(
        role=Role.COUNTERPART,
        stakeholder__in=Stakeholder.objects.visible_to(actor).filter(pk__in=people),
    )
    rows = (
        Meeting.objects.visible_to(actor)
        .current()
        .filter(held_on__range=(draft.held_on - DAY, draft.held_on + DAY))
        .filter(pk__in=met.values("meeting"))
        .exclude(pk=draft.id)
    )
    if draft.venues:
        there = Venue.objects.visible_to(actor).filter(region__in=draft.venues)
        rows = rows.filter(pk__in=there.values("meeting"))
    else:
        rows = rows.without_venue()
    return list(with_children(rows, actor).order_by("-held_on", "-id")[:MOST])


def newcomers(actor: Actor, people: Iterable[Who]) -> list[dict[str, Any]]:
    """Those new in the meeting who are likely in the register already, with whom they may be.

    Not those whose name the form showed namesakes of when it was added (`asked`).
    """
    new = [who for who in people if who.data and "stakeholder" not in who.data]
    ids = [who.stakeholder_id for who in new]  # a retry finds what it registered itself
    told = []
    for who in new:
        if who.kept or who.data.get("asked") is True:
            continue
        name = str(who.data["name"])
        found = may_be(actor, [name], kind=str(who.data["kind"]), without=ids)
        likely = [row for row in found if row["likely"]]
        if likely:
            told.append({"name": name, "found": likely})
    return told
