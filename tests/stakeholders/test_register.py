"""The register: defaults of protection, names, actor types."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from engagement.access.errors import Conflict
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.stakeholders.models import ActorType, Stakeholder
from tests.cast import register

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("actor_type", "at_risk", "tlp"),
    [
        ("cso_ngo", False, Tlp.GREEN),
        ("cso_ngo", True, Tlp.AMBER),
        ("pmf_unit", False, Tlp.AMBER),
        ("armed_group", False, Tlp.AMBER),
        ("tribal_mobilisation", False, Tlp.AMBER),
        ("federal_security", False, Tlp.GREEN),
    ],
)
def test_people_at_risk_and_armed_groups_are_protected_from_the_first_day(
    cast, actor_type, at_risk, tlp
):
    assert register(cast.amal, "A", actor_type, at_risk=at_risk).tlp == tlp


def test_the_first_name_is_shown_and_all_are_kept_as_typed(cast):
    made = register(cast.amal, (" Jabbar  al-Sawadi ", "جبار السوادي", "جبار السوادي"))

    with acting_as(cast.amal, "read"):
        rows = Stakeholder.objects.visible_to(cast.amal).filter(pk=made.pk)
        names = list(rows.get().names.visible_to(cast.amal).order_by("position"))
    assert [(row.text, row.script) for row in names] == [
        ("Jabbar  al-Sawadi", "Latn"),
        ("جبار السوادي", "Arab"),
    ]


def test_somebody_without_a_name_is_refused(cast):
    with pytest.raises(ValidationError):
        register(cast.amal, "  ")


def test_the_same_request_again_is_the_same_row_and_another_is_a_conflict(cast):
    made = register(cast.amal, "A")

    assert register(cast.amal, "A", id=made.pk).pk == made.pk
    with pytest.raises(Conflict):
        register(cast.amal, "B", id=made.pk)


@pytest.mark.parametrize("text", ["احمد", "أَحْمَد الكاظمي", "الکاظمی", "KAZIMI"])
def test_a_name_is_found_however_its_letters_are_typed(cast, text):
    register(cast.amal, ("أحمد الكاظمي", "Ahmad al-Kazimi"))

    with acting_as(cast.amal, "read"):
        assert Stakeholder.objects.visible_to(cast.amal).named_like(text).count() == 1


def test_seven_groups_and_one_for_those_we_are_not_sure_of():
    groups = dict.fromkeys(ActorType.objects.values_list("group", flat=True))

    assert len(groups) == 8
    assert ActorType.objects.count() == 30


def test_only_two_types_are_undetermined():
    undetermined = ActorType.objects.filter(default_relation="").values_list("code", flat=True)

    assert set(undetermined) == {"not_sure", "paramilitary_unspecified"}


def test_every_actor_type_has_a_label_in_every_language():
    assert not ActorType.objects.filter(label_ar="").exists()
    assert not ActorType.objects.filter(label_ckb="").exists()
