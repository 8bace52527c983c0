"""The pages of merging."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from engagement.access.tlp import Tlp
from engagement.meetings.drafts import Attendance
from engagement.registry.models import Merge
from tests.cast import meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of, statements
from tests.registry.merging import merged, now, parted

pytestmark = pytest.mark.django_db


def page(two) -> str:
    return reverse("merge", args=[one.pk for one in two])


def sent(**more: Any) -> dict[str, Any]:
    return {"kept_version": 1, "gone_version": 1, "reason": "one man", **more}


def test_the_page_shows_both_side_by_side(cast, two):
    text = client_of(cast.amal).get(page(two)).content.decode()

    assert "Mohammed Ali" in text
    assert "Muhammad Ali" in text
    assert 'name="base_region" value="gone"' in text


def test_posted_they_are_one_and_the_kept_ones_page_links_to_the_merge(cast, two):
    answer = client_of(cast.amal).post(page(two), sent(base_region="gone"), follow=True)

    assert answer.redirect_chain == [(f"/stakeholders/{two[0].pk}/", 302)]
    with owner():
        assert reverse("merged", args=[Merge.plain.get().pk]) in answer.content.decode()
    assert now(two[0]).base_region.key == "anbar"


def test_without_a_reason_the_page_says_so_and_nothing_is_merged(cast, two):
    answer = client_of(cast.amal).post(page(two), sent(reason=""))

    assert answer.status_code == 422
    assert now(two[1]).merged_into_id is None


def test_from_stale_versions_the_page_answers_409(cast, two):
    assert client_of(cast.amal).post(page(two), sent(gone_version=9)).status_code == 409


def test_what_hinders_a_merge_stands_on_the_page_before_anybody_asks(cast, two):
    body = register(cast.amal, "A body", "cso_ngo", kind="organisation")

    text = client_of(cast.amal).get(page((two[0], body))).content.decode()

    assert "different kinds" in text


def test_who_would_see_more_is_told_by_name(cast):
    kept = register(cast.amal, "A", at_risk=True, lead_team_id=cast.mission.pk)
    gone = register(cast.carla, "B", at_risk=True, lead_team_id=cast.partner.pk)

    answer = client_of(cast.bassam).post(page((kept, gone)), sent())

    assert answer.status_code == 422
    assert "amal" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "status"), [("carla", 403), ("ruth", 403), ("idris", 403), ("omar", 404)]
)
def test_others_are_refused(cast, two, name, status):
    client = client_of(getattr(cast, name))

    assert client.get(page(two)).status_code == status
    assert client.post(page(two), sent()).status_code == status


def test_the_comparison_costs_the_same_statements_however_much_there_is(cast, two):
    few = statements(client_of(cast.amal), page(two))
    rich = [
        register(
            cast.amal,
            (f"Ali {n}", f"Abu {n}", f"Umm {n}"),
            tags=("a", "b"),
            lead_team_id=cast.mission.pk,
        )
        for n in range(2)
    ]
    for _ in range(3):
        meet(cast.amal, "basra", who=tuple(rich))

    assert statements(client_of(cast.amal), page(rich)) == few <= 16


def test_the_page_of_a_merge_costs_the_same_statements_however_much_moved(cast, two):
    few = statements(client_of(cast.amal), reverse("merged", args=[merged(cast.amal, *two).pk]))
    rich = [
        register(cast.amal, (f"A{n}", f"B{n}"), tags=("a", f"{n}"), lead_team_id=cast.mission.pk)
        for n in range(2)
    ]
    for _ in range(3):
        meet(cast.amal, "basra", who=(rich[1],))
    found = merged(cast.amal, *rich)

    assert statements(client_of(cast.amal), reverse("merged", args=[found.pk])) == few <= 18


def test_the_page_of_the_one_that_went_goes_on_to_the_kept_one_and_says_so(cast, two):
    merged(cast.amal, *two)

    answer = client_of(cast.ruth).get(f"/stakeholders/{two[1].pk}/", follow=True)

    assert answer.redirect_chain == [(f"/stakeholders/{two[0].pk}/", 302)]
    assert "was merged into this one" in answer.content.decode()


def test_the_page_of_the_one_that_went_is_none_where_the_kept_one_may_not_be_opened(cast):
    kept = register(cast.amal, "A", at_risk=True, lead_team_id=cast.mission.pk)
    gone = register(cast.amal, "B", lead_team_id=cast.mission.pk)
    merged(cast.amal, kept, gone)

    assert client_of(cast.ruth).get(f"/stakeholders/{gone.pk}/").status_code == 404


def test_it_is_in_no_list_no_search_and_no_suggestion(cast, two):
    merged(cast.amal, *two)
    client = client_of(cast.amal)

    for address in (
        "/stakeholders/",
        "/stakeholders/find/?q=Muhammad",
        "/stakeholders/?retired=on",
        "/search/?q=Muhammad",
    ):
        text = client.get(address).content.decode()
        assert str(two[1].pk) not in text, address
        assert "Mohammed Ali" in text or "retired" in address, address


def test_a_merge_is_taken_apart_on_its_page(cast, two):
    found = merged(cast.amal, *two)
    address = reverse("merged", args=[found.pk])

    answer = client_of(cast.amal).post(address, {"reason": "two men"}, follow=True)

    assert answer.redirect_chain == [(address, 302)]
    assert "two men" in answer.content.decode()
    assert now(two[1]).merged_into_id is None


def test_what_could_not_be_known_stands_on_the_page(cast, two):
    found = merged(cast.amal, *two)
    meet(cast.amal, "basra", who=(two[0],))
    parted(cast.amal, found)

    text = client_of(cast.amal).get(reverse("merged", args=[found.pk])).content.decode()

    assert "Added since the merge" in text


def test_a_reader_sees_what_was_done_and_no_button(cast, two):
    found = merged(cast.amal, *two)
    address = reverse("merged", args=[found.pk])

    assert "Take them apart" not in client_of(cast.ruth).get(address).content.decode()
    assert client_of(cast.ruth).post(address, {"reason": "x"}).status_code == 403
    assert client_of(cast.omar).get(address).status_code == 404


def test_two_ticked_in_the_list_go_on_to_the_page_that_compares_them(cast, two):
    ids = {"act": "merge", "id": [str(one.pk) for one in two]}

    answer = client_of(cast.amal).get("/stakeholders/together/", ids)

    assert answer["Location"] == page(two)
    three = client_of(cast.amal).get(
        "/stakeholders/together/", {"act": "merge", "id": ids["id"][:1]}
    )
    assert three["Location"] == "/stakeholders/"


def test_the_meeting_s_page_shows_the_body_of_then_under_the_name_of_now(cast):
    from tests.stakeholders.knowing import post

    kept = register(cast.amal, "The Ministry", "federal_executive", kind="organisation")
    gone = register(cast.amal, "Ministry", "federal_executive", kind="organisation")
    who = register(cast.amal, "X", "federal_executive")
    held = post(cast.amal, who, gone, title="Head")
    meeting = meet(
        cast.amal,
        "basra",
        who=(Attendance(stakeholder_id=who.pk, post_id=held.pk),),
        tlp=Tlp.GREEN,
    )
    merged(cast.amal, kept, gone)

    text = client_of(cast.amal).get(f"/meetings/{meeting.pk}/").content.decode()

    assert "The Ministry" in text


def test_why_they_are_one_is_not_told_where_an_initiative_of_theirs_is(cast):
    from engagement.briefs.models import Initiative

    kept, gone = (
        register(cast.amal, name, "cso_ngo", kind="organisation", at_risk=True) for name in "AB"
    )
    with owner():
        row = Initiative.objects.create(
            name="Open hour", programme=cast.programme, tlp=Tlp.GREEN, lead_organisation=gone
        )
    merged(cast.bassam, kept, gone, "both names of the informant")

    page_of_it = client_of(cast.ruth).get(reverse("initiative", args=[row.pk]))

    assert page_of_it.status_code == 200
    assert "informant" not in page_of_it.content.decode()
