"""Two teams' records become one once everybody who would see more is named."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from engagement.access.models import Role, User
from engagement.access.scope import actor_for
from engagement.access.tlp import Tlp
from tests.cast import member, register
from tests.conftest import owner
from tests.meetings.browsing import client_of
from tests.registry.merging import everything, merged, now, parted
from tests.stakeholders.test_naming import named, sees

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast):
    """One man, whom each team holds at AMBER; the mission has two officers."""
    member(cast.programme, "dana", Role.OFFICER, cast.mission)
    with owner():
        User.objects.filter(username="dana").update(name="Dana Aziz")
    kept = register(cast.amal, "Mohammed Ali", "tribe", lead_team_id=cast.mission.pk, tlp=Tlp.AMBER)
    gone = register(
        cast.carla, "Muhammad Ali", "tribe", lead_team_id=cast.partner.pk, tlp=Tlp.AMBER
    )
    return kept, gone


def page(two) -> str:
    return reverse("merge", args=[one.pk for one in two])


def naming_links(text: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'href="([^"]*/named/[^"]*)"', text)]


def test_the_refusal_names_people_and_links_to_where_they_are_named(cast, two):
    text = client_of(cast.bassam).get(page(two)).content.decode()

    assert "amal, Dana Aziz" in text
    (link,) = naming_links(text)
    assert urlsplit(link).path == reverse("stakeholder_named", args=[two[1].pk])
    asked = parse_qs(urlsplit(link).query)
    assert str(cast.amal.user_id) in asked["who"]
    assert asked["back"] == [page(two)]


def test_refused_when_posted_the_page_has_the_link_too(cast, two):
    answer = client_of(cast.bassam).post(
        page(two), {"kept_version": 1, "gone_version": 1, "reason": "one man"}
    )

    assert answer.status_code == 422
    assert len(naming_links(answer.content.decode())) == 1
    assert now(two[1]).merged_into_id is None


def test_named_from_that_link_the_merge_goes_through(cast, two):
    client = client_of(cast.bassam)
    (link,) = naming_links(client.get(page(two)).content.decode())
    asked = client.get(link).content.decode()
    chosen = re.findall(r'value="([^"]+)"[^>]* checked', asked)
    assert len(chosen) == 2

    answer = client.post(
        link.split("?")[0], {"people": chosen, "reason": "one man", "back": page(two)}, follow=True
    )
    assert answer.redirect_chain == [(page(two), 302)]
    assert naming_links(answer.content.decode()) == []
    client.post(page(two), {"kept_version": 1, "gone_version": 1, "reason": "one man"})

    assert now(two[1]).merged_into_id == two[0].pk
    assert sees(cast.amal, two[0])
    assert not sees(cast.carla, two[0])


def test_whoever_is_named_on_both_sees_the_one_record_and_after_it_both(cast, two):
    dana = User.objects.get(username="dana")
    named(cast.bassam, two[1], cast.amal, actor_for(dana.pk, cast.programme.pk))
    named(cast.bassam, two[0], cast.carla)
    before = everything()

    found = merged(cast.bassam, *two)
    assert sees(cast.carla, two[0])
    parted(cast.bassam, found)

    assert everything() == before
