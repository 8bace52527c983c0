"""I10, I12 and I17, counted by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engagement.access.keys import new_id
from engagement.briefs.entries.actions import start_initiative
from engagement.meetings.codes import Status, Whose
from engagement.meetings.drafts import FollowUpDraft, IssueDraft
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.issues.models import IssueRaised
from tests.briefs.test_entries import do, initiative
from tests.cast import DAY, meet, register
from tests.conftest import owner
from tests.coverage.readings import YEAR, figure, line, parts

pytestmark = pytest.mark.django_db


def issue(text: str, who=None) -> IssueDraft:
    return IssueDraft(id=new_id(), text=text, raised_by_id=who.pk if who else None)


def answered(text: str, days: int, decision: str = "") -> None:
    with owner():
        IssueRaised.plain.filter(text=text).update(
            answer="Yes", answered_on=DAY + timedelta(days=days), decision=decision
        )


def test_of_the_issues_with_a_raiser_those_of_iraqis_count_and_unset_is_not_recorded(cast):
    ngo, foreign = register(cast.amal, "NGO"), register(cast.amal, "UN", "un")
    unsure = register(cast.amal, "Somebody", "not_sure")
    drafts = (issue("a", ngo), issue("b", foreign), issue("c"), issue("d", unsure))
    meet(cast.amal, "baghdad", who=(ngo, foreign), issues=drafts)
    meet(
        cast.amal,
        "baghdad",
        who=(ngo,),
        issues=(issue("e", ngo),),
        status=Status.PLANNED,
    )

    found = figure(cast, "I10")

    assert parts(found.share) == (1, 3, 0)
    assert found.recorded == (3, 4)


def test_an_issue_is_answered_within_sixty_days_of_the_meeting_and_reflected_by_a_decision(cast):
    ngo = register(cast.amal, "NGO")
    drafts = tuple(issue(text, ngo) for text in ("in time", "late", "never"))
    meet(cast.amal, "baghdad", who=(ngo,), issues=drafts)
    answered("in time", 60)
    answered("late", 61, decision="We moved the checkpoint")

    found = figure(cast, "I10")

    assert parts(line(found, "answered").share) == (1, 3, 0)
    assert parts(line(found, "reflected").share) == (1, 3, 0)


def test_an_initiative_is_civilian_led_by_iraqi_civil_society_or_a_community(cast):
    def body(name: str, kind: str):
        return register(cast.amal, name, kind, kind="organisation").pk

    ngo = body("NGO", "cso_ngo")
    council = body("Council", "displaced_committee")
    for lead, iraqi, more in (
        (ngo, True, {}),
        (council, True, {"valid_from": YEAR.last}),
        (ngo, None, {}),
        (body("Ministry", "federal_executive"), True, {}),
        (body("INGO", "ingo"), False, {}),
        (None, True, {}),
        (ngo, True, {"valid_to": YEAR.first}),  # over on the first day
        (ngo, True, {"valid_from": YEAR.last + timedelta(days=1)}),
    ):
        do(
            cast.amal,
            start_initiative,
            initiative(lead_organisation_id=lead, iraqi_led=iraqi, **more),
        )

    assert parts(figure(cast, "I12").share) == (2, 6, 0)


def test_depth_is_a_share_from_involve_on_and_an_ordinal_scale_is_never_averaged(cast):
    ngo = register(cast.amal, "NGO")
    for level, asked in (("inform", "ours"), ("involve", "theirs"), ("empower", ""), ("", "")):
        meet(cast.amal, "baghdad", who=(ngo,), participation_level=level, asked_by=asked)

    found = figure(cast, "I17")

    assert parts(found.share) == (2, 3, 0)
    assert found.recorded == (3, 4)
    assert parts(line(found, "asked_theirs").share) == (1, 2, 0)


def test_kept_is_done_by_the_due_day_and_what_is_overdue_stays_in_the_whole(cast):
    def due(text: str, day=DAY, side=Whose.OURS) -> FollowUpDraft:
        return FollowUpDraft(id=new_id(), text=text, due_on=day, side=side)

    drafts = (
        due("in time"),
        due("theirs", side=Whose.THEIRS),
        due("late"),
        due("overdue"),
        due("dropped"),
        due("later", YEAR.last + timedelta(days=1)),
        due("without a day", None),
    )
    meet(cast.amal, "baghdad", who=(register(cast.amal, "NGO"),), follow_ups=drafts)
    with owner():
        rows = FollowUp.plain.filter(meeting__programme=cast.programme)
        rows.filter(text__in=("in time", "theirs")).update(done_on=DAY)
        rows.filter(text="late").update(done_on=DAY + timedelta(days=1))
        rows.filter(text="dropped").update(dropped_on=DAY, dropped_reason="Not needed")

    assert parts(line(figure(cast, "I17"), "kept").share) == (2, 4, 0)
