"""One act on several meetings: the same as one by one, all of them or none."""

from __future__ import annotations

import pytest
from django.urls import reverse

from engagement.access.errors import NotAllowed
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.actions import withdraw_meeting
from engagement.meetings.bulk import (
    Chosen,
    NotDone,
    mark_duplicate,
    mark_duplicates,
    restrict_meeting,
    restrict_meetings,
    unmark_duplicates,
    withdraw_meetings,
)
from engagement.meetings.models import Meeting
from tests.cast import meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(cast):
    person = register(cast.amal, "A")
    return [meet(cast.amal, "basra", who=(person,)) for _n in range(3)]


def chosen(*meetings):
    return [Chosen(row.pk, row.version) for row in meetings]


def state(meeting):
    """The row and its history, as the owner sees them, without what differs by identity."""
    columns = ("own_tlp", "tlp", "duplicate_of_id", "withdrawn_reason", "version")
    with owner():
        row = Meeting.plain.filter(pk=meeting.pk).values_list(*columns).get()
        events = Meeting.pgh_event_model.objects.filter(pgh_obj_id=meeting.pk).order_by("pgh_id")
        history = list(events.values_list("pgh_label", *columns, "pgh_context__metadata"))
    return row, [(*rest, meta["verb"], meta["reason"]) for *rest, meta in history]


@pytest.mark.parametrize("act", ["restrict", "withdraw", "duplicates"])
def test_together_gives_the_same_rows_and_history_as_one_by_one(cast, three, act):
    one, other, canonical = three
    single = {
        "restrict": lambda: restrict_meeting(cast.amal, chosen(one)[0], Tlp.RED),
        "withdraw": lambda: withdraw_meeting(cast.amal, one.pk, reason="x", version=one.version),
        "duplicates": lambda: mark_duplicate(cast.amal, chosen(one)[0], canonical.pk),
    }
    together = {
        "restrict": lambda: restrict_meetings(cast.amal, chosen(other), Tlp.RED),
        "withdraw": lambda: withdraw_meetings(cast.amal, chosen(other), reason="x"),
        "duplicates": lambda: mark_duplicates(cast.amal, chosen(other, canonical), canonical.pk),
    }
    with acting_as(cast.amal, "meeting.tested", "x"):
        single[act]()
    with acting_as(cast.amal, "meeting.tested", "x"):
        together[act]()

    assert state(one) == state(other)
    assert state(one) != state(canonical)


def test_all_or_none_and_why_not(cast, three):
    theirs = meet(cast.bassam, "basra", who=(), status="planned", lead_team_id=cast.partner.pk)
    moved = Chosen(three[1].pk, three[1].version + 1)

    with (
        pytest.raises(NotDone) as refused,
        acting_as(cast.amal, "meeting.withdrawn", "x"),
    ):
        withdraw_meetings(cast.amal, [*chosen(three[0], theirs), moved], reason="x")

    assert set(refused.value.refused) == {theirs.pk, three[1].pk}
    with owner():
        assert not Meeting.plain.exclude(withdrawn_at=None).exists()


def test_it_never_lets_more_people_see_them(cast, three):
    with pytest.raises(NotDone), acting_as(cast.amal, "meeting.restricted"):
        restrict_meetings(cast.amal, chosen(*three), Tlp.GREEN)


def test_whoever_makes_them_stricter_still_sees_them(cast, three):
    with acting_as(cast.bassam, "meeting.restricted"):
        restrict_meetings(cast.bassam, chosen(*three), Tlp.RED)
        assert Meeting.objects.visible_to(cast.bassam).count() == 3


def test_a_duplicate_counts_no_more_and_can_be_told_apart_again(cast, three):
    with acting_as(cast.amal, "meeting.marked_duplicate"):
        mark_duplicates(cast.amal, chosen(*three), three[2].pk)
        assert Meeting.objects.visible_to(cast.amal).canonical().count() == 1
        rest = Meeting.objects.visible_to(cast.amal).exclude(pk=three[2].pk)
        unmark_duplicates(cast.amal, chosen(*rest))
        assert Meeting.objects.visible_to(cast.amal).canonical().count() == 3


def test_no_duplicate_of_a_duplicate(cast, three):
    one, two, last = three
    with acting_as(cast.amal, "meeting.marked_duplicate"):
        mark_duplicates(cast.amal, chosen(one, two), two.pk)
        two.refresh_from_db()
        one.refresh_from_db()
    for rows, of in (((last, one), one), ((two, last), last)):
        with pytest.raises(NotDone), acting_as(cast.amal, "meeting.marked_duplicate"):
            mark_duplicates(cast.amal, chosen(*rows), of.pk)


def test_a_reader_does_nothing_to_many(cast, three):
    with pytest.raises(NotAllowed), acting_as(cast.ruth, "meeting.withdrawn"):
        withdraw_meetings(cast.ruth, chosen(*three), reason="x")
    assert client_of(cast.ruth).get(reverse("meeting_bulk") + "?act=withdraw").status_code == 403


def test_the_form_asks_first_and_then_does_it(cast, amal, three):
    ids = [str(row.pk) for row in three[:2]]
    asked = amal.get(reverse("meeting_bulk"), {"act": "withdraw", "id": ids, "back": "status=held"})
    assert [row["meeting"].pk for row in asked.context["rows"]]
    rows = [f"{row.pk}_{row.version}" for row in three[:2]]

    done = amal.post(
        reverse("meeting_bulk"),
        {"act": "withdraw", "row": rows, "reason": "twice", "back": "status=held"},
    )

    assert (done.status_code, done.url) == (302, "/meetings/?status=held")
    assert state(three[0])[0][3] == "twice"
    assert state(three[0])[1][-1][-2:] == ("meeting.withdrawn", "twice")


@pytest.mark.parametrize(
    "data",
    [
        {"act": "withdraw", "reason": ""},
        {"act": "withdraw", "reason": "\x00"},
        {"act": "restrict", "level": ""},
        {"act": "restrict", "level": "1"},
        {"act": "restrict", "level": "٣"},
        {"act": "duplicates", "of": "nonsense"},
        {"act": "apart"},
    ],
)
def test_a_refused_bulk_form_is_shown_again_with_422(cast, amal, three, data):
    rows = [f"{row.pk}_{row.version}" for row in three]

    answer = amal.post(reverse("meeting_bulk"), {**data, "row": [*rows, "bent", "a_b"]})

    assert answer.status_code == 422
    assert len(answer.context["rows"]) == 3


def test_back_never_leads_elsewhere(cast, amal):
    page = amal.get(
        reverse("meeting_bulk"), {"act": "apart", "back": "//evil.example/?x", "id": "x"}
    )

    assert page.context["back"].startswith("/meetings/?")
    assert amal.get(reverse("meeting_bulk"), {"act": "nonsense"}).status_code == 404
