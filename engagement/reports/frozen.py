"""Figures as they are frozen: a canonical form that names nobody, its hash, and the way back."""

from __future__ import annotations

import hashlib
from datetime import date
from fractions import Fraction
from typing import Any

from engagement.access.requests import canonical
from engagement.coverage.place import (
    METHOD_VERSION,
    Governorate,
    PlaceFigures,
    Places,
    Timeliness,
)
from engagement.coverage.sums import Period
from engagement.regions.models import Region

PARTS = ("beyond", "capital", "abroad", "unknown")
WHOLE = ("held", "remote", "intermediary")
BY_GOVERNORATE = ("visited", "heard", "heard_remote", "heard_intermediary", "tried")


def freeze(figures: PlaceFigures) -> dict[str, Any]:
    """The figures as JSON; fractions as text, so that they stay exact."""
    places = {name: str(getattr(figures.places, name)) for name in PARTS}
    whole = {name: getattr(figures.places, name) for name in WHOLE}
    return {
        "method_version": METHOD_VERSION,
        "first": figures.period.first.isoformat(),
        "last": figures.period.last.isoformat(),
        "governorate_list": figures.list_code,
        "places": places | whole,
        "governorates": [
            {"key": row.region.key} | {name: getattr(row, name) for name in BY_GOVERNORATE}
            for row in figures.governorates
        ],
        "counted": figures.timeliness.counted,
        "timely": figures.timeliness.timely,
    }


def thaw(frozen: dict[str, Any]) -> PlaceFigures:
    """The figures again; regions by their keys, in one statement."""
    keys = [row["key"] for row in frozen["governorates"]]
    regions = {region.key: region for region in Region.objects.filter(key__in=keys)}
    return PlaceFigures(
        period=Period(date.fromisoformat(frozen["first"]), date.fromisoformat(frozen["last"])),
        list_code=frozen["governorate_list"],
        places=_places(frozen["places"]),
        governorates=tuple(
            Governorate(regions[row["key"]], **{name: row[name] for name in BY_GOVERNORATE})
            for row in frozen["governorates"]
        ),
        timeliness=Timeliness(frozen["counted"], frozen["timely"]),
    )


def _places(frozen: dict[str, Any]) -> Places:
    parts: dict[str, Any] = {name: Fraction(frozen[name]) for name in PARTS}
    return Places(**parts, **{name: frozen[name] for name in WHOLE})


def sha256(frozen: dict[str, Any]) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(frozen)).hexdigest()
