"""What happened between a merge and its unmerge: what goes back, and what is told."""

from __future__ import annotations

import pytest

from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.actions import amend_meeting
from engagement.meetings.models import Participant
from engagement.stakeholders.actions import amend_stakeholder, tag
from engagement.stakeholders.drafts import NameDraft, StakeholderDraft
from engagement.stakeholders.models import ActorType, Stakeholder, StakeholderName
from tests.cast import draft_of, meet, register
from tests.conftest import owner
from tests.registry.merging import merged, now, parted, texts, unknown
from tests.stakeholders.knowing import assess, stand

pytestmark = pytest.mark.django_db


def test_what_was_added_since_stays_and_is_told(cast, two):
    found = merged(cast.bassam, *two)
    meeting = meet(cast.amal, "basra", who=(two[0],))
    with acting_as(cast.amal, "stakeholder.tagged"):
        tag(cast.amal, [two[0].pk], "farmer")

    done = parted(cast.bassam, found)

    with owner():
        assert Participant.plain.get(meeting=meeting).stakeholder_id == two[0].pk
    assert unknown(cast, done) == {
        ("added", "participant", "stakeholder_id"): 1,
        ("added", "stakeholdertag", "stakeholder_id"): 1,
    }


def test_a_row_that_the_reader_may_not_open_is_not_told_of(cast, two):
    found = merged(cast.bassam, *two)
    meet(cast.amal, "basra", who=(two[0],), tlp=Tlp.RED)

    done = parted(cast.bassam, found)

    assert unknown(cast, done) == {}
    assert unknown(cast, done, cast.amal) == {("added", "participant", "stakeholder_id"): 1}


def amended(cast, person, *given, **more):
    draft = StakeholderDraft(
        id=person.pk,
        kind="person",
        names=given,
        actor_type=ActorType.objects.get(pk=more.pop("actor_type", "tribe")),
        lead_team_id=cast.mission.pk,
        **more,
    )
    with acting_as(cast.amal, "stakeholder.amended", "x"):
        amend_stakeholder(cast.amal, person.pk, draft, version=now(person).version)


def test_a_name_that_came_from_the_other_goes_back_as_it_was_amended(cast, two):
    found = merged(cast.bassam, *two)
    amended(cast, two[0], NameDraft("Mohammed Ali"), NameDraft("Muhammad Ali", kind="kunya"))

    parted(cast.bassam, found)

    with owner():
        row = StakeholderName.plain.get(stakeholder=two[1])
        assert (row.text, row.kind) == ("Muhammad Ali", "kunya")


def test_whoever_lost_all_names_gets_them_back_and_it_is_told(cast, two):
    found = merged(cast.bassam, *two)
    amended(cast, two[0], NameDraft("Mohammed Ali"))

    done = parted(cast.bassam, found)

    assert texts(two[1]) == ["Muhammad Ali"]
    assert unknown(cast, done)[("gone", "stakeholdername", "stakeholder_id")] == 1


def test_a_field_that_was_changed_since_stays_and_is_told(cast, two):
    found = merged(cast.bassam, *two)
    amended(
        cast,
        two[0],
        NameDraft("Mohammed Ali"),
        NameDraft("Muhammad Ali"),
        actor_type="cso_ngo",
        base_region=two[0].base_region,
    )

    done = parted(cast.bassam, found)

    assert now(two[0]).actor_type_id == "cso_ngo"
    assert now(two[1]).actor_type_id == "tribe"
    assert unknown(cast, done) == {("field", "stakeholder", "actor_type_id"): 1}


def test_an_assessment_that_was_judged_since_keeps_its_standing_and_it_is_told(cast, two):
    ours = assess(cast.amal, two[0], "relation", "hybrid")
    theirs = assess(cast.amal, two[1], "relation", "non_state")
    found = merged(cast.bassam, *two)
    stand(cast.amal, ours, "conflict")
    stand(cast.amal, theirs, "needs_work")

    done = parted(cast.bassam, found)

    with owner():
        theirs.refresh_from_db()
    assert (theirs.stakeholder_id, theirs.standing) == (two[1].pk, "needs_work")
    assert unknown(cast, done) == {("changed", "assessment", "standing"): 1}


def test_a_level_stays_where_something_was_written_under_it_since(cast):
    kept = register(cast.amal, "A", lead_team_id=cast.mission.pk)
    gone = register(cast.amal, "B", at_risk=True, lead_team_id=cast.mission.pk)
    found = merged(cast.amal, kept, gone)
    with acting_as(cast.amal, "stakeholder.tagged"):
        tag(cast.amal, [kept.pk], "informant")

    done = parted(cast.amal, found)

    assert now(kept).tlp == Tlp.AMBER
    assert ("level", "stakeholder", "tlp") in unknown(cast, done)


def test_a_level_goes_back_where_nothing_was(cast):
    kept = register(cast.amal, "A", lead_team_id=cast.mission.pk)
    gone = register(cast.amal, "B", at_risk=True, lead_team_id=cast.mission.pk)

    parted(cast.amal, merged(cast.amal, kept, gone))

    assert (now(kept).tlp, now(gone).tlp) == (Tlp.GREEN, Tlp.AMBER)


def test_in_a_meeting_that_both_were_taken_out_of_neither_comes_back(cast, two):
    other = register(cast.amal, "Another", "tribe")
    meeting = meet(cast.amal, "basra", who=(*two, other))
    found = merged(cast.bassam, *two)
    draft = draft_of(cast.amal, "basra", who=(other,), id=meeting.pk)
    with owner():
        meeting.refresh_from_db()
    with acting_as(cast.amal, "meeting.amended", "not there"):
        amend_meeting(cast.amal, meeting.pk, draft, version=meeting.version)

    done = parted(cast.bassam, found)

    with owner():
        rows = Participant.plain.filter(meeting=meeting)
        assert [row.stakeholder_id for row in rows] == [other.pk]
    assert [key[:2] for key in unknown(cast, done)] == [("aside", "participant")]


def test_afterwards_the_register_shows_both(cast, two):
    parted(cast.bassam, merged(cast.bassam, *two))

    with acting_as(cast.ruth, "read"):
        rows = Stakeholder.objects.visible_to(cast.ruth).current()
        assert set(rows.values_list("pk", flat=True)) == {one.pk for one in two}
