"""Posts over the API: several at once, dated as well as they are known."""

from __future__ import annotations

from typing import Any

import pytest

from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.stakeholders.posts.models import Post
from tests.api.calls import Caller, a_post, changed, refused, stepped
from tests.api.test_meetings import statements
from tests.cast import Cast, register
from tests.conftest import owner

pytestmark = pytest.mark.django_db
moving = pytest.mark.django_db(transaction=True)


@pytest.fixture
def body(cast: Cast) -> Any:
    return register(cast.amal, "Ministry", "federal_executive", kind="organisation")


@pytest.fixture
def person(cast: Cast) -> Any:
    return register(cast.amal, "Somebody")


def test_a_post_is_created_and_repeated(amal: Caller, person: Any, body: Any) -> None:
    sent = a_post(body, seniority="senior", valid_from="2024-05", valid_until="2025", source="Web")
    at = f"stakeholders/{person.pk}/posts/"
    first, again = amal.post(at, sent), amal.post(at, sent)
    assert (first.status_code, again.status_code) == (201, 200), first.content
    assert first.content == again.content
    found = first.json()
    assert {name: found[name] for name in sent} == sent
    assert (found["stakeholder"], found["hidden"]) == (str(person.pk), False)
    assert amal.get(at).json()["items"] == [found]
    refused(amal.post(at, {**sent, "title": "Another"}), 409)


def test_dates_known_roughly_are_kept_as_days_and_read_as_they_were_written(
    cast: Cast, amal: Caller, person: Any, body: Any
) -> None:
    sent = a_post(body, valid_from="2024-05", valid_until="2025")
    amal.post(f"stakeholders/{person.pk}/posts/", sent)
    with acting_as(cast.amal, "read"):
        row = Post.objects.visible_to(cast.amal).get(pk=sent["id"])
    assert [str(row.valid_from), row.from_precision] == ["2024-05-01", "month"]
    assert [str(row.valid_to), row.to_precision] == ["2026-01-01", "year"]


@moving
def test_a_post_that_ended_is_patched(amal: Caller, person: Any, body: Any) -> None:
    sent = a_post(body, valid_from="2024")
    amal.post(f"stakeholders/{person.pk}/posts/", sent)
    at = f"posts/{sent['id']}/"
    before = amal.get(at)
    answer = changed(amal, at, {"valid_until": "2025-06-30"})
    assert answer.status_code == 200, answer.content
    assert answer.json()["valid_until"] == "2025-06-30"
    assert answer.json()["version"] == before.json()["version"] + 1
    late = {"title": "Too late", "change_reason": "x"}
    refused(amal("PATCH", at, late, If_Match=before["ETag"]), 412)
    refused(amal("PATCH", at, late), 428)


def test_what_was_read_can_be_sent_back(amal: Caller, person: Any, body: Any) -> None:
    sent = a_post(body, valid_from="2024-05-17")
    amal.post(f"stakeholders/{person.pk}/posts/", sent)
    at = f"posts/{sent['id']}/"
    read = amal.get(at).json()
    answer = changed(amal, at, read, "PUT")
    assert answer.status_code == 200, answer.content
    assert answer.json() == read
    assert amal.get(at, If_None_Match=amal.get(at)["ETag"]).status_code == 304


def test_a_post_that_was_never_true_is_withdrawn(amal: Caller, person: Any, body: Any) -> None:
    sent = a_post(body)
    amal.post(f"stakeholders/{person.pk}/posts/", sent)
    at = f"posts/{sent['id']}"
    refused(amal.post(f"{at}:withdraw/", {"change_reason": "x"}), 428)
    assert refused(stepped(amal, at, "withdraw"), 422) == ["/change_reason"]
    assert stepped(amal, at, "withdraw", {"change_reason": "x"}).json()["withdrawn_at"]
    assert amal.get(f"stakeholders/{person.pk}/posts/").json()["items"] == []
    refused(stepped(amal, at, "withdraw", {"change_reason": "x"}), 409)


def test_rules_are_told_by_pointer(amal: Caller, person: Any, body: Any) -> None:
    at = f"stakeholders/{person.pk}/posts/"
    wrong = {
        "/organisation": {"organisation": str(person.pk)},
        "/valid_until": {"valid_from": "2025", "valid_until": "2024"},
        "/valid_from": {"valid_from": "2024-02-31"},
        "/seniority": {"seniority": "boss"},
        "/on_behalf_of": {"on_behalf_of": str(person.pk)},
        "/title": {"title": "a\nb"},
    }
    for pointer, changes in wrong.items():
        assert refused(amal.post(at, a_post(body, **changes)), 422) == [pointer]


def test_another_teams_post_is_read_and_not_changed(cast: Cast, person: Any, body: Any) -> None:
    amal, carla = Caller(cast.amal), Caller(cast.carla)
    sent = a_post(body)
    amal.post(f"stakeholders/{person.pk}/posts/", sent)
    assert carla.get(f"posts/{sent['id']}/").status_code == 200
    refused(changed(carla, f"posts/{sent['id']}/", {"title": "x"}), 403)
    refused(Caller(cast.ruth).post(f"stakeholders/{person.pk}/posts/", a_post(body)), 403)


def test_a_body_that_the_reader_may_not_open_stays_and_is_not_named(
    cast: Cast, amal: Caller, person: Any
) -> None:
    secret = register(
        cast.carla, "Canary", "federal_executive", kind="organisation", tlp=Tlp.AMBER_STRICT
    )
    with owner():
        post = Post.objects.create(
            stakeholder=person, organisation=secret, written_by_id=cast.amal.user_id
        )
    at = f"posts/{post.pk}/"
    answer = amal.get(at)
    assert (answer.json()["organisation"], answer.json()["hidden"]) == (None, True)
    assert changed(amal, at, {"title": "Clerk"}).json()["title"] == "Clerk"
    with owner():
        assert Post.objects.unscoped("all").get(pk=post.pk).organisation_id == secret.pk
    assert b"Canary" not in answer.content
    assert str(secret.pk).encode() not in answer.content


def test_a_list_has_a_fixed_number_of_statements(
    cast: Cast, amal: Caller, person: Any, body: Any
) -> None:
    at = f"stakeholders/{person.pk}/posts/"
    amal.get(at)
    counts = set()
    for _number in range(2):
        for _again in range(2):
            amal.post(at, a_post(body, title=f"Post {_number} {_again}"))
        counts.add(statements(lambda: amal.get(at)))
    assert len(counts) == 1
    assert len(amal.get(at).json()["items"]) == 4
    assert max(counts) <= 6
