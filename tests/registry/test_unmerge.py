"""A merge taken apart: everything goes back, and what cannot be known is told."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.actions import amend_meeting
from engagement.meetings.codes import Status
from engagement.meetings.drafts import Attendance, FollowUpDraft, IssueDraft
from engagement.meetings.models import Participant
from engagement.stakeholders.actions import amend_stakeholder, restore_stakeholder, tag
from engagement.stakeholders.drafts import NameDraft, StakeholderDraft
from engagement.stakeholders.models import ActorType, Stakeholder, StakeholderName
from tests.cast import draft_of, meet, register
from tests.conftest import owner
from tests.registry.merging import everything, frozen, merged, now, parted
from tests.stakeholders.knowing import assess, decided, opinion, post, stand

pytestmark = pytest.mark.django_db

TYPES = ("tribe", "cso_ngo", "local_police", "pmf_unit", "un")
PLACES = ("", "basra", "anbar", "baghdad")


@pytest.fixture
def two(cast):
    """One man under two spellings, both of the mission's."""
    kept = register(cast.amal, "Mohammed Ali", "tribe", "basra", lead_team_id=cast.mission.pk)
    gone = register(cast.amal, "Muhammad Ali", "tribe", "anbar", lead_team_id=cast.mission.pk)
    return kept, gone


def unknown(cast, found, actor=None):
    """What the page tells that could not be known: (code, table, about) -> how many."""
    with acting_as(actor or cast.bassam, "read"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, tab, about, n FROM jisr.merge_told(%s) WHERE kind = 'unknown'",
            [found.pk],
        )
        return {row[:3]: row[3] for row in cursor.fetchall()}


def texts(person):
    with owner():
        rows = StakeholderName.plain.filter(stakeholder=person).order_by("position")
        return list(rows.values_list("text", flat=True))


names = st.lists(st.sampled_from(["Ali", "Abu Ali", "علي", "Hassan"]), min_size=1, unique=True)
people = st.fixed_dictionaries(
    {
        "name": names.map(tuple),
        "actor_type": st.sampled_from(TYPES),
        "base": st.sampled_from(PLACES),
        "at_risk": st.booleans(),
        "not_to_be_engaged": st.booleans(),
        "tags": st.sets(st.sampled_from(["farmer", "Farmer", "teacher"])).map(tuple),
        "tlp": st.sampled_from([None, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT]),
    }
)
entries = st.lists(
    st.sampled_from(["post", "member", "relation", "parent", "decision", "opinion"]), max_size=4
)
meetings = st.lists(
    st.tuples(
        st.sets(st.integers(0, 2), min_size=1),
        st.sampled_from([Status.HELD, Status.PLANNED, Status.NOT_HELD]),
        st.sampled_from(["counterpart", "interpreter", "intermediary"]),
        st.sampled_from([Tlp.GREEN, Tlp.AMBER, Tlp.RED]),
    ),
    max_size=4,
)
choices = st.dictionaries(
    st.sampled_from(["name", "actor_type", "base_region", "owner"]),
    st.sampled_from(["kept", "gone"]),
)


def known_of(cast, who, body, kind, turn):
    if kind == "post":
        post(cast.amal, who, body)
    elif kind == "member":
        post(cast.amal, body, who)
    elif kind == "relation":
        assess(cast.amal, who, "relation", ("hybrid", "non_state")[turn % 2])
    elif kind == "parent":
        assess(cast.amal, who, "parent", "command", parent=body)
    elif kind == "decision":
        decided(cast.amal, who, "engage")
    else:
        by = cast.carla if turn % 2 and who.tlp == Tlp.GREEN else cast.amal
        opinion(by, who, influence=turn % 5 + 1)


def meeting_of(cast, three, met, status, role, tlp):
    who = [
        Attendance(stakeholder_id=three[i].pk, role=role if turn else "counterpart")
        for turn, i in enumerate(sorted(met))
    ]
    more = {"reason": "security"} if status == Status.NOT_HELD else {}
    meet(
        cast.amal,
        "basra",
        who=tuple(who),
        status=status,
        tlp=tlp,
        arranged_through_id=three[min(met)].pk,
        follow_ups=(FollowUpDraft(id=new_id(), text="x", side="theirs", by_id=three[max(met)].pk),),
        issues=(IssueDraft(id=new_id(), text="x", raised_by_id=three[max(met)].pk),),
        **more,
    )


