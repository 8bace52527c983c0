"""What each rule proposes, and what it does not, by meetings made by hand."""

from __future__ import annotations

import pytest

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.briefs.matching import CODES, RULES, counts
from engagement.meetings.codes import Kind, Mode, Purpose, Reason, Status
from engagement.meetings.drafts import Attendance, IssueDraft
from tests.briefs.matches import codes_of, proposals, rule_names, settle
from tests.cast import Cast, meet, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def minister(cast: Cast):
    """A state official: by himself he calls for no rule but that of the place."""
    return register(cast.amal, "Minister", "federal_executive")


def by_type(cast, actor_type, **more):
    return meet(cast.amal, "baghdad", who=(register(cast.amal, "A", actor_type),), **more)


def test_every_rule_has_a_name_and_a_sentence_and_a_recommendation(brief):
    assert len({rule.name for rule in RULES}) == len(RULES) == 5
    assert all(str(rule.words).endswith(".") for rule in RULES)
    assert set(CODES) == set(brief) - {"US-3"}


@pytest.mark.parametrize(
    ("places", "mode", "expected"),
    [
        (("basra",), Mode.IN_PERSON, {"EU-2"}),
        (("basra",), Mode.PARTLY_ONLINE, {"EU-2"}),
        (("baghdad", "wasit"), Mode.IN_PERSON, {"EU-2"}),
        (("erbil",), Mode.IN_PERSON, {"EU-2"}),
        (("baghdad",), Mode.IN_PERSON, set()),
        (("jordan",), Mode.IN_PERSON, set()),
        ((), Mode.IN_PERSON, set()),
        (("basra",), Mode.REMOTE, set()),
        (("basra",), Mode.INTERMEDIARY, set()),
    ],
)
def test_a_place_serves_the_one_beyond_baghdad(cast, brief, minister, places, mode, expected):
    made = meet(cast.amal, *places, who=(minister,), mode=mode)

    assert codes_of(cast.bassam, made) == expected


@pytest.mark.parametrize(
    ("actor_type", "expected"),
    [
        ("federal_executive", set()),
        ("local_police", set()),
        ("un", set()),
        ("not_sure", set()),
        ("paramilitary_unspecified", set()),
        ("pmf_unit", {"EU-1"}),
        ("armed_group", {"EU-1"}),
        ("political_party", {"EU-1"}),
        ("cso_ngo", {"EU-1", "US-1"}),
        ("tribe", {"EU-1", "US-1"}),
    ],
)
def test_a_counterpart_serves_by_relation_and_by_group(cast, brief, actor_type, expected):
    assert codes_of(cast.bassam, by_type(cast, actor_type)) == expected


@pytest.mark.parametrize(
    ("purpose", "expected"),
    [
        (Purpose.DIALOGUE, {"EU-1", "US-1"}),
        (Purpose.CONSULTATION, {"EU-1", "US-1"}),
        (Purpose.TRAINING, {"EU-1"}),
        ("", {"EU-1"}),
    ],
)
def test_a_paramilitary_unit_serves_the_first_one_only_in_dialogue(cast, brief, purpose, expected):
    made = by_type(cast, "pmf_unit", purpose=purpose)

    assert codes_of(cast.bassam, made) == expected
    if "US-1" in expected:
        assert rule_names(cast.bassam, made, "US-1") == ["paramilitary_dialogue"]


def test_who_is_no_counterpart_serves_nothing(cast, brief, minister):
    sheikh = register(cast.amal, "Sheikh", "tribe")
    observer = Attendance(stakeholder_id=sheikh.pk, role="observer")

    assert codes_of(cast.bassam, meet(cast.amal, "baghdad", who=(minister, observer))) == set()


@pytest.mark.parametrize(
    ("actor_type", "expected"),
    [("local_police", {"US-2"}), ("un", set()), ("not_sure", set()), (None, set())],
)
def test_an_issue_serves_where_an_iraqi_raised_it(cast, brief, minister, actor_type, expected):
    by = register(cast.amal, "B", actor_type) if actor_type else None
    issue = IssueDraft(id=new_id(), text="Who guards us?", raised_by_id=by.pk if by else None)
    made = meet(cast.amal, "baghdad", who=(minister,), issues=(issue,))

    assert codes_of(cast.bassam, made) == expected


@pytest.mark.parametrize(
    "more",
    [
        {"status": Status.PLANNED},
        {"status": Status.NOT_HELD, "reason": Reason.SECURITY},
        {"kind": Kind.CONTACT},
    ],
)
def test_what_does_not_count_serves_nothing(cast, brief, more):
    assert codes_of(cast.bassam, by_type(cast, "tribe", **more)) == set()


def test_six_meetings_are_counted_by_hand(cast, brief, minister):
    tribe = register(cast.amal, "Sheikh", "tribe")
    unit = register(cast.amal, "Unit", "pmf_unit")
    meet(cast.amal, "baghdad", who=(minister,))
    meet(cast.amal, "basra", who=(minister,))
    meet(cast.amal, "basra", who=(tribe,))
    last = meet(cast.amal, "nineveh", who=(unit, tribe))
    meet(cast.amal, "baghdad", who=(unit,), purpose=Purpose.DIALOGUE)
    meet(cast.amal, "baghdad", who=(tribe,), mode=Mode.REMOTE)

    expected = {"EU-2": 3, "EU-1": 4, "US-1": 4, "US-2": 0}
    assert {code: len(found) for code, found in proposals(cast.bassam).items()} == expected
    settle(cast.bassam, (last, brief["EU-2"], "confirmed"), (last, brief["EU-1"], "rejected"))
    with acting_as(cast.bassam, "read"):
        found = counts(cast.bassam, list(expected))
    assert found == {"EU-2": (1, 2), "EU-1": (0, 3), "US-1": (0, 4), "US-2": (0, 0)}


def test_a_withdrawn_meeting_is_proposed_and_counted_no_longer(cast, brief):
    from engagement.meetings.actions import withdraw_meeting

    made = by_type(cast, "tribe")
    settle(cast.bassam, (made, brief["EU-1"], "confirmed"))
    with acting_as(cast.amal, "read"):
        from engagement.meetings.models import Meeting

        version = Meeting.objects.visible_to(cast.amal).get(pk=made.pk).version
    with acting_as(cast.amal, "meeting.withdrawn", "x"):
        withdraw_meeting(cast.amal, made.pk, reason="x", version=version)
    with acting_as(cast.bassam, "read"):
        assert counts(cast.bassam, ["EU-1", "US-1"]) == {"EU-1": (0, 0), "US-1": (0, 0)}


def test_a_rule_does_not_look_at_somebody_the_reader_may_not_open(cast, brief):
    unit = register(cast.amal, "Secret Unit", "pmf_unit")
    made = meet(cast.amal, "baghdad", who=(unit,), guest_team_ids=(cast.partner.pk,))

    assert codes_of(cast.amal, made) == {"EU-1"}
    assert codes_of(cast.bassam, made) == {"EU-1"}
    assert codes_of(cast.carla, made) == set()
    assert codes_of(cast.omar, made) == set()
