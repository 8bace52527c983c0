"""Somebody who knows a number from elsewhere asks: is it this one who sat there?

A guest team opens a meeting, but not everybody in it. Whoever is hidden must answer to no question
about their number in another way than somebody who was never there.
"""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.drafts import FollowUpDraft, IssueDraft
from engagement.meetings.models import Participant
from tests.api.calls import Caller
from tests.cast import meet, register
from tests.meetings.browsing import client_of, place, posted
from tests.meetings.test_clash import form_of, now, save

pytestmark = pytest.mark.django_db
TOKEN = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r'|name="csrfmiddlewaretoken" value="[^"]*"|nonce-?="?[^"]*"'
)


@pytest.fixture
def inside(cast):
    """In the meeting, and not for the guest team."""
    return register(cast.amal, "Protected", "pmf_unit", kind="unit")


@pytest.fixture
def outside(cast):
    """As hidden from the guest team, and never there."""
    return register(cast.amal, "Elsewhere", "pmf_unit", kind="unit")


@pytest.fixture
def made(cast, inside):
    return meet(
        cast.amal,
        "basra",
        who=(inside, register(cast.amal, "Jabbar")),
        guest_team_ids=(cast.partner.pk,),
        arranged_through_id=inside.pk,
        follow_ups=(FollowUpDraft(id=new_id(), text="Open", side="theirs", by_id=inside.pk),),
        issues=(IssueDraft(id=new_id(), text="Pay", raised_by_id=inside.pk),),
    )


@pytest.fixture
def carla(cast):
    return client_of(cast.carla)


def said(answer) -> tuple[int, str]:
    """The answer without the numbers that differ in any two."""
    return answer.status_code, TOKEN.sub("", answer.content.decode())


def by_number(person, **more) -> str:
    return json.dumps({"stakeholder": str(person.pk), **more})


def question(carla, made, change):
    """What an amendment with the change is answered; nothing of it may be kept."""
    version = now(made).version
    answer = save(carla, made, {**form_of(carla, made), **change})
    assert now(made).version == version, "and nothing is written"
    return said(answer)


def test_adding_a_hidden_number_is_answered_alike_in_the_meeting_and_out_of_it(
    carla, made, inside, outside
):
    theirs = form_of(carla, made)["who"]

    asked = [question(carla, made, {"who": [*theirs, by_number(who)]}) for who in (inside, outside)]

    assert asked[0] == asked[1]
    assert asked[0][0] == 422


def test_a_hidden_number_twice_is_answered_alike(carla, made, inside, outside):
    theirs = form_of(carla, made)["who"]

    asked = [
        question(carla, made, {"who": [*theirs, by_number(who), by_number(who)]})
        for who in (inside, outside)
    ]

    assert asked[0] == asked[1]


def test_a_hidden_number_with_the_post_that_was_kept_is_answered_alike(
    carla, made, inside, outside
):
    theirs = form_of(carla, made)["who"]

    asked = [
        question(carla, made, {"who": [*theirs, by_number(who, post="kept")]})
        for who in (inside, outside)
    ]

    assert asked[0] == asked[1]


def test_somebody_new_by_a_hidden_number_is_answered_alike(carla, made, inside, outside):
    theirs = form_of(carla, made)["who"]
    new = {"kind": "person", "name": "Somebody", "actor_type": "tribe"}

    asked = [
        question(carla, made, {"who": [*theirs, json.dumps({**new, "id": str(who.pk)})]})
        for who in (inside, outside)
    ]

    assert asked[0][0] == asked[1][0] == 409


@pytest.mark.parametrize("field", ["arranged_through", "promise_who", "issue_who"])
def test_naming_a_hidden_number_is_answered_alike(carla, made, inside, outside, field):
    asked = [question(carla, made, {field: str(who.pk)}) for who in (inside, outside)]

    assert asked[0] == asked[1]
    assert asked[0][0] == 422


def test_a_choice_of_the_clash_page_answers_to_no_hidden_number(carla, made, inside, outside):
    theirs = form_of(carla, made)["who"]
    without = [text for text in theirs if "kept" not in text]
    assert len(without) < len(theirs)

    asked = [
        question(carla, made, {"who": without, f"keep.who.{who.pk}": "theirs"})
        for who in (inside, outside)
    ]

    assert asked[0] == asked[1]
    assert asked[0][0] == 422


def test_the_fields_beside_a_hidden_person_change_nothing(cast, carla, made, inside):
    change = {f"who.{inside.pk}.role": "observer", f"who.{inside.pk}.headcount": "7"}

    assert save(carla, made, {**form_of(carla, made), **change}).status_code == 302

    with acting_as(cast.amal, "read"):
        row = Participant.objects.visible_to(cast.amal).get(meeting=made, stakeholder=inside)
    assert (row.role, row.headcount) == ("counterpart", None)


def test_the_question_about_a_duplicate_tells_no_meeting_by_a_hidden_number(cast, carla, inside):
    meet(cast.amal, "basra", who=(inside,), guest_team_ids=(cast.partner.pk,))
    values = posted(
        cast,
        lead_team=str(cast.partner.pk),
        held_on="2026-03-10",
        place=place("basra"),
        who=[by_number(inside)],
    )

    answer = carla.post(reverse("meeting_new"), values)

    assert answer.status_code == 422
    assert answer.context["alike"] == []


@pytest.mark.parametrize("at", ["participants", "arranged_through", "follow_ups", "issues"])
def test_the_api_answers_alike_to_a_hidden_number(cast, made, inside, outside, at):
    program = Caller(cast.carla)
    path = f"meetings/{made.pk}/"
    read = program.get(path)

    def put(who):
        sent = {**read.json(), "change_reason": "y"}
        if at == "participants":
            sent[at] = [*sent[at], {"stakeholder": str(who.pk)}]
        elif at == "arranged_through":
            sent[at] = str(who.pk)
        else:
            key = "by" if at == "follow_ups" else "raised_by"
            sent[at] = [{**row, key: str(who.pk)} for row in sent[at]]
        return program("PUT", path, sent, If_Match=read["ETag"])

    first, second = put(inside), put(outside)

    assert first.status_code == second.status_code == 422, first.content
    assert first.json() == second.json()


def test_a_filter_by_a_hidden_number_finds_nothing(cast, carla, made, inside):
    page = carla.get(reverse("meeting_list"), {"with": str(inside.pk)})
    found = Caller(cast.carla).get(f"meetings/?stakeholder={inside.pk}")

    assert page.context["rows"] == []
    assert found.json()["items"] == []


def test_what_is_copied_from_a_meeting_brings_nobody_hidden(carla, made, inside):
    page = carla.get(reverse("log_chips"), {"again": str(made.pk)}).content.decode()
    form = carla.get(reverse("meeting_new"), {"again": str(made.pk)}).content.decode()

    for said_there in (page, form):
        assert "Jabbar" in said_there
        assert str(inside.pk) not in said_there
        assert "Protected" not in said_there


def test_a_level_can_be_asked_of_nobody_hidden(cast, carla):
    hidden = register(cast.amal, "Red one", tlp=Tlp.RED)
    unknown = new_id()
    for name in ("stakeholder", "stakeholder_edit", "stakeholder_retire", "post_new"):
        asked = [carla.get(reverse(name, args=[key])) for key in (hidden.pk, unknown)]
        assert [answer.status_code for answer in asked] == [404, 404], name
        assert said(asked[0]) == said(asked[1]), name
