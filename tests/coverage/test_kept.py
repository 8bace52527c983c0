"""A page of coverage is kept until something that it shows is written, and for its session only."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagement.access.models import Grant, Team
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.coverage import kept
from tests.cast import meet, register
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keeping(monkeypatch):
    monkeypatch.setattr(kept, "SECONDS", 60)
    kept.forget()
    yield
    kept.forget()


def page(client: Client, query: str = "", **more) -> str:
    answer = client.get(reverse("coverage") + query, **more)
    assert answer.status_code == 200
    return answer.content.decode()


def cost(client: Client, query: str = "") -> int:
    with CaptureQueriesContext(connection) as found:
        page(client, query)
    return len(found)


def test_the_same_page_again_costs_the_door_and_one_look_at_the_log(cast):
    client = client_of(cast.bassam)

    first, again = cost(client), cost(client)

    assert again <= 8 < first
    assert page(client) == page(client)


def test_a_meeting_of_somebody_else_makes_another_page(cast):
    client = client_of(cast.bassam)
    before = page(client)
    meet(cast.amal, "basra", who=(register(cast.amal, "A"),))

    after = page(client)

    assert '<b><bdi dir="ltr">1</bdi></b> <span>of 1 meeting</span>' not in before
    assert '<b><bdi dir="ltr">1</bdi></b> <span>of 1 meeting</span>' in after


def test_a_meeting_of_another_programme_leaves_the_page(cast):
    client = client_of(cast.bassam)
    page(client)
    meet(cast.omar, "basra", who=(register(cast.omar, "A"),))

    assert cost(client) <= 8


def test_whoever_is_named_on_a_meeting_is_not_told_that_they_may_not_open_it(cast):
    who = (register(cast.amal, "A", tlp=Tlp.CLEAR),)
    meeting = meet(cast.amal, "basra", who=who, tlp=Tlp.RED)
    client = client_of(cast.bassam)
    assert "1 you may not open" in page(client)
    grant = Grant(
        programme_id=cast.programme.pk,
        root_id=meeting.pk,
        user_id=cast.bassam.user_id,
        granted_by_id=cast.amal.user_id,
        reason="named",
    )
    with acting_as(cast.amal, "name"):
        Grant.objects.bulk_create([grant])

    assert "1 you may not open" not in page(client)


def test_nobody_else_gets_it_nor_the_same_person_elsewhere(cast):
    one, other = client_of(cast.bassam), client_of(cast.bassam)
    page(one)

    assert all(cost(client) > 8 for client in (other, client_of(cast.ruth)))


def test_each_language_has_its_own(cast):
    client = client_of(cast.bassam)
    page(client)

    arabic = page(client, headers={"accept-language": "ar"})

    assert 'dir="rtl"' in arabic


def test_what_is_refused_is_not_kept(cast):
    client = client_of(cast.bassam)
    for _ in range(2):
        assert client.get(reverse("coverage") + "?quarter=never").status_code == 400


def test_after_a_minute_it_is_made_anew(cast, monkeypatch):
    client = client_of(cast.bassam)
    page(client)
    Team.objects.filter(pk=cast.partner.pk).update(name="A team of another name")
    now = kept.monotonic()
    monkeypatch.setattr(kept, "monotonic", lambda: now + 61)

    assert "A team of another name" in page(client)


def test_a_page_that_tells_something_once_is_not_kept(cast):
    request = RequestFactory().get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    get_messages(request).add(20, "Saved")
    made = [kept.kept(request, cast.bassam, lambda: HttpResponse("page")) for _ in range(2)]

    assert made[0] is not made[1]


def test_only_so_many_are_kept(cast, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 2)
    client = client_of(cast.bassam)
    for month in ("01", "02", "03"):
        page(client, f"?first=2026-{month}-01&last=2026-{month}-28")

    assert cost(client, "?first=2026-01-01&last=2026-01-28") > 8
