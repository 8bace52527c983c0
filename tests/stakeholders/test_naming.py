"""Naming people on a record: who may, whom, and what the page shows of it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from engagement.access.errors import NotAllowed
from engagement.access.models import Grant, Role, User
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.stakeholders.actions import retire_stakeholder
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.naming.actions import name_people
from engagement.stakeholders.naming.lists import named_people
from tests.access.naming import name_on
from tests.cast import member, register
from tests.conftest import owner
from tests.meetings.browsing import client_of, statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheikh(cast):
    """Closed to everybody but the officers of the mission, and managers."""
    return register(
        cast.amal, "Sheikh", "tribe", lead_team_id=cast.mission.pk, tlp=Tlp.AMBER_STRICT
    )


def page(person) -> str:
    return reverse("stakeholder_named", args=[person.pk])


def sent(*who, **more):
    return {"people": [str(one.user_id) for one in who], "reason": "works on it", **more}


def named(actor, person, *who, reason="works on it"):
    with acting_as(actor, "stakeholder.named", reason):
        return name_people(actor, person.pk, [one.person for one in who], reason=reason)


def sees(actor, person) -> bool:
    with acting_as(actor, "read"):
        return Stakeholder.objects.visible_to(actor).filter(pk=person.pk).exists()


def grants(person) -> list[tuple]:
    with owner():
        rows = Grant.objects.filter(root_id=person.pk).order_by("user__username")
        return list(rows.values_list("user__username", "granted_by__username", "reason", "why"))


def test_whoever_is_named_sees_the_record_and_nobody_else_does(cast, sheikh):
    assert not sees(cast.carla, sheikh)

    named(cast.amal, sheikh, cast.carla)

    assert sees(cast.carla, sheikh)
    assert not sees(cast.ruth, sheikh)


def test_it_is_kept_who_named_whom_and_why(cast, sheikh):
    named(cast.amal, sheikh, cast.carla, cast.ruth)

    assert grants(sheikh) == [
        ("carla", "amal", "named", "works on it"),
        ("ruth", "amal", "named", "works on it"),
    ]


def test_whoever_is_named_twice_is_named_once_with_the_first_reason(cast, sheikh):
    named(cast.amal, sheikh, cast.carla)

    named(cast.bassam, sheikh, cast.carla, reason="another")

    assert grants(sheikh) == [("carla", "amal", "named", "works on it")]


def test_an_officer_of_another_team_a_reader_and_an_administrator_name_nobody(cast):
    known = register(cast.amal, "Known", "tribe", lead_team_id=cast.mission.pk)

    for actor in (cast.carla, cast.ruth, cast.idris, cast.omar):
        with pytest.raises(NotAllowed):
            named(actor, known, cast.ruth)

    assert grants(known) == []


def test_a_manager_who_is_not_named_on_a_red_record_names_nobody_on_it(cast):
    closed = register(cast.amal, "Closed", "tribe", lead_team_id=cast.mission.pk, tlp=Tlp.RED)

    with pytest.raises(NotAllowed):
        named(cast.bassam, closed, cast.carla)

    named(cast.amal, closed, cast.bassam)
    named(cast.bassam, closed, cast.carla)
    assert sees(cast.carla, closed)


def test_whoever_is_named_from_another_team_does_not_pass_it_on(cast, sheikh):
    named(cast.amal, sheikh, cast.carla)

    with pytest.raises(NotAllowed):
        named(cast.carla, sheikh, cast.ruth)


def test_administrators_and_people_of_elsewhere_are_not_named(cast, sheikh):
    gone = member(cast.programme, "gone", Role.READER)
    with owner():
        User.objects.filter(pk=gone.user_id).update(is_active=False)

    for one in (cast.idris, cast.omar, gone):
        with pytest.raises(ValidationError):
            named(cast.amal, sheikh, cast.carla, one)

    assert grants(sheikh) == []


def test_without_a_reason_or_without_anybody_nobody_is_named(cast, sheikh):
    with pytest.raises(ValidationError):
        named(cast.amal, sheikh, cast.carla, reason=" \x00")
    with pytest.raises(ValidationError):
        named(cast.amal, sheikh)


def test_on_a_retired_record_nobody_is_named(cast, sheikh):
    with acting_as(cast.amal, "stakeholder.retired", "x"):
        retire_stakeholder(cast.amal, sheikh.pk, reason="x", version=1)

    with pytest.raises(ValidationError, match="retired"):
        named(cast.amal, sheikh, cast.carla)


def test_the_list_is_for_whoever_may_open_the_record(cast, sheikh):
    named(cast.amal, sheikh, cast.carla)

    for actor, n in ((cast.amal, 1), (cast.bassam, 1), (cast.carla, 1), (cast.ruth, 0)):
        with acting_as(actor, "read"):
            assert len(named_people(actor, sheikh.pk)) == n


def test_the_profile_leads_to_the_page_and_the_page_to_naming(cast, sheikh):
    client = client_of(cast.amal)
    assert page(sheikh) in client.get(f"/stakeholders/{sheikh.pk}/").content.decode()

    answer = client.post(page(sheikh), sent(cast.carla), follow=True)

    assert answer.redirect_chain == [(page(sheikh), 302)]
    text = answer.content.decode()
    assert "1 person may open it now." in text
    assert "works on it" in text


def test_the_history_of_the_record_says_who_named_whom_and_why(cast, sheikh):
    named(cast.amal, sheikh, cast.carla)

    text = client_of(cast.bassam).get(f"/stakeholders/{sheikh.pk}/").content.decode()

    assert "Named carla on it" in text
    assert "works on it" in text


def test_the_form_offers_members_who_are_not_named_and_no_administrator(cast, sheikh):
    named(cast.amal, sheikh, cast.carla)

    text = client_of(cast.amal).get(page(sheikh)).content.decode()

    assert f'value="{cast.ruth.user_id}"' in text
    for one in (cast.carla, cast.idris, cast.omar):
        assert f'value="{one.user_id}"' not in text


def test_who_is_asked_for_in_the_address_is_chosen_already(cast, sheikh):
    text = client_of(cast.amal).get(f"{page(sheikh)}?who={cast.ruth.user_id}&who=x")

    assert f'value="{cast.ruth.user_id}"' in text.content.decode()
    assert text.content.decode().count(" checked") == 1


def test_what_is_missing_is_told_beside_its_field_with_422(cast, sheikh):
    client = client_of(cast.amal)

    for given in (sent(), sent(cast.carla, reason=""), sent(cast.idris), {"people": "x"}):
        assert client.post(page(sheikh), given).status_code == 422

    assert grants(sheikh) == []


def test_afterwards_the_page_goes_back_to_where_it_was_asked_for_and_nowhere_else(cast, sheikh):
    client = client_of(cast.amal)

    inside = client.post(page(sheikh), sent(cast.carla, back="/stakeholders/?group=officials"))
    outside = client.post(page(sheikh), sent(cast.ruth, back="https://example.org/"))

    assert inside.url == "/stakeholders/?group=officials"
    assert outside.url == page(sheikh)


def test_readers_and_other_teams_see_who_is_named_and_no_form(cast):
    known = register(cast.amal, "Known", "tribe", lead_team_id=cast.mission.pk)

    for actor in (cast.ruth, cast.carla):
        answer = client_of(actor).get(page(known))
        assert answer.status_code == 200
        assert 'name="people"' not in answer.content.decode()
        assert client_of(actor).post(page(known), sent(cast.bassam)).status_code == 403


def test_a_hidden_record_has_no_such_page(cast, sheikh):
    for actor in (cast.carla, cast.ruth, cast.idris, cast.omar):
        for call in (client_of(actor).get, client_of(actor).post):
            assert call(page(sheikh), sent(cast.ruth)).status_code == 404


def test_without_the_token_of_the_form_nobody_is_named(cast, sheikh):
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        User.objects.get(pk=cast.amal.user_id),
        backend="django.contrib.auth.backends.ModelBackend",
    )

    assert client.post(page(sheikh), sent(cast.carla)).status_code == 403
    assert grants(sheikh) == []


def test_the_page_costs_the_same_however_many_are_named(cast, sheikh):
    client = client_of(cast.amal)
    one = statements(client, page(sheikh))
    for n in range(5):
        name_on(cast.amal, sheikh, member(cast.programme, f"m{n}", Role.READER))

    assert statements(client, page(sheikh)) == one
