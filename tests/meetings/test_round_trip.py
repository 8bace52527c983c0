"""The amend form, saved as it opened, changes nothing but who saved it and why."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.actions import amend_meeting
from engagement.meetings.codes import Kind, Status
from engagement.meetings.drafts import Attendance, FollowUpDraft, IssueDraft
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.models import GuestTeam, Meeting, Participant, Subject, Venue
from engagement.regions.models import Region
from engagement.stakeholders.posts.models import Post
from tests.cast import draft_of, meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db

ROWS = (Meeting, Venue, Subject, GuestTeam, Participant, FollowUp, IssueRaised)
MOVES = ("version", "touched")


def everything():
    """All rows of all tables of the log, but what says that somebody saved."""
    with owner():
        return {
            model.__name__: [
                {key: value for key, value in row.items() if key not in MOVES}
                for row in model.plain.order_by("pk").values()
            ]
            for model in ROWS
        }


def as_sent(page):
    """The form's fields as a browser would send them."""
    form, context = page.context["form"], page.context
    sent = {"more": "1", "who": [chip["value"] for chip in context["chips"]]}
    for bound in form:
        value = bound.value()
        if value not in (None, "", [], False):
            sent[bound.html_name] = "on" if value is True else value
    sent["held_on"] = str(sent["held_on"])
    kinds = {"follow_up": "follow_ups", "promise": "promises", "issue": "issues"}
    for kind, rows in kinds.items():
        for suffix, name in (("_id", "id"), ("", "text"), ("_due", "due"), ("_who", "who")):
            sent[kind + suffix] = [getattr(row, name) for row in context[rows]]
    for chip in (chip for chip in context["chips"] if "key" in chip):
        sent.update(_beside(chip))
    sent["arranged_through"] = context["through"]["value"]
    return sent


def _beside(chip):
    side = f"who.{chip['key']}"
    chosen = next((post["id"] for post in chip["posts"] if post["chosen"]), "")
    fields = {f"{side}.role": chip["role"], f"{side}.post": chosen}
    if chip["at_their_place"]:
        fields[f"{side}.at_their_place"] = "on"
    return fields | {f"{side}.{head['name']}": head["value"] for head in chip["heads"]}


def post_of(actor, person, body, **more):
    with acting_as(actor, "post.added"):
        return Post.objects.create(
            id=new_id(), stakeholder=person, organisation=body, title="Head", **more
        )


def full_meeting(cast):
    amal = cast.amal
    person, body = register(amal, "Jabbar"), register(amal, "Ministry", kind="organisation")
    group = register(amal, "Residents", kind="community")
    post = post_of(amal, person, body, valid_from=date(2020, 1, 1))
    post_of(amal, person, register(amal, "Council", kind="organisation"))
    attendances = (
        Attendance(stakeholder_id=person.pk, post_id=post.pk, at_their_place=True),
        Attendance(stakeholder_id=group.pk, headcount=12, women=5, men=7, under_18=2, aged_60_up=1),
        Attendance(stakeholder_id=body.pk, role=Participant.Role.OBSERVER),
    )
    side = {"text": "Open the road", "due_on": date(2026, 5, 1)}
    return meet(
        amal,
        "basra",
        "diyala",
        who=attendances,
        kind=Kind.CONTACT,
        outcome="Agreed",
        summary="A long\ntalk",
        purpose="dialogue",
        participation_level="consult",
        asked_by="theirs",
        arranged_through_id=body.pk,
        not_attributable=True,
        duration=45,
        subjects=(Region.objects.get(key="erbil"),),
        guest_team_ids=(cast.partner.pk,),
        tlp=Tlp.GREEN,
        follow_ups=(
            FollowUpDraft(id=new_id(), text="Minutes", assigned_to_id=amal.user_id),
            FollowUpDraft(id=new_id(), side="theirs", by_id=person.pk, **side),
        ),
        issues=(IssueDraft(id=new_id(), text="Salaries", raised_by_id=person.pk),),
    )


def settle():
    """What happened to promises and issues since."""
    with owner():
        FollowUp.plain.update(done_on=date(2026, 4, 1), verified_on=date(2026, 4, 2))
        IssueRaised.plain.update(answer="Paid", answered_on=date(2026, 4, 1))


def test_the_amend_form_saved_as_it_opened_changes_nothing(cast):
    made = full_meeting(cast)
    settle()
    before, address = everything(), reverse("meeting_amend", args=[made.pk])
    client = client_of(cast.amal)

    answer = client.post(address, {**as_sent(client.get(address)), "amend_reason": "Looked"})

    assert answer.status_code == 302
    assert everything() == before


def test_so_does_a_guest_team_that_may_not_open_everybody(cast):
    hidden = register(cast.amal, "Secret Unit", "pmf_unit", kind="unit")
    body = register(cast.amal, "Secret Body", "pmf_unit", kind="organisation")
    seen = register(cast.amal, "Jabbar")
    post = post_of(cast.amal, seen, body)
    made = meet(
        cast.amal,
        "basra",
        who=(hidden, Attendance(stakeholder_id=seen.pk, post_id=post.pk)),
        guest_team_ids=(cast.partner.pk,),
        arranged_through_id=hidden.pk,
        follow_ups=(FollowUpDraft(id=new_id(), side="theirs", text="x", by_id=hidden.pk),),
        issues=(IssueDraft(id=new_id(), text="y", raised_by_id=hidden.pk),),
    )
    before, address = everything(), reverse("meeting_amend", args=[made.pk])
    carla = client_of(cast.carla)

    page = carla.get(address)
    answer = carla.post(address, {**as_sent(page), "amend_reason": "Looked"})

    for row in (hidden, body, post):
        assert str(row.pk) not in page.content.decode()
    assert answer.status_code == 302
    assert everything() == before


def test_a_post_that_is_corrected_is_frozen_anew(cast):
    amal = cast.amal
    person = register(amal, "Jabbar", "cso_ngo")
    body = register(amal, "Unit", "pmf_unit", kind="organisation")
    post = post_of(amal, person, body, seniority="senior")
    made = meet(amal, "basra", who=(Attendance(stakeholder_id=person.pk),), status=Status.HELD)
    draft = draft_of(
        amal, "basra", who=(Attendance(stakeholder_id=person.pk, post_id=post.pk),), id=made.pk
    )

    with acting_as(amal, "meeting.amended", "They spoke for the unit"):
        amend_meeting(amal, made.pk, draft, version=made.version)

    with owner():
        row = Participant.plain.get()
    assert (row.frozen_organisation_id, row.frozen_type_id) == (body.pk, "pmf_unit")
