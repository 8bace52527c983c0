"""The API of merging, and meetings that name somebody who went."""

from __future__ import annotations

from typing import Any

import pytest

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.meetings.bulk_log import log_meetings
from engagement.meetings.codes import Status
from engagement.meetings.drafts import Attendance, FollowUpDraft, IssueDraft
from engagement.meetings.models import Meeting, Participant
from engagement.stakeholders.drafts import StakeholderDraft
from engagement.stakeholders.models import ActorType, Stakeholder
from tests.api.calls import Caller
from tests.cast import draft_of, meet
from tests.conftest import owner
from tests.registry.merging import merged

pytestmark = pytest.mark.django_db


def body_of(two, **more: Any) -> dict[str, Any]:
    return {
        "gone": str(two[1].pk),
        "kept_version": 1,
        "gone_version": 1,
        "change_reason": "one man",
        **more,
    }


def test_the_api_merges_and_takes_apart(cast, two):
    call = Caller(cast.amal)
    answer = call.post(f"stakeholders/{two[0].pk}:merge/", body_of(two, choices={"name": "gone"}))
    assert answer.status_code == 201, answer.content
    found = answer.json()
    assert (found["kept"], found["gone"], found["choices"]) == (
        *(str(one.pk) for one in two),
        {"name": "gone"},
    )

    assert call.get(f"merges/{found['id']}/").json()["undone_at"] is None
    again = call.post(f"merges/{found['id']}:unmerge/", {"change_reason": "two men"})
    assert again.json()["undone_reason"] == "two men"
    assert call.post(f"merges/{found['id']}:unmerge/", {"change_reason": "x"}).status_code == 409


def test_the_api_answers_with_the_record_that_went_and_into_whom(cast, two):
    merged(cast.amal, *two)

    answer = Caller(cast.amal).get(f"stakeholders/{two[1].pk}/")

    assert answer.status_code == 200
    assert answer.json()["merged_into"] == str(two[0].pk)
    assert answer.json()["withdrawn_at"] is not None


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"gone_version": 9}, 409),
        ({"choices": {"tlp": "gone"}}, 422),
        ({"choices": {"name": "both"}}, 422),
        ({"change_reason": ""}, 422),
        ({"gone": "no"}, 422),
    ],
)
def test_the_api_refuses_with_a_problem(cast, two, more, status):
    answer = Caller(cast.amal).post(f"stakeholders/{two[0].pk}:merge/", body_of(two, **more))

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


def test_the_api_refuses_itself_and_whoever_is_not_there(cast, two):
    call = Caller(cast.amal)
    itself = body_of(two, gone=str(two[0].pk))
    nobody = body_of(two, gone=str(new_id()))

    assert call.post(f"stakeholders/{two[0].pk}:merge/", itself).status_code == 422
    assert call.post(f"stakeholders/{two[0].pk}:merge/", nobody).status_code == 403
    assert call.post(f"stakeholders/{new_id()}:merge/", body_of(two)).status_code == 404


def participants(pk) -> list[Any]:
    with owner():
        return list(Participant.plain.filter(meeting=pk).values_list("stakeholder_id", flat=True))


def test_a_meeting_that_names_the_one_that_went_is_one_of_the_kept_one(cast, two):
    kept, gone = two
    merged(cast.amal, *two)

    meeting = meet(
        cast.amal,
        "basra",
        who=(gone, kept),
        arranged_through_id=gone.pk,
        follow_ups=(FollowUpDraft(id=new_id(), text="x", side="theirs", by_id=gone.pk),),
        issues=(IssueDraft(id=new_id(), text="x", raised_by_id=gone.pk),),
    )

    assert participants(meeting.pk) == [kept.pk]
    with owner():
        assert Meeting.plain.get(pk=meeting.pk).arranged_through_id == kept.pk


def test_the_same_request_before_and_after_a_merge_is_one_meeting(cast, two):
    meeting = draft_of(cast.amal, "basra", who=(two[1],))
    first = meet(cast.amal, "basra", who=(two[1],), id=meeting.id)
    merged(cast.amal, *two)

    again = meet(cast.amal, "basra", who=(two[1],), id=meeting.id)

    assert again.pk == first.pk
    assert participants(again.pk) == [two[0].pk]


def test_many_meetings_at_once_name_the_kept_one_too(cast, two):
    merged(cast.amal, *two)
    drafts = [draft_of(cast.amal, "basra", who=(two[1],), status=Status.HELD) for _ in range(2)]

    with acting_as(cast.amal, "meeting.logged"):
        found = log_meetings(cast.amal, drafts)

    assert [participants(row.pk) for row in found] == [[two[0].pk]] * 2


def test_somebody_registered_offline_and_merged_meanwhile_is_the_kept_one(cast, two):
    draft = StakeholderDraft(
        id=new_id(), kind="person", names=("Ali",), actor_type=ActorType.objects.get(pk="tribe")
    )
    row = Attendance(stakeholder_id=draft.id, new=draft)
    first = meet(cast.amal, "basra", who=(row,))
    with owner():
        made = Stakeholder.plain.get(pk=draft.id)
    merged(cast.bassam, two[0], made)

    second = meet(cast.amal, "basra", who=(row,))

    assert participants(first.pk) == participants(second.pk) == [two[0].pk]
