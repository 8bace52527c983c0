"""Places to choose from, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from engagement.names.folding import fold
from engagement.regions.models import ProgrammeArea, Region

Options = list[tuple[str, list[tuple[str, str]]]]


def area_of(programme_id: UUID) -> ProgrammeArea:
    """Where the programme works. Raises ProgrammeArea.DoesNotExist."""
    return ProgrammeArea.objects.select_related("country", "programme").get(
        programme_id=programme_id
    )


def place_options(area: ProgrammeArea) -> Options:
    """Governorates by label, then other countries: [(group, [(id, label)])]; one statement."""
    regions = Region.objects.filter(kind__in=("country", "governorate")).exclude(pk=area.country_id)
    return _grouped((region, region.parent_id == area.country_id) for region in regions)


def places_of(programme_id: UUID) -> Options:
    """As `place_options`, where nothing else of the programme's area is needed."""
    country = ProgrammeArea.objects.filter(programme_id=programme_id).values("country")
    regions = Region.objects.filter(kind__in=("country", "governorate")).exclude(pk__in=country)
    here = regions.annotate(here=Exists(country.filter(country=OuterRef("parent"))))
    return _grouped((region, region.here) for region in here)


def _grouped(regions: Iterable[tuple[Region, bool]]) -> Options:
    home: list[tuple[str, str]] = []
    abroad: list[tuple[str, str]] = []
    for region, here in regions:
        (home if here else abroad).append((str(region.pk), region.label))
    return [
        (_("Governorates"), sorted(home, key=_by_label)),
        (_("Abroad"), sorted(abroad, key=_by_label)),
    ]


def home_options(programme_id: UUID) -> list[tuple[str, str]]:
    """The governorates of the programme's country by label: [(id, label)]; one statement."""
    country = ProgrammeArea.objects.filter(programme_id=programme_id).values("country")
    regions = Region.objects.filter(kind="governorate", parent__in=country)
    return sorted(((str(region.pk), region.label) for region in regions), key=_by_label)


def _by_label(option: tuple[str, str]) -> str:
    # The Arabic article sorts under what follows it.
    return option[1].removeprefix("ال")


def regions_called(words: list[str]) -> dict[str, list[int]]:
    """The regions with each folded word in one of their labels; one statement."""
    labels = {
        region.pk: [fold(label) for label in (region.label_en, region.label_ar, region.label_ckb)]
        for region in Region.objects.all()
    }
    return {
        word: [key for key, texts in labels.items() if any(word in text for text in texts)]
        for word in words
    }
