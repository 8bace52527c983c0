"""When a schedule asks, and over which days: each day of a year in some report of each schedule."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.reports.schedules.periods import Slot, coming, newest

BAGHDAD = ZoneInfo("Asia/Baghdad")
EVERY = st.sampled_from(["week", "month", "quarter"])
DAYS = st.dates(date(2020, 1, 1), date(2039, 12, 31))


@pytest.mark.parametrize(
    ("every", "day", "first", "last", "key"),
    [
        ("quarter", date(2026, 4, 1), date(2026, 1, 1), date(2026, 3, 31), "2026-Q1"),
        ("quarter", date(2026, 6, 30), date(2026, 1, 1), date(2026, 3, 31), "2026-Q1"),
        ("month", date(2026, 3, 1), date(2026, 2, 1), date(2026, 2, 28), "2026-02"),
        ("month", date(2026, 1, 31), date(2025, 12, 1), date(2025, 12, 31), "2025-12"),
        # A Sunday, and the Saturday before it.
        ("week", date(2026, 11, 29), date(2026, 11, 1), date(2026, 11, 28), "2026-11-28"),
        ("week", date(2026, 11, 28), date(2026, 11, 1), date(2026, 11, 21), "2026-11-21"),
        # A month ended inside the week.
        ("week", date(2026, 10, 4), date(2026, 9, 1), date(2026, 10, 3), "2026-10-03"),
    ],
)
def test_the_period_has_ended_and_begins_with_a_month(
    every: str, day: date, first: date, last: date, key: str
) -> None:
    slot = Slot.on(every, day)

    assert (slot.first, slot.last, slot.key) == (first, last, key)


@given(EVERY, DAYS)
def test_no_day_falls_between_two_periods(every: str, day: date) -> None:
    slot = Slot.on(every, day)

    assert slot.first.day == 1
    assert slot.first <= slot.last < slot.day <= day < slot.after.day
    assert slot.after.first <= slot.day
    assert slot.after.before == slot
    assert slot.key != slot.after.key


@given(EVERY, st.integers(0, 23), st.datetimes(datetime(2020, 1, 1), datetime(2039, 1, 1)))
def test_a_slot_begins_at_its_hour_on_the_programmes_clock(
    every: str, hour: int, moment: datetime
) -> None:
    now = moment.replace(tzinfo=UTC)
    slot = newest(every, hour, BAGHDAD, now)
    begins = slot.moment(hour, BAGHDAD)

    assert begins <= now < coming(every, hour, BAGHDAD, now).moment(hour, BAGHDAD)
    assert begins.hour == hour
    assert newest(every, hour, BAGHDAD, begins) == slot
    assert newest(every, hour, BAGHDAD, begins - timedelta(microseconds=1)) == slot.before
