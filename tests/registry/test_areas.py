"""Security actors present in a governorate against those met, worked out by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagement.access.scope import acting_as
from engagement.coverage.present import Presence, present
from engagement.meetings.drafts import Attendance
from engagement.regions.choices import area_of
from engagement.regions.models import ProgrammeArea, Region
from tests.cast import meet, register
from tests.meetings.browsing import client_of
from tests.stakeholders.knowing import assess, decided, post

pytestmark = pytest.mark.django_db


def body(actor, name, base="", actor_type="federal_security", **more):
    return register(actor, name, actor_type, base, kind="unit", **more)


def there(actor, key):
    """The presence in one governorate."""
    with acting_as(actor, "read"):
        found = present(actor, area_of(actor.programme_id), actor.today())
    if key == "nowhere":
        return found.nowhere
    return next(one for region, one in found.rows if region.key == key)


def met_on(cast, who, ago, **more):
    day = cast.amal.today() - timedelta(days=ago)
    return meet(cast.amal, "baghdad", who=(who,), held_on=day, tlp=1, **more)


def test_each_is_registered_met_met_before_never_met_or_not_to_be_engaged(cast):
    recent, old, never = (body(cast.amal, name, "basra") for name in ("A", "B", "C"))
    met_on(cast, recent, 364)
    met_on(cast, old, 366)
    body(cast.amal, "D", "basra", not_to_be_engaged=True)
    decided(cast.amal, body(cast.amal, "E", "basra"), "not")
    register(cast.amal, "F", "cso_ngo", "basra")
    assert never

    assert there(cast.amal, "basra") == Presence(
        registered=5, met=1, met_before=1, never=1, closed=2
    )
    assert there(cast.amal, "wasit") == Presence()


def test_an_accepted_area_or_base_counts_and_a_contested_or_withdrawn_one_does_not(cast):
    unit = body(cast.amal, "A")
    assess(cast.amal, unit, "area", "operations", place="anbar")
    assess(cast.amal, unit, "area", "base", place="wasit", standing="needs_work")
    assess(cast.amal, unit, "area", "base", place="basra", valid_to=cast.amal.today())

    assert there(cast.amal, "anbar").registered == 1
    assert there(cast.amal, "wasit").registered == 0
    assert there(cast.amal, "basra").registered == 0
    assert there(cast.amal, "nowhere").registered == 0


def test_one_in_two_districts_of_a_governorate_is_there_once(cast):
    unit = body(cast.amal, "A", "basra")
    for district in Region.objects.filter(parent__key="basra")[:2]:
        assess(cast.amal, unit, "area", "operations", place=district.key)
    assess(cast.amal, unit, "area", "base", place="anbar")

    assert there(cast.amal, "basra").registered == 1
    assert there(cast.amal, "anbar").registered == 1


def test_one_without_a_place_stands_in_a_line_of_its_own(cast):
    body(cast.amal, "A")

    assert there(cast.amal, "nowhere") == Presence(registered=1, never=1)


def test_meeting_somebody_in_a_post_of_theirs_is_meeting_them(cast):
    unit = body(cast.amal, "A", "basra")
    officer = register(cast.amal, "Officer", "judiciary")
    seat = post(cast.amal, officer, unit)
    met_on(cast, Attendance(stakeholder_id=officer.pk, post_id=seat.pk), 5)

    assert there(cast.amal, "basra") == Presence(registered=1, met=1)


@pytest.mark.parametrize("more", [{"kind": "contact"}, {"status": "not_held", "reason": "refused"}])
def test_a_short_contact_and_a_meeting_that_was_refused_are_no_meeting(cast, more):
    met_on(cast, body(cast.amal, "A", "basra"), 5, **more)

    assert there(cast.amal, "basra") == Presence(registered=1, never=1)


def test_an_observer_was_not_met(cast):
    unit = body(cast.amal, "A", "basra")
    other = register(cast.amal, "B")
    meet(
        cast.amal,
        "basra",
        who=(other, Attendance(stakeholder_id=unit.pk, role="observer")),
    )

    assert there(cast.amal, "basra").never == 1


def test_only_what_the_reader_may_open_is_counted(cast):
    body(cast.amal, "Hidden", "basra", "pmf_unit")
    shown = body(cast.amal, "Shown", "basra")
    day = cast.amal.today() - timedelta(days=5)
    meet(cast.amal, "basra", who=(shown,), held_on=day)

    assert there(cast.amal, "basra") == Presence(registered=2, met=1, never=1)
    assert there(cast.ruth, "basra") == Presence(registered=1, never=1)
    assert there(cast.carla, "basra") == Presence(registered=1, never=1)
    assert there(cast.omar, "basra") == Presence()


def test_halabja_is_counted_by_the_list_in_force_today(cast):
    body(cast.amal, "A", "halabja")
    assert there(cast.amal, "sulaymaniyah").registered == 1

    ProgrammeArea.objects.filter(programme=cast.programme).update(list_of_19_from=cast.amal.today())
    assert there(cast.amal, "halabja").registered == 1
    assert there(cast.amal, "sulaymaniyah").registered == 0


def test_the_page_says_so_in_words_and_costs_the_same_however_many_there_are(cast):
    client, to = client_of(cast.amal), reverse("security_areas")

    def statements():
        with CaptureQueriesContext(connection) as caught:
            page = client.get(to).content.decode()
        return len(caught), page

    body(cast.amal, "A", "basra")
    statements()
    few, page = statements()
    for n in range(4):
        body(cast.amal, f"B{n}", "wasit")
    many, _page = statements()

    assert few == many
    assert "nobody registered here" in page
    assert "Only stakeholders and meetings that you may open are counted." in page
