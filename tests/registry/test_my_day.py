"""My day: what waits for one person, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.drafts import FollowUpDraft
from engagement.stakeholders.models import Stakeholder
from tests.cast import meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of, statements

pytestmark = pytest.mark.django_db


def day(actor):
    return client_of(actor).get("/my-day/").context


def rows(actor, section):
    return [row["meeting"].pk for row in day(actor)[section]["rows"]]


def ago(actor, days):
    return actor.today() - timedelta(days=days)


def owned(actor, name, **more):
    person = register(actor, name, **more)
    with acting_as(actor, "stakeholder.amended"):
        Stakeholder.objects.visible_to(actor).filter(pk=person.pk).update(owner=actor.user_id)
    return person


def test_what_is_due_this_week_and_overdue_stands_first_due_first(cast):
    person, today = register(cast.amal, "A"), cast.amal.today()
    due = {"late": -3, "soon": 7, "far": 8}
    drafts = tuple(
        FollowUpDraft(id=new_id(), text=text, due_on=today + timedelta(days=days))
        for text, days in due.items()
    )
    meet(cast.amal, "basra", who=(person,), follow_ups=drafts)

    found = [(r["follow_up"].text, r["overdue"]) for r in day(cast.amal)["due"]["rows"]]

    assert found == [("late", True), ("soon", False)]
    assert day(cast.carla)["due"]["rows"] == []


def test_planned_today_and_in_seven_days(cast):
    today = cast.amal.today()
    person = register(cast.amal, "A")
    made = [
        meet(cast.amal, "basra", who=(person,), status="planned", held_on=today + timedelta(n))
        for n in (0, 7, 8, -1)
    ]

    assert rows(cast.amal, "planned") == [made[0].pk, made[1].pk]
    assert rows(cast.amal, "to_finish") == [made[3].pk]
    page = client_of(cast.amal).get("/my-day/").content.decode()
    assert f"/meetings/{made[0].pk}/amend/?held=1" in page
    assert f"/meetings/{made[1].pk}/amend/?held=1" not in page


def test_saved_to_be_completed(cast):
    made = meet(cast.amal, "basra", to_complete=True)

    assert rows(cast.amal, "to_finish") == [made.pk]
    assert rows(cast.carla, "to_finish") == []


def kept_from_us(cast, reason="security", days=10, **more):
    person = register(cast.amal, "A")
    return person, meet(
        cast.amal,
        "basra",
        who=(person,),
        status="not_held",
        reason=reason,
        held_on=ago(cast.amal, days),
        **more,
    )


@pytest.mark.parametrize(
    ("reason", "days", "waits"),
    [
        ("security", 10, True),
        ("no_access", 90, True),
        ("refused", 10, True),
        ("no_contact", 10, True),
        ("by_us", 10, False),
        ("travel_ban", 10, False),
        ("security", 91, False),
    ],
)
def test_what_others_kept_from_taking_place_is_to_be_tried_again(cast, reason, days, waits):
    _person, made = kept_from_us(cast, reason, days)

    assert rows(cast.amal, "to_retry") == ([made.pk] if waits else [])


def test_somebody_hidden_neither_keeps_a_meeting_waiting_nor_ends_its_wait(cast):
    person, made = kept_from_us(cast)
    meet(cast.amal, "basra", who=(register(cast.amal, "B"),), held_on=ago(cast.amal, 5))
    assert rows(cast.amal, "to_retry") == [made.pk]  # the place was met since, the person not
    with owner():
        hidden = Stakeholder.plain.filter(pk=person.pk)
        hidden.update(tlp=Tlp.RED, author_id=cast.bassam.user_id)

    assert rows(cast.amal, "to_retry") == []


@pytest.mark.parametrize(
    ("place", "same", "waits"),
    [("basra", True, False), ("basra", False, True), ("wasit", True, True)],
)
def test_it_waits_until_both_the_person_and_the_place_were_met(cast, place, same, waits):
    person, made = kept_from_us(cast)
    other = person if same else register(cast.amal, "B")
    meet(cast.amal, place, who=(other,), held_on=ago(cast.amal, 5))

    assert rows(cast.amal, "to_retry") == ([made.pk] if waits else [])


def test_whom_i_look_after_and_nobody_met_for_long(cast):
    met, long_ago, never = (owned(cast.amal, name) for name in ("Met", "Long ago", "Never"))
    meet(cast.amal, "basra", who=(met,), held_on=ago(cast.amal, 89))
    meet(cast.amal, "basra", who=(long_ago,), held_on=ago(cast.amal, 90))
    meet(cast.amal, "basra", who=(never,), status="planned", held_on=cast.amal.today())

    names = {row["name"] for row in day(cast.amal)["to_meet"]["rows"]}

    assert names == {"Long ago", "Never"}
    assert day(cast.bassam)["to_meet"]["rows"] == []


def test_a_section_ends_and_leads_on(cast):
    person = register(cast.amal, "A")
    for _n in range(21):
        meet(cast.amal, "basra", who=(person,), to_complete=True)

    section = day(cast.amal)["to_finish"]

    assert (len(section["rows"]), section["more"]) == (20, True)
    assert client_of(cast.amal).get("/meetings/?to_complete=on").context["count"] == 21


@pytest.mark.parametrize("who", ["bassam", "ruth", "idris", "omar"])
def test_nobody_sees_the_day_of_another(cast, who):
    kept_from_us(cast)
    owned(cast.amal, "Owned")

    context = day(getattr(cast, who))

    for section in ("due", "planned", "to_finish", "to_retry", "to_meet"):
        assert context[section]["rows"] == []


def test_my_day_costs_the_same_with_little_and_with_much(cast):
    client = client_of(cast.amal)
    kept_from_us(cast)
    owned(cast.amal, "A")
    few = statements(client, "/my-day/")
    for n in range(8):
        kept_from_us(cast)
        owned(cast.amal, f"B{n}")
        meet(cast.amal, "basra", who=(register(cast.amal, "C"),), to_complete=True)

    assert statements(client, "/my-day/") == few
    assert few - 10 <= 12
