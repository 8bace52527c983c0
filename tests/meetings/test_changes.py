"""Changing what is logged: what is frozen, who may, and what nobody may."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.actions import amend_meeting, withdraw_meeting
from engagement.meetings.codes import Status
from engagement.meetings.drafts import FollowUpDraft
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.models import Meeting, Participant, Venue
from engagement.regions.models import Region
from engagement.stakeholders.models import Stakeholder
from tests.cast import DAY, draft_of, meet, register
from tests.conftest import owner

pytestmark = pytest.mark.django_db


def by_the_guest(cast, *who):
    """An amendment by the partner that changes nothing but who was in the meeting."""
    return draft_of(
        cast.carla,
        "basra",
        who=who,
        lead_team_id=cast.mission.pk,
        guest_team_ids=(cast.partner.pk,),
        tlp=Tlp.GREEN,
    )


def test_facts_are_frozen_when_a_planned_meeting_becomes_held(cast):
    unit = register(cast.amal, "Unit", "pmf_unit", "anbar", kind="unit")
    planned = meet(cast.amal, "anbar", who=(unit,), status=Status.PLANNED)
    with owner():
        assert Participant.plain.get().frozen_at is None
    draft = draft_of(cast.amal, "anbar", who=(unit,), id=planned.pk)

    with acting_as(cast.amal, "meeting.amended"):
        amend_meeting(cast.amal, planned.pk, draft, version=planned.version)

    with owner():
        row = Participant.plain.get()
    frozen = (row.frozen_type_id, row.frozen_relation, row.frozen_basis, row.frozen_base.key)
    assert frozen == ("pmf_unit", "hybrid", "type", "anbar")


def test_frozen_facts_stay_when_the_meeting_is_amended_later(cast):
    person = register(cast.amal, "A", "tribe", "basra")
    made = meet(cast.amal, "basra", who=(person,))
    with owner():
        Stakeholder.plain.update(base_region=Region.objects.get(key="wasit"))
    draft = draft_of(cast.amal, "erbil", who=(person,))

    with acting_as(cast.amal, "meeting.amended"):
        amend_meeting(cast.amal, made.pk, draft, version=made.version)

    with owner():
        assert Participant.plain.get().frozen_base.key == "basra"


@pytest.mark.django_db(transaction=True)
def test_amending_moves_the_version_once_and_writes_what_the_draft_says(cast):
    first, second = register(cast.amal, "A"), register(cast.amal, "B")
    follow_up = FollowUpDraft(id=new_id(), text="Send the list", due_on=DAY)
    made = meet(cast.amal, "basra", who=(first,), follow_ups=(follow_up,))
    draft = draft_of(
        cast.amal, "wasit", who=(second,), follow_ups=(replace(follow_up, text="Call"),)
    )

    with acting_as(cast.amal, "meeting.amended", "Wrong place"):
        amended = amend_meeting(cast.amal, made.pk, draft, version=made.version)

    assert amended.version == 2
    with owner():
        assert [row.region.key for row in Venue.plain.all()] == ["wasit"]
        assert [row.stakeholder_id for row in Participant.plain.all()] == [second.pk]
        assert [row.text for row in FollowUp.plain.all()] == ["Call"]


@pytest.mark.django_db(transaction=True)
def test_amending_what_has_moved_on_is_a_conflict(cast):
    person = register(cast.amal, "A")
    made = meet(cast.amal, "basra", who=(person,))
    draft = draft_of(cast.amal, "wasit", who=(person,))
    with acting_as(cast.amal, "meeting.amended"):
        amend_meeting(cast.amal, made.pk, draft, version=1)

    with pytest.raises(Conflict), acting_as(cast.amal, "meeting.amended"):
        amend_meeting(cast.amal, made.pk, draft, version=1)


def test_a_guest_team_amends_without_losing_the_person_it_may_not_see(cast):
    protected = register(cast.amal, "Unit", "pmf_unit", kind="unit")
    made = meet(cast.amal, "basra", who=(protected,), guest_team_ids=(cast.partner.pk,))
    draft = draft_of(
        cast.carla,
        "basra",
        who=(protected,),
        lead_team_id=cast.mission.pk,
        guest_team_ids=(cast.partner.pk,),
        outcome="Agreed",
    )

    with acting_as(cast.carla, "meeting.amended"):
        amended = amend_meeting(cast.carla, made.pk, draft, version=made.version)

    assert amended.outcome == "Agreed"
    with owner():
        assert Participant.plain.get().stakeholder_id == protected.pk


def test_a_withdrawal_needs_a_reason_and_keeps_the_row(cast):
    made = meet(cast.amal, "basra", who=(register(cast.amal, "A"),))
    with pytest.raises(ValidationError), acting_as(cast.amal, "meeting.withdrawn"):
        withdraw_meeting(cast.amal, made.pk, reason=" ", version=1)

    with acting_as(cast.amal, "meeting.withdrawn"):
        withdraw_meeting(cast.amal, made.pk, reason="Logged twice", version=1)

    with owner():
        assert Meeting.plain.get().withdrawn_reason == "Logged twice"


def test_another_teams_officer_cannot_withdraw_a_meeting_shown_to_all(cast):
    made = meet(cast.amal, "basra", who=(register(cast.amal, "A"),), tlp=Tlp.GREEN)

    with pytest.raises(NotAllowed), acting_as(cast.carla, "meeting.withdrawn"):
        withdraw_meeting(cast.carla, made.pk, reason="No", version=1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"tlp": Tlp.GREEN}, "tlp"),
        ({"tlp": Tlp.RED}, "tlp"),
        ({"lead": "partner"}, "lead_team"),
    ],
)
def test_a_guest_team_neither_takes_a_meeting_over_nor_changes_who_sees_it(cast, change, field):
    person = register(cast.amal, "A")
    made = meet(cast.amal, "basra", who=(person,), guest_team_ids=(cast.partner.pk,))
    lead = cast.partner.pk if change.pop("lead", None) else cast.mission.pk
    draft = draft_of(
        cast.carla,
        "basra",
        who=(person,),
        lead_team_id=lead,
        guest_team_ids=(cast.partner.pk,),
        **change,
    )

    with pytest.raises(ValidationError) as caught, acting_as(cast.carla, "meeting.amended"):
        amend_meeting(cast.carla, made.pk, draft, version=made.version)

    assert list(caught.value.message_dict) == [field]


def test_a_guest_team_does_not_withdraw_a_meeting_it_does_not_lead(cast):
    person = register(cast.amal, "A")
    made = meet(cast.amal, "basra", who=(person,), guest_team_ids=(cast.partner.pk,))

    with pytest.raises(NotAllowed), acting_as(cast.carla, "meeting.withdrawn"):
        withdraw_meeting(cast.carla, made.pk, reason="No", version=made.version)


def test_nobody_takes_out_a_person_they_may_not_open(cast):
    person, unit = register(cast.amal, "A"), register(cast.amal, "U", "pmf_unit", kind="unit")
    guests = (cast.partner.pk,)
    made = meet(cast.amal, "basra", who=(person, unit), guest_team_ids=guests, tlp=Tlp.GREEN)

    with pytest.raises(ValidationError) as caught, acting_as(cast.carla, "meeting.amended"):
        amend_meeting(cast.carla, made.pk, by_the_guest(cast, person), version=made.version)

    assert list(caught.value.message_dict) == ["who"]


def test_a_guest_team_does_not_open_a_meeting_by_taking_out_its_own_person(cast):
    person, theirs = register(cast.amal, "A"), register(cast.carla, "C", at_risk=True)
    made = meet(cast.amal, "basra", who=(person,), guest_team_ids=(cast.partner.pk,), tlp=Tlp.GREEN)
    with acting_as(cast.carla, "meeting.amended"):
        raised = amend_meeting(
            cast.carla, made.pk, by_the_guest(cast, person, theirs), version=made.version
        )
    assert raised.tlp == Tlp.AMBER

    with pytest.raises(ValidationError), acting_as(cast.carla, "meeting.amended"):
        amend_meeting(cast.carla, made.pk, by_the_guest(cast, person), version=raised.version)

    with owner():
        assert Participant.plain.filter(meeting=made).count() == 2


def test_a_withdrawn_meeting_is_amended_no_more(cast):
    person = register(cast.amal, "A")
    made = meet(cast.amal, "basra", who=(person,))
    with acting_as(cast.amal, "meeting.withdrawn"):
        withdrawn = withdraw_meeting(cast.amal, made.pk, reason="Twice", version=made.version)
    draft = draft_of(cast.amal, who=(person,))

    with pytest.raises(Conflict), acting_as(cast.amal, "meeting.amended"):
        amend_meeting(cast.amal, made.pk, draft, version=withdrawn.version)


def test_a_follow_up_under_anothers_id_is_a_conflict_in_an_amendment_too(cast):
    person, follow_up = register(cast.amal, "A"), FollowUpDraft(id=new_id(), text="Send")
    meet(cast.amal, "basra", who=(person,), follow_ups=(follow_up,))
    made = meet(cast.amal, "basra", who=(person,))
    draft = draft_of(cast.amal, "basra", who=(person,), follow_ups=(follow_up,))

    with pytest.raises(Conflict), acting_as(cast.amal, "meeting.amended"):
        amend_meeting(cast.amal, made.pk, draft, version=made.version)


def test_what_was_frozen_is_void_once_the_meeting_is_held_no_longer(cast):
    person = register(cast.amal, "A", "tribe", "basra")
    made = meet(cast.amal, "basra", who=(person,))
    draft = draft_of(cast.amal, "basra", who=(person,), status=Status.PLANNED)

    with acting_as(cast.amal, "meeting.amended"):
        amend_meeting(cast.amal, made.pk, draft, version=made.version)

    with owner():
        row = Participant.plain.get()
    assert (row.frozen_at, row.frozen_base_id, row.frozen_type_id) == (None, None, None)
