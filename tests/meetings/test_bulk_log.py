"""Many meetings at once give the same rows and history as one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from engagement.access.errors import Conflict
from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.meetings.actions import log_meeting, plan_meeting, record_not_held
from engagement.meetings.bulk_log import log_meetings
from engagement.meetings.drafts import FollowUpDraft, IssueDraft, MeetingDraft
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.models import GuestTeam, Meeting, Participant, Subject, Venue
from engagement.models import Change
from engagement.regions.models import Region
from tests.cast import Cast, draft_of, register
from tests.conftest import owner

pytestmark = pytest.mark.django_db

#: Ids, moments and marks of the transaction differ between any two rows.
OWN = {"id", "meeting_id", "touched", "request_hash", "created_at", "logged_at", "frozen_at"}
CHILDREN = (Venue, Subject, GuestTeam, Participant, FollowUp, IssueRaised)


def drafts(cast: Cast) -> list[MeetingDraft]:
    sheikh = register(cast.amal, "Sheikh", "tribe", "basra")
    unit = register(cast.amal, "Demo Brigade 101", "pmf_unit", "nineveh", kind="unit")
    held = draft_of(
        cast.amal,
        "basra",
        who=(sheikh, unit),
        outcome=" They ask for water ",
        subjects=(Region.objects.get(key="maysan"),),
        guest_team_ids=(cast.partner.pk,),
        follow_ups=(FollowUpDraft(id=new_id(), text="Write", side="theirs", by_id=sheikh.pk),),
        issues=(IssueDraft(id=new_id(), text="Water", raised_by_id=sheikh.pk),),
    )
    planned = draft_of(cast.amal, "anbar", who=(sheikh,), status="planned", reason="security")
    planned = replace(planned, held_on=date.today() + timedelta(days=3))
    gone = draft_of(cast.amal, "diyala", who=(sheikh,), status="not_held", reason="security")
    return [held, planned, gone]


def test_the_same_rows_and_the_same_history(cast: Cast) -> None:
    wanted = drafts(cast)
    again = [_renewed(draft) for draft in wanted]
    actions = (log_meeting, plan_meeting, record_not_held)
    with acting_as(cast.amal, "meeting.logged"):
        for action, draft in zip(actions, wanted, strict=True):
            action(cast.amal, draft)
    with acting_as(cast.amal, "meeting.logged"):
        log_meetings(cast.amal, again)

    for one, many in zip(wanted, again, strict=True):
        assert _rows(one) == _rows(many)


def test_a_repeat_changes_nothing_and_another_content_is_a_clash(cast: Cast) -> None:
    wanted = drafts(cast)
    with acting_as(cast.amal, "meeting.logged"):
        first = log_meetings(cast.amal, wanted)
    with acting_as(cast.amal, "meeting.logged"):
        assert [row.pk for row in log_meetings(cast.amal, wanted)] == [row.pk for row in first]
    with acting_as(cast.amal, "meeting.logged"), pytest.raises(Conflict):
        log_meetings(cast.amal, [replace(wanted[0], outcome="Something else")])


def test_one_that_is_wrong_leaves_none(cast: Cast) -> None:
    good, *_rest = drafts(cast)
    hidden = register(cast.carla, "Hidden", "tribe", "basra", at_risk=True)
    wrong = draft_of(cast.amal, "basra", who=(hidden,))
    with acting_as(cast.amal, "meeting.logged"), pytest.raises(ValidationError) as told:
        log_meetings(cast.amal, [good, wrong])

    assert "who" in told.value.message_dict
    with owner():
        assert not Meeting.plain.exists()


def _renewed(draft: MeetingDraft) -> MeetingDraft:
    return replace(
        draft,
        id=new_id(),
        follow_ups=tuple(replace(row, id=new_id()) for row in draft.follow_ups),
        issues=tuple(replace(row, id=new_id()) for row in draft.issues),
    )


def _rows(draft: MeetingDraft) -> dict[str, Any]:
    with owner():
        rows: dict[str, Any] = {"meeting": _bare(Meeting.plain.filter(pk=draft.id))}
        for model in CHILDREN:
            children = model.plain.filter(meeting=draft.id).order_by("pk")
            rows[model.__name__] = sorted(_bare(children), key=str)
        changes = Change.objects.filter(object_id=draft.id)
        rows["changes"] = list(changes.values_list("version", "op", "verb", "actor"))
    return rows


def _bare(rows: Any) -> list[dict[str, Any]]:
    return [{k: v for k, v in row.items() if k not in OWN} for row in rows.values()]
