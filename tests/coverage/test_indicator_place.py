"""I2, I3, I8 and I15, counted by hand."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection

from engagement.access.scope import acting_as
from engagement.briefs.entries.actions import (
    act_on_assessment,
    ask_for_assessment,
    deliver_assessment,
    record_incident,
)
from engagement.briefs.entries.freshness import freshness, state_of
from engagement.coverage.sums import Period
from engagement.meetings.codes import Mode
from engagement.regions.choices import area_of
from engagement.regions.models import GreaterCapital, ProgrammeArea, Region
from tests.briefs.test_entries import assessment, do, incident, region
from tests.cast import DAY, meet, register
from tests.conftest import owner
from tests.coverage.readings import YEAR, figure, line, parts, reading

pytestmark = pytest.mark.django_db
HALF = Fraction(1, 2)
TO_DAY = Period(date(2025, 4, 1), DAY)
#: The census has 46,118,793; thirteen governorates are estimates, each rounded.
ALL = 46_118_791


def test_beyond_greater_baghdad_has_no_value_until_the_programme_says_what_that_is(cast):
    meet(cast.amal, "basra", who=(register(cast.amal, "A"),))

    assert figure(cast, "I2").value is None


def test_beyond_greater_baghdad_leaves_open_what_may_lie_in_a_district_of_it(cast):
    with owner():
        anbar, babil = region("anbar"), region("babil")
        falluja = Region.objects.create(
            key="falluja", kind="district", parent=anbar, label_en="F", label_ar="F", label_ckb="F"
        )
        GreaterCapital.objects.create(programme=cast.programme, region=falluja)
        GreaterCapital.objects.create(programme=cast.programme, region=babil)
    person = register(cast.amal, "A")
    # Beyond: Basra 1, Basra of two ½. Open: Anbar 1, no place 1. In it or abroad: the rest.
    for places in (("basra",), ("basra", "babil"), ("anbar",), (), ("falluja",), ("jordan",)):
        meet(cast.amal, *places, who=(person,))

    found = figure(cast, "I2")

    assert parts(found.share) == (Fraction(3, 2), 6, 2)


def test_governorates_are_of_the_last_six_months_and_their_lines_of_the_whole_period(cast):
    ngo, tribe = register(cast.amal, "NGO"), register(cast.amal, "Tribe", "tribe")
    meet(cast.amal, "erbil", who=(ngo,), held_on=date(2025, 9, 30))
    meet(cast.amal, "basra", who=(ngo,), held_on=date(2025, 10, 1))
    for day in (date(2025, 8, 1), date(2025, 9, 1)):
        meet(cast.amal, "basra", who=(ngo,), held_on=day)
    for who in ((ngo,), (tribe,), (ngo,)):
        meet(cast.amal, "baghdad", who=who)
    meet(cast.amal, "wasit", who=(ngo,), mode=Mode.REMOTE)

    found = figure(cast, "I3", TO_DAY)

    assert (found.number, found.of) == (2, 18)
    assert line(found, "whole_period").number == 3
    assert line(found, "often").number == 2
    assert line(found, "meaningful").number == 1  # in Basra it was the same group three times
    # Basra 3,664,168 and Baghdad 9,780,429 of everybody.
    assert parts(line(found, "people").share) == (13_444_597, ALL, 0)


def test_halabja_is_folded_into_sulaymaniyah_before_any_weighting_by_population(cast):
    meet(cast.amal, "halabja", who=(register(cast.amal, "A"),))

    found = figure(cast, "I3", TO_DAY)

    assert parts(line(found, "people").share) == (2_401_724, ALL, 0)


def test_by_the_list_of_19_people_of_halabja_are_still_told_with_sulaymaniyah(cast):
    with owner():
        ProgrammeArea.objects.filter(programme=cast.programme).update(list_of_19_from=YEAR.first)
    meet(cast.amal, "sulaymaniyah", who=(register(cast.amal, "A"),))

    found = figure(cast, "I3", TO_DAY)

    assert (found.number, found.of) == (1, 19)
    assert parts(line(found, "people").share) == (2_401_724, ALL, 0)


def test_a_population_that_is_an_estimate_is_told_as_one(cast):
    told = reading(cast).populations

    assert told[region("anbar").pk].estimate
    assert not told[region("basra").pk].estimate


def test_security_beyond_the_capital_is_a_conjunction_within_one_meeting(cast):
    army = register(cast.amal, "Army", "federal_security")
    brigade, ngo = register(cast.amal, "Brigade", "pmf_unit"), register(cast.amal, "NGO")
    meet(cast.amal, "basra", who=(brigade,))
    meet(cast.amal, "baghdad", who=(brigade,))
    meet(cast.amal, "anbar", who=(ngo,))
    meet(cast.amal, "baghdad", "basra", who=(army,))
    meet(cast.amal, who=(brigade,))
    meet(cast.amal, "basra", who=(army,), mode=Mode.REMOTE)

    found = figure(cast, "I8")

    assert parts(found.share) == (Fraction(3, 2), 5, 1)
    assert {row.code.value: row.share.part for row in found.lines} == {
        "beyond_security": Fraction(3, 2),
        "beyond_others": 1,
        "capital_security": Fraction(3, 2),
        "capital_others": 0,
        "beyond_state": HALF,
        "beyond_hybrid": 1,
        "beyond_non_state": 1,
        "capital_state": HALF,
        "capital_hybrid": 1,
        "capital_non_state": 0,
    }
    assert {row.share.whole for row in found.lines} == {5}


def delivered(actor, valid_on, *places):
    draft = assessment(asked_on=valid_on, regions=tuple(region(key) for key in places))
    row = do(actor, ask_for_assessment, draft)
    more = {"valid_on": valid_on, "summary": "", "version": row.version}
    return do(actor, deliver_assessment, row.pk, delivered_on=actor.today(), **more)


def test_freshness_counts_from_the_day_it_is_true_for_and_never_from_the_delivery(cast):
    today = cast.amal.today()
    period = Period(today.replace(day=1), today)
    delivered(cast.amal, today - timedelta(days=30), "basra", "anbar")
    delivered(cast.amal, today - timedelta(days=400), "wasit")
    day = today - timedelta(days=3)
    do(cast.amal, record_incident, incident(happened_on=day, region=region("anbar")))

    found = figure(cast, "I15", period)

    assert (found.number, found.of) == (1, 18)
    assert parts(line(found, "people").share) == (3_664_168, ALL, 0)
    assert (line(found, "stale_by_event").number, line(found, "never_assessed").number) == (1, 15)


def test_what_us_3_asks_for_is_a_state_of_asked_delivered_and_acted_on(cast):
    today = cast.amal.today()
    do(cast.amal, ask_for_assessment, assessment(asked_on=today))
    first, _second = (delivered(cast.amal, today, "anbar") for _ in range(2))
    more = {"action": "Revised", "version": first.version}
    do(cast.amal, act_on_assessment, first.pk, acted_on=today, **more)

    found = figure(cast, "I15", Period(today.replace(day=1), today))

    told = [line(found, code).number for code in ("asked_for", "delivered", "acted_on")]
    assert told == [3, 2, 1]


def test_the_programmes_freshness_is_what_whoever_may_open_all_reads_on_the_page(cast):
    today = cast.amal.today()
    for days, place in ((10, "basra"), (180, "anbar"), (185, "wasit"), (200, "iraq")):
        delivered(cast.amal, today - timedelta(days=days), place)
    do(cast.amal, record_incident, incident(happened_on=today, region=region("halabja")))

    with acting_as(cast.bassam, "read"):
        page = freshness(cast.bassam, area_of(cast.programme.pk))
    found = reading(cast, Period(today.replace(day=1), today))

    states = {unit.label: found.brief.freshness[unit.pk] for unit in found.regions}
    assert states == {row.label: row.state for row in page}
    assert set(states.values()) == {"fresh", "stale", "event"}


@pytest.mark.parametrize("valid", [date(2025, 8, 31), date(2025, 8, 30), date(2025, 9, 1)])
def test_six_months_end_on_the_same_day_in_the_database_as_on_the_page(cast, valid):
    delivered(cast.amal, valid, "iraq")
    with owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE engagement_strategicassessment SET delivered_on = valid_on")
    days = [date(2026, 2, 26) + timedelta(days=n) for n in range(6)]

    with acting_as(cast.ruth, "read"), connection.cursor() as cursor:
        found = []
        for day in days:
            cursor.execute("SELECT DISTINCT state FROM jisr.coverage_freshness(%s, '18')", [day])
            found += cursor.fetchall()

    assert [state for (state,) in found] == [state_of(valid, None, day) for day in days]
