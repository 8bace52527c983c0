"""What stands behind More, beside the people, and around the form."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from engagement.access.keys import new_id
from engagement.meetings.codes import Status
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.models import Meeting, Participant, Subject, Venue
from tests.cast import meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of, place, posted, someone_new

pytestmark = pytest.mark.django_db


def who(person, **more) -> str:
    return json.dumps({"stakeholder": str(person.pk), **more})


def test_everything_behind_more_arrives_in_the_record(cast, amal):
    through = register(cast.amal, "Broker")
    values = posted(
        cast,
        more="1",
        more_places=[place("basra")],
        subjects=[place("diyala")],
        guest_teams=[str(cast.partner.pk)],
        purpose="dialogue",
        participation_level="consult",
        asked_by="theirs",
        arranged_through=str(through.pk),
        summary="A long talk",
        not_attributable="on",
    )

    assert amal.post("/meetings/new/", values).status_code == 302

    with owner():
        made = Meeting.plain.get()
        assert (made.purpose, made.participation_level) == ("dialogue", "consult")
        assert (made.asked_by, made.arranged_through_id) == ("theirs", through.pk)
        assert (made.summary, made.not_attributable) == ("A long talk", True)
        assert Subject.plain.get().region.key == "diyala"
        assert Venue.plain.filter(meeting=made).count() == 2
        assert cast.partner.pk in made.teams


def test_promises_of_both_sides_and_issues_are_written_with_who(cast, amal):
    person = register(cast.amal, "Jabbar")
    values = posted(
        cast,
        who=[who(person)],
        follow_up=["Send the minutes"],
        follow_up_due=["2026-12-01"],
        follow_up_who=[str(cast.bassam.user_id)],
        promise=["Open the road", ""],
        promise_who=[str(person.pk), ""],
        issue=["Salaries are late"],
        issue_who=[str(person.pk)],
    )

    assert amal.post("/meetings/new/", values).status_code == 302

    with owner():
        ours, theirs = FollowUp.plain.order_by("side")
        assert (ours.text, ours.assigned_to_id) == ("Send the minutes", cast.bassam.user_id)
        assert (theirs.text, theirs.by_id) == ("Open the road", person.pk)
        assert IssueRaised.plain.get().raised_by_id == person.pk


def test_the_fields_beside_somebody_stand_over_what_was_sent_with_them(cast, amal):
    group = register(cast.amal, "Residents", "cso_ngo", kind="community")
    side = f"who.{group.pk}"
    values = posted(cast, who=[who(group, headcount=3)])
    values |= {
        f"{side}.role": "counterpart",
        f"{side}.at_their_place": "on",
        f"{side}.headcount": "١٢",
        f"{side}.women": "5",
        f"{side}.under_18": "2",
    }

    assert amal.post("/meetings/new/", values).status_code == 302

    with owner():
        row = Participant.plain.get()
    assert (row.headcount, row.women, row.under_18) == (12, 5, 2)
    assert row.at_their_place


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ({"headcount": "3", "women": "2", "men": "2"}, "more than the head count"),
        ({"headcount": "3", "under_18": "4"}, "more than the head count"),
        ({"headcount": "many"}, "a whole number from 1"),
        ({"women": "2"}, "more than the head count"),
        ({"headcount": "0"}, "a whole number from 1"),
    ],
)
def test_head_counts_that_do_not_fit_are_said_beside_the_group(cast, amal, counts, message):
    group = register(cast.amal, "Residents", "cso_ngo", kind="community")
    side = f"who.{group.pk}"
    values = posted(cast, who=[who(group)], **{f"{side}.role": "counterpart"})

    answer = amal.post("/meetings/new/", values | {f"{side}.{k}": v for k, v in counts.items()})

    assert answer.status_code == 422
    assert message in answer.content.decode()


@pytest.mark.parametrize("status", ["postponed", "cancelled", "not_held"])
def test_what_became_of_a_meeting_is_a_choice(cast, amal, status):
    values = posted(cast, status="not_held", how_not=status, reason="security")

    assert amal.post("/meetings/new/", values).status_code == 302

    with owner():
        assert Meeting.plain.get().status == status


def test_a_planned_meeting_becomes_held_in_one_step(cast, amal):
    person = register(cast.amal, "Jabbar")
    day = cast.amal.today() - timedelta(days=2)
    made = meet(cast.amal, "basra", who=(person,), status=Status.PLANNED, held_on=day)
    page = amal.get(reverse("meeting_amend", args=[made.pk]) + "?held=1")
    form = page.context["form"]

    assert (form["status"].value(), form["held_on"].value()) == (Status.HELD, day)
    assert form["amend_reason"].value() == "It was held"


def test_saved_now_and_completed_later(cast, amal):
    values = posted(cast, op="later", place="", who=[])

    assert amal.post("/meetings/new/", values).status_code == 302
    with owner():
        made = Meeting.plain.get()
        assert made.to_complete
    address = reverse("meeting_amend", args=[made.pk])
    assert amal.get(address).context["form"]["amend_reason"].value() == "Completed"
    again = {**values, "op": "", "version": str(made.version), "amend_reason": "Completed"}
    assert amal.post(address, again).status_code == 422
    again |= {"place": place("basra"), "who": [someone_new()]}
    assert amal.post(address, again).status_code == 302
    with owner():
        assert not Meeting.plain.get().to_complete


def test_save_and_next_opens_a_form_with_team_place_and_how(cast, amal):
    values = posted(cast, op="next", place=place("basra"), mode="remote")

    answer = amal.post("/meetings/new/", values)

    assert answer.url == f"/meetings/new/?next={values['id']}"
    page = amal.get(answer.url)
    form = page.context["form"]
    assert (form["place"].value(), form["mode"].value()) == (place("basra"), "remote")
    assert f'data-saved="{values["id"]}"' in page.content.decode()
    assert form["id"].value() != values["id"]


def test_the_same_people_again(cast, amal):
    person = register(cast.amal, "Jabbar")
    made = meet(cast.amal, "basra", who=(person,))

    page = amal.get(f"/meetings/new/?again={made.pk}&same=people")

    assert [chip["name"] for chip in page.context["chips"]] == ["Jabbar"]
    assert page.context["form"]["place"].value() == ""
    assert amal.get("/meetings/new/?again=nonsense").status_code == 200
    chips = amal.get(reverse("log_chips") + f"?again={made.pk}").content.decode()
    assert "Jabbar" in chips


def test_somebody_elses_hidden_meeting_is_no_model_for_ours(cast, amal):
    hidden = meet(cast.carla, "basra", who=(register(cast.carla, "Canary"),))

    for address in (f"/meetings/new/?again={hidden.pk}", f"/meetings/new/?next={hidden.pk}"):
        page = amal.get(address)
        assert page.context["form"]["place"].value() == ""
        assert str(hidden.pk) not in page.content.decode().replace(address, "")


def test_what_may_be_the_same_meeting_is_asked_once(cast, amal):
    person = register(cast.amal, "Jabbar")
    day = cast.amal.today()
    made = meet(cast.amal, "baghdad", who=(person,), held_on=day - timedelta(days=1))
    values = posted(cast, who=[who(person)])

    asked = amal.post("/meetings/new/", values)

    page = asked.content.decode()
    assert asked.status_code == 422
    assert "Is this the same meeting?" in page
    assert reverse("meeting", args=[made.pk]) in page
    assert "They will send a list" in page
    assert amal.post("/meetings/new/", {**values, "anyway": "1"}).status_code == 302


@pytest.mark.parametrize(
    ("changes", "days"), [({"place": "basra"}, 0), ({}, 2), ({"who": "other"}, 0)]
)
def test_another_place_day_or_person_is_another_meeting(cast, amal, changes, days):
    person, other = register(cast.amal, "Jabbar"), register(cast.amal, "Mizhir")
    meet(cast.amal, "baghdad", who=(person,), held_on=cast.amal.today() - timedelta(days=days))
    values = posted(cast, who=[who(other if changes.get("who") else person)])
    values["place"] = place(changes.get("place", "baghdad"))

    assert amal.post("/meetings/new/", values).status_code == 302


def test_a_hidden_duplicate_is_not_betrayed(cast, amal):
    person = register(cast.amal, "Jabbar")
    meet(cast.carla, "baghdad", who=(person,), held_on=cast.amal.today())

    assert amal.post("/meetings/new/", posted(cast, who=[who(person)])).status_code == 302


def test_another_row_is_given_without_saving_or_judging(cast, amal):
    values = posted(cast, op="more:promise", who=[], place="", promise=["Open the road"])

    answer = amal.post("/meetings/new/", values)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count('name="promise"') == 2
    assert "Open the road" in page
    assert "Say whom you met" not in page
    with owner():
        assert not Meeting.plain.exists()


def test_whose_session_ended_is_told_and_keeps_the_text(cast, amal):
    amal.logout()

    answer = amal.post("/meetings/new/", posted(cast, summary="Hours of work"))

    page = answer.content.decode()
    assert answer.status_code == 401
    assert "Hours of work" in page
    assert "?next=/meetings/new/" in page


def test_somebody_new_with_a_name_that_is_there_is_pointed_out(cast, amal):
    register(cast.amal, "الشيخ جبّار")
    register(cast.carla, "Hidden One", "pmf_unit", kind="unit")
    address = reverse("log_same_person")

    assert "Same person?" in amal.get(address, {"name": "الشيخ جبار"}).content.decode()
    for name in ("Somebody else", "", "\x00", "Hidden One"):
        assert "Same person?" not in amal.get(address, {"name": name}).content.decode()


def test_a_guest_team_does_not_change_which_teams_took_part(cast):
    person = register(cast.amal, "Jabbar")
    made = meet(cast.amal, "basra", who=(person,), guest_team_ids=(cast.partner.pk,))
    values = posted(
        cast, id=str(made.pk), version=str(made.version), who=[who(person)], amend_reason="x"
    )

    answer = client_of(cast.carla).post(
        reverse("meeting_amend", args=[made.pk]), {**values, "more": "1"}
    )

    assert answer.status_code == 422
    assert "Only the lead team may change which teams" in answer.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"arranged_through": str(new_id())},
        {"promise": ["x"], "promise_who": [str(new_id())]},
        {"issue": ["x" * 1001]},
        {"issue": ["x"], "issue_who": ["nonsense"]},
        {"follow_up": ["x"], "follow_up_who": [str(new_id())]},
        {"follow_up": ["x"], "follow_up_due": ["31.31.2026"]},
        {"promise": ["a\x00b"]},
        {"follow_up_due": ["2026-12-01"]},
        {"purpose": "conquest"},
        {"summary": "x" * 20_001},
        {"guest_teams": [str(new_id())]},
        {"subjects": ["0"]},
    ],
)
def test_what_cannot_stand_is_refused_in_words(cast, amal, changes):
    answer = amal.post("/meetings/new/", posted(cast, more="1", **changes))

    assert answer.status_code == 422
    assert "They will send a list" in answer.content.decode()
