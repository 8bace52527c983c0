"""Setting up a programme and its people from the command line."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from engagement.access.models import Membership, Programme, User
from engagement.access.scope import actor_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("JISR_PASSWORD", "a-long-enough-password")


def add(username: str, role: str, **more: str) -> None:
    call_command("add_member", username, programme="Reform", role=role, **more)


def test_an_officer_comes_with_programme_team_and_password():
    add("amal", "officer", team="Mission", name="Amal Haddad")

    user = User.objects.get(username="amal")
    actor = actor_for(user.pk, Programme.objects.get(name="Reform").pk)
    assert user.check_password("a-long-enough-password")
    assert (actor.role, len(actor.own_teams)) == ("officer", 1)


def test_the_same_member_again_changes_the_role_and_not_the_password(monkeypatch):
    add("amal", "officer", team="Mission")
    monkeypatch.setenv("JISR_PASSWORD", "another-long-password")
    add("amal", "manager")

    assert Membership.objects.get().role == "manager"
    assert User.objects.get().check_password("a-long-enough-password")


def test_an_officer_without_a_team_is_refused_and_nothing_is_made():
    with pytest.raises(CommandError, match="works for a team"):
        add("amal", "officer")

    assert not Programme.objects.exists()


def test_a_short_password_is_refused_and_nothing_is_made(monkeypatch):
    monkeypatch.setenv("JISR_PASSWORD", "short")

    with pytest.raises(CommandError, match="too short"):
        add("amal", "reader")

    assert not User.objects.exists()


def test_an_address_that_is_given_is_kept_and_takes_the_place_of_the_one_before():
    add("amal", "reader", email="amal@example.org")
    add("amal", "manager")
    assert User.objects.get().email == "amal@example.org"
    add("amal", "manager", email="haddad@example.org")

    assert User.objects.get().email == "haddad@example.org"
    assert User.objects.get().check_password("a-long-enough-password")


def test_an_address_that_is_none_is_refused_and_nothing_is_made():
    with pytest.raises(CommandError, match="valid email"):
        add("amal", "reader", email="amal@example.org\nBcc: spy@example.org")

    assert not User.objects.exists()
