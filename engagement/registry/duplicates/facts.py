"""What the reader may open around the people of one page of pairs: a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from engagement.access.scope import Actor
from engagement.meetings.lists import names_by_id
from engagement.meetings.models import Meeting, Participant, Venue
from engagement.regions.models import Region
from engagement.stakeholders.contacts.models import ContactDetail
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.models import Post

#: Seats in meetings that are looked at, newest first, for all of a page.
MOST_SEATS = 4000


@dataclass
class Around:
    """What one stakeholder has, as far as the reader may open it."""

    #: organisation -> the title there
    posts: dict[UUID, str] = field(default_factory=dict)
    contacts: set[str] = field(default_factory=set)
    meetings: dict[UUID, date] = field(default_factory=dict)
    #: Who else sat in these meetings, and where they were held.
    others: set[UUID] = field(default_factory=set)
    places: set[int] = field(default_factory=set)


@dataclass
class Facts:
    """Of everybody on the page, with the names of their organisations and the places."""

    people: dict[UUID, Around]
    bodies: dict[UUID, str] = field(default_factory=dict)
    regions: dict[int, Region] = field(default_factory=dict)


def facts_around(actor: Actor, ids: Iterable[UUID]) -> Facts:
    """Six statements at most; none where there is nobody."""
    found = Facts({pk: Around() for pk in ids})
    if found.people:
        _posts(actor, found)
        _contacts(actor, found)
        _meetings(actor, found)
    return found


def _posts(actor: Actor, found: Facts) -> None:
    rows = Post.objects.visible_to(actor).current().filter(stakeholder__in=found.people)
    for who, body, title in rows.values_list("stakeholder_id", "organisation_id", "title"):
        found.people[who].posts[body] = title
    found.bodies = names_by_id(actor, {b for one in found.people.values() for b in one.posts})


def _contacts(actor: Actor, found: Facts) -> None:
    rows = ContactDetail.objects.visible_to(actor).filter(withdrawn_at=None).exclude(blind="")
    rows = rows.filter(stakeholder__in=found.people)
    for who, blind in rows.values_list("stakeholder_id", "blind"):
        found.people[who].contacts.add(blind)


def _meetings(actor: Actor, found: Facts) -> None:
    open_ones = Meeting.objects.visible_to(actor).current()
    rows = Participant.objects.visible_to(actor).filter(meeting__in=open_ones)
    seats = rows.filter(stakeholder__in=found.people).order_by("-meeting__held_on", "pk")
    inside: dict[UUID, list[UUID]] = {}
    columns = ("stakeholder_id", "meeting_id", "meeting__held_on")
    for who, meeting, day in seats.values_list(*columns)[:MOST_SEATS]:
        found.people[who].meetings[meeting] = day
        inside.setdefault(meeting, []).append(who)
    # Of those beside them only who is open to the reader: even their number would tell of others.
    known = Stakeholder.objects.visible_to(actor)
    beside = rows.filter(meeting__in=inside, stakeholder__in=known)
    for meeting, other in beside.values_list("meeting_id", "stakeholder_id"):
        for who in inside[meeting]:
            found.people[who].others.add(other)
    venues = Venue.objects.visible_to(actor).filter(meeting__in=inside).select_related("region")
    for venue in venues:
        found.regions[venue.region_id] = venue.region
        for who in inside[venue.meeting_id]:
            found.people[who].places.add(venue.region_id)
