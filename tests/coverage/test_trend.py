"""Whether it is changing: quarters, their marks, and an arrow only where chance is unlikely."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from engagement.access.scope import acting_as
from engagement.coverage.charts import chart
from engagement.coverage.periods import Quarter
from engagement.coverage.sums import Measure, Sums
from engagement.coverage.trend import Change, Followed, Slope, trend, trend_from
from engagement.regions.models import ProgrammeArea
from tests.cast import meet, register

DAY = date(2026, 8, 15)
QUARTERS = Quarter.of(DAY).back(8)[::-1]
#: A meeting in one place: beyond the capital, or in it.
BEYOND, CAPITAL = (1 << 30) | (1 << 20), (1 << 30) | (1 << 10)
STATE, HYBRID, NON_STATE = 1, 1 << 10, 1 << 20


def held(beyond, capital, halves=0):
    """Sums of one quarter by place."""
    half = (2 << 30) | (1 << 20) | (1 << 10)
    return Sums([(1, BEYOND, 0, beyond), (1, CAPITAL, 0, capital), (1, half, 0, halves)])


def of(shares, *, first=None, day=DAY, list_of_19_from=None):
    """A trend of sums, oldest quarter first."""
    area = ProgrammeArea(country_id=1, list_of_19_from=list_of_19_from)
    found = {quarter.first: sums for quarter, sums in zip(QUARTERS, shares, strict=True)}
    baseline = sum((found[quarter.first] for quarter in first), Sums()) if first else None
    return trend_from(QUARTERS, found, area, day, first, baseline)


@pytest.fixture(autouse=True)
def lists(monkeypatch):
    units = {"18": set(range(18)), "19": set(range(19))}
    monkeypatch.setattr("engagement.coverage.trend._units", lambda area: units)


def beyond(found):
    return next(line for line in found.lines if line.code == Followed.BEYOND)


def test_the_window_is_eight_quarters_and_the_running_one_is_marked():
    found = of([held(1, 1)] * 8)

    assert [str(column.quarter) for column in found.columns] == [
        *("2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3"),
        *("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"),
    ]
    assert [column.running for column in found.columns] == [False] * 7 + [True]
    assert str(found.compared) == "2026-Q2"


def test_on_its_last_day_a_quarter_is_over():
    found = of([held(1, 1)] * 8, day=date(2026, 9, 30))

    assert not found.columns[-1].running
    assert str(found.compared) == "2026-Q3"


def test_a_quarter_is_held_against_the_same_a_year_before_and_never_against_the_last():
    quarters = [held(5, 45)] * 6 + [held(25, 25)] + [held(0, 50)]

    found = beyond(of(quarters))

    assert found.year_before.against.part == 5  # of 2025-Q2
    assert found.year_before.direction == 1
    assert found.year_before.interval == pytest.approx((0.2246, 0.5451), abs=5e-4)


def test_a_fall_and_no_clear_change_are_told_apart():
    fall = beyond(of([held(25, 25)] * 6 + [held(5, 45)] * 2))
    same = beyond(of([held(20, 30)] * 6 + [held(25, 25)] * 2))

    assert (fall.year_before.direction, same.year_before.direction) == (-1, 0)


def test_fractions_of_meetings_are_compared_by_resampling_whole_meetings():
    change = beyond(of([held(5, 35, 10)] * 6 + [held(25, 15, 10)] * 2)).year_before

    assert change.against.part == 10  # 5 and ten halves
    assert change.direction == 1
    assert change.interval[0] > 0.2


def test_too_few_meetings_are_not_compared():
    change = beyond(of([held(0, 9)] * 6 + [held(50, 0)] * 2)).year_before

    assert (change.against.whole, change.interval, change.direction) == (9, None, None)


def test_the_baseline_is_the_first_two_quarters_together():
    first = (QUARTERS[0], QUARTERS[1])

    found = of([held(2, 48), held(4, 46), *[held(25, 25)] * 6], first=first)

    assert found.baseline_counted == 100
    assert beyond(found).baseline.against.part == 6
    assert beyond(found).baseline.direction == 1


def test_the_baseline_is_not_held_against_its_own_meetings():
    first = (QUARTERS[5], QUARTERS[6])

    found = of([Sums()] * 5 + [held(5, 45), held(25, 25), held(9, 9)], first=first)

    assert str(found.compared) == "2026-Q2"
    assert beyond(found).baseline == Change(None)


def test_a_slope_is_told_of_eight_quarters_only():
    rising = [held(10 + 5 * n, 90 - 5 * n) for n in range(8)]

    assert beyond(of(rising)).slope == Slope(5.0, pytest.approx(0.000832, abs=1e-5))
    assert beyond(of([held(5, 4), *rising[1:]])).slope is None


def test_a_small_quarter_has_no_interval():
    found = beyond(of([held(5, 4)] * 7 + [held(5, 5)]))

    assert [point.interval for point in found.points[:7]] == [None] * 7
    assert found.points[7].interval == pytest.approx((0.2366, 0.7634), abs=1e-4)


def test_a_new_list_breaks_the_window_in_its_quarter():
    found = of([held(1, 1)] * 8, list_of_19_from=date(2026, 1, 1))

    assert [column.breaks for column in found.columns] == [False] * 5 + [True, False, False]
    assert [column.of for column in found.columns] == [18] * 5 + [19] * 3


@pytest.mark.parametrize("change", [date(2024, 10, 1), date(2020, 1, 1), date(2027, 1, 1)])
def test_a_list_that_does_not_change_within_the_window_breaks_nothing(change):
    assert not any(c.breaks for c in of([held(1, 1)] * 8, list_of_19_from=change).columns)


def test_hybrid_counterparts_stand_in_one_of_the_two_lines_only():
    sums = Sums(
        [
            (Measure.RELATION, STATE, 0, 5),
            (Measure.RELATION, HYBRID, 0, 3),
            (Measure.RELATION, STATE + NON_STATE, 0, 4),
        ]
    )
    lines = {line.code: line.points[0].share for line in of([sums] * 8).lines}

    assert (lines[Followed.NON_STATE].part, lines[Followed.WITH_HYBRID].part) == (4, 7)
    assert lines[Followed.NON_STATE].whole == 12


def test_civil_society_and_communities_are_a_share_of_all_counted_meetings():
    sums = held(8, 2) + Sums([(Measure.KIND, 0, 10, 4)])
    lines = {line.code: line.points[0].share for line in of([sums] * 8).lines}

    assert (lines[Followed.CIVILIANS].part, lines[Followed.CIVILIANS].whole) == (4, 10)


def test_a_drawing_has_a_point_for_each_quarter_with_enough_meetings():
    found = of([held(5, 5), held(1, 1), held(10, 0), *[held(0, 10)] * 4, held(5, 5)])
    drawn = chart(beyond(found), found)

    assert [mark.y for mark in drawn.marks] == [68, 12, 124, 124, 124, 124, 68]
    assert [mark.running for mark in drawn.marks] == [False] * 6 + [True]
    assert drawn.runs == ("136.2,12.0 174.8,124.0 213.2,124.0 251.8,124.0 290.2,124.0",)
    assert drawn.running == "290.2,124.0 328.8,68.0"
    assert [tick.year for tick in drawn.ticks] == [2024, 2025, *[None] * 3, 2026, None, None]


@pytest.mark.django_db
def test_a_trend_is_a_programme_figure_in_four_statements(
    cast, monkeypatch, django_assert_num_queries
):
    monkeypatch.undo()
    a = register(cast.amal, "A")
    for day in (date(2025, 5, 1), date(2025, 7, 1), date(2025, 11, 1), date(2026, 5, 1)):
        meet(cast.amal, "basra", who=(a,), held_on=day)
    area = ProgrammeArea.objects.get(programme=cast.programme)

    with acting_as(cast.ruth, "read"), django_assert_num_queries(4):
        found = trend(DAY, area)

    assert [column.counted for column in found.columns] == [0, 0, 1, 1, 1, 0, 1, 0]
    assert [column.visited for column in found.columns] == [0, 0, 1, 1, 1, 0, 1, 0]
    assert [str(quarter) for quarter in found.baseline] == ["2025-Q2", "2025-Q3"]
    assert found.baseline_counted == 2
    assert beyond(found).points[2].share.part == Fraction(1)


@pytest.mark.django_db
def test_without_a_log_there_is_no_baseline(cast, monkeypatch):
    monkeypatch.undo()
    area = ProgrammeArea.objects.get(programme=cast.programme)

    with acting_as(cast.ruth, "read"):
        found = trend(DAY, area)

    assert (found.baseline, found.baseline_counted) == (None, 0)
    assert all(point.share.percent is None for line in found.lines for point in line.points)
