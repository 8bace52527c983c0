"""Whom a new record may already be: asked before it is saved, never in the way, never betrayed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.pages import MOST_SHOWN, may_be
from tests.cast import register
from tests.meetings.browsing import client_of, posted, someone_new, statements

pytestmark = pytest.mark.django_db
NEW, TYPED = reverse("stakeholder_new"), reverse("stakeholder_may_be")
WARNING = "Same person?"


@pytest.fixture
def amal(cast):
    return client_of(cast.amal)


def form(*names, **changes):
    values = {
        "id": str(new_id()),
        "names_text": names,
        "names_kind": ["full"] * len(names),
        "names_language": [""] * len(names),
        "kind": "person",
        "actor_type": "tribe",
        "tags": ["kept"],
    }
    return {**values, **changes}


def count(actor):
    with acting_as(actor, "read"):
        return Stakeholder.objects.visible_to(actor).count()


def test_somebody_in_another_script_is_asked_about_with_type_base_and_why(cast, amal):
    there = register(cast.amal, "Mohammed Jawad al-Saadi", "tribe", "basra")

    answer = amal.post(NEW, form("محمد جواد الساعدي"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert WARNING in page
    assert "Mohammed Jawad al-Saadi" in page
    assert reverse("stakeholder", args=[there.pk]) in page
    assert "Basra" in page
    assert "another script" in page
    assert count(cast.amal) == 1


def test_nothing_typed_is_lost_and_saving_again_says_it_is_somebody_else(cast, amal):
    there = register(cast.amal, "Mohammed Jawad al-Saadi")
    values = form("محمد جواد الساعدي", birth_year="1970")

    page = amal.post(NEW, values).content.decode()

    assert 'value="kept"' in page
    assert 'value="1970"' in page
    assert values["id"] in page
    assert f'name="not_them" value="{there.pk}"' in page
    assert amal.post(NEW, {**values, "not_them": str(there.pk)}).status_code == 302
    assert count(cast.amal) == 2


def test_another_name_is_asked_about_anew(cast, amal):
    first = register(cast.amal, "Mohammed Jawad al-Saadi")
    register(cast.amal, "Ridha Qasim al-Tamimi")

    answer = amal.post(NEW, form("Redha Qasim Tamimi", not_them=str(first.pk)))

    assert answer.status_code == 422
    assert "Ridha Qasim" in answer.content.decode()


@pytest.mark.parametrize("answer", [["x"], ["\x00"], [str(new_id())]])
def test_a_damaged_answer_is_none(cast, amal, answer):
    register(cast.amal, "Mohammed Jawad al-Saadi")

    assert amal.post(NEW, form("Mohamed Jawad Saadi", not_them=answer)).status_code == 422


def test_every_name_that_is_written_is_looked_for(cast, amal):
    register(cast.amal, "Mohammed Jawad al-Saadi")

    assert amal.post(NEW, form("Ridha Tamimi", "محمد جواد الساعدي")).status_code == 422


def test_a_body_of_the_name_is_not_asked_about_for_a_person(cast, amal):
    register(cast.amal, "Mizhir Sawadi", kind="organisation")

    assert amal.post(NEW, form("Mizhir Sawadi")).status_code == 302


def test_mohammed_is_not_held_up_by_mahmud(cast, amal):
    register(cast.amal, "محمود")

    assert amal.post(NEW, form("محمد")).status_code == 302


def test_the_same_form_again_does_not_ask_about_what_it_made(cast, amal):
    values = form("Mohammed Jawad al-Saadi")

    assert [amal.post(NEW, values).status_code for _ in range(2)] == [302, 302]
    assert count(cast.amal) == 1


def test_an_amendment_is_not_asked_about(cast, amal):
    person = register(cast.amal, "Mohammed Jawad al-Saadi")
    other = register(cast.amal, "Ridha Tamimi")
    values = form("محمد جواد الساعدي", id=str(other.pk), version="1", reason="misheard")

    answer = amal.post(reverse("stakeholder_edit", args=[other.pk]), values)

    assert answer.status_code == 302
    assert person.pk != other.pk


def test_while_typing_it_is_said_who_it_may_be(cast, amal):
    register(cast.amal, "Mohammed Jawad al-Saadi", "tribe", "basra")

    told = amal.get(TYPED, {"names_text": ["", "محمد جواد الساعدي"], "kind": "person"})

    page = told.content.decode()
    assert "Mohammed Jawad al-Saadi" in page
    assert "another script" in page
    assert 'target="_blank"' in page
    assert 'name="anyway"' in page


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"names_text": ["", " "]},
        {"names_text": ["\x00"]},
        {"names_text": ["😀"], "kind": "x"},
        {"names_text": ["\u200f\u0651"]},
        {"names_text": ["أ" * 3000]},
        {"names_text": ["al al al", "'; --"]},
        {"names_text": ["Mohammed محمد Muhammad"] * 100},
    ],
)
def test_any_text_is_answered(cast, amal, query):
    assert amal.get(TYPED, query).status_code == 200


def test_no_reader_is_told(cast):
    assert client_of(cast.ruth).get(TYPED, {"names_text": "Mohammed"}).status_code == 403


def test_few_are_shown_and_the_nearest_first(cast):
    for _ in range(MOST_SHOWN + 2):
        register(cast.amal, "Mohammed Jawad")
    nearest = register(cast.amal, "Mohammed Jawad al-Saadi")

    with acting_as(cast.amal, "read"):
        found = may_be(cast.amal, ["Mohammed Jawad al-Saadi"], kind="person")

    assert len(found) == MOST_SHOWN
    assert found[0]["id"] == str(nearest.pk)


def test_looking_costs_the_same_statements_however_many_there_are(cast, amal):
    register(cast.amal, "Mohammed Jawad al-Saadi")
    address = f"{TYPED}?names_text=Mohammed+Jawad+Saadi"
    few = statements(amal, address)
    for _ in range(6):
        register(cast.amal, "Mohammed Jawad al-Saadi")

    assert statements(amal, address) == few


@pytest.mark.parametrize("who", ["carla", "bassam"])
def test_a_hidden_person_is_in_no_warning_of_any_form(cast, who):
    register(cast.amal, "Canary Jawad al-Saadi", tlp=Tlp.RED)
    client, name = client_of(getattr(cast, who)), "كناري Jawad Saadi Canary"

    typed = client.get(TYPED, {"names_text": name, "kind": "person"}).content
    quick = client.get(reverse("log_same_person"), {"name": "Canary Jawad al-Saadi"}).content
    nobody = client.get(TYPED, {"names_text": "Nobody Whatever", "kind": "person"}).content

    assert typed == nobody
    assert b"Canary" not in quick
    assert client.post(NEW, form("Canary Jawad al-Saadi")).status_code == 302


def test_somebody_new_in_a_meeting_is_asked_about_once(cast, amal):
    register(cast.amal, "Mohammed Jawad al-Saadi", "tribe", "basra")
    values = posted(cast, who=[someone_new(name="محمد جواد الساعدي")])

    asked = amal.post("/meetings/new/", values)

    page = asked.content.decode()
    assert asked.status_code == 422
    assert "Already in the register?" in page
    assert "Mohammed Jawad al-Saadi" in page
    assert "They will send a list" in page
    assert amal.post("/meetings/new/", {**values, "anyway": "1"}).status_code == 302


def test_whoever_was_shown_the_namesake_while_adding_is_not_asked_again(cast, amal):
    register(cast.amal, "Mohammed Jawad al-Saadi")
    values = posted(cast, who=[someone_new(name="محمد جواد الساعدي", asked=True)])

    assert amal.post("/meetings/new/", values).status_code == 302


def test_a_meeting_that_is_sent_twice_does_not_ask_about_its_own_newcomers(cast, amal):
    values = posted(cast, who=[someone_new(name="محمد جواد الساعدي")])

    assert [amal.post("/meetings/new/", values).status_code for _ in range(2)] == [302, 302]


def test_somebody_new_can_be_taken_from_the_register_with_one_tap(cast, amal):
    there = register(cast.amal, "Mohammed Jawad al-Saadi", "tribe", "basra")

    told = amal.get(reverse("log_same_person"), {"name": "محمد جواد الساعدي"}).content.decode()

    assert "Take this one" in told
    assert "another script" in told
    assert str(there.pk) in told


def test_a_birth_year_is_kept_of_persons_only_and_within_reason(cast, amal):
    made = amal.post(NEW, form("Ridha Tamimi", birth_year="1970"))
    with acting_as(cast.amal, "read"):
        assert Stakeholder.objects.visible_to(cast.amal).get().birth_year == 1970
    assert made.status_code == 302

    for changes in (
        {"birth_year": "1899"},
        {"birth_year": "2999"},
        {"birth_year": "x"},
        {"birth_year": "1970", "kind": "organisation"},
    ):
        refused = amal.post(NEW, form("Qasim Haydari", **changes))
        assert refused.status_code == 422, changes
        assert "errorlist" in refused.content.decode()
