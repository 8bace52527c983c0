"""Days known roughly come back from the API as they were sent, whatever they are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.serializers import ValidationError

from engagement.access.fields import RoughDay, dated, dates_of
from engagement.stakeholders.posts.models import Post

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
ROUGH = st.builds(lambda day, length: day.isoformat()[:length], DAYS, st.sampled_from([4, 7, 10]))


@given(ROUGH, ROUGH)
def test_what_was_written_is_read(first: str, last: str) -> None:
    read = {
        "valid_from": RoughDay().to_internal_value(first),
        "valid_until": RoughDay(end=True).to_internal_value(last),
    }
    assert dates_of(Post(**dated(read))) == {"valid_from": first, "valid_until": last}


@given(DAYS)
def test_the_last_day_is_kept_as_the_one_after_it(day: date) -> None:
    found, precision = RoughDay(end=True).to_internal_value(day.isoformat())
    assert (found, precision) == (day + timedelta(days=1), "day")


def test_a_month_and_a_year_end_where_they_end() -> None:
    for text, after in {
        "2024-02": "2024-03-01",
        "2024-12": "2025-01-01",
        "2024": "2025-01-01",
    }.items():
        assert str(RoughDay(end=True).to_internal_value(text)[0]) == after


def test_an_open_bound_is_null() -> None:
    read = dated({"valid_from": None, "valid_until": None})
    assert dates_of(Post(**read)) == {"valid_from": None, "valid_until": None}


@pytest.mark.parametrize("text", ["", "24", "2024-5", "2024-13", "2024-00", "2024-02-30", "1899"])
@pytest.mark.parametrize("more", ["", "\n", " "])
def test_what_is_no_day_is_refused(text: str, more: str) -> None:
    with pytest.raises(ValidationError):
        RoughDay().to_internal_value(text + more)


@pytest.mark.parametrize("value", ["٢٠٢٤", "2101", "2024\n", 2024, None, True, ["2024"]], ids=repr)
def test_what_only_looks_like_a_day_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        RoughDay().to_internal_value(value)
