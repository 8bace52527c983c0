"""Issues raised: added later, answered, and the decision they changed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.meetings.drafts import IssueDraft
from engagement.meetings.issues.actions import answer_issue
from engagement.meetings.issues.models import IssueRaised
from tests.cast import DAY, meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of, statements

pytestmark = pytest.mark.django_db
#: The savepoint of a test's transaction, its release, and the context emptied at its end.
OF_THE_TEST = 3


def raised(actor, *texts, **more):
    issues = tuple(IssueDraft(id=new_id(), text=text) for text in texts)
    return meet(actor, "basra", who=(register(actor, "A"),), issues=issues, **more)


def row(text: str = "") -> IssueRaised:
    with owner():
        rows = IssueRaised.plain.all()
        return rows.get(text=text) if text else rows.get()


def answered(actor, text: str, decision: str = "") -> None:
    with acting_as(actor, "issue.answered"):
        answer_issue(actor, row(text).pk, answer="Yes", answered_on=DAY, decision=decision)


def test_an_issue_is_answered_with_the_decision_it_changed(cast, amal):
    made = raised(cast.amal, "No water")
    values = {"answer": "A well", "answered_on": "2026-03-11", "decision": "The budget"}

    assert amal.post(reverse("issue", args=[row().pk]), values).status_code == 302

    page = amal.get(reverse("meeting", args=[made.pk])).content.decode()
    assert "A well" in page
    assert "The budget" in page


@pytest.mark.parametrize(
    "values",
    [
        {"answer": "A well", "answered_on": ""},
        {"answer": "A well", "answered_on": "2999-01-01"},
        {"answer": "", "answered_on": "2026-03-11"},
        {"answer": "A\x00well", "answered_on": "2026-03-11"},
        {"answer": "x" * 4001, "answered_on": "2026-03-11"},
    ],
)
def test_an_answer_that_cannot_be_is_told_beside_its_field(cast, amal, values):
    raised(cast.amal, "No water")

    answer = amal.post(reverse("issue", args=[row().pk]), values)

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert row().answer == ""


def test_an_issue_is_added_to_a_meeting_that_is_there(cast, amal):
    made = raised(cast.amal)
    address = reverse("meeting_issue", args=[made.pk])
    values = {"id": str(new_id()), "text": "No water", "raised_by": ""}

    assert amal.get(address).status_code == 200
    assert amal.post(address, {**values, "text": " "}).status_code == 422
    for _ in range(2):
        assert amal.post(address, values).status_code == 302
    assert amal.post(address, {**values, "text": "Another"}).status_code == 409

    assert row().text == "No water"


@pytest.mark.parametrize("other", ["carla", "ruth", "omar", "idris"])
def test_whoever_may_not_change_the_meeting_answers_nothing(cast, other):
    made = raised(cast.amal, "No water")
    client = client_of(getattr(cast, other))
    values = {"answer": "A well", "answered_on": "2026-03-11"}

    assert client.post(reverse("issue", args=[row().pk]), values).status_code in (403, 404)
    assert client.get(reverse("meeting_issue", args=[made.pk])).status_code in (403, 404)
    assert "No water" not in client.get("/issues/").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"water", "road", "jobs"}),
        ("?answered=no", {"water"}),
        ("?answered=yes", {"road", "jobs"}),
        ("?answered=changed", {"jobs"}),
        ("?q=ROAD", {"road"}),
        ("?after=nonsense&answered=nonsense", {"water", "road", "jobs"}),
    ],
)
def test_the_filters_stand_in_the_address(cast, amal, query, found):
    raised(cast.amal, "water", "road", "jobs")
    answered(cast.amal, "road")
    answered(cast.amal, "jobs", "The budget")

    answer = amal.get(f"/issues/{query}")

    assert {one["row"].text for one in answer.context["rows"]} == found


def test_the_list_pages_through_everything_once(cast, amal, monkeypatch):
    monkeypatch.setattr("engagement.meetings.issues.lists.PAGE", 2)
    raised(cast.amal, *"abcde")

    seen, address = [], "/issues/"
    while address:
        answer = amal.get(address)
        seen += [one["row"].text for one in answer.context["rows"]]
        following = answer.context["next_url"]
        address = f"/issues/{following}" if following else ""

    assert sorted(seen) == list("abcde")


def test_the_list_costs_at_most_8_statements_however_many_rows(cast, amal):
    few = 0
    for n in range(5):
        person = register(cast.amal, f"A{n}")
        issues = tuple(
            IssueDraft(id=new_id(), text=text, raised_by_id=person.pk) for text in ("b", "c")
        )
        meet(cast.amal, "basra", who=(person,), issues=issues)
        few = few or statements(amal, "/issues/")

    assert statements(amal, "/issues/") == few
    assert few - OF_THE_TEST <= 8


def test_whoever_raised_it_has_no_name_for_a_reader_who_may_not_open_them(cast):
    protected = register(cast.amal, "Secret Unit", "pmf_unit", kind="unit")
    issue = IssueDraft(id=new_id(), text="No water", raised_by_id=protected.pk)
    meet(cast.amal, "basra", who=(protected,), issues=(issue,), guest_team_ids=(cast.partner.pk,))
    carla = client_of(cast.carla)

    for address in ("/issues/", reverse("issue", args=[issue.id])):
        page = carla.get(address).content.decode()
        assert "Somebody you may not open" in page
        assert "Secret" not in page
    assert b"Secret" not in carla.get("/issues/?format=csv").content
