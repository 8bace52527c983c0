"""The page of letters that were not delivered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from engagement.access.models import Membership, Role
from engagement.mail.actions import NOT_KNOWN
from engagement.mail.delivery import REFUSED
from engagement.mail.models import Letter, State
from tests.cast import Cast
from tests.mail.server import letter_to, row
from tests.meetings.browsing import client_of, statements

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("writer", "queue_down")]

PAGE = "/mail/"


def dead(letter: Letter, error: str = REFUSED) -> Letter:
    Letter.objects.filter(pk=letter.pk).update(state=State.DEAD, tries=1, error=error)
    return letter


def text_of(client: Client) -> str:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["bassam", "idris"])
def test_who_may_decide_sees_to_whom_what_and_why(cast: Cast, who: str) -> None:
    dead(letter_to(cast.carla))
    letter_to(cast.ruth)
    text = text_of(client_of(getattr(cast, who)))

    assert text.count("A test&#x27;s note</b>") == 2
    for word in ("carla", "ruth", REFUSED, "Not delivered", "Waiting", "Send again", "Drop"):
        assert word in text
    assert "@example.org" not in text


@pytest.mark.parametrize("who", ["amal", "ruth"])
def test_officers_and_readers_see_neither_the_page_nor_its_link(cast: Cast, who: str) -> None:
    letter = letter_to(cast.carla)
    client = client_of(getattr(cast, who))

    assert client.get(PAGE).status_code == 403
    for name in ("letter_again", "letter_drop"):
        assert client.post(reverse(name, args=[letter.pk])).status_code == 403
    assert f'href="{PAGE}"' not in client.get(reverse("help")).content.decode()
    assert row(letter).state == State.WAITING


@pytest.mark.parametrize("who", ["bassam", "idris"])
def test_the_menu_of_the_account_leads_there(cast: Cast, who: str) -> None:
    text = client_of(getattr(cast, who)).get(reverse("help")).content.decode()

    assert f'href="{PAGE}"' in text


def test_letters_of_another_programme_are_not_there(cast: Cast) -> None:
    letter = dead(letter_to(cast.carla))
    Membership.objects.filter(user_id=cast.omar.user_id).update(role=Role.MANAGER)
    client = client_of(cast.omar)

    assert "carla" not in text_of(client)
    for name in ("letter_again", "letter_drop"):
        assert client.post(reverse(name, args=[letter.pk])).status_code == 404
    assert row(letter).state == State.DEAD


def test_delivered_and_dropped_letters_leave_the_page(cast: Cast) -> None:
    client = client_of(cast.bassam)
    letter = dead(letter_to(cast.carla))
    client.post(reverse("letter_drop", args=[letter.pk]))

    assert row(letter).state == State.DROPPED
    assert "Every letter was delivered." in text_of(client)


def test_a_letter_is_sent_again_from_the_page(cast: Cast) -> None:
    client = client_of(cast.bassam)
    letter = dead(letter_to(cast.carla))
    answer = client.post(reverse("letter_again", args=[letter.pk]), follow=True)

    assert (row(letter).state, row(letter).tries) == (State.WAITING, 0)
    assert "It will be sent within a minute." in answer.content.decode()


def test_a_letter_that_moved_on_meanwhile_is_said_so(cast: Cast) -> None:
    client = client_of(cast.bassam)
    letter = dead(letter_to(cast.carla))
    client.post(reverse("letter_drop", args=[letter.pk]))
    answer = client.post(reverse("letter_again", args=[letter.pk]), follow=True)

    assert row(letter).state == State.DROPPED
    assert "in the meantime" in answer.content.decode()


def test_a_button_is_no_link_and_needs_the_pages_token(cast: Cast) -> None:
    letter = dead(letter_to(cast.carla))
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        Membership.objects.get(user_id=cast.bassam.user_id).user,
        backend="django.contrib.auth.backends.ModelBackend",
    )
    for name in ("letter_again", "letter_drop"):
        assert client.get(reverse(name, args=[letter.pk])).status_code == 405
        assert client.post(reverse(name, args=[letter.pk])).status_code == 403
    assert row(letter).state == State.DEAD


def test_a_letter_that_may_have_arrived_is_asked_after_first(cast: Cast) -> None:
    client = client_of(cast.bassam)
    dead(letter_to(cast.carla))
    assert "Ask the recipient first" not in text_of(client)
    dead(letter_to(cast.carla), NOT_KNOWN)

    assert "Ask the recipient first" in text_of(client)


def test_times_are_those_of_the_programmes_clock(cast: Cast) -> None:
    cast.programme.time_zone = "Asia/Tokyo"
    cast.programme.save()
    letter = letter_to(cast.carla)
    Letter.objects.filter(pk=letter.pk).update(created_at=datetime(2026, 3, 1, 20, 30, tzinfo=UTC))

    assert "2 March 2026, 05:30" in text_of(client_of(cast.bassam))


def test_a_missing_mail_server_is_said(cast: Cast, settings) -> None:
    client = client_of(cast.bassam)
    settings.EMAIL_HOST = ""
    assert "No mail server is configured." in text_of(client)
    settings.EMAIL_HOST = "mail.example.org"

    assert "No mail server is configured." not in text_of(client)


def test_a_hundred_letters_cost_no_more_statements_than_one(cast: Cast) -> None:
    client = client_of(cast.bassam)
    letter_to(cast.carla)
    few = statements(client, PAGE)
    for number in range(101):
        (dead if number % 2 else row)(letter_to(cast.carla))

    assert statements(client, PAGE) == few
    assert "100" in text_of(client)
    assert few <= 8


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_reasons_are_told_in_the_readers_language(cast: Cast, language: str) -> None:
    client = client_of(cast.bassam)
    client.cookies["django_language"] = language
    dead(letter_to(cast.carla))
    text = text_of(client)

    assert 'dir="rtl"' in text
    assert REFUSED not in text
