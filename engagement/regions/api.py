"""The API's doors to the regions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django_filters import CharFilter, ChoiceFilter, FilterSet
from drf_spectacular.utils import extend_schema

from engagement.access.api_doors import Door
from engagement.access.paging import ListDoor
from engagement.access.scope import Actor
from engagement.regions.models import Region
from engagement.regions.references import Reference, regions_of
from engagement.regions.serializers import RegionPage, RegionSerializer, labels_of


class RegionFilters(FilterSet):
    kind = ChoiceFilter(choices=Region.Kind.choices)
    parent = CharFilter(field_name="parent__key", help_text="The key of what they lie in.")


class RegionList(ListDoor):
    """Countries, governorates and districts, with their codes by scheme and version."""

    opens_to_partners = True
    filters = RegionFilters
    order = ("key",)

    @extend_schema(operation_id="regions", responses=RegionPage, tags=["codes"])
    def get(self, request: Any) -> HttpResponse:
        return self.within(self._read)

    def _read(self, actor: Actor) -> HttpResponse:
        found, following = self.page(self.narrowed(_rows()))
        return self.listed([region_data(row) for row in found], following)


class RegionDetail(Door):
    """One region, by ISO 3166 or by our key."""

    opens_to_partners = True

    @extend_schema(operation_id="region", responses=RegionSerializer, tags=["codes"])
    def get(self, request: Any, key: str) -> HttpResponse:
        return self.within(lambda actor: self._read(key))

    def _read(self, key: str) -> HttpResponse:
        try:
            reference = Reference.of_text(key)
        except ValueError as error:
            raise Http404 from error
        found = regions_of([reference]).get(reference)
        if found is None:
            raise Http404
        return self.answer(region_data(_rows().get(pk=found.pk)))


def _rows() -> Any:
    return Region.objects.select_related("parent", "administered_by").prefetch_related("codes")


def region_data(row: Region) -> dict[str, Any]:
    """One region as the API shows it."""
    codes = sorted(row.codes.all(), key=lambda code: (code.scheme, code.version))
    return {
        "key": row.key,
        "kind": row.kind,
        "parent": row.parent.key if row.parent else None,
        "administered_by": row.administered_by.key if row.administered_by else None,
        "labels": labels_of(row),
        "capital": row.capital,
        "valid_from": row.valid_from and row.valid_from.isoformat(),
        "valid_to": row.valid_to and row.valid_to.isoformat(),
        "codes": [
            {"scheme": code.scheme, "version": code.version, "code": code.code} for code in codes
        ],
    }
