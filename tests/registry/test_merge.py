"""Two records that a person says are one become one: what moves, and what stays."""

from __future__ import annotations

import pytest

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.codes import Status
from engagement.meetings.drafts import Attendance, FollowUpDraft, IssueDraft
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.models import Meeting, Participant
from engagement.stakeholders.assessments.models import Assessment, EngagementDecision, Opinion
from engagement.stakeholders.contacts.actions import add_contact
from engagement.stakeholders.contacts.drafts import ContactDraft
from engagement.stakeholders.contacts.models import ContactDetail
from engagement.stakeholders.models import StakeholderTag
from engagement.stakeholders.posts.models import Post
from tests.cast import meet, register
from tests.conftest import owner
from tests.registry.merging import frozen, merged, now, parted, texts
from tests.stakeholders.knowing import assess, decided, opinion, post

pytestmark = pytest.mark.django_db


def test_all_that_points_to_the_one_points_to_the_other(cast, two):
    kept, gone = two
    body = register(cast.amal, "A body", "cso_ngo", kind="organisation")
    held = post(cast.amal, gone, body)
    claim = assess(cast.amal, gone, "legal_status", "by_law")
    decision = decided(cast.amal, gone, "engage")
    held_opinion = opinion(cast.amal, gone, influence=3)
    with acting_as(cast.amal, "contact.added"):
        contact = add_contact(
            cast.amal, ContactDraft(id=new_id(), stakeholder_id=gone.pk, kind="phone", text="0770")
        )
    promise, issue = new_id(), new_id()
    meeting = meet(
        cast.amal,
        "basra",
        who=(gone,),
        arranged_through_id=gone.pk,
        follow_ups=(FollowUpDraft(id=promise, text="a road", side="theirs", by_id=gone.pk),),
        issues=(IssueDraft(id=issue, text="water", raised_by_id=gone.pk),),
    )

    merged(cast.bassam, kept, gone)

    with owner():
        for model, pk in (
            (Post, held.pk),
            (Assessment, claim.pk),
            (EngagementDecision, decision.pk),
            (Opinion, held_opinion.pk),
            (ContactDetail, contact.pk),
        ):
            assert model.plain.get(pk=pk).stakeholder_id == kept.pk, model
        assert Participant.plain.get(meeting=meeting).stakeholder_id == kept.pk
        assert Meeting.plain.get(pk=meeting.pk).arranged_through_id == kept.pk
        assert FollowUp.plain.get(pk=promise).by_id == kept.pk
        assert IssueRaised.plain.get(pk=issue).raised_by_id == kept.pk


def test_both_names_stand_and_the_kept_ones_come_first(cast, two):
    kept, gone = two

    merged(cast.bassam, kept, gone)

    assert texts(kept) == ["Mohammed Ali", "Muhammad Ali"]
    assert texts(gone) == []


def test_the_name_of_the_other_may_be_shown_first(cast, two):
    kept, gone = two

    merged(cast.bassam, kept, gone, name="gone")

    assert texts(kept) == ["Muhammad Ali", "Mohammed Ali"]


def test_a_name_and_a_tag_that_both_have_stand_once(cast):
    kept = register(cast.amal, ("Abu Ali", "Ali"), tags=("farmer",))
    gone = register(cast.amal, ("Abu Ali", "Ali Hassan"), tags=("Farmer", "teacher"))

    merged(cast.amal, kept, gone)

    assert texts(kept) == ["Abu Ali", "Ali", "Ali Hassan"]
    with owner():
        tags = StakeholderTag.plain.filter(stakeholder=kept)
        assert sorted(tags.values_list("text", flat=True)) == ["farmer", "teacher"]


def test_the_value_of_a_field_is_the_kept_ones_unless_the_other_is_chosen(cast, two):
    kept, gone = two

    merged(cast.bassam, kept, gone, base_region="gone")

    assert now(kept).base_region.key == "anbar"
    assert now(kept).actor_type_id == "tribe"


def test_an_empty_field_takes_the_value_of_the_other(cast):
    kept, gone = register(cast.amal, "A"), register(cast.amal, "B", base="basra")

    merged(cast.amal, kept, gone)

    assert now(kept).base_region.key == "basra"


