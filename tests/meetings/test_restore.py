"""Taking a withdrawn meeting back: who may, what it needs, and what stays as it was."""

from __future__ import annotations

import pytest
from django.urls import reverse

from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.actions import withdraw_meeting
from engagement.meetings.models import Meeting, Participant
from tests.cast import meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(cast) -> Meeting:
    made = meet(
        cast.amal,
        "basra",
        who=(register(cast.amal, "Jabbar", base="basra"),),
        tlp=Tlp.GREEN,
        guest_team_ids=(cast.partner.pk,),
    )
    with acting_as(cast.amal, "meeting.withdrawn", "Twice"):
        return withdraw_meeting(cast.amal, made.pk, reason="Twice", version=made.version)


def test_a_withdrawn_meeting_opens_for_who_leads_it_with_the_way_back(cast, amal, gone):
    page = amal.get(reverse("meeting", args=[gone.pk])).content.decode()

    assert "Twice" in page
    assert reverse("meeting_restore", args=[gone.pk]) in page
    assert reverse("meeting_amend", args=[gone.pk]) not in page


@pytest.mark.parametrize("other", ["carla", "ruth", "omar", "idris"])
def test_a_withdrawn_meeting_is_not_there_for_anybody_else(cast, gone, other):
    client = client_of(getattr(cast, other))

    assert client.get(reverse("meeting", args=[gone.pk])).status_code == 404
    sent = {"reason": "Not twice", "version": gone.version}
    assert client.post(reverse("meeting_restore", args=[gone.pk]), sent).status_code in (403, 404)
    with owner():
        assert Meeting.plain.get().withdrawn_at is not None


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"reason": "", "version": "1"}, 422),
        ({"reason": "\x00", "version": "1"}, 422),
        ({"reason": "Not twice", "version": "7"}, 409),
        ({"reason": "Not twice", "version": "²"}, 409),
        ({"reason": "Not twice"}, 409),
        ({"reason": "Not twice", "version": "1"}, 302),
    ],
)
def test_restoring_needs_a_reason_and_the_version_one_saw(amal, gone, values, status):
    assert amal.post(reverse("meeting_restore", args=[gone.pk]), values).status_code == status


def test_restoring_keeps_what_was_frozen_and_the_trail_says_why(cast, amal, gone):
    with owner():
        before = Participant.plain.values().get()

    sent = {"reason": "It was another day", "version": gone.version}
    amal.post(reverse("meeting_restore", args=[gone.pk]), sent)

    with owner():
        assert Participant.plain.values().get() == before
    page = amal.get(reverse("meeting", args=[gone.pk])).content.decode()
    assert "Restored" in page
    assert "It was another day" in page
    assert "Jabbar" in amal.get("/meetings/").content.decode()


def test_restoring_what_is_not_withdrawn_is_a_clash(cast, amal):
    made = meet(cast.amal, "basra", who=(register(cast.amal, "A"),))

    sent = {"reason": "Not twice", "version": made.version}

    assert amal.post(reverse("meeting_restore", args=[made.pk]), sent).status_code == 409


def test_who_leads_finds_withdrawn_meetings_in_the_list(cast, amal, gone):
    assert "Jabbar" in amal.get("/meetings/?withdrawn=1").content.decode()
    assert "Jabbar" not in amal.get("/meetings/").content.decode()
    for other in (cast.carla, cast.ruth):
        assert "Jabbar" not in client_of(other).get("/meetings/?withdrawn=1").content.decode()
