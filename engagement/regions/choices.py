"""Places to choose from, in the language of the page."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

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
    home: list[tuple[str, str]] = []
    abroad: list[tuple[str, str]] = []
    for region in regions:
        here = region.parent_id == area.country_id
        (home if here else abroad).append((str(region.pk), region.label))
    return [
        (_("Governorates"), sorted(home, key=_by_label)),
        (_("Abroad"), sorted(abroad, key=_by_label)),
    ]


def _by_label(option: tuple[str, str]) -> str:
    # The Arabic article sorts under what follows it.
    return option[1].removeprefix("ال")
