"""Dates known roughly: read, bounded, and shown again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.access.dates import (
    as_typed,
    day_after,
    end_as_typed,
    end_in_words,
    first_day,
    in_words,
    next_after,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
PRECISIONS = st.sampled_from(["day", "month", "year"])


@pytest.mark.parametrize(
    ("text", "first", "after", "precision"),
    [
        ("2024", date(2024, 1, 1), date(2025, 1, 1), "year"),
        ("2024-05", date(2024, 5, 1), date(2024, 6, 1), "month"),
        ("2024-12", date(2024, 12, 1), date(2025, 1, 1), "month"),
        ("2024-02-29", date(2024, 2, 29), date(2024, 3, 1), "day"),
        ("2024-5-7", date(2024, 5, 7), date(2024, 5, 8), "day"),
        (" 2024/05/17 ", date(2024, 5, 17), date(2024, 5, 18), "day"),
        ("2024.05", date(2024, 5, 1), date(2024, 6, 1), "month"),
        ("٢٠٢٤-٠٥", date(2024, 5, 1), date(2024, 6, 1), "month"),
        ("۲۰۲۴", date(2024, 1, 1), date(2025, 1, 1), "year"),
        ("\u200f2024-05\u200e", date(2024, 5, 1), date(2024, 6, 1), "month"),
        ("2100", date(2100, 1, 1), date(2101, 1, 1), "year"),
    ],
)
def test_a_rough_date_has_a_first_day_a_day_after_and_a_precision(text, first, after, precision):
    assert first_day(text) == (first, precision)
    assert day_after(text) == (after, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "May 2024",
        "2024-",
        "2024-13",
        "2024-00",
        "2023-02-29",
        "2024-05-17-1",
        "17.05.2024",
        "0000",
        "1899",
        "2101",
        "9999-12-31",
        "2024\x00",
        "²024",
    ],
)
def test_what_is_no_date_is_told_in_words(text):
    for read in (first_day, day_after):
        with pytest.raises(ValueError, match=r"\w+ .*\."):
            read(text)


@given(DAYS, PRECISIONS)
def test_what_is_typed_comes_back_as_typed(day, precision):
    text = as_typed(day, precision)
    first, read = first_day(text)

    assert read == precision
    assert as_typed(first, read) == text
    assert first <= day < next_after(first, read)


@given(DAYS, PRECISIONS)
def test_the_end_comes_back_as_typed_and_lies_after_the_beginning(day, precision):
    text = as_typed(day, precision)
    first, _same = first_day(text)
    after, _same = day_after(text)

    assert end_as_typed(after, precision) == text
    assert first <= after - timedelta(days=1)
    assert end_in_words(after, precision) == in_words(first, precision)


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_told_in_words(text):
    try:
        first, precision = first_day(text)
    except ValueError:
        return  # in words, as above
    assert first_day(as_typed(first, precision)) == (first, precision)


def test_an_open_end_is_shown_as_nothing():
    assert in_words(None, "day") == end_in_words(None, "year") == as_typed(None, "day") == ""


def test_a_date_is_shown_as_exactly_as_it_is_known():
    assert in_words(date(2024, 5, 17), "day") == "17 May 2024"
    assert in_words(date(2024, 5, 1), "month") == "May 2024"
    assert end_in_words(date(2025, 1, 1), "year") == "2024"
