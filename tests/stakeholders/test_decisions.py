"""Decisions to engage follow each other; opinions belong to the team that holds them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.scope import acting_as
from engagement.stakeholders.assessments.actions import decide, withdraw_entry
from engagement.stakeholders.assessments.drafts import DecisionDraft
from engagement.stakeholders.assessments.models import EngagementDecision, Opinion
from tests.cast import DAY, register
from tests.stakeholders.knowing import decided, opinion

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=30)


def in_force(actor, day):
    """The courses that hold on a day; there is never more than one."""
    with acting_as(actor, "read"):
        rows = EngagementDecision.objects.visible_to(actor).holding_on(day)
        return list(rows.values_list("course", flat=True))


def test_a_new_decision_ends_the_running_one_the_day_it_begins(cast):
    about = register(cast.amal, "A")
    decided(cast.amal, about, "engage", DAY)
    decided(cast.amal, about, "not", LATER)

    assert in_force(cast.amal, LATER - timedelta(days=1)) == ["engage"]
    assert in_force(cast.amal, LATER) == ["not"]


def test_a_decision_of_the_same_day_replaces_the_first(cast):
    about = register(cast.amal, "A")
    decided(cast.amal, about, "engage", DAY)
    decided(cast.amal, about, "indirectly", DAY)

    assert in_force(cast.amal, DAY) == ["indirectly"]


def test_a_decision_with_an_end_leaves_none_after_it(cast):
    about = register(cast.amal, "A")
    decided(cast.amal, about, "engage", DAY, valid_to=LATER)

    assert in_force(cast.amal, LATER - timedelta(days=1)) == ["engage"]
    assert in_force(cast.amal, LATER) == []


def test_a_decision_before_a_later_one_has_to_end_by_then(cast):
    about = register(cast.amal, "A")
    decided(cast.amal, about, "not", LATER)

    with pytest.raises(ValidationError) as caught:
        decided(cast.amal, about, "engage", DAY)
    assert "9 April 2026" in caught.value.message_dict["valid_to"][0]
    decided(cast.amal, about, "engage", DAY, valid_to=LATER)
    assert in_force(cast.amal, DAY) == ["engage"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("course", {"course": "invade"}),
        ("decided_by", {"decided_by": " "}),
        ("decided_by", {"decided_by": "a\x00b"}),
        ("reason", {"reason": ""}),
        ("valid_to", {"valid_to": DAY}),
        ("valid_from", {"since": date(1, 1, 1)}),
    ],
)
def test_what_is_wrong_is_told_by_its_field(cast, field, wrong):
    values = {"course": "engage", "since": DAY, **wrong}
    with pytest.raises(ValidationError) as caught:
        decided(cast.amal, register(cast.amal, "A"), **values)
    assert set(caught.value.message_dict) == {field}


def test_the_same_decision_again_is_the_same_row_even_after_it_was_ended(cast):
    about = register(cast.amal, "A")
    first = decided(cast.amal, about, "engage", DAY)
    decided(cast.amal, about, "not", LATER)
    again = DecisionDraft(
        id=first.pk,
        stakeholder_id=about.pk,
        course="engage",
        valid_from=DAY,
        decided_by="The manager",
        reason="Because",
    )

    with acting_as(cast.amal, "decision.taken"):
        assert decide(cast.amal, again).pk == first.pk
    assert in_force(cast.amal, LATER) == ["not"]


@pytest.mark.parametrize("who", ["ruth", "idris", "omar"])
def test_whoever_may_not_write_decides_nothing(cast, who):
    with pytest.raises(NotAllowed):
        decided(getattr(cast, who), register(cast.amal, "A"), "engage")


def test_an_opinion_is_open_to_its_team_and_managers_only(cast):
    about = register(cast.amal, "A")
    made = opinion(cast.amal, about, influence=4, position="sceptical")

    seen = {}
    for who in ("amal", "carla", "bassam", "ruth", "idris", "omar"):
        actor = getattr(cast, who)
        with acting_as(actor, "read"):
            seen[who] = Opinion.objects.visible_to(actor).filter(pk=made.pk).exists()
    assert [who for who, open_to in seen.items() if open_to] == ["amal", "bassam"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("position", {}),
        ("position", {"position": "enemy"}),
        ("influence", {"influence": 6}),
        ("interest", {"interest": 0}),
        ("as_of", {"influence": 1, "as_of": date(2999, 1, 1)}),
        ("note", {"influence": 1, "note": "\ud800"}),
    ],
)
def test_an_opinion_says_something_that_can_be_kept(cast, field, wrong):
    with pytest.raises(ValidationError) as caught:
        opinion(cast.amal, register(cast.amal, "A"), **wrong)
    assert field in caught.value.message_dict


def test_an_opinion_of_no_team_or_of_another_is_refused(cast):
    about = register(cast.amal, "A")

    for actor, team in ((cast.bassam, None), (cast.amal, cast.partner.pk)):
        with pytest.raises(ValidationError) as caught:
            opinion(actor, about, influence=3, team_id=team)
        assert set(caught.value.message_dict) == {"team"}


def test_an_opinion_is_taken_back_once(cast):
    made = opinion(cast.amal, register(cast.amal, "A"), influence=3)
    with acting_as(cast.amal, "opinion.withdrawn", "a slip"):
        withdraw_entry(cast.amal, Opinion, made.pk, reason="a slip")

    with pytest.raises(Conflict), acting_as(cast.amal, "opinion.withdrawn"):
        withdraw_entry(cast.amal, Opinion, made.pk, reason="again")
