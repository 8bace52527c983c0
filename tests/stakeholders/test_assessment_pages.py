"""The forms of assessments, decisions and opinions through HTTP."""

from __future__ import annotations

import pytest
from django.urls import reverse

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.audit.models import Export
from engagement.stakeholders.assessments.models import Assessment, EngagementDecision, Opinion
from tests.cast import register
from tests.meetings.browsing import client_of
from tests.stakeholders.knowing import assess, decided, opinion

pytestmark = pytest.mark.django_db


def filled(**changes):
    values = {
        "id": str(new_id()),
        "value": "hybrid",
        "source": "A decree",
        "source_grade": "B",
        "information_grade": "2",
        "assessed_on": "2026-03-10",
        "valid_from": "2024-05",
        "valid_to": "",
        "standing": "accepted",
        "tlp": "2",
    }
    return {**values, **changes}


def at(about, facet="relation"):
    return reverse("stakeholder_assess", args=[about.pk]) + f"?facet={facet}"


def rows(actor, model, about):
    with acting_as(actor, "read"):
        return list(model.objects.visible_to(actor).filter(stakeholder=about))


@pytest.fixture
def about(cast):
    return register(cast.amal, "Palm Brigade", "pmf_unit", kind="unit")


@pytest.fixture
def amal(cast):
    return client_of(cast.amal)


def test_an_assessment_is_written_with_dates_known_roughly(cast, amal, about):
    answer = amal.post(at(about), filled(protected_source="The clerk"))

    assert answer.status_code == 302
    (row,) = rows(cast.amal, Assessment, about)
    assert (row.value, row.standing, row.grade) == ("hybrid", "accepted", "B2")
    assert (row.valid_from.isoformat(), row.from_precision) == ("2024-05-01", "month")
    assert row.written_by_id == cast.amal.user_id
    page = amal.get(reverse("stakeholder", args=[about.pk])).content.decode()
    assert "B2 · usually reliable, probably true" in page
    assert "The clerk" not in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"source": ""}, "Without a source it is a rumour."),
        ({"value": ""}, "Choose what it says."),
        ({"value": "nonsense"}, "not one of the available choices"),
        ({"valid_from": "last year"}, "Write a year, a month or a day"),
        ({"valid_from": "2024", "valid_to": "2023"}, "It has to end after it begins."),
        ({"standing": "conflict"}, "Say what contradicts it."),
        ({"source": "a\x00b"}, "Null characters are not allowed."),
        ({"tlp": "0"}, "not one of the available choices"),
        ({"information_grade": "x"}, "not one of the available choices"),
        ({"assessed_on": "2999-01-01"}, "not in the future"),
        ({"id": "nonsense"}, "The form was damaged on the way."),
    ],
)
def test_what_is_wrong_is_told_with_422_and_nothing_is_lost(cast, amal, about, wrong, words):
    answer = amal.post(at(about), filled(**{"legal_basis": "Kept text", **wrong}))

    assert answer.status_code == 422
    page = answer.content.decode().replace("&#x27;", "'")
    assert words in page
    assert "Kept text" in page
    assert rows(cast.amal, Assessment, about) == []


def test_a_contradiction_is_told_beside_its_field(cast, amal, about):
    assess(cast.amal, about, "relation", "state")

    answer = amal.post(at(about), filled())

    assert answer.status_code == 422
    assert "“State” (B2, dates not known) is accepted for the same time." in answer.content.decode()


def test_sending_a_form_twice_writes_one_row(cast, amal, about):
    values = filled()
    for _ in range(2):
        assert amal.post(at(about), values).status_code == 302

    assert len(rows(cast.amal, Assessment, about)) == 1
    assert amal.post(at(about), {**values, "value": "state"}).status_code == 409


@pytest.mark.parametrize("facet", ["relation", "legal_status", "alignment", "parent", "area"])
def test_every_facet_has_its_form(amal, about, facet):
    assert amal.get(at(about, facet)).status_code == 200


def test_without_a_facet_the_page_asks_for_one(amal, about):
    for query in ("", "?facet=nonsense", "?facet=%00"):
        answer = amal.get(reverse("stakeholder_assess", args=[about.pk]) + query)
        assert (answer.status_code, "?facet=parent" in answer.content.decode()) == (200, True)


