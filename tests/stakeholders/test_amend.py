"""Amending, retiring and restoring a stakeholder; an owner and a tag for several."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.models import Grant
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.stakeholders.actions import (
    amend_stakeholder,
    name_owner,
    restore_stakeholder,
    retire_stakeholder,
    tag,
)
from engagement.stakeholders.drafts import NameDraft, StakeholderDraft
from engagement.stakeholders.models import ActorType, Stakeholder
from tests.cast import meet, register
from tests.conftest import owner

pytestmark = pytest.mark.django_db


def draft_of(person, **changes):
    values = {
        "id": person.pk,
        "kind": person.kind,
        "names": ("A",),
        "actor_type": person.actor_type,
        "base_region": person.base_region,
    }
    return StakeholderDraft(**{**values, **changes})


def amended(actor, person, **changes):
    with acting_as(actor, "stakeholder.amended", "a slip"):
        return amend_stakeholder(actor, person.pk, draft_of(person, **changes), version=1)


def names(actor, person):
    with acting_as(actor, "read"):
        rows = person.names.visible_to(actor).order_by("position")
        return [(row.text, row.kind, row.language) for row in rows]


def tags(actor, person):
    with acting_as(actor, "read"):
        return list(person.tags.visible_to(actor).order_by("pk").values_list("text", flat=True))


def test_names_are_replaced_as_a_set_and_bare_ones_keep_kind_and_language(cast):
    person = register(
        cast.amal, (NameDraft("أبو علي", "kunya", "ar"), NameDraft("Jabbar"), NameDraft("Gone"))
    )

    amended(cast.amal, person, names=("Jabbar", "أبو علي", NameDraft("Abu Ali", "kunya", "en")))

    assert names(cast.amal, person) == [
        ("Jabbar", "full", ""),
        ("أبو علي", "kunya", "ar"),
        ("Abu Ali", "kunya", "en"),
    ]


def test_a_name_given_with_its_kind_takes_that_kind(cast):
    person = register(cast.amal, (NameDraft("أبو علي", "kunya", "ar"),))

    amended(cast.amal, person, names=(NameDraft("أبو علي", "nom_de_guerre"),))

    assert names(cast.amal, person) == [("أبو علي", "nom_de_guerre", "")]


def test_an_amendment_that_changes_nothing_leaves_no_trace(cast):
    person = register(cast.amal, "A", tags=("water",))
    with owner():
        before = person.events.count()

    amended(cast.amal, person, names=("A",), tags=("WATER",))

    with owner():
        assert person.events.count() == before
    assert tags(cast.amal, person) == ["water"]


def test_everything_else_is_written_as_the_draft_has_it(cast):
    person = register(cast.amal, "A")
    party = ActorType.objects.get(pk="political_party")

    made = amended(
        cast.amal,
        person,
        actor_type=party,
        kind="organisation",
        tags=("water", "Basra"),
        owner_id=cast.bassam.user_id,
        not_to_be_engaged=True,
        tlp=Tlp.AMBER_STRICT,
    )

    assert (made.actor_type_id, made.kind, made.owner_id) == (
        "political_party",
        "organisation",
        cast.bassam.user_id,
    )
    assert (made.not_to_be_engaged, made.tlp) == (True, Tlp.AMBER_STRICT)
    assert tags(cast.amal, person) == ["water", "Basra"]


def test_a_version_that_has_passed_is_a_conflict(cast):
    person = register(cast.amal, "A")

    with pytest.raises(Conflict), acting_as(cast.amal, "stakeholder.amended"):
        amend_stakeholder(cast.amal, person.pk, draft_of(person), version=7)


def test_a_colleague_of_another_team_mends_a_name_but_not_who_sees_it(cast):
    person = register(cast.amal, "A")

    amended(cast.carla, person, names=("B",))
    with pytest.raises(ValidationError) as refused:
        amended(cast.carla, person, tlp=Tlp.AMBER)

    assert names(cast.amal, person) == [("B", "full", "")]
    assert list(refused.value.message_dict) == ["tlp"]


def test_whom_nobody_may_open_nobody_amends(cast):
    person = register(cast.amal, "A", at_risk=True)

    for stranger in (cast.carla, cast.omar):
        with pytest.raises(NotAllowed):
            amended(stranger, person)
    with pytest.raises(NotAllowed):
        amended(cast.ruth, register(cast.amal, "B"))


@pytest.mark.parametrize("change", [{"at_risk": True}, {"actor_type": "pmf_unit"}])
def test_who_comes_to_be_at_risk_or_armed_is_protected_and_the_officer_still_sees_them(
    cast, change
):
    person = register(cast.amal, "A")
    if "actor_type" in change:
        change = {"actor_type": ActorType.objects.get(pk=change["actor_type"])}

    made = amended(cast.carla, person, **change)

    assert made.tlp == Tlp.AMBER
    with acting_as(cast.carla, "read"):
        assert Stakeholder.objects.visible_to(cast.carla).filter(pk=person.pk).exists()


def test_a_manager_who_makes_somebody_red_is_named_on_them(cast):
    person = register(cast.amal, "A")

    assert amended(cast.bassam, person, tlp=Tlp.RED).tlp == Tlp.RED
    with acting_as(cast.bassam, "read"):
        assert Grant.objects.filter(root_id=person.pk, user_id=cast.bassam.user_id).exists()


def test_the_owner_is_somebody_who_can_log_here(cast):
    for user in (cast.ruth.user_id, cast.idris.user_id, cast.omar.user_id, new_id()):
        with pytest.raises(ValidationError) as refused:
            register(cast.amal, "A", owner_id=user)
        assert list(refused.value.message_dict) == ["owner"]


def test_who_is_retired_leaves_the_lists_and_stays_in_their_meetings(cast):
    person = register(cast.amal, "A")
    meeting = meet(cast.amal, "basra", who=(person,))

    with acting_as(cast.amal, "stakeholder.retired", "twice"):
        retire_stakeholder(cast.amal, person.pk, reason="twice", version=1)

    with acting_as(cast.amal, "read"):
        rows = Stakeholder.objects.visible_to(cast.amal)
        assert not rows.current().exists()
        assert rows.retired().get().withdrawn_reason == "twice"
        assert meeting.participants.visible_to(cast.amal).get().stakeholder_id == person.pk


def test_who_is_restored_is_in_the_lists_again(cast):
    person = register(cast.amal, "A")
    with acting_as(cast.amal, "stakeholder.retired", "x"):
        retire_stakeholder(cast.amal, person.pk, reason="x", version=1)
    with pytest.raises(Conflict), acting_as(cast.amal, "stakeholder.retired", "x"):
        retire_stakeholder(cast.amal, person.pk, reason="x", version=1)

    with acting_as(cast.bassam, "stakeholder.restored", "a slip"):
        made = restore_stakeholder(cast.bassam, person.pk, reason="a slip", version=1)

    assert made.withdrawn_at is None
    with pytest.raises(Conflict), acting_as(cast.bassam, "stakeholder.restored", "x"):
        restore_stakeholder(cast.bassam, person.pk, reason="x", version=1)


def test_retiring_needs_a_reason_and_the_team_that_answers_for_them(cast):
    person = register(cast.amal, "A")

    with pytest.raises(ValidationError), acting_as(cast.amal, "stakeholder.retired"):
        retire_stakeholder(cast.amal, person.pk, reason="  ", version=1)
    with pytest.raises(NotAllowed), acting_as(cast.carla, "stakeholder.retired"):
        retire_stakeholder(cast.carla, person.pk, reason="x", version=1)


def test_one_statement_gives_several_an_owner_and_says_which_changed(cast):
    first, second = register(cast.amal, "A"), register(cast.amal, "B")
    mine = register(cast.amal, "C", owner_id=cast.amal.user_id)

    with acting_as(cast.bassam, "stakeholder.owned"):
        moved = name_owner(cast.bassam, [first.pk, second.pk, mine.pk], cast.amal.user_id)

    assert set(moved) == {first.pk, second.pk}


def test_a_tag_is_put_on_those_who_lack_it(cast):
    first, second = register(cast.amal, "A", tags=("Water",)), register(cast.amal, "B")

    with acting_as(cast.amal, "stakeholder.tagged"):
        moved = tag(cast.amal, [first.pk, second.pk], " water ")
        found = Stakeholder.objects.visible_to(cast.amal).tagged("WATER").count()

    assert moved == [second.pk]
    assert found == 2


def test_several_are_changed_all_or_none(cast):
    here, hidden = register(cast.amal, "A"), register(cast.amal, "B", at_risk=True)

    for act in (
        lambda ids: name_owner(cast.carla, ids, None),
        lambda ids: tag(cast.carla, ids, "x"),
    ):
        with pytest.raises(NotAllowed), acting_as(cast.carla, "stakeholder.tagged"):
            act([here.pk, hidden.pk])
    assert tags(cast.amal, here) == []


def test_alone_and_together_give_the_same_row(cast):
    alone, together = register(cast.amal, "A"), register(cast.amal, "B")

    amended(cast.amal, alone, owner_id=cast.bassam.user_id, tags=("w",))
    with acting_as(cast.amal, "stakeholder.owned"):
        name_owner(cast.amal, [together.pk], cast.bassam.user_id)
        tag(cast.amal, [together.pk], "w")

    with acting_as(cast.amal, "read"):
        rows = Stakeholder.objects.visible_to(cast.amal).in_bulk([alone.pk, together.pk])
    assert {(row.owner_id, row.tlp) for row in rows.values()} == {(cast.bassam.user_id, Tlp.GREEN)}
    assert tags(cast.amal, alone) == tags(cast.amal, together) == ["w"]


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_who_amend_the_same_version_is_told(cast):
    person = register(cast.amal, "A")

    amended(cast.amal, person, names=("B",))
    with pytest.raises(Conflict):
        amended(cast.carla, person, names=("C",))

    assert names(cast.amal, person) == [("B", "full", "")]
