"""Amending and withdrawing through HTTP: what the form keeps, and who may do it."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from engagement.access.tlp import Tlp
from engagement.meetings.codes import Kind, Reason, Status
from engagement.meetings.models import Meeting, Participant
from tests.cast import meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of, posted, someone_new

pytestmark = pytest.mark.django_db


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

    refused = amal.post(address, values)
    assert refused.status_code == 422
    assert "Say why you change it." in refused.content.decode()
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
        who=[form.context["chips"][0]["value"], someone_new(name="Newcomer")],
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
