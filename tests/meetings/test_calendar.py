"""The calendar, and one meeting for the calendar on one's own device."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.audit.models import Export
from engagement.meetings.diary.ics import as_ics, escaped, folded
from engagement.meetings.diary.months import Month
from engagement.meetings.models import Meeting
from tests.cast import DAY, meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of, statements

MARCH = "/meetings/calendar/?month=2026-03"


def test_a_week_begins_on_sunday_and_ends_with_the_weekend():
    weeks = Month.parse("2026-03").weeks()

    assert weeks[0][0] == date(2026, 3, 1)  # a Sunday
    assert {week[0].weekday() for week in weeks} == {6}
    assert (Month.parse("2026-03").before, Month.parse("2026-12").after) == ("2026-02", "2027-01")


@pytest.mark.parametrize("text", ["2026-13", "2026-3", "x", "٢٠٢٦-٠٣x", "0001-01", "9999-12"])
def test_a_month_that_is_none_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        Month.parse(text)


@pytest.mark.django_db
def test_the_calendar_says_in_words_what_was_held_and_what_not(cast, amal):
    person = register(cast.amal, "Sheikh Aqil")
    meet(cast.amal, "basra", who=(person,))
    meet(cast.amal, "basra", who=(person,), status="not_held", reason="security")
    meet(cast.amal, "basra", who=(person,), status="planned", starts_at=time(9, 30))

    answer = amal.get(MARCH)
    (day,) = [day for week in answer.context["weeks"] for day in week if day["rows"]]

    assert day["day"] == DAY
    assert [row["status_label"] for row in day["rows"]] == ["Planned", "Held", "Did not take place"]
    page = answer.content.decode()
    assert "09:30" in page
    assert "weekend" in page


@pytest.mark.django_db
def test_a_full_day_leads_on_to_its_list(cast, amal):
    person = register(cast.amal, "A")
    for _n in range(6):
        meet(cast.amal, "basra", who=(person,))

    answer = amal.get(MARCH)
    (day,) = [day for week in answer.context["weeks"] for day in week if day["rows"]]

    assert (len(day["rows"]), day["more"]) == (4, 2)
    assert amal.get(day["url"]).context["count"] == 6


@pytest.mark.django_db
def test_the_calendar_shows_nothing_hidden_and_costs_the_same(cast, amal):
    meet(cast.amal, "basra", who=(register(cast.amal, "A"),))
    few = statements(amal, MARCH)
    for n in range(9):
        meet(cast.amal, "basra", who=(register(cast.amal, f"B{n}"),), held_on=date(2026, 3, n + 1))

    assert statements(amal, MARCH) == few
    assert not any(
        day["rows"] for week in client_of(cast.carla).get(MARCH).context["weeks"] for day in week
    )
    assert amal.get("/meetings/calendar/?month=bent").status_code == 404


def unfolded(content: bytes) -> list[str]:
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def planned(**more):
    return Meeting(held_on=DAY, status="planned", version=3, **more)


def test_a_meeting_with_a_time_stands_on_the_programmes_clock():
    content = as_ics(
        planned(starts_at=time(9, 30), duration=90),
        "البصرة؛ السوق, القديم;\\",
        "Asia/Baghdad",
        datetime(2026, 3, 1, 6, tzinfo=UTC),
    )
    lines = unfolded(content)

    assert lines[0] == "BEGIN:VCALENDAR"
    assert "DTSTART;TZID=Asia/Baghdad:20260310T093000" in lines
    assert "DURATION:PT90M" in lines
    assert lines.count("TZOFFSETTO:+0300") == 1
    assert "DTSTAMP:20260301T060000Z" in lines
    assert "LOCATION:البصرة؛ السوق\\, القديم\\;\\\\" in lines
    assert "CLASS:CONFIDENTIAL" in lines
    assert "STATUS:TENTATIVE" in lines
    assert content.endswith(b"END:VCALENDAR\r\n")


def test_a_meeting_without_a_time_takes_the_day():
    lines = unfolded(as_ics(planned(), "Basra", "Asia/Baghdad", datetime.now(UTC)))

    assert "DTSTART;VALUE=DATE:20260310" in lines
    assert "DTEND;VALUE=DATE:20260311" in lines
    assert "BEGIN:VTIMEZONE" not in lines


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_no_line_is_too_long_and_no_letter_is_cut(text):
    pieces = list(folded("LOCATION:" + escaped(text)))

    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.decode() for piece in pieces)
    joined = pieces[0] + b"".join(piece[1:] for piece in pieces[1:])
    assert joined.decode() == "LOCATION:" + escaped(text)


@pytest.mark.django_db
def test_the_file_names_nobody_and_is_noted(cast, amal):
    person = register(cast.amal, "Sheikh Aqil")
    made = meet(cast.amal, "basra", who=(person,), outcome="CANARY", summary="CANARY")

    answer = amal.get(f"/meetings/{made.pk}/meeting.ics")
    text = answer.content.decode()

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:{made.pk}" in text
    assert "Basra" in text
    assert not any(word in text for word in ("Aqil", "CANARY", "Mission", "testserver"))
    with owner():
        note = Export.objects.get()
    assert (note.what, note.format, note.query) == ("meeting", "ics", str(made.pk))


@pytest.mark.django_db
def test_a_hidden_meeting_is_no_file(cast):
    made = meet(cast.amal, "basra", who=(register(cast.amal, "A"),))

    assert client_of(cast.carla).get(f"/meetings/{made.pk}/meeting.ics").status_code == 404
    with owner():
        assert Export.objects.count() == 0