def test_a_year_of_birth_that_only_one_has_stands(cast):
    kept, gone = register(cast.amal, "A"), register(cast.amal, "B", birth_year=1971)

    merged(cast.amal, kept, gone)

    assert now(kept).birth_year == 1971


def test_the_strictest_level_and_both_warnings_stand(cast):
    kept = register(cast.amal, "A", not_to_be_engaged=True, lead_team_id=cast.mission.pk)
    gone = register(cast.amal, "B", at_risk=True, lead_team_id=cast.mission.pk)

    merged(cast.amal, kept, gone)

    found = now(kept)
    assert (found.tlp, found.at_risk, found.not_to_be_engaged) == (Tlp.AMBER, True, True)


def test_the_one_that_went_is_withdrawn_and_says_into_whom(cast, two):
    kept, gone = two

    merged(cast.bassam, kept, gone, "the same man")

    found = now(gone)
    assert (found.merged_into_id, found.withdrawn_reason) == (kept.pk, "the same man")
    assert found.withdrawn_at is not None


def test_in_one_meeting_they_stand_once(cast, two):
    kept, gone = two
    meeting = meet(cast.amal, "basra", who=two)

    merged(cast.bassam, kept, gone)

    with owner():
        assert [row.stakeholder_id for row in Participant.plain.filter(meeting=meeting)] == [
            kept.pk
        ]


def test_in_one_meeting_whoever_was_the_counterpart_stays_it(cast, two):
    kept, gone = two
    interpreter = Attendance(stakeholder_id=kept.pk, role="interpreter")
    meeting = meet(cast.amal, "basra", who=(interpreter, gone))

    merged(cast.bassam, kept, gone)

    with owner():
        row = Participant.plain.get(meeting=meeting)
        assert (row.stakeholder_id, row.role) == (kept.pk, "counterpart")


def test_two_accepted_assessments_leave_one_in_conflict(cast, two):
    kept, gone = two
    ours = assess(cast.amal, kept, "relation", "hybrid")
    other = assess(cast.amal, gone, "relation", "non_state")

    merged(cast.bassam, kept, gone, "one man")

    with owner():
        assert Assessment.plain.get(pk=ours.pk).standing == "accepted"
        row = Assessment.plain.get(pk=other.pk)
        assert (row.standing, row.note) == ("conflict", "one man")


def test_a_post_that_both_had_stands_once_and_whoever_attended_in_it_still_does(cast, two):
    kept, gone = two
    body = register(cast.amal, "A body", "cso_ngo", kind="organisation")
    ours, theirs = (post(cast.amal, one, body, title="Head") for one in two)
    meeting = meet(cast.amal, "basra", who=(Attendance(stakeholder_id=gone.pk, post_id=theirs.pk),))

    merged(cast.bassam, kept, gone)

    with owner():
        assert [row.pk for row in Post.plain.filter(organisation=body)] == [ours.pk]
        assert Participant.plain.get(meeting=meeting).post_id == ours.pk


def test_nothing_frozen_changes(cast, two):
    kept, gone = two
    body = register(cast.amal, "A body", "cso_ngo", kind="organisation")
    other = register(cast.amal, "The body", "federal_executive", kind="organisation")
    held = post(cast.amal, gone, other)
    meet(cast.amal, "basra", who=(Attendance(stakeholder_id=gone.pk, post_id=held.pk),))
    before = frozen()

    merged(cast.bassam, kept, gone)
    merged(cast.bassam, body, other)

    assert frozen() == before != []


def test_whoever_points_to_one_that_goes_on_points_to_the_last(cast, two):
    kept, gone = two
    last = register(cast.amal, "Mohamed Ali", "tribe")

    merged(cast.bassam, kept, gone)
    merged(cast.bassam, last, kept)

    assert now(gone).merged_into_id == now(kept).merged_into_id == last.pk


def test_a_planned_meeting_freezes_the_kept_one_when_it_is_held(cast, two):
    kept, gone = two
    meeting = meet(cast.amal, "basra", who=(gone,), status=Status.PLANNED)

    found = merged(cast.bassam, kept, gone)
    parted(cast.bassam, found)

    with owner():
        assert Participant.plain.get(meeting=meeting).stakeholder_id == gone.pk
