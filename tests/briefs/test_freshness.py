"""How fresh the assessments are, by days worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engagement.access.scope import acting_as
from engagement.briefs.entries.actions import (
    ask_for_assessment,
    deliver_assessment,
    record_incident,
    withdraw_brief_entry,
)
from engagement.briefs.entries.freshness import freshness, months_between, state_of
from engagement.briefs.models import Incident
from engagement.regions.choices import area_of
from tests.briefs.test_entries import assessment, do, incident, region


@pytest.mark.parametrize(
    ("valid", "event", "today", "state"),
    [
        (None, None, date(2026, 7, 1), "none"),
        (None, date(2026, 6, 1), date(2026, 7, 1), "none"),
        (date(2026, 1, 10), None, date(2026, 7, 9), "fresh"),
        (date(2026, 1, 10), None, date(2026, 7, 10), "fresh"),
        (date(2026, 1, 10), None, date(2026, 7, 11), "stale"),
        (date(2026, 1, 10), date(2026, 1, 10), date(2026, 2, 1), "fresh"),
        (date(2026, 1, 10), date(2026, 1, 11), date(2026, 2, 1), "event"),
        (date(2026, 1, 10), date(2025, 12, 1), date(2026, 2, 1), "fresh"),
    ],
)
def test_six_months_and_no_incident_since_is_fresh(valid, event, today, state):
    assert state_of(valid, event, today) == state


def test_months_are_whole():
    assert months_between(date(2026, 1, 31), date(2026, 3, 1)) == 1
    assert months_between(date(2025, 11, 5), date(2026, 2, 5)) == 3


def delivered(actor, *places, days_ago):
    day = actor.today() - timedelta(days=days_ago)
    draft = assessment(asked_on=day, regions=tuple(region(key) for key in places))
    row = do(actor, ask_for_assessment, draft)
    more = {"delivered_on": day, "valid_on": day, "summary": "", "version": row.version}
    return do(actor, deliver_assessment, row.pk, **more)


def states(actor) -> dict[str, str]:
    with acting_as(actor, "read"):
        rows = freshness(actor, area_of(actor.programme_id))
        return {row.label: row.state for row in rows}


@pytest.mark.django_db
def test_each_governorate_has_its_own_age_and_the_country_is_everywhere(cast):
    delivered(cast.amal, "anbar", "nineveh", days_ago=20)
    delivered(cast.amal, "iraq", days_ago=300)
    day = cast.amal.today() - timedelta(days=3)
    do(cast.amal, record_incident, incident(happened_on=day, region=region("nineveh")))

    found = states(cast.bassam)
    assert len(found) == 18
    assert (found["Anbar"], found["Nineveh"], found["Basra"]) == ("fresh", "event", "stale")
    assert set(states(cast.ruth).values()) == {"none"}  # those assessments are not hers to open


@pytest.mark.django_db
def test_an_assessment_that_is_only_asked_for_makes_nothing_fresh(cast):
    do(cast.amal, ask_for_assessment, assessment())
    assert set(states(cast.amal).values()) == {"none"}


@pytest.mark.django_db
def test_a_withdrawn_incident_makes_nothing_stale(cast):
    delivered(cast.amal, "anbar", days_ago=20)
    row = do(cast.amal, record_incident, incident(happened_on=cast.amal.today()))
    assert states(cast.amal)["Anbar"] == "event"
    more = {"reason": "x", "version": row.version}
    do(cast.amal, withdraw_brief_entry, Incident, row.pk, **more)
    assert states(cast.amal)["Anbar"] == "fresh"


@pytest.mark.django_db
def test_what_happens_in_halabja_is_counted_in_sulaymaniyah_by_the_list_of_18(cast):
    delivered(cast.amal, "sulaymaniyah", days_ago=20)
    day = cast.amal.today()
    do(cast.amal, record_incident, incident(happened_on=day, region=region("halabja")))

    found = states(cast.amal)
    assert found["Sulaymaniyah"] == "event"
    assert "Halabja" not in found
