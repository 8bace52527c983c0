"""Freezing and thawing: nothing is lost between facts and their canonical form."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagement.coverage.figures import Figure
from engagement.coverage.indicators import INDICATORS, Indicator
from engagement.coverage.place import Places, Timeliness
from engagement.coverage.shares import Share
from engagement.coverage.sums import Period
from engagement.regions.models import Region
from engagement.reports.codec import decode, encode
from engagement.reports.facts import Facts, freeze, sha256, thaw
from tests.cast import Cast
from tests.reports.story import built, many_meetings

pytestmark = pytest.mark.django_db

PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    # PostgreSQL stores no NUL, neither in text nor in JSON.
    str: st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8),
    int: st.integers(-10_000, 10_000),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    Fraction: st.fractions(max_denominator=60),
    date: st.dates(),
    UUID: st.uuids(),
    Indicator: st.sampled_from(list(INDICATORS.values())),
    Region: st.sampled_from(["anbar", "baghdad", "basra"]).map(
        lambda key: Region.objects.get(key=key)
    ),
}


def values(of: Any) -> st.SearchStrategy[Any]:
    """Any value of a type, as its annotations tell."""
    origin, parts = get_origin(of), get_args(of)
    if origin in (Union, types.UnionType):
        return st.one_of(*(st.none() if part is type(None) else values(part) for part in parts))
    if origin is tuple and parts[1:] == (Ellipsis,):
        return st.lists(values(parts[0]), max_size=1).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values, parts))
    if origin is not None and issubclass(origin, Mapping):
        return st.dictionaries(values(parts[0]), values(parts[1]), max_size=1)
    if of in PLAIN:
        return PLAIN[of]
    if isinstance(of, type) and issubclass(of, Enum):
        return st.sampled_from(of)
    assert dataclasses.is_dataclass(of), f"{of} has no values here"
    hints = get_type_hints(of)
    compared = [field.name for field in dataclasses.fields(of) if field.compare and field.init]
    return st.builds(of, **{name: values(hints[name]) for name in compared})


def stored(value: Any) -> Any:
    """As the database keeps it and gives it back."""
    return json.loads(json.dumps(value))


round_trips = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def parts_of_facts(draw: Any) -> tuple[Any, Any]:
    """A field's type of the facts, and any value of it; all fields at once would be too many."""
    of = draw(st.sampled_from(list(get_type_hints(Facts).values())))
    return of, draw(values(of))


@round_trips
@given(part=parts_of_facts())
def test_thawed_facts_are_the_frozen_ones(db: None, part: tuple[Any, Any]) -> None:
    of, value = part

    assert decode(of, stored(encode(value))) == value


@round_trips
@given(part=parts_of_facts())
def test_frozen_again_thawed_facts_have_the_same_hash(db: None, part: tuple[Any, Any]) -> None:
    of, value = part
    frozen = {"part": encode(value)}

    assert sha256({"part": encode(decode(of, stored(frozen["part"])))}) == sha256(frozen)


@round_trips
@given(part=parts_of_facts())
def test_the_hash_does_not_depend_on_the_order_of_keys(db: None, part: tuple[Any, Any]) -> None:
    frozen = {"a": 1, "part": stored(encode(part[1]))}
    turned = json.loads(json.dumps(frozen), object_pairs_hook=lambda rows: dict(rows[::-1]))

    assert list(turned) == list(frozen)[::-1]
    assert sha256(turned) == sha256(frozen)


def test_facts_of_a_programme_come_back_as_they_were(cast: Cast) -> None:
    many_meetings(cast)
    report = built(cast.amal)

    assert freeze(thaw(report.figures or {})) == report.figures


def test_fractions_stay_exact_and_regions_are_told_by_their_keys(db: None) -> None:
    """A third of a meeting has no decimal, and ids differ from one database to another."""
    basra = Region.objects.get(key="basra")

    assert encode((Share(Fraction(1, 3), 7), basra)) == [
        {"part": "1/3", "whole": 7, "unknown": "0"},
        "basra",
    ]


def test_every_region_of_the_figures_is_read_in_one_statement(
    db: None, django_assert_num_queries: Any
) -> None:
    keys = list(Region.objects.filter(kind="governorate").values_list("key", flat=True))

    with django_assert_num_queries(1):
        found = decode(tuple[Region, ...], keys)

    assert [region.key for region in found] == keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Places(held=1, beyond=Fraction(1)), Places(held=1, beyond=Fraction(1, 2))),
        (Timeliness(1, 0), Timeliness(1, 1)),
        (
            Period(date(2026, 1, 1), date(2026, 3, 31)),
            Period(date(2026, 1, 1), date(2026, 3, 30)),
        ),
        (Figure(n=1), Figure(n=2)),
    ],
    ids=["places", "timeliness", "period", "figure"],
)
def test_another_figure_has_another_hash(one: Any, other: Any) -> None:
    assert sha256(encode(one)) != sha256(encode(other))


@pytest.mark.parametrize("form", [{}, {"form": 0}, {"form": 2}, {"form": "1"}])
def test_a_form_of_another_version_is_refused(form: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="another version"):
        thaw(form)


def test_a_region_that_is_no_more_is_refused(db: None) -> None:
    with pytest.raises(KeyError):
        decode(Region, "atlantis")


def test_what_has_no_frozen_form_is_refused() -> None:
    with pytest.raises(TypeError, match="set has no frozen form"):
        encode({"a": {1}})
