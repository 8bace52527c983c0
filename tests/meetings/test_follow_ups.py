"""Follow-ups and commitments: done, verified by somebody else, dropped; one by one and in bulk."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from engagement.access.errors import NotAllowed
from engagement.access.keys import new_id
from engagement.access.models import Role
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.audit.models import Export
from engagement.audit.trail import events_of
from engagement.meetings.drafts import FollowUpDraft
from engagement.meetings.follow_ups.actions import (
    add_follow_up,
    drop_follow_up,
    drop_follow_ups,
    finish_follow_up,
    finish_follow_ups,
    verify_follow_up,
)
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.models import Meeting
from tests.cast import DAY, meet, member, register
from tests.conftest import owner
from tests.meetings.browsing import client_of, statements

pytestmark = pytest.mark.django_db
#: The savepoint of a test's transaction, its release, and the context emptied at its end.
OF_THE_TEST = 3
LATER = DAY + timedelta(days=10)


def promised(actor, *texts, **more) -> Meeting:
    drafts = tuple(FollowUpDraft(id=new_id(), text=text, **more) for text in texts)
    return meet(actor, "basra", who=(register(actor, "A"),), follow_ups=drafts)


def row(text: str = "") -> FollowUp:
    with owner():
        rows = FollowUp.plain.all()
        return rows.get(text=text) if text else rows.get()


def finished(actor, text: str = "") -> FollowUp:
    with acting_as(actor, "follow_up.done"):
        return finish_follow_up(actor, row(text).pk, done_on=LATER)


def test_a_follow_up_is_done_on_a_day_that_has_come(cast):
    promised(cast.amal, "Send the list")

    with acting_as(cast.amal, "follow_up.done"), pytest.raises(ValidationError):
        finish_follow_up(cast.amal, row().pk, done_on=cast.amal.today() + timedelta(days=1))

    assert finished(cast.amal).state(LATER) == "done"


def test_a_commitment_is_verified_by_somebody_else_than_who_marked_it_kept(cast):
    promised(cast.amal, "They open the road", side="theirs")
    finished(cast.amal)

    with acting_as(cast.amal, "follow_up.verified"), pytest.raises(ValidationError, match="else"):
        verify_follow_up(cast.amal, row().pk)
    with acting_as(cast.bassam, "follow_up.verified"):
        kept = verify_follow_up(cast.bassam, row().pk)

    assert kept.state_words(LATER) == "Kept and verified"
    assert kept.verified_by_id == cast.bassam.user_id


def test_what_is_done_is_not_dropped_and_what_is_dropped_says_why(cast):
    promised(cast.amal, "Send the list")
    with acting_as(cast.amal, "follow_up.dropped"), pytest.raises(ValidationError, match="Say why"):
        drop_follow_up(cast.amal, row().pk, reason=" \x00")
    finished(cast.amal)

    with acting_as(cast.amal, "follow_up.dropped"), pytest.raises(ValidationError, match="already"):
        drop_follow_up(cast.amal, row().pk, reason="No need")


def test_another_teams_follow_up_moves_only_for_whoever_took_it_on(cast):
    helper = member(cast.programme, "hala", Role.OFFICER, cast.partner)
    person = register(cast.amal, "A")
    drafts = (
        FollowUpDraft(id=new_id(), text="Hers", assigned_to_id=helper.user_id),
        FollowUpDraft(id=new_id(), text="Not hers"),
    )
    meet(cast.amal, "basra", who=(person,), follow_ups=drafts, tlp=Tlp.GREEN)

    assert finished(helper, "Hers").done_on == LATER
    with acting_as(helper, "follow_up.done"), pytest.raises(NotAllowed):
        finish_follow_up(helper, row("Not hers").pk, done_on=LATER)


@pytest.mark.parametrize("step", ["done", "drop"])
def test_one_by_one_and_in_bulk_give_the_same_rows_and_the_same_history(cast, step):
    promised(cast.amal, "one", "two")
    one, two = row("one").pk, row("two").pk
    with acting_as(cast.amal, f"follow_up.{step}"):
        if step == "done":
            finish_follow_up(cast.amal, one, done_on=LATER)
            finish_follow_ups(cast.amal, [two], done_on=LATER)
        else:
            drop_follow_up(cast.amal, one, reason="Why")
            drop_follow_ups(cast.amal, [two], reason="Why")

    told = ("id", "text")
    with owner():
        rows = [FollowUp.plain.filter(text=text).values().get() for text in ("one", "two")]
        events = [
            [
                {k: v for k, v in event.items() if not k.startswith("pgh_") and k not in told}
                for event in events_of(FollowUp).filter(pgh_obj_id=key).order_by("pgh_id").values()
            ]
            for key in (one, two)
        ]
    for values in rows:
        for name in told:
            del values[name]
    assert rows[0] == rows[1]
    assert events[0] == events[1]
    assert len(events[0]) == 2


def test_the_same_request_again_adds_one_row(cast):
    made = promised(cast.amal)
    draft = FollowUpDraft(id=new_id(), text="Send the list")
    for _ in range(2):
        with acting_as(cast.amal, "follow_up.added"):
            add_follow_up(cast.amal, made.pk, draft)

    assert row().text == "Send the list"


def test_the_form_adds_a_commitment_of_somebody_in_the_meeting(cast, amal):
    made = promised(cast.amal)
    person = made.participants.visible_to(cast.amal)
    with acting_as(cast.amal, "read"):
        key = person.get().stakeholder_id
    address = reverse("meeting_follow_up", args=[made.pk])
    values = {"id": str(new_id()), "side": "theirs", "text": "Open the road", "by": str(key)}

    assert amal.post(address, {**values, "text": ""}).status_code == 422
    assert amal.post(address, {**values, "by": str(new_id())}).status_code == 422
    assert amal.post(address, values).status_code == 302

    assert (row().side, row().by_id) == ("theirs", key)


def test_the_list_pages_through_all_that_is_open_what_is_due_first_first(cast, amal, monkeypatch):
    monkeypatch.setattr("engagement.meetings.follow_ups.lists.PAGE", 2)
    days = [None, date(2026, 5, 1), date(2026, 4, 1), None, date(2026, 4, 1)]
    drafts = tuple(FollowUpDraft(id=new_id(), text=str(n), due_on=d) for n, d in enumerate(days))
    meet(cast.amal, "basra", who=(register(cast.amal, "A"),), follow_ups=drafts)

    seen, address = [], "/follow-ups/"
    while address:
        answer = amal.get(address)
        seen += [one["row"].text for one in answer.context["rows"]]
        following = answer.context["next_url"]
        address = following

    days_seen = [days[int(text)] for text in seen]
    assert days_seen == [date(2026, 4, 1), date(2026, 4, 1), date(2026, 5, 1), None, None]
    assert len(set(seen)) == 5


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"old", "new", "theirs"}),
        ("?state=overdue", {"old"}),
        ("?state=done", {"done"}),
        ("?state=all", {"old", "new", "theirs", "done"}),
        ("?side=theirs", {"theirs"}),
        ("?last=2026-03-31", {"old"}),
        ("?q=NEW", {"new"}),
        ("?mine=on", {"old", "new", "theirs"}),
        ("?state=nonsense", {"old", "new", "theirs"}),
        ("?after=nonsense&q=%00", {"old", "new", "theirs"}),
    ],
)
def test_the_filters_stand_in_the_address(cast, amal, query, found):
    drafts = (
        FollowUpDraft(id=new_id(), text="old", due_on=date(2026, 3, 20)),
        FollowUpDraft(id=new_id(), text="new", due_on=date(2099, 1, 1)),
        FollowUpDraft(id=new_id(), text="theirs", side="theirs"),
        FollowUpDraft(id=new_id(), text="done"),
    )
    meet(cast.amal, "basra", who=(register(cast.amal, "A"),), follow_ups=drafts)
    finished(cast.amal, "done")

    answer = amal.get(f"/follow-ups/{query}")

    assert {one["row"].text for one in answer.context["rows"]} == found


def test_the_list_costs_at_most_8_statements_however_many_rows(cast, amal):
    few = 0
    for n in range(5):
        person = register(cast.amal, f"A{n}")
        promised(cast.amal, "b", "c", side="theirs", by_id=person.pk)
        few = few or statements(amal, "/follow-ups/")

    assert statements(amal, "/follow-ups/") == few
    assert few - OF_THE_TEST <= 8


def test_bulk_leaves_what_is_not_ours_and_says_so(cast, amal):
    promised(cast.amal, "ours", "done")
    finished(cast.amal, "done")
    ids = [str(row("ours").pk), str(row("done").pk)]

    answer = amal.post(
        "/follow-ups/bulk/", {"ids": ids, "done": "1", "done_on": LATER.isoformat()}, follow=True
    )

    page = answer.content.decode()
    assert "1 changed." in page
    assert "It is done already." in page
    assert row("ours").done_on == LATER


@pytest.mark.parametrize(
    "values",
    [
        {"done": "1", "done_on": "2026-03-20"},
        {"done": "1", "done_on": "nonsense", "ids": "x"},
        {"drop": "1", "reason": "", "ids": "KEY"},
        {"done": "1", "done_on": "2999-01-01", "ids": "KEY"},
    ],
)
def test_bulk_that_cannot_be_taken_is_told_with_422(cast, amal, values):
    promised(cast.amal, "ours")
    sent = {k: str(row().pk) if v == "KEY" else v for k, v in values.items()}

    assert amal.post("/follow-ups/bulk/", sent).status_code == 422
    assert row().done_on is None


def test_a_back_address_leads_nowhere_else(cast, amal):
    promised(cast.amal, "ours")
    values = {"ids": str(row().pk), "done": "1", "done_on": LATER.isoformat()}

    for back in ("https://evil.example/", "//evil.example/follow-ups/", "/meetings/"):
        answer = amal.post("/follow-ups/bulk/", {**values, "back": back})
        assert answer.status_code in (302, 422)
        assert answer.get("Location", "/follow-ups/") == "/follow-ups/"


def test_a_name_that_may_not_be_opened_stands_in_no_list_page_or_file(cast):
    protected = register(cast.amal, "Secret Unit", "pmf_unit", kind="unit")
    draft = FollowUpDraft(id=new_id(), text="Open", side="theirs", by_id=protected.pk)
    meet(
        cast.amal,
        "basra",
        who=(protected,),
        follow_ups=(draft,),
        guest_team_ids=(cast.partner.pk,),
    )
    carla = client_of(cast.carla)

    for address in ("/follow-ups/", reverse("follow_up", args=[draft.id])):
        page = carla.get(address).content.decode()
        assert "Somebody you may not open" in page
        assert "Secret" not in page
    assert b"Secret" not in carla.get("/follow-ups/?format=csv").content


def test_the_list_leaves_as_a_file_and_that_is_noted(cast, amal):
    promised(cast.amal, "=Send the list", due_on=date(2026, 3, 20))

    text = amal.get("/follow-ups/?format=csv&side=ours").content.decode("utf-8-sig")

    assert "#activity" in text
    assert "'=Send the list" in text
    assert amal.get("/follow-ups/?format=xlsx").content.startswith(b"PK")
    with owner():
        assert {note.query for note in Export.objects.all()} == {"side=ours", ""}
