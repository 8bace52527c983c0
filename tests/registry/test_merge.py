"""Two records that a person says are one become one: what moves, what stays, who may."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.models import Role
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.codes import Status
from engagement.meetings.drafts import Attendance, FollowUpDraft, IssueDraft
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.models import Meeting, Participant
from engagement.registry.merging.actions import merge
from engagement.stakeholders.assessments.models import Assessment, EngagementDecision, Opinion
from engagement.stakeholders.contacts.actions import add_contact
from engagement.stakeholders.contacts.drafts import ContactDraft
from engagement.stakeholders.contacts.models import ContactDetail
from engagement.stakeholders.models import Stakeholder, StakeholderName, StakeholderTag
from engagement.stakeholders.posts.models import Post
from tests.cast import meet, member, register
from tests.conftest import owner
from tests.registry.merging import frozen, merged, now, parted
from tests.stakeholders.knowing import assess, decided, opinion, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast):
    """One man under two spellings, both of the mission's."""
    kept = register(cast.amal, "Mohammed Ali", "tribe", "basra", lead_team_id=cast.mission.pk)
    gone = register(cast.amal, "Muhammad Ali", "tribe", "anbar", lead_team_id=cast.mission.pk)
    return kept, gone


def texts(person):
    with owner():
        rows = StakeholderName.plain.filter(stakeholder=person).order_by("position")
        return list(rows.values_list("text", flat=True))


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


def test_an_officer_merges_what_they_lead(cast, two):
    merged(cast.amal, *two)

    assert now(two[1]).merged_into_id == two[0].pk


def refused(call, *args, error=NotAllowed, **more):
    with pytest.raises(error) as found:
        call(*args, **more)
    return found.value


def test_an_officer_does_not_merge_what_another_team_leads(cast, two):
    theirs = register(cast.carla, "Mohamed Ali", "tribe", lead_team_id=cast.partner.pk)

    refused(merged, cast.amal, two[0], theirs)
    refused(merged, cast.carla, theirs, two[0])


def test_a_reader_and_an_administrator_merge_nothing(cast, two):
    refused(merged, cast.ruth, *two)
    refused(merged, cast.idris, *two)


def test_nobody_merges_across_programmes(cast, two):
    far = register(cast.omar, "Mohammed Ali", "tribe")

    refused(merged, cast.bassam, two[0], far)
    refused(merged, cast.omar, far, two[0])


def test_a_record_is_not_merged_with_itself(cast, two):
    error = refused(merged, cast.bassam, two[0], two[0], error=ValidationError)

    assert list(error.message_dict) == ["gone"]


def test_a_person_is_not_merged_with_a_body(cast, two):
    body = register(cast.amal, "A body", "cso_ngo", kind="organisation")

    error = refused(merged, cast.bassam, two[0], body, error=ValidationError)

    assert "different kinds" in str(error)


def test_one_that_went_already_is_not_merged_again(cast, two):
    last = register(cast.amal, "Mohamed Ali", "tribe")
    merged(cast.bassam, *two)

    error = refused(merged, cast.bassam, last, two[1], error=ValidationError)

    assert "already" in str(error)


def test_a_merge_without_a_reason_is_refused(cast, two):
    error = refused(merged, cast.bassam, *two, " ", error=ValidationError)

    assert list(error.message_dict) == ["reason"]


def test_a_field_that_nobody_chooses_is_refused(cast, two):
    error = refused(merged, cast.bassam, *two, tlp="gone", error=ValidationError)

    assert list(error.message_dict) == ["choices"]


def test_stale_versions_are_a_conflict(cast, two):
    kept, gone = two
    with acting_as(cast.bassam, "stakeholder.merged"), pytest.raises(Conflict):
        merge(cast.bassam, kept.pk, gone.pk, choices={}, reason="one", versions=(1, 7))


def test_the_web_role_cannot_merge_past_the_action(cast, two):
    kept, gone = two
    with acting_as(cast.ruth, "read"), connection.cursor() as cursor:
        cursor.execute("SAVEPOINT here")
        with pytest.raises(Exception, match="not for you to merge"):
            cursor.execute(
                "SELECT jisr.merge(%s, %s, %s, '{}', 'mine')", [new_id(), kept.pk, gone.pk]
            )
        cursor.execute("ROLLBACK TO here")


@pytest.mark.parametrize("table", ["mergekeep", "merge"])
def test_the_web_role_reads_no_keep_and_writes_no_merge(cast, two, table):
    merged(cast.bassam, *two)
    sql = {
        "mergekeep": "SELECT count(*) FROM engagement_mergekeep",
        "merge": "UPDATE engagement_merge SET working = true",
    }
    with acting_as(cast.bassam, "read"), connection.cursor() as cursor:
        cursor.execute("SAVEPOINT here")
        with pytest.raises(Exception, match="permission denied"):
            cursor.execute(sql[table])
        cursor.execute("ROLLBACK TO here")


def opinions_of(actor, person):
    with acting_as(actor, "read"):
        return Opinion.objects.visible_to(actor).filter(stakeholder=person).count()


def test_what_belongs_to_a_team_goes_along_unseen(cast, two):
    kept, gone = two
    opinion(cast.carla, gone, influence=3)

    merged(cast.amal, kept, gone)

    assert opinions_of(cast.amal, kept) == 0
    assert opinions_of(cast.carla, kept) == 1


