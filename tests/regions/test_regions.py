"""Places as they are seeded: codes that contradict each other, lists, populations with a source."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from engagement.regions.choices import place_options
from engagement.regions.models import GovernorateListEntry, Population, ProgrammeArea, Region

pytestmark = pytest.mark.django_db


def by_code(scheme: str, version: str, code: str) -> str:
    return Region.objects.get(codes__scheme=scheme, codes__version=version, codes__code=code).key


def test_iso_ba_is_basra_and_bg_is_baghdad():
    assert by_code("iso_3166_2", "2020", "IQ-BA") == "basra"
    assert by_code("iso_3166_2", "2020", "IQ-BG") == "baghdad"


def test_the_old_and_the_new_p_code_of_one_number_are_different_places():
    assert by_code("ocha_pcode", "2015", "IQ-G07") == "baghdad"
    assert by_code("ocha_pcode", "2020", "IQG07") == "babil"


def test_thirteen_populations_are_estimates_and_say_so():
    census = Population.objects.filter(status="census")

    assert Population.objects.filter(status="estimate").count() == 13
    assert set(census.values_list("region__key", flat=True)) == {
        "baghdad",
        "basra",
        "erbil",
        "duhok",
        "sulaymaniyah",
    }
    assert "estimate" in Population.objects.filter(status="estimate").first().source


def test_the_populations_add_up_to_the_census():
    # 13 estimates, each rounded by at most a half.
    total = sum(Population.objects.values_list("people", flat=True))
    assert abs(total - 46_118_793) <= 6


def test_only_baghdad_is_the_capital():
    assert list(Region.objects.filter(capital=True).values_list("key", flat=True)) == ["baghdad"]


def test_halabja_is_dated_and_folds_only_in_the_list_of_18():
    halabja = Region.objects.get(key="halabja")
    entries = GovernorateListEntry.objects.filter(region=halabja)

    assert halabja.valid_from == date(2025, 1, 1)
    assert halabja.valid_precision == "year"
    assert {row.list_id: row.counted_in.key for row in entries} == {
        "18": "sulaymaniyah",
        "19": "halabja",
    }


def test_a_programme_counts_by_the_list_of_18_until_its_date():
    area = ProgrammeArea(list_of_19_from=date(2026, 1, 1))

    assert [area.list_on(day) for day in (date(2025, 12, 31), date(2026, 1, 1))] == ["18", "19"]
    assert ProgrammeArea().list_on(date(2030, 1, 1)) == "18"


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_every_place_has_a_label_in_every_language(language):
    with translation.override(language):
        assert all(region.label for region in Region.objects.all())


def test_places_to_choose_are_governorates_and_countries_abroad(cast):
    options = dict(place_options(ProgrammeArea.objects.select_related("country").first()))
    labels = {group: [label for _key, label in rows] for group, rows in options.items()}

    assert len(labels["Governorates"]) == 19
    assert "Jordan" in labels["Abroad"]
    assert "Iraq" not in labels["Abroad"]


def test_no_two_governorates_share_a_tile():
    tiles = Region.objects.filter(kind="governorate").values_list("tile_row", "tile_column")

    assert len(set(tiles)) == 19
