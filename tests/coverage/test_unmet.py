"""Who was never met, and who not for long: by name, so only of what the reader may open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engagement.access.scope import acting_as
from engagement.coverage import unmet
from engagement.coverage.periods import months_before
from engagement.coverage.unmet import Page, never_met, overdue
from engagement.meetings.codes import Kind, Reason, Status
from engagement.meetings.drafts import Attendance
from engagement.stakeholders.actions import retire_stakeholder
from tests.cast import meet, register
from tests.stakeholders.knowing import decided, post

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)


def never(cast, actor=None, after=""):
    with acting_as(actor or cast.bassam, "read"):
        return never_met(actor or cast.bassam, DAY, after)


def late(cast, actor=None, after=""):
    with acting_as(actor or cast.bassam, "read"):
        return overdue(actor or cast.bassam, DAY, after)


def names(page):
    return [row.stakeholder.name for row in page.rows]


def failed(cast, who, reason=Reason.REFUSED, **more):
    meet(cast.amal, "wasit", who=(who,), status=Status.NOT_HELD, reason=reason, **more)


def test_each_is_never_tried_or_tried_and_failed_with_reasons(cast):
    tried, untried, met = (register(cast.amal, name, "tribe") for name in "ABC")
    for reason in (Reason.SECURITY, Reason.REFUSED, Reason.REFUSED, Reason.BY_US):
        failed(cast, tried, reason)
    meet(cast.amal, "basra", who=(met,))
    assert untried

    found = {row.stakeholder.name: (row.state, row.tries) for row in never(cast).rows}

    assert found == {
        "A": ("failed", ((Reason.REFUSED, 2), (Reason.SECURITY, 1))),
        "B": ("never", ()),
    }


def test_who_is_not_to_be_engaged_or_retired_is_not_never_met(cast):
    register(cast.amal, "A", not_to_be_engaged=True)
    decided(cast.amal, register(cast.amal, "B"), "not", date(2026, 1, 1))
    gone = register(cast.amal, "C")
    with acting_as(cast.amal, "stakeholder.retired"):
        retire_stakeholder(cast.amal, gone.pk, reason="Twice", version=gone.version)

    assert names(never(cast)) == []


def test_a_contact_an_observer_and_a_later_meeting_leave_somebody_never_met(cast):
    one, two, three, other = (register(cast.amal, name) for name in ("A", "B", "C", "Other"))
    meet(cast.amal, "basra", who=(one,), kind=Kind.CONTACT)
    meet(cast.amal, "basra", who=(other, Attendance(stakeholder_id=two.pk, role="observer")))
    meet(cast.amal, "basra", who=(three,), held_on=DAY + timedelta(days=1))

    assert names(never(cast)) == ["C", "B", "A"]


def test_a_body_is_met_through_somebody_in_a_post_of_theirs(cast):
    body, officer = register(cast.amal, "Body", kind="organisation"), register(cast.amal, "A")
    seat = post(cast.amal, officer, body)
    meet(cast.amal, "basra", who=(Attendance(stakeholder_id=officer.pk, post_id=seat.pk),))

    assert names(never(cast)) == []


def test_a_meeting_that_the_reader_may_not_open_is_none_for_them(cast):
    person = register(cast.amal, "A")
    meet(cast.amal, "basra", who=(person,))
    failed(cast, register(cast.amal, "B"))

    assert names(never(cast)) == ["B"]
    assert {row.stakeholder.name: row.state for row in never(cast, cast.ruth).rows} == {
        "A": "never",
        "B": "never",
    }


def test_a_reader_who_may_open_nothing_sees_no_name(cast):
    unit = register(cast.amal, "A", "pmf_unit")
    register(cast.amal, "B", "pmf_unit")
    meet(cast.amal, "basra", who=(unit,), held_on=date(2025, 1, 1))

    assert (names(never(cast)), names(late(cast))) == (["B"], ["A"])
    for stranger in (cast.ruth, cast.carla, cast.omar, cast.idris):
        assert names(never(cast, stranger)) == names(late(cast, stranger)) == []


@pytest.mark.parametrize("list_of", [never, late])
def test_pages_follow_each_other_and_hold_everybody_once(cast, monkeypatch, list_of):
    monkeypatch.setattr(unmet, "PAGE", 2)
    people = [register(cast.amal, name) for name in "ABCDE"]
    if list_of is late:
        for n, person in enumerate(people):  # C and D on one day
            day = date(2025, 5, 5 - min(n, 3) + (n == 3))
            meet(cast.amal, "basra", who=(person,), held_on=day)

    found, after = [], ""
    for _page in range(3):
        page = list_of(cast, after=after)
        found, after = found + names(page), page.after

    assert sorted(found) == list("ABCDE")
    assert after == ""


@pytest.mark.parametrize("key", ["x", "2026-01-01_x", "_", "2026-01-01T00:00:00_" + "0" * 32])
def test_a_key_that_is_none_is_refused(cast, key):
    with pytest.raises(ValueError, match=r".+"):
        never(cast, after=key)


def test_overdue_is_whose_last_meeting_is_longer_ago_than_six_months(cast):
    on_the_day, a_day_before, often = (register(cast.amal, name) for name in "ABC")
    meet(cast.amal, "basra", who=(on_the_day,), held_on=date(2025, 9, 30))
    meet(cast.amal, "basra", who=(a_day_before,), held_on=date(2025, 9, 29))
    for day in (date(2025, 1, 1), date(2026, 1, 1)):
        meet(cast.amal, "basra", who=(often,), held_on=day)
    register(cast.amal, "Never")

    page = late(cast)

    assert [(row.stakeholder.name, row.last) for row in page.rows] == [("B", date(2025, 9, 29))]


def test_the_longest_ago_stands_first_and_a_body_counts_by_whom_we_met_of_it(cast):
    body = register(cast.amal, "Body", kind="organisation")
    officer, other = register(cast.amal, "Officer"), register(cast.amal, "Other")
    seat = post(cast.amal, officer, body)
    speaker = Attendance(stakeholder_id=officer.pk, post_id=seat.pk)
    meet(cast.amal, "basra", who=(body,), held_on=date(2025, 1, 1))
    meet(cast.amal, "basra", who=(speaker,), held_on=date(2025, 6, 1))
    meet(cast.amal, "basra", who=(other,), held_on=date(2025, 2, 1))

    rows = [(row.stakeholder.name, row.last) for row in late(cast).rows]

    assert rows[0] == ("Other", date(2025, 2, 1))
    assert sorted(rows[1:]) == [("Body", date(2025, 6, 1)), ("Officer", date(2025, 6, 1))]


def test_six_months_before_the_last_of_a_month_is_the_last_of_a_shorter_one():
    assert months_before(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert months_before(date(2026, 3, 15), 14) == date(2025, 1, 15)


def test_an_empty_list_has_no_next_page(cast):
    assert never(cast) == Page((), "")


@pytest.mark.parametrize(("list_of", "statements"), [(never_met, 3), (overdue, 3)])
def test_a_list_costs_the_same_statements_however_many(
    cast, list_of, statements, django_assert_num_queries
):
    for name in "ABC":
        register(cast.amal, name)
        meet(cast.amal, "basra", who=(register(cast.amal, f"{name}2"),), held_on=date(2025, 1, 1))

    with acting_as(cast.bassam, "read"), django_assert_num_queries(statements):
        list_of(cast.bassam, DAY)
