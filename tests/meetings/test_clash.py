"""Two people amend at once: what each wrote is seen, merged where it can be, and chosen."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from engagement.access.keys import new_id
from engagement.access.models import Role
from engagement.access.scope import acting_as
from engagement.meetings.actions import withdraw_meeting
from engagement.meetings.drafts import FollowUpDraft
from engagement.meetings.models import Meeting, Participant
from tests.cast import DAY, meet, member, register
from tests.conftest import owner
from tests.meetings.browsing import client_of, place, posted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hala(cast) -> Client:
    """A second officer of the same team."""
    return client_of(member(cast.programme, "hala", Role.OFFICER, cast.mission))


@pytest.fixture
def person(cast):
    return register(cast.amal, "Jabbar")


@pytest.fixture
def made(cast, person) -> Meeting:
    draft = FollowUpDraft(id=new_id(), text="Send the map")
    return meet(
        cast.amal, "basra", who=(person,), outcome="Before", duration=60, follow_ups=(draft,)
    )


def form_of(client, made) -> dict:
    """The amend form as a browser would send it back untouched."""
    form = client.get(reverse("meeting_amend", args=[made.pk])).context["form"]
    values = {name: form[name].value() for name in form.fields}
    values["who"] = form.initial["who"]
    for kind in ("follow_up", "promise", "issue"):
        rows = form.initial[kind]
        values[f"{kind}_id"] = [row.id for row in rows]
        values[kind] = [row.text for row in rows]
        values[f"{kind}_due"] = [row.due for row in rows]
        values[f"{kind}_who"] = [row.who for row in rows]
    sent = {k: v for k, v in values.items() if v is not None and v is not False}
    return {**sent, "more": "1", "amend_reason": "Better known", "held_on": DAY.isoformat()}


def save(client, made, values):
    return client.post(reverse("meeting_amend", args=[made.pk]), values)


def sent_back(answer) -> dict:
    """What the merged form would send."""
    data = answer.context["form"].data
    return {name: data.getlist(name) for name in data}


def now(made) -> Meeting:
    with owner():
        return Meeting.plain.get(pk=made.pk)


def rows(answer) -> dict:
    return {row["label"]: row for row in answer.context["clash"]}


def test_what_only_one_changed_merges_and_saving_again_keeps_both(cast, amal, hala, made):
    mine, hers = form_of(amal, made), form_of(hala, made)
    save(hala, made, {**hers, "duration": "90", "place": place("wasit")})

    answer = save(amal, made, {**mine, "outcome": "Mine"})

    assert answer.status_code == 409
    assert rows(answer)["Minutes"] == {
        "key": "",
        "label": "Minutes",
        "base": "60",
        "theirs": "90",
        "mine": "60",
        "kept": "theirs",
    }
    assert now(made).outcome == "Before"
    assert save(amal, made, sent_back(answer)).status_code == 302
    with owner():
        assert (now(made).duration, now(made).outcome) == (90, "Mine")
        assert [row.region.key for row in made.venues(manager="plain").all()] == ["wasit"]


@pytest.mark.parametrize(("choice", "kept"), [("theirs", "Hers"), ("mine", "Mine")])
def test_what_both_changed_is_chosen(amal, hala, made, choice, kept):
    mine, hers = form_of(amal, made), form_of(hala, made)
    save(hala, made, {**hers, "outcome": "Hers"})

    answer = save(amal, made, {**mine, "outcome": "Mine"})

    row = rows(answer)["What came of it"]
    assert [row[name] for name in ("base", "theirs", "mine", "kept")] == [
        "Before",
        "Hers",
        "Mine",
        "ask",
    ]
    page = answer.content.decode()
    assert 'name="keep.outcome" value="theirs"' in page
    again = save(amal, made, {**sent_back(answer), "keep.outcome": choice})
    assert again.status_code == 302
    assert now(made).outcome == kept


def test_people_and_promises_added_and_taken_out_on_either_side_merge(
    cast, amal, hala, made, person
):
    first, second = register(cast.amal, "First"), register(cast.amal, "Second")
    mine, hers = form_of(amal, made), form_of(hala, made)
    chip = [json.dumps({"stakeholder": str(one.pk)}) for one in (first, second)]
    save(
        hala,
        made,
        {**hers, "who": [chip[0]], "follow_up_id": [str(new_id())], "follow_up": ["Call them"]},
    )

    answer = save(amal, made, {**mine, "who": [*mine["who"], chip[1]]})

    assert rows(answer)["Jabbar"]["kept"] == "theirs"
    assert save(amal, made, sent_back(answer)).status_code == 302
    with owner():
        people = set(Participant.plain.values_list("stakeholder_id", flat=True))
        texts = set(made.follow_ups(manager="plain").values_list("text", flat=True))
    assert people == {first.pk, second.pk}
    assert texts == {"Send the map", "Call them"}


def test_the_same_change_on_both_sides_is_no_question(amal, hala, made):
    mine, hers = form_of(amal, made), form_of(hala, made)
    save(hala, made, {**hers, "outcome": "Agreed"})

    answer = save(amal, made, {**mine, "outcome": "Agreed"})

    assert answer.status_code == 409
    assert answer.context["clash"] == []
    assert save(amal, made, sent_back(answer)).status_code == 302


def test_a_third_version_meanwhile_is_another_clash(amal, hala, made):
    mine, hers = form_of(amal, made), form_of(hala, made)
    save(hala, made, {**hers, "outcome": "Hers"})
    answer = save(amal, made, {**mine, "outcome": "Mine"})
    save(hala, made, {**form_of(hala, made), "outcome": "Hers again"})

    second = save(amal, made, {**sent_back(answer), "keep.outcome": "mine"})

    assert second.status_code == 409
    assert rows(second)["What came of it"]["theirs"] == "Hers again"


def test_a_meeting_withdrawn_meanwhile_is_told_and_nothing_is_lost(cast, amal, made):
    mine = form_of(amal, made)
    with acting_as(cast.bassam, "meeting.withdrawn", "Twice"):
        withdraw_meeting(cast.bassam, made.pk, reason="Twice", version=now(made).version)

    answer = save(amal, made, {**mine, "outcome": "Mine"})

    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()


def test_a_name_that_may_not_be_opened_stands_in_no_clash(cast, amal):
    protected = register(cast.amal, "Secret Unit", "pmf_unit", kind="unit")
    draft = FollowUpDraft(id=new_id(), text="Open", side="theirs", by_id=protected.pk)
    made = meet(
        cast.amal,
        "basra",
        who=(protected, register(cast.amal, "Jabbar")),
        guest_team_ids=(cast.partner.pk,),
        follow_ups=(draft,),
    )
    carla = client_of(cast.carla)
    hers, mine = form_of(carla, made), form_of(amal, made)
    chips = [
        json.dumps({"stakeholder": str(protected.pk), "headcount": 77777}),
        *(text for text in mine["who"] if str(protected.pk) not in text),
    ]
    save(amal, made, {**mine, "who": chips, "promise": ["Open it"], "outcome": "Theirs"})

    page = save(carla, made, {**hers, "outcome": "Hers"})

    assert page.status_code == 409
    text = page.content.decode()
    assert "Somebody you may not open" in text
    for told in ("Secret", str(protected.pk), "77777"):
        assert told not in text, told


def test_somebody_hidden_who_was_taken_out_meanwhile_leaves_no_dead_end(cast, amal):
    protected = register(cast.amal, "Secret Unit", "pmf_unit", kind="unit")
    made = meet(
        cast.amal,
        "basra",
        who=(protected, register(cast.amal, "Jabbar")),
        guest_team_ids=(cast.partner.pk,),
    )
    carla = client_of(cast.carla)
    hers, mine = form_of(carla, made), form_of(amal, made)
    stays = [text for text in mine["who"] if str(protected.pk) not in text]
    save(amal, made, {**mine, "who": stays})

    answer = save(carla, made, {**hers, "outcome": "Hers"})

    assert answer.status_code == 409
    assert save(carla, made, sent_back(answer)).status_code == 302
    assert now(made).outcome == "Hers"


def test_a_bent_choice_is_never_an_error_of_ours(amal, made):
    mine = form_of(amal, made)

    for name in ("keep.", "keep.who.x", "keep.nonsense", "keep.follow_up.1", "keep.who"):
        answer = save(amal, made, {**mine, name: "theirs", "version": "99"})
        assert answer.status_code in (302, 409, 422)


def test_the_day_both_moved_is_told_as_days(amal, hala, made):
    mine, hers = form_of(amal, made), form_of(hala, made)
    save(hala, made, {**hers, "held_on": (DAY + timedelta(days=1)).isoformat()})

    answer = save(amal, made, {**mine, "held_on": (DAY + timedelta(days=2)).isoformat()})

    row = rows(answer)["When"]
    assert (row["base"], row["theirs"], row["mine"]) == (
        "10 March 2026",
        "11 March 2026",
        "12 March 2026",
    )
    assert row["key"] == "held_on"


def test_a_filled_in_form_of_the_first_kind_still_clashes_in_words(cast, amal, made, person):
    values = posted(
        cast,
        id=str(made.pk),
        version="99",
        who=[json.dumps({"stakeholder": str(person.pk)})],
        amend_reason="Wrong",
    )

    assert save(amal, made, values).status_code == 409
