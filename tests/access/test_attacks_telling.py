"""What a page says of something open may tell of something hidden: figures, marks and trails."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from engagement.access.keys import new_id
from engagement.access.rights import SCOPED
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.coverage.present import present
from engagement.meetings.actions import amend_meeting
from engagement.meetings.drafts import Attendance
from engagement.regions.choices import area_of
from engagement.registry.profiles.pages import profile_context
from engagement.stakeholders.actions import amend_stakeholder
from engagement.stakeholders.drafts import StakeholderDraft
from engagement.stakeholders.models import ActorType, Stakeholder
from tests.access.canaries import plant
from tests.api.calls import Caller
from tests.briefs.matches import codes_of
from tests.cast import draft_of, meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of
from tests.stakeholders.knowing import assess, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(cast):
    """What opens a meeting to the partner too, and lets it count today."""
    day = cast.amal.today() - timedelta(days=3)
    return {"guest_team_ids": (cast.partner.pk,), "held_on": day}


def unit(actor, name, **more):
    return register(actor, name, "federal_security", "basra", kind="unit", **more)


def profile(actor, about):
    with acting_as(actor, "read"):
        found = profile_context(actor, about.pk)
    assert found is not None
    return found


def fact(actor, about, label):
    return next(row["value"] for row in profile(actor, about)["facts"] if row["label"] == label)


def test_a_hidden_assessment_speaks_through_no_proposal(cast, both):
    about = register(cast.amal, "Council", "cso_ngo", kind="organisation")
    assess(cast.amal, about, "relation", "hybrid", tlp=Tlp.AMBER_STRICT)
    made = meet(cast.amal, "baghdad", who=(about,), **both)

    assert "EU-1" in codes_of(cast.amal, made)
    assert "EU-1" not in codes_of(cast.carla, made)


def test_a_hidden_post_speaks_through_no_proposal(cast, both):
    person = register(cast.amal, "Person", "judiciary")
    body = register(cast.amal, "Body", "cso_ngo", kind="organisation")
    seat = post(cast.amal, person, body, on_behalf_of=unit(cast.amal, "Hidden", at_risk=True))
    made = meet(
        cast.amal,
        "baghdad",
        who=(Attendance(stakeholder_id=person.pk, post_id=seat.pk),),
        **both,
    )

    assert "US-1" in codes_of(cast.amal, made)
    assert "US-1" not in codes_of(cast.carla, made)


def test_a_body_was_not_met_through_somebody_hidden(cast, both):
    body, hidden = unit(cast.amal, "Brigade"), register(cast.amal, "Hidden", at_risk=True)
    seat = post(cast.amal, hidden, body)
    meet(cast.amal, "basra", who=(Attendance(stakeholder_id=hidden.pk, post_id=seat.pk),), **both)

    assert fact(cast.amal, body, "Last met") != "Never"
    assert fact(cast.carla, body, "Last met") == "Never"
    for actor, met in ((cast.amal, 1), (cast.carla, 0)):
        with acting_as(actor, "read"):
            rows = present(actor, area_of(actor.programme_id), actor.today()).rows
        assert next(one.met for region, one in rows if region.key == "basra") == met


def test_what_a_contested_claim_would_change_tells_no_hidden_assessment(cast, both):
    about = unit(cast.amal, "Brigade")
    assess(cast.amal, about, "relation", "hybrid", tlp=Tlp.AMBER_STRICT)
    meet(cast.amal, "basra", who=(about,), **both)
    assess(cast.carla, about, "relation", "state", standing="conflict", note="x")

    (mine,) = (row for row in profile(cast.amal, about)["facets"] if row["code"] == "relation")
    (hers,) = (row for row in profile(cast.carla, about)["facets"] if row["code"] == "relation")

    assert "1 of 1" in mine["changes"][0]
    assert "0 of 1" in hers["changes"][0]


@pytest.fixture
def in_a_post(cast, both):
    """Somebody open, in an open body, in a post that names a protected one."""
    person, body = register(cast.amal, "Person"), unit(cast.amal, "Ministry")
    seat = post(
        cast.amal, person, body, title="Zqtitle", on_behalf_of=unit(cast.amal, "M", at_risk=True)
    )
    return person, seat


def test_a_hidden_post_is_not_told_by_who_attended_in_it(cast, both, in_a_post):
    person, seat = in_a_post
    who = (Attendance(stakeholder_id=person.pk, post_id=seat.pk),)
    made = meet(cast.amal, "basra", who=who, **both)

    for actor, told in ((cast.amal, True), (cast.carla, False)):
        page = client_of(actor).get(reverse("meeting", args=[made.pk])).content
        payload = Caller(actor).get(f"meetings/{made.pk}/").content
        assert (b"Zqtitle" in page) is told
        assert (b"Zqtitle" in payload) is told


def test_a_post_that_a_guest_may_not_open_is_not_frozen_into_the_meeting(cast, both, in_a_post):
    person, _seat = in_a_post
    made = meet(cast.amal, "basra", who=(person,), **both)

    for actor in (cast.amal, cast.carla):
        assert b"Zqtitle" not in client_of(actor).get(reverse("meeting", args=[made.pk])).content
        assert b"Zqtitle" not in Caller(actor).get(f"meetings/{made.pk}/").content


def test_a_post_of_its_own_team_is_frozen_into_a_meeting_without_guests(cast, in_a_post):
    person, _seat = in_a_post
    made = meet(cast.amal, "basra", who=(person,))

    assert b"Zqtitle" in client_of(cast.amal).get(reverse("meeting", args=[made.pk])).content


def reasons(actor, about):
    return {row["reason"] for row in profile(actor, about)["history"]}


def test_the_reason_of_a_hidden_meeting_stands_in_no_trail_of_somebody_registered_with_it(cast):
    secret = register(cast.amal, "Secret", at_risk=True)
    made = meet(cast.amal, "basra", who=(secret,))
    new = StakeholderDraft(
        id=new_id(),
        kind="person",
        names=("Newcomer",),
        actor_type=ActorType.objects.get(pk="tribe"),
        lead_team_id=cast.mission.pk,
    )
    who = (Attendance(stakeholder_id=secret.pk), Attendance(stakeholder_id=new.id, new=new))
    draft = draft_of(cast.amal, "basra", id=made.pk, who=who)
    with acting_as(cast.amal, "meeting.amended", "Zqreason: Secret brought him"):
        amend_meeting(cast.amal, made.pk, draft, version=made.version)
        there = Stakeholder.objects.visible_to(cast.amal).get(pk=new.id)

    for actor in (cast.ruth, cast.carla, cast.amal):
        assert not any("Zqreason" in why for why in reasons(actor, there))


def test_why_a_body_is_protected_stands_in_no_trail_of_its_members(cast):
    body = unit(cast.carla, "Body")
    person = register(cast.amal, "Member")
    post(cast.amal, person, body)
    draft = StakeholderDraft(
        id=body.pk,
        kind="unit",
        names=("Body",),
        actor_type=body.actor_type,
        at_risk=True,
        lead_team_id=cast.partner.pk,
    )
    with acting_as(cast.carla, "stakeholder.amended", "Zqreason: an informant leads it"):
        amend_stakeholder(cast.carla, body.pk, draft, version=body.version)

    assert any("Zqreason" in why for why in reasons(cast.carla, body))
    for actor in (cast.amal, cast.bassam, cast.carla):
        assert not any("Zqreason" in why for why in reasons(actor, person))


def test_a_protected_source_is_for_who_answers_for_the_claim(cast):
    about = register(cast.amal, "Council", "cso_ngo", kind="organisation")
    claim = assess(cast.amal, about, "relation", "state", protected_source="Zqsource")
    to = reverse("assessment_source", args=[claim.pk])

    assert (
        to
        not in client_of(cast.carla).get(reverse("stakeholder", args=[about.pk])).content.decode()
    )
    refused = client_of(cast.carla).post(to)
    assert refused.status_code == 403
    assert b"Zqsource" not in refused.content
    assert b"Zqsource" in client_of(cast.amal).post(to).content


def test_no_row_on_a_root_is_stricter_than_it_but_in_the_register(cast):
    # A row that is would tell its reason through its root's event, which others may open.
    with owner():
        plant(cast)
        for name, (column, _rights) in SCOPED.items():
            if column in ("id", "stakeholder_id"):
                continue
            model = apps.get_model("engagement", name)
            rows = model.objects.unscoped("a test").select_related(column.removesuffix("_id"))
            stricter = [row for row in rows if row.tlp != getattr(row, column[:-3]).tlp]
            assert stricter == [], name
