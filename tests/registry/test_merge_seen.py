"""Nobody sees more by a merge, branch by branch of the rule."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from engagement.access.models import Role
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.models import Meeting, Participant
from engagement.stakeholders.assessments.models import Assessment, Opinion
from engagement.stakeholders.models import Stakeholder
from tests.cast import meet, member, register
from tests.conftest import owner
from tests.registry.merging import merged, now, refused
from tests.stakeholders.knowing import assess, opinion

pytestmark = pytest.mark.django_db


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
