"""Freezing and thawing: nothing is lost between figures and their canonical form."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagement.coverage.place import Governorate, PlaceFigures, Places, Timeliness
from engagement.coverage.sums import Period
from engagement.regions.models import Region
from engagement.reports.frozen import BY_GOVERNORATE, freeze, sha256, thaw

pytestmark = pytest.mark.django_db

counts = st.integers(0, 10_000)
parts = st.fractions(min_value=0, max_value=10_000, max_denominator=12)
places = st.builds(
    Places,
    held=counts,
    beyond=parts,
    capital=parts,
    abroad=parts,
    unknown=parts,
    remote=counts,
    intermediary=counts,
)
measures = st.fixed_dictionaries(dict.fromkeys(BY_GOVERNORATE, counts))


@st.composite
def figures(draw: Any) -> PlaceFigures:
    first, last = sorted((draw(st.dates()), draw(st.dates())))
    regions = list(Region.objects.filter(kind="governorate").order_by("pk"))
    chosen = draw(st.lists(st.sampled_from(regions), unique_by=lambda row: row.pk, max_size=5))
    return PlaceFigures(
        period=Period(first, last),
        list_code=draw(st.sampled_from(["18", "19"])),
        places=draw(places),
        governorates=tuple(Governorate(region, **draw(measures)) for region in chosen),
        timeliness=Timeliness(draw(counts), draw(counts)),
    )


round_trips = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@round_trips
@given(data=st.data())
def test_thawed_figures_are_the_frozen_ones(db: None, data: Any) -> None:
    given_ = data.draw(figures())
    stored = json.loads(json.dumps(freeze(given_)))

    assert thaw(stored) == given_


@round_trips
@given(data=st.data())
def test_the_hash_does_not_depend_on_the_order_of_keys(db: None, data: Any) -> None:
    frozen = freeze(data.draw(figures()))
    turned = json.loads(json.dumps(frozen), object_pairs_hook=lambda rows: dict(rows[::-1]))

    assert list(turned) == list(frozen)[::-1]
    assert sha256(turned) == sha256(frozen)


@pytest.mark.parametrize(
    "change",
    [
        {"places": Places(held=1, beyond=Fraction(1, 2), capital=Fraction(1, 2))},
        {"timeliness": Timeliness(1, 1)},
        {"list_code": "19"},
        {"period": Period(date(2026, 1, 1), date(2026, 3, 30))},
    ],
    ids=["places", "timeliness", "list", "period"],
)
def test_another_figure_has_another_hash(change: dict[str, Any]) -> None:
    same: dict[str, Any] = {
        "period": Period(date(2026, 1, 1), date(2026, 3, 31)),
        "list_code": "18",
        "places": Places(held=1, beyond=Fraction(1)),
        "governorates": (),
        "timeliness": Timeliness(1, 0),
    }

    assert sha256(freeze(PlaceFigures(**{**same, **change}))) != sha256(
        freeze(PlaceFigures(**same))
    )
