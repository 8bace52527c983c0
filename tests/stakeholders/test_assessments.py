"""What we hold of a stakeholder: sourced, graded, contestable, accepted one at a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.regions.models import Region
from engagement.stakeholders.assessments.actions import (
    add_assessment,
    open_source,
    set_standing,
    withdraw_entry,
)
from engagement.stakeholders.assessments.codes import VALUES
from engagement.stakeholders.assessments.models import Assessment, Facet
from tests.cast import DAY, register
from tests.stakeholders.knowing import assess, claim_of, stand

pytestmark = pytest.mark.django_db


def body(actor, name="Unit", **more):
    return register(actor, name, "pmf_unit", kind="unit", **more)


def refused(actor, about, facet="relation", value="hybrid", **more):
    """The fields that the rules complain about."""
    with pytest.raises(ValidationError) as caught:
        assess(actor, about, facet, value, **more)
    return set(caught.value.message_dict)


def test_every_facet_has_its_list_and_undetermined_is_no_finding():
    assert set(VALUES) == set(Facet.values)
    assert [code for code, _label in VALUES["relation"]] == [
        "state",
        "hybrid",
        "non_state",
        "international",
    ]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("value", {"value": "terrorist"}),
        ("value", {"value": ""}),
        ("source", {"source": "  "}),
        ("source", {"source": "x" * 501}),
        ("source", {"source": "a\x00b"}),
        ("source_grade", {"source_grade": "G"}),
        ("information_grade", {"information_grade": 7}),
        ("information_grade", {"information_grade": 0}),
        ("note", {"standing": "conflict"}),
        ("standing", {"standing": "sure"}),
        ("degree", {"degree": "high"}),
        ("valid_to", {"valid_from": DAY, "valid_to": DAY}),
        ("valid_from", {"valid_from": date(202, 1, 1)}),
        ("assessed_on", {"assessed_on": date(2999, 1, 1)}),
        ("tlp", {"tlp": 9}),
        ("region", {"place": "basra"}),
    ],
)
def test_what_is_wrong_is_told_by_its_field(cast, field, wrong):
    assert refused(cast.amal, body(cast.amal), **wrong) == {field}


def test_a_grade_of_unknown_is_allowed_beside_a_known_one(cast):
    made = assess(
        cast.amal, body(cast.amal), "relation", "hybrid", source_grade="A", information_grade=6
    )

    assert made.grade == "A6"


@pytest.mark.parametrize("place", ["iraq", "turkiye", ""])
def test_an_area_of_operations_lies_in_a_governorate_or_district_of_the_country(cast, place):
    keys = set(Region.objects.values_list("key", flat=True))
    if place and place not in keys:
        place = Region.objects.filter(kind="country").exclude(key="iraq").first().key

    assert refused(cast.amal, body(cast.amal), "area", "base", place=place) == {"region"}


def test_an_alignment_is_never_written_for_every_member(cast):
    about = body(cast.amal)

    assert refused(cast.amal, about, "alignment", "sadrist", tlp=Tlp.GREEN) == {"tlp"}
    assert assess(cast.amal, about, "alignment", "sadrist").tlp == Tlp.AMBER


def test_nobody_writes_what_they_could_not_read_again(cast):
    about = register(cast.amal, "A body", "cso_ngo")

    assert refused(cast.carla, about, value="state", tlp=Tlp.AMBER) == {"tlp"}
    assert assess(cast.carla, about, "relation", "state", standing="needs_work").tlp == Tlp.GREEN


def test_the_same_request_again_is_the_same_row_also_after_it_was_accepted(cast):
    about = body(cast.amal)
    draft = claim_of(about, "relation", "hybrid", standing="needs_work")
    with acting_as(cast.amal, "assessment.added"):
        first = add_assessment(cast.amal, draft)
    stand(cast.amal, first, "accepted")

    with acting_as(cast.amal, "assessment.added"):
        assert add_assessment(cast.amal, draft).pk == first.pk
    other = claim_of(about, "relation", "state", id=draft.id)
    with pytest.raises(Conflict), acting_as(cast.amal, "assessment.added"):
        add_assessment(cast.amal, other)


def test_the_id_of_a_hidden_row_is_a_conflict(cast):
    hidden = assess(cast.amal, body(cast.amal), "relation", "hybrid")
    draft = claim_of(register(cast.carla, "B"), "relation", "state", id=hidden.pk)

    with pytest.raises(Conflict), acting_as(cast.carla, "assessment.added"):
        add_assessment(cast.carla, draft)


@pytest.mark.parametrize("who", ["ruth", "idris", "omar", "carla"])
def test_whoever_may_not_write_or_open_is_refused(cast, who):
    about = body(cast.amal)

    with pytest.raises(NotAllowed):
        assess(getattr(cast, who), about, "relation", "hybrid")


def test_a_retired_stakeholder_takes_no_new_claim(cast):
    about = body(cast.amal)
    with acting_as(cast.amal, "stakeholder.retired"):
        type(about).objects.visible_to(cast.amal).filter(pk=about.pk).update(
            withdrawn_at="2026-03-10T00:00Z", withdrawn_reason="gone"
        )

    with pytest.raises(Conflict):
        assess(cast.amal, about, "relation", "hybrid")


def test_a_second_accepted_one_is_refused_and_the_first_is_named(cast):
    about = body(cast.amal)
    assess(cast.amal, about, "relation", "hybrid", valid_from=date(2024, 3, 1))
    other = assess(cast.amal, about, "relation", "non_state", standing="needs_work")

    with pytest.raises(ValidationError) as caught:
        stand(cast.amal, other, "accepted")

    (message,) = caught.value.message_dict["standing"]
    assert "“Hybrid” (B2, since 1 March 2024) is accepted for the same time." in message


def test_one_accepted_after_the_other_is_no_contradiction(cast):
    about, turn = body(cast.amal), date(2025, 1, 1)
    first = assess(cast.amal, about, "relation", "hybrid", valid_to=turn)
    second = assess(cast.amal, about, "relation", "non_state", valid_from=turn)

    with acting_as(cast.amal, "read"):
        rows = Assessment.objects.visible_to(cast.amal).of_facet("relation")
        before = rows.accepted_on(turn - timedelta(days=1)).get()
        after = rows.accepted_on(turn).get()
    assert (before.pk, after.pk) == (first.pk, second.pk)


def test_several_contested_ones_and_several_parents_stand_beside_each_other(cast):
    about, above = body(cast.amal), body(cast.amal, "Above")
    for value in ("hybrid", "non_state", "state"):
        assess(cast.amal, about, "relation", value, standing="conflict", note="they disagree")
    for value in ("command", "patron"):
        assess(cast.amal, about, "parent", value, parent=above)

    with acting_as(cast.amal, "read"):
        assert Assessment.objects.visible_to(cast.amal).filter(stakeholder=about).count() == 5


def test_standing_moves_with_a_reason_which_becomes_the_note_of_the_conflict(cast):
    made = assess(cast.amal, body(cast.amal), "relation", "hybrid")

    with pytest.raises(ValidationError):
        stand(cast.amal, made, "conflict", reason=" ")
    with pytest.raises(ValidationError):
        stand(cast.amal, made, "averaged")
    moved = stand(cast.amal, made, "conflict", reason="The partner says otherwise")
    assert (moved.standing, moved.note) == ("conflict", "The partner says otherwise")


def test_two_people_judging_at_once_do_not_overwrite_each_other(cast):
    made = assess(cast.amal, body(cast.amal), "relation", "hybrid")
    stand(cast.amal, made, "conflict")

    with pytest.raises(Conflict), acting_as(cast.bassam, "assessment.standing_set"):
        set_standing(cast.bassam, made.pk, standing="needs_work", reason="so", was="accepted")


def test_a_withdrawn_one_stands_in_nobodys_way_and_stays_in_the_record(cast):
    about = body(cast.amal)
    made = assess(cast.amal, about, "relation", "hybrid")
    with acting_as(cast.amal, "assessment.withdrawn", "wrong body"):
        withdraw_entry(cast.amal, Assessment, made.pk, reason="wrong body")

    assess(cast.amal, about, "relation", "state")
    with acting_as(cast.amal, "read"):
        rows = Assessment.objects.visible_to(cast.amal).filter(stakeholder=about)
        assert (rows.count(), rows.current().count()) == (2, 1)
    with pytest.raises(Conflict), acting_as(cast.amal, "assessment.withdrawn"):
        withdraw_entry(cast.amal, Assessment, made.pk, reason="again")


def test_another_teams_entry_is_not_taken_back(cast):
    made = assess(cast.amal, register(cast.amal, "A"), "relation", "state")

    with pytest.raises(NotAllowed), acting_as(cast.carla, "assessment.withdrawn"):
        withdraw_entry(cast.carla, Assessment, made.pk, reason="I disagree")


def test_no_body_commands_the_body_above_it(cast):
    top, middle, low = (body(cast.amal, name) for name in ("Top", "Middle", "Low"))
    assess(cast.amal, middle, "parent", "command", parent=top)
    assess(cast.amal, low, "parent", "command", parent=middle)

    assert refused(cast.amal, top, "parent", "command", parent=low) == {"parent"}
    assert refused(cast.amal, top, "parent", "command", parent=top) == {"parent"}
    claim = assess(cast.amal, top, "parent", "command", parent=low, standing="needs_work")
    with pytest.raises(ValidationError):
        stand(cast.amal, claim, "accepted")
    assess(cast.amal, top, "parent", "patron", parent=low)


def test_a_command_that_had_ended_closes_no_circle(cast):
    top, low = body(cast.amal, "Top"), body(cast.amal, "Low")
    assess(cast.amal, low, "parent", "command", parent=top, valid_to=date(2020, 1, 1))

    assess(cast.amal, top, "parent", "command", parent=low, valid_from=date(2020, 1, 1))


def test_a_parent_is_somebody_the_writer_may_open(cast):
    hidden = body(cast.amal, "Hidden")
    about = register(cast.carla, "B", "cso_ngo", kind="organisation")

    assert refused(cast.carla, about, "parent", "patron", parent=hidden) == {"parent"}
    assert refused(cast.carla, about, "parent", "patron", parent_id=new_id()) == {"parent"}
    assert refused(cast.carla, about, "parent", "patron") == {"parent"}


def test_a_protected_source_is_sealed_and_opens_only_for_who_may(cast):
    about = register(cast.amal, "A", "cso_ngo")
    made = assess(cast.amal, about, "relation", "state", protected_source="The guard at the gate")

    assert b"guard" not in bytes(made.protected_source)
    for who in (cast.amal, cast.bassam):
        with acting_as(who, "assessment.source_opened"):
            assert open_source(who, made.pk) == "The guard at the gate"
    for who in (cast.carla, cast.ruth, cast.omar):
        with pytest.raises(NotAllowed), acting_as(who, "assessment.source_opened"):
            open_source(who, made.pk)