def test_standing_moves_by_its_form_and_a_stale_form_is_a_conflict(cast, amal, about):
    row = assess(cast.amal, about, "relation", "state")
    to = reverse("assessment_standing", args=[row.pk])
    values = {"id": str(row.pk), "was": "accepted", "standing": "conflict", "reason": "Denied"}

    assert amal.post(to, {**values, "reason": ""}).status_code == 422
    assert amal.post(to, values).status_code == 302
    assert amal.post(to, {**values, "standing": "needs_work"}).status_code == 409
    page = amal.get(reverse("stakeholder", args=[about.pk])).content.decode()
    assert "An assessment judged" in page
    assert "Denied" in page


def test_entries_are_withdrawn_with_a_reason(cast, amal, about):
    made = {
        "assessment": assess(cast.amal, about, "relation", "state"),
        "decision": decided(cast.amal, about, "engage"),
        "opinion": opinion(cast.amal, about, influence=3),
    }
    for noun, row in made.items():
        to = reverse(f"{noun}_withdraw", args=[row.pk])
        assert amal.get(to).status_code == 200
        assert amal.post(to, {"id": str(row.pk), "reason": " "}).status_code == 422
        assert amal.post(to, {"id": str(row.pk), "reason": "A slip"}).status_code == 302
        assert amal.get(to).status_code == 404


def test_a_decision_and_an_opinion_are_written_by_their_forms(cast, amal, about):
    decision = {
        "id": str(new_id()),
        "course": "indirectly",
        "decided_by": "The manager",
        "reason": "Only through the council",
        "valid_from": "2026-03-10",
        "valid_to": "2026-03-31",
    }
    answer = amal.post(reverse("stakeholder_decide", args=[about.pk]), decision)
    assert answer.status_code == 302
    opinions = {"id": str(new_id()), "as_of": "2026-03-10", "influence": "4", "note": "Waits"}
    answer = amal.post(reverse("stakeholder_opinion", args=[about.pk]), opinions)
    assert answer.status_code == 302

    (row,) = rows(cast.amal, EngagementDecision, about)
    assert (row.course, row.valid_to.isoformat()) == ("indirectly", "2026-04-01")
    (row,) = rows(cast.amal, Opinion, about)
    assert (row.influence, row.lead_team_id) == (4, cast.mission.pk)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "nonsense", "٢٠٢٦"])
def test_no_date_breaks_the_decision(amal, about, day):
    values = {"id": str(new_id()), "course": "not", "decided_by": "x", "reason": "y"}
    for field in ("valid_from", "valid_to"):
        dates = {"valid_from": "2026-03-10", "valid_to": "", field: day}
        answer = amal.post(reverse("stakeholder_decide", args=[about.pk]), {**values, **dates})
        assert answer.status_code == 422


def test_a_protected_source_opens_by_post_and_leaves_a_trace(cast, amal, about):
    row = assess(cast.amal, about, "relation", "state", protected_source="CANARY clerk")
    to = reverse("assessment_source", args=[row.pk])

    assert amal.get(to).status_code == 405
    assert "CANARY clerk" in amal.post(to).content.decode()
    with acting_as(cast.amal, "read"):
        trace = Export.objects.get(what="source")
    assert (trace.user_id, trace.query, trace.rows) == (cast.amal.user_id, str(row.pk), 1)
    assert client_of(cast.ruth).post(to).status_code == 403
    assert client_of(cast.carla).post(to).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("carla", 404), ("omar", 404), ("ruth", 403)])
def test_the_forms_are_closed_to_whoever_may_not_write_there(cast, about, who, status):
    row = assess(cast.amal, about, "relation", "state")
    client = client_of(getattr(cast, who))
    for name, pk in (
        ("stakeholder_assess", about.pk),
        ("stakeholder_decide", about.pk),
        ("stakeholder_opinion", about.pk),
        ("assessment_standing", row.pk),
        ("assessment_withdraw", row.pk),
    ):
        for method in ("get", "post"):
            found = getattr(client, method)(reverse(name, args=[pk])).status_code
            facetless = name == "stakeholder_assess" and who != "ruth"
            assert found == (404 if facetless else status), (name, method)


def test_another_teams_opinion_is_not_there(cast, amal):
    person = register(cast.amal, "A")
    row = opinion(cast.amal, person, influence=2)

    answer = client_of(cast.carla).get(reverse("opinion_withdraw", args=[row.pk]))
    assert answer.status_code == 404
