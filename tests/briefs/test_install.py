"""The brief as a programme gets it: complete, ours in words, and only once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from engagement.access.errors import NotAllowed
from engagement.access.scope import acting_as
from engagement.briefs import original
from engagement.briefs.actions import install_brief, set_target
from engagement.briefs.codes import Indicator
from engagement.briefs.drafts import TargetDraft
from engagement.briefs.measures import MEASURES, bound_words, number_words
from engagement.briefs.models import Addressee, Brief, Recommendation, Target
from tests.cast import Cast

pytestmark = pytest.mark.django_db

#: Domain 1.3, copied by hand.
INDICATORS = {
    "US-1": ["I4", "I5", "I6", "I11", "I13", "I14"],
    "US-2": ["I10", "I12", "I17"],
    "US-3": ["I15"],
    "EU-1": ["I4", "I5", "I6", "I7", "I8", "I9"],
    "EU-2": ["I1", "I2", "I3", "I8"],
}
ADDRESSEES = {
    "US-1": ["us_administration"],
    "US-2": ["us_administration"],
    "US-3": ["us_administration", "coalition"],
    "EU-1": ["eu", "eu_advisory_mission", "nato_mission", "coalition"],
    "EU-2": ["eu", "nato_mission", "coalition"],
}


def test_exactly_the_five_recommendations_are_installed_in_their_order(brief):
    assert list(brief) == ["US-1", "US-2", "US-3", "EU-1", "EU-2"]
    assert {code: row.indicators for code, row in brief.items()} == INDICATORS


def test_each_is_addressed_as_the_brief_addressed_it(cast, brief):
    with acting_as(cast.ruth, "read"):
        found = {
            code: list(
                row.addressees.visible_to(cast.ruth)
                .order_by("addressee__order")
                .values_list("addressee__code", flat=True)
            )
            for code, row in brief.items()
        }
    assert found == ADDRESSEES


def test_addressees_are_those_of_2021(cast, brief):
    rows = Addressee.objects.filter(programme=cast.programme)
    assert {(row.valid_from.year, row.from_precision) for row in rows} == {(2021, "year")}
    assert rows.count() == 5


def test_every_text_stands_in_three_languages_that_differ(brief):
    for row in brief.values():
        texts = {row.text_en, row.text_ar, row.text_ckb}
        assert len(texts) == 3
        assert all(len(text) > 60 for text in texts)


def test_every_indicator_has_a_label_a_measure_and_a_default_target(brief):
    used = {code for row in brief.values() for code in row.indicators}
    assert used == set(Indicator.values) - {"I16"}
    assert {row["indicator"] for row in original.rows_of("targets")} == used
    assert set(MEASURES) == set(Indicator)
    assert all(str(Indicator(code).label) and str(MEASURES[code].words) for code in Indicator)


def test_every_default_target_is_ours_and_without_a_baseline(cast, brief):
    with acting_as(cast.ruth, "read"):
        rows = list(Target.objects.visible_to(cast.ruth))
    assert {row["marked"] for row in original.rows_of("targets")} == {"ours"}
    assert len(rows) == sum(len(codes) for codes in INDICATORS.values()) == 20
    assert {row.baseline for row in rows} == {None}
    assert {row.written_by_id for row in rows} == {cast.bassam.user_id}


def test_the_default_is_half_of_the_meetings_beyond_baghdad_within_twelve_months(cast, brief):
    with acting_as(cast.ruth, "read"):
        row = Target.objects.visible_to(cast.ruth).get(indicator="I1")
    today = cast.bassam.today()
    assert (row.value, row.due_on.year, row.due_on.month) == (50, today.year + 1, today.month)


def test_installing_again_changes_nothing_not_even_a_target_that_was_moved(cast, brief):
    eu2 = brief["EU-2"]
    draft = TargetDraft(recommendation_id=eu2.pk, indicator="I1", value=Decimal(40))
    with acting_as(cast.bassam, "target.set", "too far"):
        set_target(cast.bassam, draft, reason="too far", version=eu2.version)
    with acting_as(cast.bassam, "brief.installed"):
        install_brief(cast.bassam)
        rows = Recommendation.objects.visible_to(cast.bassam)
        assert {row.pk for row in rows} == {row.pk for row in brief.values()}
        assert Target.objects.visible_to(cast.bassam).count() == 20
        assert Target.objects.visible_to(cast.bassam).get(indicator="I1").value == 40
    assert Brief.objects.filter(programme=cast.programme).count() == 1


@pytest.mark.parametrize("who", ["amal", "ruth", "idris", "omar"])
def test_only_a_manager_installs_it(cast, who):
    actor = getattr(cast, who)
    with pytest.raises(NotAllowed), acting_as(actor, "brief.installed"):
        install_brief(actor)


def test_another_programme_has_none_of_it(cast: Cast, brief):
    with acting_as(cast.omar, "read"):
        assert not Recommendation.objects.visible_to(cast.omar).exists()
        assert not Recommendation.objects.unscoped("row security alone").exists()


def test_numbers_are_printed_with_their_unit():
    assert number_words("I1", Decimal("50.00")) == "50%"
    assert number_words("I3", Decimal("18.00")) == "18"
    assert number_words("I7", Decimal("6.50")) == "6.5"
    assert (bound_words("I9"), bound_words("I1")) == ("at most", "at least")
    with translation.override("ar"):
        assert "50" in number_words("I1", Decimal(50))
