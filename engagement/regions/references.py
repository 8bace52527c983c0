"""Regions by code: ISO 3166, our own key, or another scheme that is named with its version."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from engagement.regions.models import Region, RegionCode

ISO = ("iso_3166_1", "iso_3166_2")
ISO_SHAPE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
KEY_SHAPE = re.compile(r"[a-z][a-z0-9_-]{0,59}")
PCODE_SHAPE = re.compile(r"[A-Z]{2}-?G[0-9]{2,}")


@dataclass(frozen=True)
class Reference:
    """How somebody named a region; `scheme` is empty for our own key."""

    code: str
    scheme: str = ""
    version: str = ""

    @classmethod
    def of_text(cls, text: str) -> Reference:
        """Read `IQ-BA`, `JO` or `basra`. Raises ValueError, in words."""
        if KEY_SHAPE.fullmatch(text):
            return cls(text)
        if ISO_SHAPE.fullmatch(text) and not PCODE_SHAPE.fullmatch(text):
            return cls(text, "iso_3166_2" if "-" in text else "iso_3166_1")
        if PCODE_SHAPE.fullmatch(text):
            raise ValueError(
                _(
                    "A P-code alone is not enough: the old and the new list give the same code to "
                    "different governorates. Name its scheme and version, or send ISO 3166."
                )
            )
        raise ValueError(_("Name a region by ISO 3166 (IQ-BA), by our key, or by a scheme."))

    @property
    def asked(self) -> Q:
        """The condition on regions."""
        if not self.scheme:
            return Q(key=self.code)
        codes = RegionCode.objects.filter(scheme=self.scheme, code=self.code)
        if self.scheme not in ISO:
            codes = codes.filter(version=self.version)
        return Q(pk__in=codes.values("region"))


def regions_of(references: Iterable[Reference]) -> dict[Reference, Region]:
    """The regions found, by how they were named; one statement."""
    wanted = set(references)
    if not wanted:
        return {}
    keys = Q(key__in=[row.code for row in wanted if not row.scheme])
    for row in wanted:
        if row.scheme:
            keys |= Q(codes__scheme=row.scheme, codes__code=row.code)
    rows = Region.objects.filter(keys).annotate(
        of_scheme=F("codes__scheme"), of_version=F("codes__version"), of_code=F("codes__code")
    )
    return {row: region for region in rows for row in wanted if _is(region, row)}


def _is(region: Region, row: Reference) -> bool:
    if not row.scheme:
        return region.key == row.code
    there = (region.of_scheme, region.of_code)  # type: ignore[attr-defined]
    same = there == (row.scheme, row.code)
    version: str = region.of_version  # type: ignore[attr-defined]
    return same and (row.scheme in ISO or version == row.version)


def code_of(column: str) -> Coalesce:
    """SQL for the code of the region in a column: ISO 3166 where there is one, else our key."""
    # Of the few rows there are, read one by one, the region is compared first: numbers are cheaper.
    iso = RegionCode.objects.filter(region=OuterRef(column)).filter(scheme__in=ISO)
    key = Region.objects.filter(pk=OuterRef(column))
    text = CharField()
    return Coalesce(
        Subquery(iso.values("code")[:1]), Subquery(key.values("key")[:1]), output_field=text
    )
