"""The tab Why it moved: then, what did it, and now, in numbers worked out by hand."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from engagement.audit.actions import stamp
from engagement.meetings.models import Meeting
from tests.cast import Cast, meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db


def rows(cast: Cast, query: str = "") -> dict[str, list[str]]:
    """Label -> the cells of its row."""
    page = client_of(cast.bassam).get(reverse("coverage_moves") + query).content.decode()
    table = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    assert table, page[:500]
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", table[1], re.DOTALL):
        label = re.search(r'<th scope="row">(.*?)</th>', row)
        assert label
        found[label[1]] = re.findall(r'<bdi dir="ltr">(.*?)</bdi>', row)
    return found


def test_two_meetings_written_down_today_are_what_moved_the_number_since_yesterday(cast):
    today = cast.bassam.today()
    person = register(cast.amal, "A", "tribe", "basra")
    meet(cast.amal, "basra", who=(person,), held_on=today)
    meet(cast.amal, "baghdad", who=(person,), held_on=today - timedelta(days=2))
    while stamp():
        pass

    found = rows(cast, f"?since={today - timedelta(days=1)}")

    # Then nothing; one new meeting of today, one late entry of two days before.
    assert found["Meetings counted"] == ["0", "+1", "+1", "2", "+2"]
    assert found["Beyond Baghdad, meetings"] == ["0", "+1", "0", "1", "+1"]
    # No meeting is no share; it stands as nothing. New: 1 of 1. Then the late one: 1 of 2.
    assert found["Beyond Baghdad"] == ["no data", "+100.0", "−50.0", "50.0%", "+50.0"]


def test_a_year_before_is_another_period(cast):
    today = cast.bassam.today()
    person = register(cast.amal, "A", "tribe", "basra")
    meet(cast.amal, "basra", who=(person,), held_on=today - timedelta(days=400))
    for _ in range(2):
        meet(cast.amal, "basra", who=(person,), held_on=today)
    while stamp():
        pass

    found = rows(cast, "?against=year")

    assert found["Meetings counted"][0] == "1"
    assert found["Meetings counted"][-2:] == ["2", "+1"]


def test_a_duplicate_takes_its_meeting_out_under_its_own_cause(cast):
    today = cast.bassam.today()
    person = register(cast.amal, "A", "tribe", "basra")
    first, second = (
        meet(cast.amal, "basra", who=(person,), held_on=today - timedelta(days=1)) for _ in range(2)
    )
    while stamp():
        pass
    with owner():
        Meeting.plain.filter(pk=second.pk).update(duplicate_of=first)

    page = client_of(cast.bassam).get(reverse("coverage_moves") + f"?since={today}").content

    assert "Duplicates" in page.decode() or "Nothing moved" in page.decode()


@pytest.mark.parametrize(
    "query", ["?since=2099-01-01", "?since=x", "?against=never", "?nonsense=1"]
)
def test_what_cannot_be_compared_is_refused_in_words(cast, query):
    answer = client_of(cast.bassam).get(reverse("coverage_moves") + query)

    assert answer.status_code == 400
    assert "This cannot be counted as asked." in answer.content.decode()
