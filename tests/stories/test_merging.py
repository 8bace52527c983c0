"""Two records of one man: from the queue to one, and back to two; and naming who may see it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from engagement.access.tlp import Tlp
from engagement.registry.models import Merge
from engagement.stakeholders.models import Stakeholder
from tests.cast import DAY, meet, register
from tests.conftest import owner
from tests.registry.duplicates import scanned

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LATIN, ARABIC = "Mohammed Jawad al-Saadi", "محمد جواد الساعدي"
#: The narrowest and the other direction beside the usual one; the rest is the same page.
SIZES = pytest.mark.parametrize(
    ("language", "size"), [("en", "desktop"), ("ar", "phone")], indirect=True
)


@pytest.fixture
def two(cast):
    kept = register(
        cast.amal, LATIN, "tribe", "basra", birth_year=1970, lead_team_id=cast.mission.pk
    )
    gone = register(
        cast.amal,
        ARABIC,
        "tribe",
        "anbar",
        birth_year=1970,
        lead_team_id=cast.mission.pk,
        tags=("water",),
    )
    for one in (kept, gone):
        meet(cast.amal, "basra", who=(one,), held_on=DAY)
    scanned(cast.amal)
    return kept, gone


@SIZES
def test_from_the_queue_they_become_one_and_two_again(visitor, two):
    visitor.sign_in("amal")
    visitor.open("/duplicates/")
    page = visitor.page
    page.locator(".duplicates a.button").click()
    page.wait_for_url("**/merge/**")
    for name in (LATIN, ARABIC):
        expect(page.locator("table")).to_contain_text(name)
    visitor.look("merge")
    kept = page.url.split("/stakeholders/")[1].split("/")[0]

    merge_choosing_the_others_region(visitor)

    page.wait_for_url(f"**/stakeholders/{kept}/")
    expect(page.locator("h1")).to_contain_text(ARABIC if visitor.language == "ar" else LATIN)
    expect(page.locator(".notice").first).to_be_visible()
    visitor.look("merged-profile")
    (other,) = (one for one in two if str(one.pk) != kept)
    with owner():
        assert Stakeholder.plain.get(pk=kept).base_region_id == other.base_region_id

    take_apart(visitor)

    with owner():
        assert Stakeholder.plain.filter(merged_into=None).count() == 2


def merge_choosing_the_others_region(visitor):
    page, theirs = visitor.page, visitor.page.locator("[name=base_region][value=gone]")
    theirs.check()
    page.locator("form.log button.main").click()  # without a reason: told, and the choice stands
    expect(page.locator(".problem")).to_be_visible()
    expect(theirs).to_be_checked()
    visitor.look("merge-refused")
    page.locator("[name=reason]").fill("The same man, in two scripts")
    page.locator("form.log button.main").click()


def take_apart(visitor):
    page = visitor.page
    with owner():
        merge = Merge.plain.get()
    page.locator(f'a[href="/merges/{merge.pk}/"]').click()
    page.wait_for_url("**/merges/**")
    visitor.look("merge-done")
    page.locator("[name=reason]").fill("Father and son")
    page.locator("form.log button.main").click()
    expect(page.locator("form.log")).to_have_count(0)
    visitor.look("merge-undone")


@SIZES
def test_who_would_see_more_is_named_from_the_refusal_and_then_it_goes_through(visitor, cast):
    kept = register(cast.amal, LATIN, "tribe", lead_team_id=cast.mission.pk, tlp=Tlp.AMBER)
    gone = register(cast.carla, ARABIC, "tribe", lead_team_id=cast.partner.pk, tlp=Tlp.AMBER)
    visitor.sign_in("bassam")
    visitor.open(f"/stakeholders/{kept.pk}/merge/{gone.pk}/")
    page = visitor.page
    expect(page.locator(".problem")).to_contain_text("amal")
    visitor.look("merge-hindered")

    page.locator('a[href*="/named/"]').click()
    page.wait_for_url("**/named/**")
    expect(page.locator("[name=people]:checked")).to_have_count(1)
    visitor.look("naming")
    page.locator("[name=reason]").fill("They know him too")
    page.locator("form.log button.main").click()

    page.wait_for_url("**/merge/**")
    expect(page.locator(".problem")).to_have_count(0)
    page.locator("[name=reason]").fill("The same man")
    page.locator("form.log button.main").click()
    page.wait_for_url(f"**/stakeholders/{kept.pk}/")
    visitor.open(f"/stakeholders/{kept.pk}/named/")
    expect(page.locator("h1")).to_be_visible()
    visitor.look("named")
