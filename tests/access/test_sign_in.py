"""Signing in, as the web role: right and wrong passwords, closed sign-up, the second factor."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from engagement.access.models import Membership, Role, User
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-password"


@pytest.fixture(autouse=True)
def _no_counts_from_other_tests() -> None:
    cache.clear()


def sign_in(client: Client, username: str, password: str = PASSWORD) -> int:
    answer = client.post(reverse("account_login"), {"login": username, "password": password})
    return answer.status_code


def test_the_right_password_signs_in_as_the_web_role(cast: Cast, client: Client) -> None:
    assert sign_in(client, "amal") == 302
    assert client.session["_auth_user_id"] == str(cast.amal.user_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("jisr_web",)
    assert client.get(reverse("home"))["Location"] == reverse("my_day")


def test_a_wrong_password_signs_nobody_in(cast: Cast, client: Client) -> None:
    assert sign_in(client, "amal", "wrong") == 200
    assert "_auth_user_id" not in client.session


def test_after_eight_wrong_passwords_the_right_one_is_refused_too(
    cast: Cast, client: Client
) -> None:
    assert settings.AXES_FAILURE_LIMIT == 8
    answers = [sign_in(client, "amal", "wrong") for _ in range(8)]
    assert answers == [200] * 7 + [429]
    assert sign_in(client, "amal") == 429
    assert "_auth_user_id" not in client.session


def test_one_locked_out_locks_out_nobody_else(cast: Cast, client: Client) -> None:
    for _ in range(9):
        sign_in(client, "amal", "wrong")
    assert sign_in(client, "carla") == 302


def test_who_is_not_active_does_not_sign_in(cast: Cast, client: Client) -> None:
    User.objects.filter(username="amal").update(is_active=False)
    sign_in(client, "amal")
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(cast: Cast, client: Client) -> None:
    before = User.objects.count()
    address = reverse("account_signup")
    client.get(address)
    client.post(address, {"username": "new", "password1": "a-quite-long-password-9"})
    assert User.objects.count() == before
    assert "_auth_user_id" not in client.session


def test_the_second_factors_page_opens(cast: Cast, client: Client) -> None:
    sign_in(client, "amal")
    assert client.get(reverse("mfa_index")).status_code == 200


def test_signing_out_ends_the_session(cast: Cast, client: Client) -> None:
    sign_in(client, "amal")
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_a_user_of_two_programmes_chooses_and_is_never_guessed_for(
    cast: Cast, client: Client
) -> None:
    Membership.objects.create(
        programme_id=cast.omar.programme_id, user_id=cast.amal.user_id, role=Role.READER
    )
    sign_in(client, "amal")
    choose = reverse("choose_programme")
    assert client.get(reverse("meeting_list"))["Location"] == choose
    client.post(choose, {"programme": str(cast.omar.programme_id)})
    assert client.get(reverse("home"))["Location"] == reverse("coverage")


def test_a_programme_one_is_no_member_of_cannot_be_chosen(cast: Cast, client: Client) -> None:
    Membership.objects.create(
        programme_id=cast.omar.programme_id, user_id=cast.amal.user_id, role=Role.READER
    )
    third = Membership.objects.get(user_id=cast.ruth.user_id).programme
    Membership.objects.filter(user_id=cast.amal.user_id, programme=third).update(
        user_id=cast.omar.user_id
    )
    sign_in(client, "amal")
    client.post(reverse("choose_programme"), {"programme": str(third.pk)})
    assert client.session.get("programme") is None
