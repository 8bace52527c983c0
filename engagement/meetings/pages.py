"""One meeting as its page shows it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.audit.trail import events_of, trail
from engagement.meetings.attachments.models import Attachment
from engagement.meetings.attending import Seen, attending, named_in, relations_today, seniority_of
from engagement.meetings.codes import Status
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.lists import place_words
from engagement.meetings.models import GuestTeam, Meeting, Participant, Subject, Venue
from engagement.meetings.querysets import MeetingQuerySet
from engagement.meetings.who import people_by_id
from engagement.names.lists import in_a_row

VERBS = {
    "meeting.logged": gettext_lazy("Logged"),
    "meeting.planned": gettext_lazy("Planned"),
    "meeting.not_held": gettext_lazy("Recorded as not held"),
    "meeting.amended": gettext_lazy("Changed"),
    "meeting.withdrawn": gettext_lazy("Withdrawn"),
    "meeting.restricted": gettext_lazy("Shown to fewer people"),
    "meeting.marked_duplicate": gettext_lazy("Marked as a duplicate"),
    "meeting.unmarked_duplicate": gettext_lazy("Marked as no duplicate"),
    "meeting.restored": gettext_lazy("Restored"),
    "attachment.added": gettext_lazy("File added"),
    "attachment.withdrawn": gettext_lazy("File withdrawn"),
    "follow_up.added": gettext_lazy("Follow-up or commitment added"),
    "follow_up.done": gettext_lazy("Follow-up done, or commitment kept"),
    "follow_up.verified": gettext_lazy("Follow-up or commitment verified"),
    "follow_up.dropped": gettext_lazy("Follow-up or commitment dropped"),
    "follow_up.reopened": gettext_lazy("Follow-up or commitment opened again"),
    "issue.added": gettext_lazy("Issue added"),
    "issue.answered": gettext_lazy("Issue answered"),
}
#: Lines of a meeting's trail that its page shows.
MOST_HISTORY = 20


def with_people(rows: MeetingQuerySet, actor: Actor) -> MeetingQuerySet:
    """With what the page says of each participant, in the statement that reads them."""
    people = Participant.objects.visible_to(actor).order_by("pk")
    # A post or an assessment behind the wall comes back as None.
    people = people.select_related("frozen_type", "frozen_base", "frozen_assessment", "post")
    return rows.prefetch_related(None).prefetch_related(
        Prefetch("venues", Venue.objects.visible_to(actor).select_related("region")),
        Prefetch("subjects", Subject.objects.visible_to(actor).select_related("region")),
        Prefetch("participants", people),
        Prefetch("guest_teams", GuestTeam.objects.visible_to(actor).select_related("team")),
    )


def detail_context(actor: Actor, meeting: Meeting) -> dict[str, Any]:
    """Everything the page of one meeting shows; a fixed number of statements."""
    promises = _promises(actor, meeting)
    issues = list(meeting.issues.visible_to(actor).order_by("pk"))
    files = _files(actor, meeting)
    seen = _seen(actor, meeting, promises, issues)
    participants = attending(meeting, seen)
    return {
        "meeting": meeting,
        "place": place_words(meeting),
        "about": in_a_row(row.region.label for row in meeting.subjects.all()),
        "arranged_through": seen.name(meeting.arranged_through_id),
        "seniority": seniority_of(meeting, seen),
        "participants": participants,
        "drifted": any(one.get("today") for one in participants),
        "follow_ups": [promise_line(actor, row, seen) for row in promises if not row.theirs],
        "commitments": [promise_line(actor, row, seen) for row in promises if row.theirs],
        "issues": [{"row": row, "raised_by": seen.name(row.raised_by_id)} for row in issues],
        "files": files,
        "guest_teams": list(meeting.guest_teams.all()),
        "history": history(actor, meeting),
        **_doors(actor, meeting),
        "raised": raised_words(meeting, seen, files),
        "tlp_label": meeting.access.label,
        "tlp_code": meeting.access.code,
    }


def _doors(actor: Actor, meeting: Meeting) -> dict[str, bool]:
    """What the actor may do with it."""
    live = meeting.withdrawn_at is None
    change, lead = meeting.changed_by(actor), meeting.led_by(actor)
    return {
        "may_amend": change and live,
        "may_say_held": change and live and meeting.status == Status.PLANNED,
        "may_withdraw": lead and live,
        "may_restore": lead and not live,
    }


def _seen(
    actor: Actor, meeting: Meeting, promises: list[FollowUp], issues: list[IssueRaised]
) -> Seen:
    ids = named_in(meeting) | {meeting.arranged_through_id}
    ids |= {row.by_id for row in promises} | {row.raised_by_id for row in issues}
    named = {key for key in ids if key}
    return Seen(people_by_id(actor, named), relations_today(actor, named))


def _promises(actor: Actor, meeting: Meeting) -> list[FollowUp]:
    rows = meeting.follow_ups.visible_to(actor).select_related("assigned_to", "verified_by")
    return list(rows.by_due())


def promise_line(actor: Actor, row: FollowUp, seen: Seen) -> dict[str, Any]:
    """A follow-up or a commitment as pages show it."""
    today = actor.today()
    return {
        "row": row,
        "state": row.state(today),
        "state_words": row.state_words(today),
        "by": seen.name(row.by_id),
        "assigned_to": row.assigned_to.get_full_name() if row.assigned_to else "",
        "verified_by": row.verified_by.get_full_name() if row.verified_by else "",
    }


def _files(actor: Actor, meeting: Meeting) -> list[Attachment]:
    rows = Attachment.objects.visible_to(actor).filter(meeting=meeting, withdrawn_at=None)
    return list(rows.defer("content").select_related("written_by").order_by("pk"))


def raised_words(meeting: Meeting, seen: Seen, files: list[Attachment]) -> str:
    """Why fewer people may see it than was chosen; empty where as many do."""
    if not meeting.raised:
        return ""
    chosen = Tlp(meeting.own_tlp).label
    if any(row.own_tlp == meeting.tlp for row in files):
        words = _("Chosen was “%(chosen)s”. Fewer people may see it, because of a file in it.")
    else:
        words = _(
            "Chosen was “%(chosen)s”. Fewer people may see it, because somebody in it is better "
            "protected."
        )
    return words % {"chosen": chosen}


def history(actor: Actor, meeting: Meeting) -> list[dict[str, Any]]:
    """The trail of a meeting and of everything on it; two statements."""
    key = meeting.pk
    lines = trail(actor, _events(key), VERBS, MOST_HISTORY)
    for line in lines:
        if not line["verb"].startswith(("meeting.", "attachment.", "follow_up.", "issue.")):
            line["reason"] = ""  # given for another record, whose people may be hidden here
    return lines


def _events(key: UUID) -> list[Any]:
    matched = apps.get_model("engagement", "MeetingRecommendation")
    children = (Venue, Subject, GuestTeam, Participant, FollowUp, IssueRaised, Attachment, matched)
    return [
        events_of(Meeting).filter(pgh_obj_id=key),
        *(events_of(model).filter(meeting_id=key) for model in children),
    ]
