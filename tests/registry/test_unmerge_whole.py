"""Merge, then unmerge: the identity on every row and every sum."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engagement.access.keys import new_id
from engagement.access.tlp import Tlp
from engagement.meetings.codes import Status
from engagement.meetings.drafts import Attendance, FollowUpDraft, IssueDraft
from tests.cast import meet, register
from tests.registry.merging import everything, frozen, merged, parted, unknown
from tests.stakeholders.knowing import assess, decided, opinion, post

pytestmark = pytest.mark.django_db


TYPES = ("tribe", "cso_ngo", "local_police", "pmf_unit", "un")


PLACES = ("", "basra", "anbar", "baghdad")


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
