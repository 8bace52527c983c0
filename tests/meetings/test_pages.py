"""The log's pages through HTTP: what they keep, refuse and cost."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from engagement.access.keys import new_id
from engagement.access.models import User
from engagement.access.tlp import Tlp
from engagement.meetings.codes import Kind, Reason, Status
from engagement.meetings.models import Meeting, Participant
from engagement.regions.models import Region
from tests.cast import meet, register
from tests.conftest import owner

pytestmark = pytest.mark.django_db


def client_of(actor) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(pk=actor.user_id),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


@pytest.fixture
def amal(cast):
    return client_of(cast.amal)


def place(key: str) -> str:
    return str(Region.objects.get(key=key).pk)


def posted(cast, **changes):
    """A filled-in form, as the browser sends it."""
    values = {
        "id": str(new_id()),
        "follow_up_id": str(new_id()),
        "status": "held",
        "held_on": cast.amal.today().isoformat(),
        "place": place("baghdad"),
        "mode": "in_person",
        "lead_team": str(cast.mission.pk),
        "who": [someone_new()],
        "outcome": "They will send a list",
        "tlp": "2",
        "kind": "engagement",
    }
    return {**values, **changes}


def someone_new(**changes) -> str:
    values = {
        "id": str(new_id()),
        "kind": "person",
        "name": "الشيخ جبار",
        "actor_type": "tribe",
        "base": place("basra"),
    }
    return json.dumps({**values, **changes})


def test_a_filled_in_form_becomes_a_meeting(cast, amal):
    values = posted(cast, follow_up="Send the minutes", follow_up_due="2026-12-01")

    answer = amal.post("/meetings/new/", values)

    assert answer.status_code == 302
    assert answer.url == reverse("meeting", args=[values["id"]])
    with owner():
        made = Meeting.plain.get()
        assert (made.status, made.outcome) == (Status.HELD, "They will send a list")
        assert Participant.plain.get().frozen_base.key == "basra"


def test_sending_the_form_twice_makes_one_meeting(cast, amal):
    values = posted(cast)

    answers = [amal.post("/meetings/new/", values) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    with owner():
        assert Meeting.plain.count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"held_on": "tomorrow"}, "cannot lie in the future"),
        ({"who": []}, "Say whom you met"),
        ({"place": "99999"}, "Select a valid choice"),
        ({"place": ""}, "Choose a place"),
        ({"held_on": "31.31.2026"}, "Enter a valid date"),
        ({"status": "not_held", "reason": ""}, "Say why it did not take place"),
        ({"id": "nonsense"}, "damaged on the way"),
        ({"duration": "0"}, "greater than or equal to 1"),
    ],
)
def test_a_mistake_is_a_message_in_words_and_nothing_typed_is_lost(cast, amal, changes, message):
    if changes.get("held_on") == "tomorrow":
        changes = {"held_on": (cast.amal.today() + timedelta(days=1)).isoformat()}

    answer = amal.post("/meetings/new/", posted(cast, **changes))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "They will send a list" in page
    assert ("الشيخ جبار" in page) == (changes.get("who") != [])
    with owner():
        assert Meeting.plain.count() == 0


def test_a_person_twice_is_said_beside_the_people(cast, amal):
    who = json.dumps({"stakeholder": str(register(cast.amal, "A").pk)})

    answer = amal.post("/meetings/new/", posted(cast, who=[who, who]))

    assert answer.status_code == 422
    assert "stands here twice" in answer.content.decode()


@pytest.mark.parametrize(
    "who",
    [
        "not json",
        "[]",
        '{"stakeholder": 5}',
        '{"stakeholder": ["x"]}',
        "{}",
        "[" * 2000,
        '{"id": "00000000-0000-0000-0000-000000000001", "name": ["x"]}',
        '{"id": "00000000-0000-0000-0000-000000000001", "name": "x", "actor_type": {}}',
        '{"id": "00000000-0000-0000-0000-000000000001", "name": "\\u0000", "actor_type": "tribe"}',
        '{"id": "00000000-0000-0000-0000-000000000001", "name": "\\ud800", "actor_type": "tribe"}',
        '{"stakeholder": "00000000-0000-0000-0000-000000000001", "headcount": 1e99}',
        '{"stakeholder": "00000000-0000-0000-0000-000000000001", "headcount": -1}',
        '{"stakeholder": "00000000-0000-0000-0000-000000000001", "role": "king"}',
        '{"stakeholder": "00000000-0000-0000-0000-000000000001", "role": ["x"]}',
        '{"stakeholder": "00000000-0000-0000-0000-000000000001"}',
    ],
)
def test_people_that_cannot_be_read_are_refused_in_words(cast, amal, who):
    answer = amal.post("/meetings/new/", posted(cast, who=[who]))

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "name", ["x" * 500, "😀", "\u200f\u200e", "ـ", "'; DROP TABLE", "<b>", "أ" * 500]
)
def test_a_name_is_stored_as_typed(cast, amal, name):
    answer = amal.post("/meetings/new/", posted(cast, who=[someone_new(name=name)]))

    assert answer.status_code == 302
    page = amal.get(answer.url).content.decode()
    assert escape(name) in page


def test_the_id_of_a_hidden_row_is_409_in_words_with_everything_kept(cast, amal):
    hidden = meet(cast.carla, "basra", who=(register(cast.carla, "C"),))

    answer = amal.post("/meetings/new/", posted(cast, id=str(hidden.pk)))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This was not saved" in page
    assert "They will send a list" in page
    assert "الشيخ جبار" in page


@pytest.mark.django_db(transaction=True)
def test_two_people_amending_at_once_the_second_is_told(cast, amal):
    person = register(cast.amal, "A")
    made = meet(cast.amal, "basra", who=(person,))
    values = posted(
        cast,
        id=str(made.pk),
        version="1",
        who=[json.dumps({"stakeholder": str(person.pk)})],
        amend_reason="Wrong place",
    )
    address = reverse("meeting_amend", args=[made.pk])

    assert amal.post(address, values).status_code == 302
    second = amal.post(address, {**values, "outcome": "Mine"})

    assert second.status_code == 409
    assert "Mine" in second.content.decode()


def test_an_amendment_says_why_and_its_trail_shows_it(cast, amal):
    person = register(cast.amal, "A")
    made = meet(cast.amal, "basra", who=(person,))
    values = posted(
        cast, id=str(made.pk), version="1", who=[json.dumps({"stakeholder": str(person.pk)})]
    )
    address = reverse("meeting_amend", args=[made.pk])

    assert amal.post(address, values).status_code == 422
    amal.post(address, {**values, "amend_reason": "Wrong place"})

    assert "Wrong place" in amal.get(reverse("meeting", args=[made.pk])).content.decode()


def test_the_amend_form_opens_with_what_is_there(cast, amal):
    made = meet(cast.amal, "basra", who=(register(cast.amal, "Jabbar"),), outcome="Agreed")

    page = amal.get(reverse("meeting_amend", args=[made.pk])).content.decode()

    assert "Agreed" in page
    assert "Jabbar" in page


def test_withdrawing_needs_a_reason_and_takes_it_off_the_list(cast, amal):
    made = meet(cast.amal, "basra", who=(register(cast.amal, "Jabbar"),))
    address = reverse("meeting_withdraw", args=[made.pk])

    assert amal.post(address, {"version": "1", "reason": ""}).status_code == 422
    assert amal.post(address, {"version": "7", "reason": "x"}).status_code == 409
    assert amal.post(address, {"version": "1", "reason": "Twice"}).status_code == 302
    assert "Jabbar" not in amal.get("/meetings/").content.decode()


def test_a_raised_meeting_is_said_to_the_officer(cast, amal):
    who = someone_new(actor_type="pmf_unit", kind="unit")

    answer = amal.post("/meetings/new/", posted(cast, who=[who], tlp="1"), follow=True)

    assert "seen by fewer people" in answer.content.decode()


@pytest.mark.parametrize("other", ["carla", "omar"])
def test_a_meeting_one_may_not_open_is_not_there(cast, other):
    hidden = meet(cast.amal, "basra", who=(register(cast.amal, "A"),))

    answer = client_of(getattr(cast, other)).get(reverse("meeting", args=[hidden.pk]))

    assert answer.status_code == 404


def test_a_participant_one_may_not_open_is_shown_without_a_name(cast):
    protected = register(cast.amal, "Secret Unit", "pmf_unit", kind="unit")
    made = meet(cast.amal, "basra", who=(protected,), guest_team_ids=(cast.partner.pk,))

    page = client_of(cast.carla).get(reverse("meeting", args=[made.pk])).content.decode()

    assert "Somebody you may not open" in page
    for told in ("Secret Unit", "Hybrid", "PMF", str(protected.pk)):
        assert told not in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/meetings/?after=nonsense", 200),
        ("/meetings/?first=nonsense", 200),
        ("/meetings/?figure=nonsense", 404),
        ("/meetings/?figure=visited", 404),
        ("/meetings/?figure=late&last=nonsense", 404),
        ("/meetings/?team=nonsense", 404),
        ("/meetings/?with=nonsense", 404),
        ("/meetings/?q=%00", 200),
        ("/coverage/?quarter=2026-Q9", 404),
        ("/coverage/?team=nonsense", 404),
        ("/stakeholders/?after=nonsense", 404),
        ("/stakeholders/?q=%00", 200),
        ("/stakeholders/find/?q=" + "x" * 3000, 200),
    ],
)
def test_a_bent_address_is_never_an_error_of_ours(cast, amal, address, status):
    assert amal.get(address).status_code == status


def test_search_finds_a_name_in_any_letter_variant(cast, amal):
    register(cast.amal, "أحمد الكاظمي")

    page = amal.get("/stakeholders/find/", {"q": "احمد الکاظمی"}).content.decode()

    assert "أحمد الكاظمي" in page


def statements(client, address) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize(
    "address", ["/meetings/", "/stakeholders/", "/coverage/", "/meetings/new/"]
)
def test_a_page_costs_the_same_statements_however_many_rows(cast, amal, address):
    person = register(cast.amal, "A", base="basra")
    meet(cast.amal, "basra", who=(person,))
    few = statements(amal, address)
    for n in range(6):
        meet(cast.amal, "basra", "wasit", who=(person, register(cast.amal, f"B{n}")))

    assert statements(amal, address) == few


def test_one_meetings_page_costs_the_same_statements_however_many_people(cast, amal):
    small = meet(cast.amal, "basra", who=(register(cast.amal, "A"),))
    large = meet(cast.amal, "basra", who=tuple(register(cast.amal, f"B{n}") for n in range(6)))

    few, many = (statements(amal, reverse("meeting", args=[row.pk])) for row in (small, large))

    assert many == few


def test_a_profile_costs_the_same_statements_however_many_meetings(cast, amal):
    person = register(cast.amal, "A")
    meet(cast.amal, "basra", who=(person,))
    address = reverse("stakeholder", args=[person.pk])
    few = statements(amal, address)
    for n in range(5):
        meet(cast.amal, "basra", who=(person, register(cast.amal, f"B{n}")))

    assert statements(amal, address) == few


def test_the_amend_form_costs_the_same_statements_however_many_people(cast, amal):
    small = meet(cast.amal, "basra", who=(register(cast.amal, "A"),))
    large = meet(cast.amal, "basra", who=tuple(register(cast.amal, f"B{n}") for n in range(6)))

    few, many = (
        statements(amal, reverse("meeting_amend", args=[row.pk])) for row in (small, large)
    )

    assert many == few


def test_the_next_page_goes_on_where_this_one_ended(cast, amal, monkeypatch):
    monkeypatch.setattr("engagement.meetings.lists.PAGE", 2)
    person = register(cast.amal, "A")
    made = {meet(cast.amal, "basra", who=(person,)).pk for _ in range(5)}

    seen, address = [], "/meetings/"
    while address:
        answer = amal.get(address)
        seen += [UUID(str(row["meeting"].pk)) for row in answer.context["rows"]]
        following = answer.context["next_url"]
        address = f"/meetings/{following}" if following else ""

    assert len(seen) == 5
    assert set(seen) == made


def test_home_is_what_the_role_needs_first(cast):
    first = {
        name: client_of(getattr(cast, name)).get("/").url for name in ("amal", "bassam", "ruth")
    }

    assert first == {"amal": "/meetings/new/", "bassam": "/coverage/", "ruth": "/coverage/"}


def test_an_administrator_sees_no_content(cast):
    meet(cast.amal, "basra", who=(register(cast.amal, "Jabbar"),), tlp=Tlp.GREEN)
    idris = client_of(cast.idris)

    assert "Jabbar" not in idris.get("/meetings/").content.decode()
    assert idris.get("/coverage/").status_code == 403


def test_a_cancelled_meeting_stays_cancelled_when_it_is_amended(cast, amal):
    person = register(cast.amal, "A")
    made = meet(
        cast.amal, "basra", who=(person,), status=Status.CANCELLED, reason=Reason.TRAVEL_BAN
    )
    values = posted(
        cast,
        id=str(made.pk),
        version="1",
        status="not_held",
        reason="travel_ban",
        who=[json.dumps({"stakeholder": str(person.pk)})],
        amend_reason="Another day",
    )

    assert amal.post(reverse("meeting_amend", args=[made.pk]), values).status_code == 302

    with owner():
        assert Meeting.plain.get().status == Status.CANCELLED


def test_a_form_opened_from_a_profile_holds_that_person(cast, amal):
    person = register(cast.amal, "Jabbar")

    assert "Jabbar" in amal.get(f"/meetings/new/?who={person.pk}").content.decode()
    assert amal.get("/meetings/new/?who=nonsense").status_code == 200


def test_the_amend_form_keeps_a_hidden_person_without_giving_out_who_it_is(cast):
    protected = register(cast.amal, "Secret Unit", "pmf_unit", kind="unit")
    made = meet(cast.amal, "basra", who=(protected,), guest_team_ids=(cast.partner.pk,))
    carla, address = client_of(cast.carla), reverse("meeting_amend", args=[made.pk])

    form = carla.get(address)
    assert str(protected.pk) not in form.content.decode()
    values = posted(
        cast,
        id=str(made.pk),
        version=str(made.version),
        who=[form.context["form"].chips[0]["value"], someone_new(name="Newcomer")],
        amend_reason="One more",
    )

    assert carla.post(address, values).status_code == 302
    with owner():
        assert Participant.plain.filter(meeting=made).count() == 2
        newcomer = Participant.plain.exclude(stakeholder=protected).get().stakeholder
        assert newcomer.lead_team_id == cast.partner.pk


def test_what_does_not_come_back_with_an_amendment_stays_as_it_was(cast, amal):
    person = register(cast.amal, "A")
    made = meet(cast.amal, "basra", who=(person,), tlp=Tlp.RED, kind=Kind.CONTACT)
    values = posted(
        cast,
        id=str(made.pk),
        version="1",
        who=[json.dumps({"stakeholder": str(person.pk)})],
        amend_reason="Wrong place",
    )
    del values["tlp"], values["kind"]

    assert amal.post(reverse("meeting_amend", args=[made.pk]), values).status_code == 302

    with owner():
        again = Meeting.plain.get()
    assert (again.own_tlp, again.kind) == (Tlp.RED, Kind.CONTACT)


def test_a_clash_with_a_meeting_one_may_open_leads_to_it(cast, amal):
    mine = meet(cast.amal, "basra", who=(register(cast.amal, "A"),))

    answer = amal.post("/meetings/new/", posted(cast, id=str(mine.pk)))

    assert answer.status_code == 409
    assert reverse("meeting", args=[mine.pk]) in answer.content.decode()


def test_after_a_clash_with_a_hidden_row_the_form_can_be_sent_again(cast, amal):
    hidden = meet(cast.carla, "basra", who=(register(cast.carla, "C"),))
    values = posted(cast, id=str(hidden.pk))

    refused = amal.post("/meetings/new/", values)
    again = {**values, "id": refused.context["form"]["id"].value()}

    assert amal.post("/meetings/new/", again).status_code == 302


def test_a_profile_leads_on_to_older_meetings_with_that_person_only(cast, amal, monkeypatch):
    monkeypatch.setattr("engagement.meetings.lists.PAGE", 2)
    person, other = register(cast.amal, "Jabbar"), register(cast.amal, "Somebody else")
    made = {meet(cast.amal, "basra", who=(person,)).pk for _ in range(3)}
    meet(cast.amal, "basra", who=(other,))

    page = amal.get(reverse("stakeholder", args=[person.pk]))
    older = amal.get(page.context["next_url"])

    shown = [*page.context["meetings"], *older.context["rows"]]
    assert {row["meeting"].pk for row in shown} == made
    assert len(shown) == 3
