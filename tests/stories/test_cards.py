"""“Try this” stands where one lands in the demonstration, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from engagement.access.models import Programme, User
from engagement.access.sign_ins import DEMONSTRATION_SIGN_INS
from engagement.demonstration.cards import CARDS
from tests.cast import Cast
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db
WORDS = "Try this: three things"


@pytest.fixture
def officer(cast: Cast, client: Any) -> Any:
    """Amal, under the name of the demonstration's officer."""
    Programme.objects.filter(pk=cast.programme.pk).update(demonstration=True)
    User.objects.filter(pk=cast.amal.user_id).update(username="officer")
    return client_of(cast.amal)


def body(client: Any, name: str) -> str:
    return str(client.get(reverse(name)).content.decode())


def test_each_sign_in_has_three_things_with_an_address() -> None:
    assert set(CARDS) == {name for name, _role in DEMONSTRATION_SIGN_INS}
    assert all(len(things) == 3 and all(row.url for row in things) for things in CARDS.values())


def test_it_stands_where_one_lands_and_in_the_help(officer: Any) -> None:
    assert WORDS in body(officer, "my_day")
    assert WORDS in body(officer, "help")
    assert WORDS not in body(officer, "meeting_list")


def test_put_away_it_stays_in_the_help_only(officer: Any) -> None:
    answer = officer.post(reverse("try_this_dismiss"), {"next": reverse("my_day")})

    assert answer.url == reverse("my_day")
    assert WORDS not in body(officer, "my_day")
    assert WORDS in body(officer, "help")


def test_it_leads_nobody_to_another_server(officer: Any) -> None:
    answer = officer.post(reverse("try_this_dismiss"), {"next": "https://example.org/"})

    assert answer.url == reverse("home")


def test_a_real_programme_has_none(cast: Cast) -> None:
    User.objects.filter(pk=cast.amal.user_id).update(username="officer")

    assert WORDS not in body(client_of(cast.amal), "my_day")
