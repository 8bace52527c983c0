"""The page of one meeting: everything of it, at the time and today, and nothing one may not see."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.codes import Status
from engagement.meetings.drafts import Attendance, FollowUpDraft, IssueDraft
from engagement.regions.models import Region
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.models import Post
from tests.cast import meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of, statements

pytestmark = pytest.mark.django_db
#: The savepoint of a test's transaction, its release, and the context emptied at its end.
OF_THE_TEST = 3


def shown(client, meeting) -> str:
    answer = client.get(reverse("meeting", args=[meeting.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def full(cast, *people, **more):
    """A meeting with something in every place."""
    who = people or (register(cast.amal, "Sheikh Jabbar", "tribe", "basra"),)
    values = {
        "starts_at": None,
        "duration": 90,
        "outcome": "They will send a list",
        "summary": "It was long",
        "purpose": "dialogue",
        "participation_level": "consult",
        "asked_by": "theirs",
        "not_attributable": True,
        "subjects": (Region.objects.get(key="wasit"),),
        "issues": (IssueDraft(id=new_id(), text="No water", raised_by_id=who[0].pk),),
        "follow_ups": (
            FollowUpDraft(id=new_id(), text="Send the map", due_on=date(2026, 3, 20)),
            FollowUpDraft(id=new_id(), text="Open the road", side="theirs", by_id=who[0].pk),
        ),
        "guest_team_ids": (cast.partner.pk,),
    }
    return meet(cast.amal, "basra", who=who, **{**values, **more})


def test_everything_of_a_meeting_stands_on_its_page(cast, amal):
    made = full(cast)

    page = shown(amal, made)

    for words in (
        "Sheikh Jabbar",
        "Basra",
        "Wasit",
        "90 minutes",
        "They will send a list",
        "It was long",
        "Dialogue",
        "Consult",
        "They",
        "Not to be attributed",
        "No water",
        "Send the map",
        "Overdue",
        "Open the road",
        "Mission",
        "Partner",
        "default of the actor type",
    ):
        assert words in page, words


def test_a_group_is_shown_by_sex_and_age(cast, amal):
    group = register(cast.amal, "Residents", "community_committee", kind=Stakeholder.Kind.COMMUNITY)
    row = Attendance(
        stakeholder_id=group.pk, headcount=20, women=12, men=8, under_18=3, at_their_place=True
    )

    page = shown(amal, meet(cast.amal, "basra", who=(row,)))

    for words in ("20 people", "women: 12", "men: 8", "under 18: 3", "at their place"):
        assert words in page, words


def test_what_was_true_then_stands_beside_what_is_true_today(cast, amal):
    person = register(cast.amal, "Jabbar", "tribe", "basra")
    made = full(cast, person)
    with owner():
        Stakeholder.plain.filter(pk=person.pk).update(
            actor_type_id="cso_ngo", base_region=Region.objects.get(key="wasit")
        )

    answer = amal.get(reverse("meeting", args=[made.pk]))

    (one,) = answer.context["participants"]
    drift = {fact["label"]: (fact["then"], fact["now"]) for fact in one["today"]}
    assert drift["Where from"] == ("Basra", "Wasit")
    assert drift["Actor type"][0] != drift["Actor type"][1]
    assert "Figures use what was true at the time" in answer.content.decode()


def test_the_seniority_of_a_meeting_is_the_highest_among_the_counterparts(cast, amal):
    body = register(cast.amal, "Ministry", "cso_ngo", kind="organisation")
    who = []
    for name, rank in (("A", "local"), ("B", "senior")):
        person = register(cast.amal, name)
        with acting_as(cast.amal, "post.added"):
            post = Post(stakeholder=person, organisation=body, title=f"Head {name}", seniority=rank)
            post.save(force_insert=True)
        who.append(Attendance(stakeholder_id=person.pk, post_id=post.pk))

    page = shown(amal, meet(cast.amal, "basra", who=tuple(who)))

    assert "Director general, or senior command" in page
    assert "\u2068Head A\u2069, \u2068Ministry\u2069" in page


def test_a_planned_meeting_offers_to_say_that_it_was_held(cast, amal):
    made = meet(cast.amal, "basra", who=(register(cast.amal, "A"),), status=Status.PLANNED)

    assert f"{reverse('meeting_amend', args=[made.pk])}?held=1" in shown(amal, made)


def test_a_reader_is_offered_nothing_to_change(cast):
    page = shown(client_of(cast.ruth), full(cast, tlp=Tlp.GREEN))

    for door in ("amend", "withdraw", "attachments", "issues/new", "follow-ups/new"):
        assert f"/{door}/" not in page, door


def test_a_meeting_raised_by_somebody_in_it_says_so(cast, amal):
    protected = register(cast.amal, "Unit", "pmf_unit", kind="unit")
    made = full(cast, protected, tlp=Tlp.GREEN)

    assert "because somebody in it is better protected" in shown(amal, made)


def test_a_name_that_may_not_be_opened_stands_nowhere_on_the_page(cast, amal):
    protected = register(cast.amal, "Secret Unit", "pmf_unit", "basra", kind="unit")
    made = full(cast, protected, arranged_through_id=protected.pk)
    with acting_as(cast.amal, "stakeholder.amended", "Secret Unit is in danger"):
        Stakeholder.objects.visible_to(cast.amal).filter(pk=protected.pk).update(at_risk=True)

    page = shown(client_of(cast.carla), made)

    assert page.count("Somebody you may not open") == 4
    for told in ("Secret", str(protected.pk), "Hybrid", "in danger"):
        assert told not in page, told


def test_a_relation_by_an_assessment_that_may_not_be_opened_is_not_told(cast, amal):
    from engagement.stakeholders.assessments.models import Assessment

    person = register(cast.amal, "Jabbar", "tribe")
    with acting_as(cast.amal, "assessment.added"):
        Assessment(
            stakeholder=person,
            facet="relation",
            value="hybrid",
            standing="accepted",
            assessed_on=date(2026, 1, 1),
            source="A report",
            own_tlp=Tlp.AMBER_STRICT,
        ).save(force_insert=True)
    made = full(cast, person, issues=(), follow_ups=())

    assert "Hybrid" in shown(amal, made)
    page = shown(client_of(cast.carla), made)
    assert "by an assessment you may not open" in page
    assert "Hybrid" not in page


def test_the_page_costs_at_most_20_statements_however_much_is_in_it(cast, amal):
    small = full(cast)
    people = tuple(register(cast.amal, f"B{n}") for n in range(6))
    large = full(
        cast,
        *people,
        follow_ups=tuple(FollowUpDraft(id=new_id(), text=f"{n}") for n in range(9)),
        issues=tuple(IssueDraft(id=new_id(), text=f"{n}") for n in range(9)),
    )

    few, many = (statements(amal, reverse("meeting", args=[row.pk])) for row in (small, large))

    assert many == few
    assert many - OF_THE_TEST <= 20
