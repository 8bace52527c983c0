"""A stakeholder's page: what it says of how sure we are, and what it never gives away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.drafts import Attendance
from engagement.registry.profiles.met import met
from engagement.registry.profiles.pages import profile_context
from engagement.stakeholders.assessments.models import Assessment
from engagement.stakeholders.posts.models import Post
from tests.cast import meet, register
from tests.meetings.browsing import client_of
from tests.stakeholders.knowing import assess, decided, opinion, post, stand

pytestmark = pytest.mark.django_db


def seen_by(actor, about):
    return client_of(actor).get(reverse("stakeholder", args=[about.pk])).content.decode()


def context(actor, about):
    with acting_as(actor, "read"):
        found = profile_context(actor, about.pk)
    assert found is not None
    return found


def unit(actor, name="Palm Brigade", **more):
    return register(actor, name, "pmf_unit", kind="unit", **more)


def test_the_relation_says_what_it_rests_on(cast):
    about = unit(cast.amal)
    by_type = seen_by(cast.amal, about)
    assess(cast.amal, about, "relation", "non_state")
    by_claim = seen_by(cast.amal, about)

    assert "by the default of the actor type" in by_type
    assert "by an accepted assessment (\u2066B2\u2069, 10 March 2026)" in by_claim


def test_two_that_contradict_stand_beside_each_other_and_neither_is_the_answer(cast):
    about = unit(cast.amal)
    assess(cast.amal, about, "alignment", "sadrist", standing="conflict", note="one paper")
    assess(cast.amal, about, "alignment", "state_command", standing="conflict", note="another")

    (facet,) = context(cast.amal, about)["facets"]

    assert (facet["code"], facet["conflicts"]) == ("alignment", 2)
    assert {card["value_label"] for card in facet["cards"]} == {"Sadrist", "State command"}
    assert len(facet["times"]) == 2
    assert "Current alignment" not in seen_by(cast.amal, about)


@pytest.mark.parametrize(("age", "state"), [(10, "current"), (365, "current"), (366, "stale")])
def test_an_understanding_is_current_for_twelve_months(cast, age, state):
    about = unit(cast.amal)
    day = cast.amal.today() - timedelta(days=age)
    assess(cast.amal, about, "area", "base", place="basra", assessed_on=day)

    assert context(cast.amal, about)["understanding"]["state"] == state


def test_without_an_accepted_assessment_we_understand_nothing_of_a_unit(cast):
    about = unit(cast.amal)
    assess(cast.amal, about, "relation", "state", standing="needs_work")

    assert context(cast.amal, about)["understanding"]["state"] == "none"
    assert context(cast.amal, register(cast.amal, "A person"))["understanding"] == {}


def test_what_a_contested_relation_would_change_is_counted(cast):
    """Four counted: the unit itself twice, its officer for it once, and one before it holds."""
    about, officer = unit(cast.amal), register(cast.amal, "Officer", "pmf_unit")
    seat = post(cast.amal, officer, about)
    day = cast.amal.today() - timedelta(days=50)
    for ago in (10, 20):
        meet(cast.amal, "anbar", who=(about,), held_on=cast.amal.today() - timedelta(days=ago))
    for_it = Attendance(stakeholder_id=officer.pk, post_id=seat.pk)
    meet(cast.amal, "anbar", who=(for_it,), held_on=cast.amal.today() - timedelta(days=30))
    meet(cast.amal, "anbar", who=(about,), held_on=day - timedelta(days=1))
    meet(cast.amal, "anbar", who=(about,), kind="contact")
    meet(cast.amal, "anbar", who=(about,), status="planned", held_on=cast.amal.today())
    assess(cast.amal, about, "relation", "state", standing="conflict", note="x", valid_from=day)
    assess(cast.amal, about, "relation", "hybrid", standing="conflict", note="y")

    (facet,) = context(cast.amal, about)["facets"]

    assert sorted(facet["changes"]) == [
        "If “Hybrid” were accepted, 0 of 4 counted meetings with them that you may open would "
        "be counted otherwise.",
        "If “State” were accepted, 3 of 4 counted meetings with them that you may open would be "
        "counted otherwise.",
    ]


def test_a_body_was_met_where_somebody_sat_for_it_and_each_meeting_counts_once(cast):
    about, officer = unit(cast.amal), register(cast.amal, "Officer", "pmf_unit")
    for_it = Attendance(stakeholder_id=officer.pk, post_id=post(cast.amal, officer, about).pk)
    days = [cast.amal.today() - timedelta(days=ago) for ago in (400, 20, 10)]
    meet(cast.amal, "anbar", who=(for_it,), held_on=days[0])
    meet(cast.amal, "anbar", who=(about, for_it), held_on=days[1])
    meet(cast.amal, "anbar", who=(officer,), held_on=days[2])

    with acting_as(cast.amal, "read"):
        body, person = met(cast.amal, about, ()), met(cast.amal, officer, ())

    assert (body.times, body.last_year, body.last) == (2, 1, days[1])
    assert (person.times, person.last_year, person.last) == (3, 2, days[2])


def test_a_hidden_parent_and_a_hidden_part_are_words_only(cast):
    about = register(cast.amal, "Open body", "cso_ngo", kind="organisation")
    hidden = unit(cast.amal, "CANARY parent")
    assess(cast.amal, about, "parent", "patron", parent=hidden)
    assess(cast.amal, hidden, "parent", "command", parent=about)

    for who in (cast.ruth, cast.carla):
        page = seen_by(who, about)
        assert "CANARY" not in page
        assert str(hidden.pk) not in page
    assert "CANARY parent" in seen_by(cast.amal, about)


def test_a_body_hidden_from_the_author_of_the_record_is_said_in_words(cast):
    """Carla wrote the body down and sees every entry of it, but not its parent."""
    about = register(cast.carla, "Open body", "cso_ngo", kind="organisation")
    hidden = unit(cast.amal, "CANARY parent")
    assess(cast.bassam, about, "parent", "patron", parent=hidden)

    page = seen_by(cast.carla, about)

    assert "a body you may not open" in page
    assert "CANARY" not in page


@pytest.mark.parametrize("who", ["ruth", "carla"])
def test_a_stricter_assessment_is_not_there_for_others_nor_by_row_security_alone(cast, who):
    about = register(cast.amal, "A body", "cso_ngo", kind="organisation")
    actor = getattr(cast, who)
    claim = assess(
        cast.amal, about, "relation", "state", tlp=Tlp.AMBER, source="CANARY source", note="CANARY"
    )
    stand(cast.amal, claim, "conflict", reason="CANARY reason")

    assert "CANARY" not in seen_by(actor, about)
    with acting_as(actor, "read"):
        assert not Assessment.objects.unscoped("row security alone").exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM engagement_assessmentevent")
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("who", ["ruth", "carla"])
def test_a_post_in_a_hidden_body_is_not_there_nor_by_row_security_alone(cast, who):
    person = register(cast.amal, "A person", "cso_ngo")
    hidden = unit(cast.amal, "CANARY unit")
    post(cast.amal, person, hidden, title="CANARY post")
    actor = getattr(cast, who)

    assert "CANARY" not in seen_by(actor, person)
    with acting_as(actor, "read"):
        assert not Post.objects.unscoped("row security alone").exists()


def test_an_opinion_never_leaves_its_team(cast):
    person = register(cast.amal, "A person", "cso_ngo")
    opinion(cast.amal, person, influence=4, note="CANARY note")

    assert "CANARY note" in seen_by(cast.amal, person)
    for who in (cast.carla, cast.ruth):
        assert "CANARY" not in seen_by(who, person)


def test_not_to_be_engaged_is_said_in_words_and_no_meeting_is_offered(cast):
    closed = unit(cast.amal, not_to_be_engaged=True)
    decision = unit(cast.amal, "Other unit")
    decided(cast.amal, decision, "not", reason="They threaten returnees")

    for about, words in ((closed, "Do not contact them."), (decision, "Do not engage")):
        page = seen_by(cast.amal, about)
        assert words in page
        assert "Log a meeting with them" not in page


def test_the_trail_tells_each_act_once_with_who_and_why(cast):
    about = unit(cast.amal)
    claim = assess(cast.amal, about, "relation", "state")
    stand(cast.bassam, claim, "conflict", reason="They denied it")

    trail = context(cast.amal, about)["history"]

    assert {(row["who"], str(row["verb_label"]), row["reason"]) for row in trail} == {
        ("amal", "Registered", ""),
        ("amal", "Assessed", ""),
        ("bassam", "An assessment judged", "They denied it"),
    }


def own_statements(client, about):
    """Statements of the page itself, without signing in and the block around it."""
    client.get(reverse("stakeholder", args=[about.pk]))
    with CaptureQueriesContext(connection) as caught:
        assert client.get(reverse("stakeholder", args=[about.pk])).status_code == 200
    around = ("SAVEPOINT", "RELEASE", "SELECT set_config", 'SELECT "django_session"')
    texts = [row["sql"] for row in caught if not row["sql"].startswith(around)]
    return len(texts) - 3  # the user, their membership, their teams


def test_the_page_costs_the_same_statements_however_much_is_known(cast):
    about = fill(cast, unit(cast.amal, "One"))
    client = client_of(cast.amal)
    few = own_statements(client, about)
    for n in range(3):
        fill(cast, about, f"again {n}")

    assert own_statements(client, about) == few <= 23


def fill(cast, about, name="first"):
    amal = cast.amal
    above, below = (unit(amal, f"{side} {name}") for side in ("above", "below"))
    person = register(amal, f"officer {name}", "pmf_unit")
    for value in ("state", "non_state"):
        assess(amal, about, "relation", value, standing="conflict", note="contested")
    assess(amal, about, "parent", "command", parent=above)
    assess(amal, below, "parent", "command", parent=about)
    assess(amal, about, "area", "base", place="basra")
    post(amal, person, about, title=f"chief {name}")
    post(amal, about, above, title=f"part {name}")
    decided(amal, about, "engage")
    opinion(amal, about, influence=3)
    meet(amal, "basra", who=(about, person))
    return about
