"""Posts: several at once, dated as well as they are known, protected as their bodies are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.actions import add_post, amend_post, withdraw_post
from engagement.stakeholders.posts.drafts import PostDraft
from engagement.stakeholders.posts.lists import member_rows, post_rows, posts_of
from engagement.stakeholders.posts.models import Post
from tests.cast import register

pytestmark = pytest.mark.django_db


def body(actor, name="Ministry", actor_type="federal_executive", **more):
    return register(actor, name, actor_type, kind="organisation", **more)


def draft_of(person, organisation, **more):
    values = {"id": new_id(), "stakeholder_id": person.pk, "organisation_id": organisation.pk}
    return PostDraft(**{**values, **more})


def hold(actor, person, organisation, **more):
    with acting_as(actor, "post.added"):
        return add_post(actor, draft_of(person, organisation, **more))


def refusal(actor, person, organisation, **more):
    with pytest.raises(ValidationError) as refused:
        hold(actor, person, organisation, **more)
    return list(refused.value.message_dict)


def level_of(actor, person):
    with acting_as(actor, "read"):
        return Stakeholder.objects.visible_to(actor).get(pk=person.pk).tlp


def test_somebody_holds_several_posts_at_once(cast):
    person, one, other = register(cast.amal, "A"), body(cast.amal), body(cast.amal, "Council")

    hold(cast.amal, person, one, title="Adviser", valid_from=date(2024, 1, 1))
    hold(cast.amal, person, other, title="Member", valid_from=date(2023, 5, 1))

    with acting_as(cast.amal, "read"):
        rows = post_rows(cast.amal, Stakeholder.objects.visible_to(cast.amal).get(pk=person.pk))
    assert [(row["name"], row["title"], row["current"]) for row in rows] == [
        ("Ministry", "Adviser", True),
        ("Council", "Member", True),
    ]


def test_the_same_request_again_is_the_same_post_and_another_is_a_conflict(cast):
    person, one = register(cast.amal, "A"), body(cast.amal)
    made = hold(cast.amal, person, one, title="Adviser")

    assert hold(cast.amal, person, one, id=made.pk, title="Adviser").pk == made.pk
    with pytest.raises(Conflict):
        hold(cast.amal, person, one, id=made.pk, title="Minister")


def test_a_post_that_ends_before_it_starts_is_told(cast):
    person, one = register(cast.amal, "A"), body(cast.amal)
    day = date(2024, 5, 17)

    for end in (day, day - timedelta(days=1)):
        assert refusal(cast.amal, person, one, valid_from=day, valid_to=end) == ["valid_to"]
    hold(cast.amal, person, one, valid_from=day, valid_to=day + timedelta(days=1))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": "x" * 201}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"source": "x" * 501}, "source"),
        ({"seniority": "king"}, "seniority"),
        ({"from_precision": "hour"}, "valid_from"),
    ],
)
def test_bad_input_is_told_beside_its_field(cast, more, field):
    assert refusal(cast.amal, register(cast.amal, "A"), body(cast.amal), **more) == [field]


def test_a_post_is_in_a_body_that_the_actor_may_open_and_not_in_oneself(cast):
    person = register(cast.amal, "A")
    hidden = body(cast.carla, "Hidden", at_risk=True)

    assert refusal(cast.amal, person, hidden) == ["organisation"]
    assert refusal(cast.amal, person, person) == ["organisation"]
    assert refusal(cast.amal, person, register(cast.amal, "B")) == ["organisation"]
    one = body(cast.amal)
    assert refusal(cast.amal, person, one, on_behalf_of_id=hidden.pk) == ["on_behalf_of"]


def test_outsiders_and_readers_write_no_posts(cast):
    person, one = register(cast.amal, "A"), body(cast.amal)

    for stranger in (cast.omar, cast.ruth, cast.idris):
        with pytest.raises(NotAllowed):
            hold(stranger, person, one)


def test_whoever_gets_a_post_in_an_armed_body_today_is_seen_by_fewer(cast):
    person, armed = register(cast.amal, "A"), body(cast.amal, "Unit", "pmf_unit")

    hold(cast.amal, person, armed, valid_to=date(2020, 1, 1))
    assert level_of(cast.amal, person) == Tlp.GREEN
    hold(cast.amal, person, armed, valid_from=cast.amal.today())
    assert level_of(cast.amal, person) == Tlp.AMBER


def test_a_colleague_who_raises_somebody_so_still_sees_them(cast):
    person, armed = register(cast.amal, "A"), body(cast.carla, "Unit", "pmf_unit")

    made = hold(cast.carla, person, armed)

    assert level_of(cast.carla, person) == Tlp.AMBER
    assert made.stakeholder.tlp == Tlp.AMBER


def test_a_post_that_its_writer_could_not_see_is_refused_in_words(cast):
    person, armed = register(cast.amal, "A"), body(cast.carla, "Unit", "pmf_unit")

    assert refusal(cast.carla, person, armed, valid_to=date(2020, 1, 1)) == ["organisation"]


def test_a_body_that_is_hidden_from_the_reader_of_a_post_is_not_named(cast):
    person, armed = register(cast.amal, "A"), body(cast.bassam, "Unit", "pmf_unit")
    hold(cast.bassam, person, armed, title="Adviser")

    with acting_as(cast.amal, "read"):
        rows = post_rows(cast.amal, Stakeholder.objects.visible_to(cast.amal).get(pk=person.pk))
    assert [(row["name"], row["url"]) for row in rows] == [("a body you may not open", "")]


def test_a_post_is_amended_by_who_wrote_it_or_answers_for_the_person(cast):
    person, one = register(cast.amal, "A"), body(cast.amal)
    by_carla, by_amal = hold(cast.carla, person, one), hold(cast.amal, person, one)

    for actor, post in ((cast.carla, by_carla), (cast.amal, by_carla), (cast.bassam, by_amal)):
        with acting_as(actor, "post.amended", "x"):
            draft = draft_of(person, one, title=f"By {actor.name}")
            amend_post(actor, post.pk, draft, version=1)
    with pytest.raises(NotAllowed), acting_as(cast.carla, "post.amended", "x"):
        amend_post(cast.carla, by_amal.pk, draft_of(person, one), version=1)
    with pytest.raises(NotAllowed), acting_as(cast.carla, "post.withdrawn", "x"):
        withdraw_post(cast.carla, by_amal.pk, reason="x")


def test_a_post_taken_back_is_gone_from_the_record_and_needs_a_reason(cast):
    person, one = register(cast.amal, "A"), body(cast.amal)
    made = hold(cast.amal, person, one)

    with pytest.raises(ValidationError), acting_as(cast.amal, "post.withdrawn"):
        withdraw_post(cast.amal, made.pk, reason=" ")
    with acting_as(cast.amal, "post.withdrawn", "somebody else"):
        withdraw_post(cast.amal, made.pk, reason="somebody else")
    with acting_as(cast.amal, "read"):
        assert not Post.objects.visible_to(cast.amal).current().exists()
    with pytest.raises(Conflict), acting_as(cast.amal, "post.withdrawn", "x"):
        withdraw_post(cast.amal, made.pk, reason="x")


def test_the_posts_on_a_day_are_those_begun_and_not_yet_ended(cast):
    person, one = register(cast.amal, "A"), body(cast.amal)
    day = date(2024, 5, 17)
    after = day + timedelta(days=1)
    hold(cast.amal, person, one, title="open")
    hold(cast.amal, person, one, title="from that day", valid_from=day)
    hold(cast.amal, person, one, title="to that day", valid_to=after)
    hold(cast.amal, person, one, title="later", valid_from=after)
    hold(cast.amal, person, one, title="over", valid_to=day)

    with acting_as(cast.amal, "read"):
        found = posts_of(cast.amal, [person.pk], day)[person.pk]
    assert {row["title"] for row in found} == {"open", "from that day", "to that day"}


def test_a_body_lists_who_is_what_in_it(cast):
    person, one = register(cast.amal, "A"), body(cast.amal)
    hidden = register(cast.amal, "B", at_risk=True)
    hold(cast.amal, person, one, title="Adviser", seniority="senior")
    hold(cast.amal, hidden, one, title="Member")

    with acting_as(cast.carla, "read"):
        rows = member_rows(cast.carla, one)
    assert [(row["name"], row["seniority_label"]) for row in rows] == [
        ("A", "Director general, or senior command")
    ]


def test_nobody_gets_a_post_while_retired(cast):
    person, one = register(cast.amal, "A"), body(cast.amal)
    with acting_as(cast.amal, "stakeholder.retired", "x"):
        person.withdrawn_at, person.withdrawn_reason = person.created_at, "x"
        person.save(update_fields=["withdrawn_at", "withdrawn_reason"])

    with pytest.raises(Conflict):
        hold(cast.amal, person, one)


@pytest.mark.django_db(transaction=True)
def test_a_post_amended_on_a_record_that_moved_on_is_a_conflict(cast):
    person, one = register(cast.amal, "A"), body(cast.amal)
    made = hold(cast.amal, person, one)  # moves the record to version 2

    with pytest.raises(Conflict), acting_as(cast.amal, "post.amended", "x"):
        amend_post(cast.amal, made.pk, draft_of(person, one, title="x"), version=1)
    with acting_as(cast.amal, "post.amended", "x"):
        amend_post(cast.amal, made.pk, draft_of(person, one, title="x"), version=2)
