"""The rows of a meeting, written as the draft has them; what stays keeps what happened since."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from engagement.access.scope import Actor
from engagement.meetings.drafts import Attendance, FollowUpDraft, IssueDraft, MeetingDraft
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.models import GuestTeam, Meeting, Participant, Subject, Venue
from engagement.regions.models import Region
from engagement.stakeholders.actions import add_stakeholders

#: What an amendment writes on somebody who stays; what was frozen of them is not among it.
ATTENDANCE = (
    "role",
    "post_id",
    "at_their_place",
    "headcount",
    "women",
    "men",
    "under_18",
    "aged_18_to_29",
    "aged_30_to_59",
    "aged_60_up",
)
FOLLOW_UP = ("text", "due_on", "side", "by_id", "assigned_to_id")
ISSUE = ("text", "raised_by_id")


def register_new(actor: Actor, draft: MeetingDraft) -> None:
    """Register those whom the register does not hold yet; before anything names them."""
    new = [attendance.new for attendance in draft.who if attendance.new]
    if new:
        add_stakeholders(actor, new)


class Rows:
    """The rows of one meeting; of a new one there are none, and nobody is asked."""

    def __init__(self, actor: Actor, meeting: Meeting, *, new: bool) -> None:
        self.actor, self.meeting, self.new = actor, meeting, new

    def of(self, model: Any) -> Any:
        if self.new:
            return model.objects.unscoped("a new meeting has no rows").none()
        return model.objects.visible_to(self.actor).filter(meeting=self.meeting)


def write_children(
    actor: Actor, meeting: Meeting, draft: MeetingDraft, *, new: bool = False
) -> None:
    """Places, teams and promises first, participants last: each moves the meeting's access."""
    rows = Rows(actor, meeting, new=new)
    _write_regions(rows, Venue, draft.venues)
    _write_regions(rows, Subject, draft.subjects)
    _write_guests(rows, draft)
    _write_entries(rows, FollowUp, FOLLOW_UP, draft.follow_ups)
    _write_entries(rows, IssueRaised, ISSUE, draft.issues)
    _write_participants(rows, draft)


def _write_regions(
    meeting_rows: Rows, model: type[Venue | Subject], regions: Iterable[Region]
) -> None:
    wanted = {region.pk for region in regions}
    rows, meeting = meeting_rows.of(model), meeting_rows.meeting
    there = set(rows.values_list("region_id", flat=True))
    if there - wanted:
        rows.exclude(region_id__in=wanted).delete()
    model.objects.bulk_create(
        [model(meeting=meeting, region_id=region) for region in sorted(wanted - there)]
    )


def _write_guests(meeting_rows: Rows, draft: MeetingDraft) -> None:
    wanted = set(draft.guest_team_ids) - {draft.lead_team_id}
    rows, meeting = meeting_rows.of(GuestTeam), meeting_rows.meeting
    there = set(rows.values_list("team_id", flat=True))
    if there - wanted:
        rows.exclude(team_id__in=wanted).delete()
    GuestTeam.objects.bulk_create(
        [GuestTeam(meeting=meeting, team_id=team) for team in sorted(wanted - there)]
    )


def _write_entries(
    meeting_rows: Rows,
    model: type[FollowUp | IssueRaised],
    fields: tuple[str, ...],
    drafts: Iterable[FollowUpDraft | IssueDraft],
) -> None:
    """Write texts, not what came of them: done, verified, dropped and answered stay."""
    wanted = {row.id: row for row in drafts}
    rows, meeting = meeting_rows.of(model), meeting_rows.meeting
    there = rows.in_bulk()
    gone = there.keys() - wanted.keys()
    if gone:
        rows.filter(pk__in=gone).delete()
    for key in there.keys() & wanted.keys():
        _keep(there[key], wanted[key], fields)
    model.objects.bulk_create(
        [
            model(id=key, meeting=meeting, **{field: getattr(row, field) for field in fields})
            for key, row in wanted.items()
            if key not in there
        ]
    )


def _write_participants(meeting_rows: Rows, draft: MeetingDraft) -> None:
    rows, meeting = meeting_rows.of(Participant), meeting_rows.meeting
    there: dict[UUID, Participant] = {row.stakeholder_id: row for row in rows}
    wanted = {attendance.stakeholder_id: attendance for attendance in draft.who}
    gone = [row.pk for key, row in there.items() if key not in wanted]
    if gone:
        rows.filter(pk__in=gone).delete()
    for key in wanted.keys() & there.keys():
        _keep(there[key], wanted[key], ATTENDANCE)
    fresh = [
        Participant(
            meeting=meeting,
            stakeholder_id=key,
            **{field: getattr(row, field) for field in ATTENDANCE},
        )
        for key, row in wanted.items()
        if key not in there
    ]
    Participant.objects.bulk_create(fresh)


def _keep(row: Any, draft: Attendance | FollowUpDraft | IssueDraft, fields: Iterable[str]) -> None:
    """Write a row that stays, only where something moved: history holds no empty change."""
    moved = take_over(row, draft, fields)
    if moved:
        row.save(update_fields=[field.removesuffix("_id") for field in moved])


def take_over(row: Any, draft: Any, fields: Iterable[str]) -> list[str]:
    """Put what a draft has into a row that stays; what moved."""
    moved = [field for field in fields if getattr(row, field) != getattr(draft, field)]
    for field in moved:
        setattr(row, field, getattr(draft, field))
    if "post_id" in moved:  # they spoke for another body: what was frozen was another's
        row.frozen_at = None
        moved.append("frozen_at")
    return moved
