"""What a meeting freezes of a participant's relation to the state, and by which assessment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engagement.access.scope import acting_as
from engagement.meetings.drafts import Attendance
from engagement.meetings.models import Participant
from tests.cast import DAY, meet, register
from tests.stakeholders.knowing import assess, post, stand

pytestmark = pytest.mark.django_db


def frozen(actor, meeting):
    """(relation, basis, assessment) of the one participant."""
    with acting_as(actor, "read"):
        row = Participant.objects.visible_to(actor).get(meeting=meeting)
    return row.frozen_relation, row.frozen_basis, row.frozen_assessment_id


def test_an_accepted_assessment_decides_what_is_frozen(cast):
    unit = register(cast.amal, "Unit", "pmf_unit", kind="unit")
    claim = assess(cast.amal, unit, "relation", "non_state", valid_from=DAY)

    made = meet(cast.amal, "basra", who=(unit,), held_on=DAY)

    assert frozen(cast.amal, made) == ("non_state", "assessment", claim.pk)


def test_the_day_before_it_holds_the_default_of_the_type_is_frozen(cast):
    unit = register(cast.amal, "Unit", "pmf_unit", kind="unit")
    assess(cast.amal, unit, "relation", "non_state", valid_from=DAY)

    made = meet(cast.amal, "basra", who=(unit,), held_on=DAY - timedelta(days=1))

    assert frozen(cast.amal, made) == ("hybrid", "type", None)


def test_the_day_on_which_it_ends_it_holds_no_longer(cast):
    unit = register(cast.amal, "Unit", "pmf_unit", kind="unit")
    assess(cast.amal, unit, "relation", "state", valid_from=date(2020, 1, 1), valid_to=DAY)

    made = meet(cast.amal, "basra", who=(unit,), held_on=DAY)

    assert frozen(cast.amal, made) == ("hybrid", "type", None)


@pytest.mark.parametrize("standing", ["conflict", "needs_work"])
def test_a_contested_one_decides_nothing(cast, standing):
    unit = register(cast.amal, "Unit", "pmf_unit", kind="unit")
    assess(cast.amal, unit, "relation", "state", standing=standing, note="contested")

    made = meet(cast.amal, "basra", who=(unit,))

    assert frozen(cast.amal, made) == ("hybrid", "type", None)


def test_accepting_later_changes_no_meeting_that_was_logged(cast):
    unit = register(cast.amal, "Unit", "pmf_unit", kind="unit")
    claim = assess(cast.amal, unit, "relation", "state", standing="needs_work")
    before = meet(cast.amal, "basra", who=(unit,))

    stand(cast.amal, claim, "accepted")

    assert frozen(cast.amal, before) == ("hybrid", "type", None)
    after = meet(cast.amal, "basra", who=(unit,))
    assert frozen(cast.amal, after) == ("state", "assessment", claim.pk)


def test_the_body_they_attend_for_decides_not_who_they_are(cast):
    judge = register(cast.amal, "Judge", "judiciary")
    unit = register(cast.amal, "Unit", "pmf_unit", kind="unit")
    claim = assess(cast.amal, unit, "relation", "non_state")
    seat = post(cast.amal, judge, unit, title="Adviser")

    made = meet(cast.amal, "basra", who=(Attendance(stakeholder_id=judge.pk, post_id=seat.pk),))

    assert frozen(cast.amal, made) == ("non_state", "assessment", claim.pk)
