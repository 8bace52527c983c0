"""The brief from its installation to a confirmed meeting, in a browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from engagement.access.keys import new_id
from engagement.access.models import User
from engagement.access.scope import acting_as
from engagement.briefs.entries.actions import (
    ask_for_assessment,
    deliver_assessment,
    note_avenue,
    record_incident,
    start_initiative,
)
from engagement.briefs.entries.drafts import (
    AssessmentDraft,
    AvenueDraft,
    IncidentDraft,
    InitiativeDraft,
)
from engagement.meetings.codes import Purpose
from engagement.regions.models import Region
from tests.cast import Cast, meet, register
from tests.stories.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _seed(cast: Cast) -> str:
    """Meetings that serve something, and one entry of each kind; the id of one meeting."""
    User.objects.filter(username="bassam").update(name="Bassam al-Khalidi")
    sheikh = register(
        cast.amal, ("Sheikh Jabbar al-Sawadi", "الشيخ جبار السوادي"), "tribe", "basra"
    )
    unit = register(cast.amal, "Unit of the southern marshes", "pmf_unit", "maysan", kind="unit")
    centre = register(
        cast.amal, ("Nahrain Centre", "مركز النهرين"), "cso_ngo", "basra", kind="organisation"
    )
    meet(cast.amal, "basra", who=(sheikh, centre))
    meet(cast.amal, "maysan", "basra", who=(sheikh, unit), purpose=Purpose.DIALOGUE)
    made = meet(cast.amal, "baghdad", who=(centre,), tlp=1)
    today, anbar = cast.amal.today(), Region.objects.get(key="anbar")
    nineveh = Region.objects.get(key="nineveh")
    with acting_as(cast.amal, "entry.written"):
        row = ask_for_assessment(
            cast.amal,
            AssessmentDraft(
                id=new_id(),
                title="Cells in the western desert and around Hamrin",
                asked_by="Head of mission",
                asked_on=today - timedelta(days=90),
                regions=(anbar, nineveh),
            ),
        )
        deliver_assessment(
            cast.amal,
            row.pk,
            delivered_on=today - timedelta(days=40),
            valid_on=today - timedelta(days=50),
            summary="Small cells move at night; roads are safer by day.",
            version=row.version,
        )
        record_incident(
            cast.amal,
            IncidentDraft(
                id=new_id(),
                kind="attack",
                region=nineveh,
                happened_on=today - timedelta(days=4),
                text="An attack on a checkpoint south of the city",
                source="Local police",
            ),
        )
        start_initiative(
            cast.amal,
            InitiativeDraft(
                id=new_id(),
                name="Community safety forums",
                lead_organisation_id=centre.pk,
                iraqi_led=True,
                region=Region.objects.get(key="basra"),
                valid_from=today.replace(year=today.year - 1, month=5, day=1),
                from_precision="month",
            ),
        )
        note_avenue(
            cast.amal,
            AvenueDraft(
                id=new_id(),
                as_of=today - timedelta(days=10),
                text="The ministry opened its training courses to members of the tribal guards.",
                source="A circular of the ministry",
            ),
        )
    return str(made.pk)


def test_a_manager_installs_the_brief_and_confirms_meetings(cast: Cast, visitor: Visitor) -> None:
    meeting = _seed(cast)
    page = visitor.page
    visitor.sign_in("bassam")
    visitor.open("/recommendations/")
    visitor.look("brief-none")
    page.locator("main form button.main").click()
    expect(page.locator("#r-EU-2")).to_be_visible()
    visitor.look("brief")
    _look_at_one(visitor)
    visitor.open("/recommendations/teams/")
    page.locator("input[type=checkbox]").nth(2).check()
    visitor.look("brief-teams")
    page.locator("main form button.main").click()
    visitor.open("/recommendations/matches/?for=US-1")
    page.locator(".matches input[type=checkbox]").first.check()
    visitor.look("brief-matches")
    page.locator("button[name=verdict][value=confirmed]").click()
    expect(page.locator(".messages")).to_be_visible()
    visitor.open(f"/meetings/{meeting}/recommendations/")
    visitor.look("brief-of-meeting")


def _look_at_one(visitor: Visitor) -> None:
    visitor.page.locator(".recommendation details").last.locator("summary").click()
    visitor.look("brief-open")
    visitor.open("/recommendations/EU-2/")
    visitor.page.locator("article details summary").first.click()
    visitor.look("brief-one")
    visitor.open("/recommendations/EU-2/targets/I1/")
    visitor.look("brief-target")


def test_an_officer_reads_and_writes_the_entries(cast: Cast, visitor: Visitor) -> None:
    _seed(cast)
    page = visitor.page
    visitor.sign_in("amal")
    for kind in ("strategic-assessments", "incidents", "initiatives", "avenues"):
        visitor.open(f"/{kind}/")
        visitor.look(f"brief-{kind}")
        visitor.open(f"/{kind}/new/")
        visitor.look(f"brief-{kind}-new")
    page.locator("textarea[name=text]").fill("A door closed.")
    page.locator("input[name=source]").fill("A paper")
    page.locator("main form button.main").click()
    expect(page.locator("article.brief-entry")).to_contain_text("A door closed.")
    visitor.look("brief-avenue")
    visitor.open("/strategic-assessments/")
    page.locator("td.subject a").first.click()
    page.locator("details.more > summary").first.click()
    visitor.look("brief-assessment")