def test_a_meeting_that_the_merging_person_may_not_open_moves_too(cast, two):
    kept, gone = two
    meeting = meet(cast.carla, "basra", who=(gone,), tlp=Tlp.RED)

    merged(cast.bassam, kept, gone)

    with owner():
        assert Participant.plain.get(meeting=meeting).stakeholder_id == kept.pk
    with acting_as(cast.bassam, "read"):
        assert not Meeting.objects.visible_to(cast.bassam).filter(pk=meeting.pk).exists()


# Whom a merge lets see more: each branch of the rule.


def seen_by(actor, person):
    with acting_as(actor, "read"):
        return Stakeholder.objects.visible_to(actor).filter(pk=person.pk).exists()


def test_branch_members_a_green_record_that_takes_in_an_amber_one_is_amber(cast):
    kept = register(cast.amal, "A", lead_team_id=cast.mission.pk)
    gone = register(cast.amal, "B", at_risk=True, lead_team_id=cast.mission.pk)

    merged(cast.bassam, kept, gone)

    assert [seen_by(one, kept) for one in (cast.ruth, cast.carla, cast.amal, cast.bassam)] == [
        *(False, False, True, True)
    ]


def test_branch_teams_two_teams_amber_records_are_not_made_one(cast):
    kept = register(cast.amal, "A", at_risk=True, lead_team_id=cast.mission.pk)
    gone = register(cast.carla, "B", at_risk=True, lead_team_id=cast.partner.pk)

    error = refused(merged, cast.bassam, kept, gone, error=ValidationError)

    # Amal does not see B, whoever leads: she leads A, or Carla who leads B does not see A.
    assert "amal" in str(error)


def test_branch_lead_a_stricter_record_keeps_its_team_over_a_green_one(cast):
    kept = register(cast.amal, "A", lead_team_id=cast.mission.pk)
    gone = register(cast.carla, "B", tlp=Tlp.AMBER_STRICT, lead_team_id=cast.partner.pk)

    merged(cast.bassam, kept, gone)

    found = now(kept)
    assert (found.tlp, found.lead_team_id) == (Tlp.AMBER_STRICT, cast.partner.pk)
    assert seen_by(cast.carla, kept)
    assert not seen_by(cast.amal, kept)


def test_branch_lead_the_team_that_would_let_more_see_it_is_refused_where_chosen(cast):
    kept = register(cast.amal, "A", lead_team_id=cast.mission.pk)
    gone = register(cast.carla, "B", tlp=Tlp.AMBER_STRICT, lead_team_id=cast.partner.pk)

    error = refused(merged, cast.bassam, kept, gone, lead_team="kept", error=ValidationError)

    assert "amal" in str(error)


def test_branch_author_who_wrote_the_green_one_does_not_come_to_see_the_strict_one(cast):
    dana = member(cast.programme, "dana", Role.OFFICER)
    kept = register(dana, "A", lead_team_id=cast.mission.pk)
    gone = register(cast.amal, "B", at_risk=True, lead_team_id=cast.mission.pk)

    merged(cast.bassam, kept, gone)

    assert not seen_by(dana, kept)
    assert now(kept).author_id == cast.amal.user_id


def test_branch_named_who_is_named_on_a_red_kept_one_has_to_be_named_on_the_other(cast):
    kept = register(cast.bassam, "A", tlp=Tlp.RED, lead_team_id=cast.mission.pk)
    gone = register(cast.bassam, "B", tlp=Tlp.RED, lead_team_id=cast.mission.pk)
    name(cast, kept, cast.amal)

    error = refused(merged, cast.bassam, kept, gone, error=ValidationError)
    assert "amal" in str(error)

    name(cast, gone, cast.amal)
    merged(cast.bassam, kept, gone)
    assert seen_by(cast.amal, kept)


def test_branch_named_who_is_named_on_the_one_that_went_alone_sees_neither(cast):
    kept = register(cast.bassam, "A", tlp=Tlp.RED, lead_team_id=cast.mission.pk)
    gone = register(cast.bassam, "B", tlp=Tlp.RED, lead_team_id=cast.mission.pk)
    name(cast, gone, cast.amal)

    merged(cast.bassam, kept, gone)

    assert not seen_by(cast.amal, kept)


def test_an_amber_assessment_on_a_green_record_stays_with_its_team(cast):
    kept = register(cast.amal, "A", lead_team_id=cast.mission.pk)
    gone = register(cast.carla, "B", lead_team_id=cast.partner.pk)
    assess(cast.carla, gone, "alignment", "najaf")

    merged(cast.bassam, kept, gone)

    assert now(kept).lead_team_id == cast.partner.pk
    with acting_as(cast.amal, "read"):
        assert not Assessment.objects.visible_to(cast.amal).filter(stakeholder=kept).exists()


def name(cast, person, actor):
    from engagement.access.models import Grant

    with owner():
        Grant.objects.create(
            programme=cast.programme,
            root_id=person.pk,
            user_id=actor.user_id,
            granted_by_id=actor.user_id,
            reason="test",
        )


def test_a_planned_meeting_freezes_the_kept_one_when_it_is_held(cast, two):
    kept, gone = two
    meeting = meet(cast.amal, "basra", who=(gone,), status=Status.PLANNED)

    found = merged(cast.bassam, kept, gone)
    parted(cast.bassam, found)

    with owner():
        assert Participant.plain.get(meeting=meeting).stakeholder_id == gone.pk
