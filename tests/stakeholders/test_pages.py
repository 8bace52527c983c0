"""The register's pages: add, amend, retire, restore, and a post from the profile."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.html import escape

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.models import Post
from tests.cast import register
from tests.meetings.browsing import client_of, place, statements

pytestmark = pytest.mark.django_db
#: The savepoint of a test's transaction, its release, and the context emptied at its end.
OF_THE_TEST = 3


@pytest.fixture
def amal(cast):
    return client_of(cast.amal)


def posted(**changes):
    """A filled-in form, as the browser sends it."""
    values = {
        "id": str(new_id()),
        "names_text": ["الشيخ جبار", "Sheikh Jabbar", ""],
        "names_kind": ["full", "full", "full"],
        "names_language": ["ar", "", ""],
        "kind": "person",
        "actor_type": "tribe",
        "base": place("basra"),
        "tags": ["water، Basra", ""],
        "owner": "",
        "tlp": "",
    }
    return {**values, **changes}


def only(actor, model=Stakeholder):
    with acting_as(actor, "read"):
        return model.objects.visible_to(actor).get()


def count(actor):
    with acting_as(actor, "read"):
        return Stakeholder.objects.visible_to(actor).count()


def texts(actor, rows):
    with acting_as(actor, "read"):
        return list(rows.visible_to(actor).order_by("pk").values_list("text", flat=True))


def test_somebody_is_registered_with_names_tags_and_all(cast, amal):
    answer = amal.post(reverse("stakeholder_new"), posted(owner=str(cast.bassam.user_id)))

    made = only(cast.amal)
    assert answer.status_code == 302
    assert answer.url == reverse("stakeholder", args=[made.pk])
    assert texts(cast.amal, made.names) == ["الشيخ جبار", "Sheikh Jabbar"]
    assert texts(cast.amal, made.tags) == ["water", "Basra"]
    assert (made.owner_id, made.tlp) == (cast.bassam.user_id, Tlp.GREEN)


def test_the_same_form_again_is_the_same_row_and_another_with_its_number_is_409(cast, amal):
    form = posted()

    answers = [amal.post(reverse("stakeholder_new"), {**form, "anyway": "1"}) for _ in range(2)]
    clash = amal.post(reverse("stakeholder_new"), {**form, "names_text": ["Another"]})

    assert {answer.status_code for answer in answers} == {302}
    assert count(cast.amal) == 1
    assert clash.status_code == 409
    assert "Another" in clash.content.decode()


def test_one_row_more_keeps_what_is_written_and_saves_nothing(cast, amal):
    page = amal.post(reverse("stakeholder_new"), posted(more="names", tags=["x"])).content.decode()

    assert page.count('name="names_text"') == 3
    more = amal.post(reverse("stakeholder_new"), posted(more="names", names_text=["a", "b", "c"]))
    assert more.content.decode().count('name="names_text"') == 4
    assert "الشيخ جبار" in page
    assert "errorlist" not in page
    assert count(cast.amal) == 0


def test_somebody_of_the_same_name_is_asked_about_once_and_nothing_is_lost(cast, amal):
    register(cast.carla, "الشَيخ جبّار", "tribe")
    form = posted(names_text=["الشيخ جبار"], tags=["kept"])

    asked = amal.post(reverse("stakeholder_new"), form)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "Same person?" in page
    assert 'value="kept"' in page
    assert form["id"] in page
    assert count(cast.amal) == 1

    assert amal.post(reverse("stakeholder_new"), {**form, "anyway": "1"}).status_code == 302
    assert count(cast.amal) == 2


def test_a_hidden_namesake_is_not_given_away(cast, amal):
    register(cast.carla, "Sheikh Jabbar", at_risk=True)

    assert amal.post(reverse("stakeholder_new"), posted()).status_code == 302


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"names_text": ["", " "]}, "Give at least one name"),
        ({"names_text": ["\u200f\u200e"]}, "Give at least one name"),
        ({"names_text": ["x" * 501]}, "at most 500 characters"),
        ({"names_text": ["a\x00b"]}, "control characters"),
        ({"names_kind": ["king"]}, "what kind of name"),
        ({"actor_type": ""}, "Choose a type"),
        ({"actor_type": "nonsense"}, "not one of the available choices"),
        ({"kind": ""}, "This field is required"),
        ({"base": "999999"}, "not one of the available choices"),
        ({"owner": "nonsense"}, "not one of the available choices"),
        ({"tlp": "9"}, "not one of the available choices"),
        ({"tags": ["x" * 61]}, "at most 60 characters"),
        ({"id": "nonsense"}, "The form was damaged"),
    ],
)
def test_bad_input_is_told_beside_its_field_with_the_rest_kept(cast, amal, changes, message):
    answer = amal.post(reverse("stakeholder_new"), posted(**{"tags": ["kept-tag"], **changes}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "tags" in changes or 'value="kept-tag"' in page
    assert count(cast.amal) == 0


@pytest.mark.parametrize("values", [{}, {"names_text": "x"}, {"names_kind": ["full"] * 900}])
def test_a_bent_form_is_never_an_error_of_ours(amal, values):
    assert amal.post(reverse("stakeholder_new"), values).status_code == 422


def test_who_is_at_risk_is_seen_by_few_and_the_officer_is_told(cast, amal):
    answer = amal.post(reverse("stakeholder_new"), posted(at_risk="on"), follow=True)

    assert only(cast.amal).tlp == Tlp.AMBER
    assert "Fewer people may see them" in answer.content.decode()


def test_readers_administrators_and_strangers_get_no_form(cast):
    person = register(cast.amal, "A")
    for name in ("edit", "retire", "restore"):
        address = reverse(f"stakeholder_{name}", args=[person.pk])
        assert client_of(cast.ruth).get(address).status_code == 403
        assert client_of(cast.omar).get(address).status_code == 404
        assert client_of(cast.omar).post(address, {"reason": "x"}).status_code == 404
    assert client_of(cast.ruth).get(reverse("stakeholder_new")).status_code == 403
    assert client_of(cast.idris).post(reverse("stakeholder_new"), posted()).status_code == 403


def test_an_amendment_needs_a_reason_and_is_in_the_history_with_it(cast, amal):
    person = register(cast.amal, "A", owner_id=cast.bassam.user_id, tags=("old",))
    address = reverse("stakeholder_edit", args=[person.pk])
    form = posted(id=str(person.pk), version="1", tlp="1")

    assert amal.post(address, form).status_code == 422
    saved = amal.post(address, {**form, "reason": "as they spell it"})

    assert saved.status_code == 302
    assert texts(cast.amal, person.names) == ["الشيخ جبار", "Sheikh Jabbar"]
    assert only(cast.amal).owner_id is None
    with acting_as(cast.amal, "read"):
        last = person.events.order_by("-pgh_id").first()
        assert last.pgh_context.metadata["reason"] == "as they spell it"


def test_the_form_of_an_amendment_shows_what_is_there(cast, amal):
    person = register(cast.amal, ("A & B", "جبار"), base="basra", tags=("old",), at_risk=True)

    page = amal.get(reverse("stakeholder_edit", args=[person.pk])).content.decode()

    for text in ("A & B", "جبار", "old"):
        assert f'value="{escape(text)}"' in page
    assert f'value="{place("basra")}" selected' in page


def test_a_colleague_of_another_team_gets_the_form_without_who_may_see_this(cast):
    person = register(cast.amal, "A")
    carla, address = client_of(cast.carla), reverse("stakeholder_edit", args=[person.pk])

    assert 'name="tlp"' not in carla.get(address).content.decode()
    sent = posted(id=str(person.pk), version="1", tlp="0", reason="x")
    assert carla.post(address, sent).status_code == 302
    assert only(cast.amal).tlp == Tlp.GREEN


def test_a_version_that_has_passed_is_409_with_everything_kept(cast, amal):
    person = register(cast.amal, "A")

    for version in ("7", "", "x", "9" * 30):
        sent = posted(id=str(person.pk), version=version, tlp="1", reason="why", tags=["kept"])
        answer = amal.post(reverse("stakeholder_edit", args=[person.pk]), sent)
        assert answer.status_code in (409, 422)
        assert 'value="kept"' in answer.content.decode()
    assert texts(cast.amal, person.names) == ["A"]


def test_somebody_is_retired_and_restored_by_a_form_with_a_reason(cast, amal):
    person = register(cast.amal, "A")
    address = reverse("stakeholder_retire", args=[person.pk])

    assert amal.get(address).status_code == 200
    assert amal.post(address, {"version": "1", "reason": " "}).status_code == 422
    assert amal.post(address, {"version": "8", "reason": "twice"}).status_code == 409
    assert amal.post(address, {"version": "1", "reason": "twice"}).status_code == 302
    assert only(cast.amal).withdrawn_reason == "twice"
    assert amal.get(reverse("stakeholder_edit", args=[person.pk])).status_code == 404

    back = reverse("stakeholder_restore", args=[person.pk])
    assert amal.post(back, {"version": "1", "reason": "a slip"}).status_code == 302
    assert only(cast.amal).withdrawn_at is None


def test_only_who_answers_for_them_gets_the_form_to_retire(cast):
    person = register(cast.amal, "A")

    assert client_of(cast.carla).get(f"/stakeholders/{person.pk}/retire/").status_code == 403


def test_the_forms_cost_the_same_statements_however_many_names_and_tags(cast, amal):
    small = register(cast.amal, "A", tags=("t",))
    large = register(cast.amal, tuple("BCDEFG"), tags=tuple("uvwxyz"))
    few, many = (
        statements(amal, reverse("stakeholder_edit", args=[row.pk])) for row in (small, large)
    )

    assert few == many
    assert statements(amal, reverse("stakeholder_new")) - OF_THE_TEST <= 12


# Posts


def test_a_post_is_added_by_finding_the_body_and_choosing_it(cast, amal):
    person = register(cast.amal, "A")
    body = register(cast.amal, "وزارة الداخلية", "federal_executive", kind="organisation")
    address = reverse("post_new", args=[person.pk])
    form = {"id": str(new_id()), "title": "Adviser", "valid_from": "2024-05", "valid_to": ""}

    found = amal.post(address, {**form, "organisation_find": "الداخليه", "find": "organisation"})
    fragment = amal.get(
        reverse("stakeholder_choose", args=["organisation"]), {"organisation_find": "الداخلية"}
    )
    saved = amal.post(address, {**form, "organisation": str(body.pk)})

    for answer in (found, fragment):
        assert answer.status_code == 200
        assert f'value="{body.pk}"' in answer.content.decode()
    assert 'value="Adviser"' in found.content.decode()
    assert saved.status_code == 302
    post = only(cast.amal, Post)
    assert (str(post.valid_from), post.from_precision, post.valid_to) == (
        "2024-05-01",
        "month",
        None,
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"organisation": ""}, "Find the body by its name"),
        ({"organisation": "nonsense"}, "Find the body by its name"),
        ({"organisation": str(new_id())}, "Choose a body that is in the register"),
        ({"valid_from": "May 2024"}, "Write a year, a month or a day"),
        ({"valid_from": "2024", "valid_to": "2023-12"}, "ends before it starts"),
        ({"on_behalf_of": "x", "seniority": "x"}, "not one of the available choices"),
        ({"id": ""}, "The form was damaged"),
    ],
)
def test_a_bent_post_is_told_beside_its_field_with_the_rest_kept(cast, amal, changes, message):
    person = register(cast.amal, "A")
    body = register(cast.amal, "Ministry", "federal_executive", kind="organisation")
    form = {"id": str(new_id()), "title": "Adviser", "organisation": str(body.pk), **changes}

    answer = amal.post(reverse("post_new", args=[person.pk]), form)

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert 'value="Adviser"' in answer.content.decode()
