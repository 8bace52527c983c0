"""How a pair is shown: its signs, and their order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.registry.duplicates import evidence, lists
from engagement.stakeholders.contacts.actions import add_contact
from engagement.stakeholders.contacts.drafts import ContactDraft
from tests.cast import DAY, meet, register
from tests.meetings.browsing import client_of
from tests.registry.duplicates import changed, give_post, page_of, scanned, sides, two

pytestmark = pytest.mark.django_db


@pytest.fixture
def amal(cast):
    return client_of(cast.amal)


def keep(actor, person, text, kind="phone"):
    draft = ContactDraft(id=new_id(), stakeholder_id=person.pk, kind=kind, text=text)
    with acting_as(actor, "contact.added"):
        return add_contact(actor, draft)


def test_a_pair_shows_both_with_reasons_and_that_names_alone_speak_for_it(cast, amal):
    one, other = two(cast)
    scanned(cast.amal)

    page = page_of(amal)

    assert "Mohammed Jawad al-Saadi" in page
    assert "محمد جواد الساعدي" in page
    assert "another script" in page
    assert "Names alone" in page
    assert "that is never enough to merge" in page
    assert f"/stakeholders/{one.pk}/merge/{other.pk}/" in page


def test_signs_beside_the_names_are_told_in_words(cast, amal):
    one, other = two(cast, base="basra", birth_year=1970)
    body = register(cast.amal, "Water Board", kind="organisation")
    for person, number in ((one, "0770 123 4567"), (other, "+964 770 1234567")):
        give_post(cast, person, body)
        keep(cast.amal, person, number)
    scanned(cast.amal)

    page = page_of(amal)

    for words in (
        "The same number or mail address is on record for both.",
        "Both were born in 1970.",
        "Both have a post in: Water Board.",
        "Both are from Basra.",
    ):
        assert words in page
    assert "Names alone" not in page


def test_what_speaks_against_is_told_too(cast, amal):
    one, other = two(cast)
    changed(cast.amal, one, birth_year=1950)
    changed(cast.amal, other, birth_year=1980)
    meet(cast.amal, "basra", who=(one, other))
    scanned(cast.amal)

    page = page_of(amal)

    assert "One was born in 1950, the other in 1980." in page
    assert "Both sat in one and the same meeting: hardly one person." in page


def test_meetings_apart_with_the_same_people_and_places_speak_for_it(cast, amal):
    one, other = two(cast)
    third = register(cast.amal, "Qasim Ridha al-Tamimi")
    for number, person in enumerate((one, other, one, other)):
        meet(cast.amal, "basra", who=(person, third), held_on=DAY + timedelta(days=number))
    scanned(cast.amal)

    page = page_of(amal)

    assert "Both were met with 1 same other." in page
    assert "Both were met in: Basra." in page
    assert "They were met over the same time, and never in one meeting." in page


def test_a_hidden_companion_is_not_counted(cast, amal):
    one, other = two(cast)
    third = register(cast.amal, "Qasim Ridha al-Tamimi")
    for person in (one, other):
        meet(cast.amal, "basra", who=(person, third), tlp=Tlp.GREEN)
    scanned(cast.carla)
    assert "same other" in page_of(client_of(cast.carla))

    changed(cast.amal, third, tlp=Tlp.RED)

    assert "same other" not in page_of(client_of(cast.carla))


def test_contacts_are_compared_inside_the_team_that_keeps_them_only(cast):
    one, other = two(cast)
    keep(cast.amal, one, "0770 123 4567")
    keep(cast.carla, other, "0770 123 4567")
    scanned(cast.bassam)

    for actor in (cast.amal, cast.carla, cast.bassam):
        assert "same number" not in page_of(client_of(actor))


def test_a_sign_shows_to_whom_what_it_rests_on_is_open(cast):
    one, other = two(cast)
    for person in (one, other):
        keep(cast.amal, person, "0770 123 4567")
    scanned(cast.amal)

    seen = {
        actor.role: "same number" in page_of(client_of(actor))
        for actor in (cast.amal, cast.ruth, cast.bassam)
    }
    assert seen == {"officer": True, "reader": False, "manager": True}
    assert "same number" not in page_of(client_of(cast.carla))


def test_pairs_stand_in_the_order_of_what_speaks_for_them_beside_the_names(cast):
    families = ("Sawadi", "Tamimi", "Jubouri", "Dulaimi", "Obeidi")
    made = [two(cast, f"Ridha Qasim {name}", f"Ridha Qasim {name}i") for name in families]
    apart, alone, base, body, contact = made
    meet(cast.amal, "basra", who=apart)
    organisation = register(cast.amal, "Water Board", kind="organisation")
    for person in base:
        changed(cast.amal, person, base_region=1)
    for person in body:
        give_post(cast, person, organisation)
    for person in contact:
        keep(cast.amal, person, "a.person@example.org", "mail")
    scanned(cast.amal)

    with acting_as(cast.amal, "read"):
        context = lists.queue_context(cast.amal, "open", None, None)
    shown = [sides(row["pair"]) for row in context["pairs"]]
    wanted = [{one.pk, other.pk} for one, other in (contact, body, base, alone, apart)]
    assert [pair for pair in shown if pair in wanted] == wanted


def test_a_pair_that_shares_something_is_never_beyond_the_nearest_names(cast, monkeypatch):
    monkeypatch.setattr(evidence, "MOST_NEAR", 1)
    two(cast, "Mohammed Jawad al-Saadi", "Mohammed Jawad al-Saadi")
    two(cast, "Karim Hamid Tamimi", "Karim Hamid Tamimi")
    contact = two(cast, "Ridha Qasim Jubouri", "Rida Kasim Juburi")
    for person in contact:
        keep(cast.amal, person, "a.person@example.org", "mail")
    scanned(cast.amal)

    with acting_as(cast.amal, "read"):
        context = lists.queue_context(cast.amal, "open", None, None)

    shown = [sides(row["pair"]) for row in context["pairs"]]
    assert shown[0] == {person.pk for person in contact}
    assert (len(shown), context["count"]) == (2, 2)
