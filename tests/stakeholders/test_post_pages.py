"""A post that is there: changed, taken back, and not for everybody."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.stakeholders.posts.actions import add_post
from engagement.stakeholders.posts.drafts import PostDraft
from engagement.stakeholders.posts.models import Post
from tests.cast import register
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast):
    """Amal's, from 2024 to May 2025, in a body that only her team and managers see."""
    person = register(cast.amal, "A")
    body = register(cast.amal, "Council", "local_government", kind="organisation", at_risk=True)
    draft = PostDraft(
        id=new_id(),
        stakeholder_id=person.pk,
        organisation_id=body.pk,
        title="Member",
        valid_from=date(2024, 1, 1),
        from_precision="year",
        valid_to=date(2025, 6, 1),
        to_precision="month",
    )
    with acting_as(cast.amal, "post.added"):
        return add_post(cast.amal, draft)


def as_sent(held, **changes):
    values = {
        "id": str(held.pk),
        "version": "1",
        "organisation": str(held.organisation_id),
        "title": "Chair",
        "valid_from": "2024",
        "valid_to": "2025-05",
        "reason": "promoted",
    }
    return {**values, **changes}


def test_the_form_shows_the_dates_as_they_were_typed_and_the_body_chosen(cast, held):
    page = client_of(cast.amal).get(reverse("post_edit", args=[held.pk])).content.decode()

    assert 'value="2024"' in page
    assert 'value="2025-05"' in page
    assert f'value="{held.organisation_id}" checked' in page


def test_a_post_is_changed_with_a_reason(cast, held):
    amal, address = client_of(cast.amal), reverse("post_edit", args=[held.pk])

    assert amal.post(address, as_sent(held, reason="")).status_code == 422
    assert amal.post(address, as_sent(held, version="9")).status_code == 409
    assert amal.post(address, as_sent(held)).status_code == 302
    with acting_as(cast.amal, "read"):
        post = Post.objects.visible_to(cast.amal).get()
    assert (post.title, post.valid_to, post.to_precision) == ("Chair", date(2025, 6, 1), "month")


def test_a_post_is_taken_back_with_a_reason(cast, held):
    amal, address = client_of(cast.amal), reverse("post_withdraw", args=[held.pk])

    assert amal.get(address).status_code == 200
    assert amal.post(address, {"reason": ""}).status_code == 422
    assert amal.post(address, {"reason": "somebody else"}).status_code == 302
    assert amal.get(address).status_code == 404


def test_a_post_in_a_hidden_body_is_not_there_for_others(cast, held):
    for name in ("post_edit", "post_withdraw"):
        address = reverse(name, args=[held.pk])
        assert client_of(cast.carla).get(address).status_code == 404
        assert client_of(cast.omar).post(address, {"reason": "x"}).status_code == 404
        assert client_of(cast.ruth).get(address).status_code == 403


def test_somebody_elses_post_is_refused(cast):
    person = register(cast.amal, "A")
    body = register(cast.amal, "Council", "local_government", kind="organisation")
    draft = PostDraft(id=new_id(), stakeholder_id=person.pk, organisation_id=body.pk)
    with acting_as(cast.amal, "post.added"):
        add_post(cast.amal, draft)

    carla = client_of(cast.carla)
    assert carla.get(reverse("post_edit", args=[draft.id])).status_code == 403
    sent = {"id": draft.id, "organisation": body.pk, "version": "1", "reason": "x"}
    assert carla.post(reverse("post_edit", args=[draft.id]), sent).status_code == 403


def test_who_is_hidden_is_not_found_by_name_to_choose_from(cast):
    register(cast.amal, "Council", "local_government", kind="organisation", at_risk=True)
    address = reverse("stakeholder_choose", args=["organisation"])

    answer = client_of(cast.carla).get(address, {"organisation_find": "council\x00"})

    assert 'type="radio"' not in answer.content.decode()
    assert client_of(cast.carla).get("/stakeholders/choose/nonsense/").status_code == 404
