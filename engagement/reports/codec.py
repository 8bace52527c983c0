"""Frozen values as JSON and back: dataclasses by their fields, fractions as text, regions by key.

What comes back equals what went in, and the JSON of equal values is the same text. Fields that take
no part in comparing (`compare=False`) are left out.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from engagement.coverage.indicators import INDICATORS, Indicator
from engagement.regions.models import Region


def encode(value: Any) -> Any:
    """The value as JSON. Raises TypeError for what has no frozen form."""
    for of, name in ((Indicator, "code"), (Region, "key"), (Enum, "value")):
        if isinstance(value, of):
            return getattr(value, name)
    if dataclasses.is_dataclass(value):
        return {field.name: encode(getattr(value, field.name)) for field in _fields(type(value))}
    if isinstance(value, Mapping):
        return {_key(key): encode(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [encode(one) for one in value]
    if isinstance(value, Fraction | UUID | date):
        return str(value)
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"{type(value).__name__} has no frozen form")


def decode(of: Any, frozen: Any) -> Any:
    """The value of a type again; regions by their keys, in one statement.

    Raises KeyError for a region or an indicator that is no more.
    """
    keys = set(_texts(frozen))
    regions = {row.key: row for row in Region.objects.filter(key__in=keys)}
    return _decode(of, frozen, regions)


def _decode(of: Any, frozen: Any, regions: Mapping[str, Region]) -> Any:
    origin, parts = get_origin(of), get_args(of)
    if origin in (Union, types.UnionType):
        if frozen is None:
            return None
        return _decode(next(part for part in parts if part is not type(None)), frozen, regions)
    if origin is tuple:
        return tuple(_items(parts, frozen, regions))
    if origin is not None and issubclass(origin, Mapping):
        key, one = parts
        return {
            _decode(key, name, regions): _decode(one, value, regions)
            for name, value in frozen.items()
        }
    return _plain(of, frozen, regions)


def _items(parts: tuple[Any, ...], frozen: Any, regions: Mapping[str, Region]) -> Iterator[Any]:
    if len(parts) == 2 and parts[1] is Ellipsis:
        parts = (parts[0],) * len(frozen)
    for part, value in zip(parts, frozen, strict=True):
        yield _decode(part, value, regions)


def _plain(of: Any, frozen: Any, regions: Mapping[str, Region]) -> Any:
    if of is Region:
        return regions[frozen]
    if of is Indicator:
        return INDICATORS[frozen]
    if of is date:
        return date.fromisoformat(frozen)
    if dataclasses.is_dataclass(of):
        return _record(of, frozen, regions)
    return of(frozen) if isinstance(of, type) else frozen


def _record(of: Any, frozen: Any, regions: Mapping[str, Region]) -> Any:
    hints = _hints(of)
    names = [field.name for field in _fields(of)]
    return of(**{name: _decode(hints[name], frozen[name], regions) for name in names})


@cache
def _hints(of: Any) -> dict[str, Any]:
    return get_type_hints(of)


def _fields(of: Any) -> list[dataclasses.Field[Any]]:
    return [field for field in dataclasses.fields(of) if field.compare and field.init]


def _key(key: Any) -> str:
    return str(key.value if isinstance(key, Enum) else key)


def _texts(frozen: Any) -> Iterator[str]:
    if isinstance(frozen, str):
        yield frozen
    elif isinstance(frozen, Mapping):
        for one in frozen.values():
            yield from _texts(one)
    elif isinstance(frozen, list):
        for one in frozen:
            yield from _texts(one)