@settings(
    max_examples=30,
    phases=(Phase.explicit, Phase.generate),  # each example writes on beside the last
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.tuples(people, people, people), st.tuples(entries, entries), meetings, choices, st.data())
def test_merge_then_unmerge_is_the_identity_on_every_row_and_every_sum(
    cast, drawn, held, log, chosen, data
):
    drawn = [{**one, "at_risk": one["at_risk"] and one["tlp"] != Tlp.GREEN} for one in drawn]
    three = [
        register(
            cast.amal,
            one["name"],
            one["actor_type"],
            kind="organisation",
            lead_team_id=cast.mission.pk,
            **{key: value for key, value in one.items() if key not in ("name", "actor_type")},
        )
        for one in drawn
    ]
    body = register(cast.amal, "The body", "federal_executive", kind="organisation")
    for who, kinds in zip(three, held, strict=False):
        for turn, kind in enumerate(kinds):
            known = kind == "relation" and "relation" in kinds[:turn]
            if not known:
                known_of(cast, who, body, kind, turn)
    for row in log:
        meeting_of(cast, three, *row)
    if data.draw(st.booleans()):
        post(cast.amal, three[0], three[1])
    before, was = everything(), frozen()

    done = []
    try:
        done.append(merged(cast.bassam, three[0], three[1], **chosen))
        assert set(map(repr, frozen())) <= set(map(repr, was))
        done.append(merged(cast.bassam, three[2], three[0], **chosen))
    except ValidationError:
        pass  # a circle of command
    for one in reversed(done):
        parted(cast.bassam, one)
        assert unknown(cast, one) == {}

    assert everything() == before


def test_it_may_be_merged_again_and_taken_apart_again(cast, two):
    before = everything()

    parted(cast.bassam, merged(cast.bassam, *two))
    parted(cast.bassam, merged(cast.bassam, *reversed(two)))

    assert everything() == before


def test_taken_apart_twice_is_a_conflict(cast, two):
    found = merged(cast.bassam, *two)
    parted(cast.bassam, found)

    with pytest.raises(Conflict):
        parted(cast.bassam, found)


def test_without_a_reason_it_is_not_taken_apart(cast, two):
    found = merged(cast.bassam, *two)

    with pytest.raises(ValidationError):
        parted(cast.bassam, found, " ")


def test_who_does_not_lead_both_does_not_take_it_apart(cast, two):
    found = merged(cast.bassam, *two)

    for actor in (cast.carla, cast.ruth, cast.idris, cast.omar):
        with pytest.raises(NotAllowed):
            parted(actor, found)


def test_one_that_went_is_taken_apart_and_not_restored(cast, two):
    merged(cast.bassam, *two)

    with acting_as(cast.bassam, "stakeholder.restored"), pytest.raises(Conflict):
        restore_stakeholder(cast.bassam, two[1].pk, reason="x", version=now(two[1]).version)


def test_a_chain_is_taken_apart_from_its_end(cast, two):
    last = register(cast.amal, "Mohamed Ali", "tribe", lead_team_id=cast.mission.pk)
    before = everything()
    first = merged(cast.bassam, *two)
    second = merged(cast.bassam, last, two[0])

    parted(cast.bassam, second)
    assert now(two[1]).merged_into_id == two[0].pk
    parted(cast.bassam, first)

    assert everything() == before


def test_a_chain_is_taken_apart_from_its_beginning_where_nothing_rests_on_it(cast, two):
    last = register(cast.amal, "Mohamed Ali", "tribe", lead_team_id=cast.mission.pk)
    meet(cast.amal, "basra", who=(two[1],))
    before = everything()
    first = merged(cast.bassam, *two)
    second = merged(cast.bassam, last, two[0])

    parted(cast.bassam, first)
    assert texts(two[1]) == ["Muhammad Ali"]
    assert texts(last) == ["Mohamed Ali", "Mohammed Ali"]
    parted(cast.bassam, second)

    assert everything() == before


def test_two_that_went_into_one_come_apart_in_any_order(cast, two):
    third = register(cast.amal, "Mohamed Ali", "tribe", lead_team_id=cast.mission.pk)
    before = everything()
    first = merged(cast.bassam, *two)
    second = merged(cast.bassam, two[0], third)

    parted(cast.bassam, first)
    parted(cast.bassam, second)

    assert everything() == before


def test_what_a_later_merge_rests_on_is_not_taken_apart_first(cast, two):
    third = register(cast.amal, "Muhammad Ali", "tribe", lead_team_id=cast.mission.pk)
    first = merged(cast.bassam, *two)
    second = merged(cast.bassam, two[0], third)  # its name went aside for that of the first

    with pytest.raises(ValidationError, match="First take apart"):
        parted(cast.bassam, first)

    parted(cast.bassam, second)
    parted(cast.bassam, first)
    assert texts(third) == texts(two[1]) == ["Muhammad Ali"]


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
