"""Writing the log: what an action accepts, refuses, repeats and freezes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.actions import amend_meeting, log_meeting, plan_meeting, withdraw_meeting
from engagement.meetings.codes import Reason, Status
from engagement.meetings.drafts import Attendance, FollowUpDraft
from engagement.meetings.models import FollowUp, Meeting, Participant, Venue
from engagement.regions.models import Region
from engagement.stakeholders.drafts import StakeholderDraft
from engagement.stakeholders.models import ActorType, Stakeholder
from tests.cast import DAY, draft_of, meet, register
from tests.conftest import owner

pytestmark = pytest.mark.django_db


def refused(actor, draft, action=log_meeting) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught, acting_as(actor, "meeting.logged"):
        action(actor, draft)
    return caught.value.message_dict


def newcomer(name="Newcomer", actor_type="tribe", **more) -> Attendance:
    key = more.pop("id", None) or new_id()
    draft = StakeholderDraft(
        id=key,
        kind="person",
        names=(name,),
        actor_type=ActorType.objects.get(pk=actor_type),
        **more,
    )
    return Attendance(stakeholder_id=key, new=draft)


def test_a_meeting_held_tomorrow_is_refused_beside_its_date(cast):
    draft = draft_of(cast.amal, "basra", who=(register(cast.amal, "A"),))
    tomorrow = cast.amal.today() + timedelta(days=1)

    assert "held_on" in refused(cast.amal, replace(draft, held_on=tomorrow))


def test_a_meeting_to_come_may_lie_in_the_future(cast):
    draft = draft_of(cast.amal, "basra", held_on=cast.amal.today() + timedelta(days=9))

    with acting_as(cast.amal, "meeting.planned"):
        assert plan_meeting(cast.amal, draft).status == Status.PLANNED


def test_a_held_meeting_needs_a_counterpart(cast):
    interpreter = Attendance(
        stakeholder_id=register(cast.amal, "I").pk, role=Participant.Role.INTERPRETER
    )

    assert "who" in refused(cast.amal, draft_of(cast.amal, "basra"))
    assert "who" in refused(cast.amal, draft_of(cast.amal, "basra", who=(interpreter,)))


def test_a_person_twice_is_refused(cast):
    person = register(cast.amal, "A")

    assert "who" in refused(cast.amal, draft_of(cast.amal, "basra", who=(person, person)))


def test_somebody_of_another_programme_is_refused_like_somebody_unknown(cast):
    theirs = register(cast.omar, "T")

    assert "who" in refused(cast.amal, draft_of(cast.amal, "basra", who=(theirs,)))


def test_the_country_itself_is_no_place(cast):
    draft = draft_of(cast.amal, "iraq", who=(register(cast.amal, "A"),))

    assert "place" in refused(cast.amal, draft)


def test_another_teams_name_cannot_be_used(cast):
    draft = draft_of(cast.amal, who=(register(cast.amal, "A"),), lead_team_id=cast.partner.pk)

    assert "lead_team" in refused(cast.amal, draft)


def test_a_refused_meeting_leaves_nothing_half_written(cast):
    draft = draft_of(cast.amal, "basra", who=(newcomer(), newcomer(name=" ")))

    refused(cast.amal, draft)

    with owner():
        assert Meeting.plain.count() == Stakeholder.plain.count() == Venue.plain.count() == 0


@pytest.mark.parametrize("actor", ["ruth", "idris"])
def test_readers_and_administrators_log_nothing(cast, actor):
    who = getattr(cast, actor)
    draft = draft_of(who, "basra", lead_team_id=cast.mission.pk)

    with pytest.raises(NotAllowed), acting_as(who, "meeting.logged"):
        log_meeting(who, draft)


def test_the_same_request_again_is_the_same_row(cast):
    draft = draft_of(cast.amal, "basra", who=(newcomer(),))

    for _ in range(2):
        with acting_as(cast.amal, "meeting.logged"):
            log_meeting(cast.amal, draft)

    with owner():
        assert Meeting.plain.count() == Stakeholder.plain.count() == 1
        assert Meeting.plain.get().version == 1


def test_other_content_under_the_same_id_is_a_conflict(cast):
    draft = draft_of(cast.amal, "basra", who=(register(cast.amal, "A"),))
    with acting_as(cast.amal, "meeting.logged"):
        log_meeting(cast.amal, draft)

    with pytest.raises(Conflict), acting_as(cast.amal, "meeting.logged"):
        log_meeting(cast.amal, replace(draft, outcome="Another outcome"))


@pytest.mark.parametrize("other", ["carla", "omar"])
def test_the_id_of_a_row_one_may_not_see_is_the_same_conflict(cast, other):
    hidden = meet(cast.amal, "basra", who=(register(cast.amal, "A"),))
    actor = getattr(cast, other)
    draft = draft_of(actor, "basra", who=(register(actor, "B"),), id=hidden.pk)

    with pytest.raises(Conflict), acting_as(actor, "meeting.logged"):
        log_meeting(actor, draft)


def test_a_new_person_under_anothers_id_is_a_conflict_and_writes_no_meeting(cast):
    hidden = register(cast.omar, "T")
    draft = draft_of(cast.amal, "basra", who=(newcomer(id=hidden.pk),))

    with pytest.raises(Conflict), acting_as(cast.amal, "meeting.logged"):
        log_meeting(cast.amal, draft)

    with owner():
        assert Meeting.plain.count() == 0


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


def test_an_undetermined_type_freezes_no_guess(cast):
    meet(cast.amal, "basra", who=(register(cast.amal, "A", "paramilitary_unspecified"),))

    with owner():
        assert Participant.plain.get().frozen_relation == ""


def test_a_stricter_person_raises_the_meeting_silently(cast):
    armed = register(cast.amal, "Unit", "pmf_unit", kind="unit")

    made = meet(cast.amal, "basra", who=(armed,), tlp=Tlp.GREEN)

    assert (made.own_tlp, made.tlp, made.raised) == (Tlp.GREEN, Tlp.AMBER, True)


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


def test_what_did_not_take_place_says_why(cast):
    draft = draft_of(cast.amal, "diyala", who=(), status=Status.NOT_HELD)
    from engagement.meetings.actions import record_not_held

    assert "reason" in refused(cast.amal, draft, record_not_held)
    with acting_as(cast.amal, "meeting.not_held"):
        made = record_not_held(cast.amal, replace(draft, reason=Reason.SECURITY))
    assert made.reason == Reason.SECURITY


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
