"""Writing the log: what an action accepts, refuses and repeats."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.actions import log_meeting, plan_meeting
from engagement.meetings.codes import Reason, Status
from engagement.meetings.drafts import Attendance
from engagement.meetings.models import Meeting, Participant, Venue
from engagement.stakeholders.drafts import StakeholderDraft
from engagement.stakeholders.models import ActorType, Stakeholder
from tests.cast import draft_of, meet, register
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


def test_an_undetermined_type_freezes_no_guess(cast):
    meet(cast.amal, "basra", who=(register(cast.amal, "A", "paramilitary_unspecified"),))

    with owner():
        assert Participant.plain.get().frozen_relation == ""


def test_a_stricter_person_raises_the_meeting_silently(cast):
    armed = register(cast.amal, "Unit", "pmf_unit", kind="unit")

    made = meet(cast.amal, "basra", who=(armed,), tlp=Tlp.GREEN)

    assert (made.own_tlp, made.tlp, made.raised) == (Tlp.GREEN, Tlp.AMBER, True)


def test_what_did_not_take_place_says_why(cast):
    draft = draft_of(cast.amal, "diyala", who=(), status=Status.NOT_HELD)
    from engagement.meetings.actions import record_not_held

    assert "reason" in refused(cast.amal, draft, record_not_held)
    with acting_as(cast.amal, "meeting.not_held"):
        made = record_not_held(cast.amal, replace(draft, reason=Reason.SECURITY))
    assert made.reason == Reason.SECURITY
