"""The demonstration programme: the same on every machine, ending on the day it is made."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from engagement.access.models import Programme, User
from engagement.access.scope import acting_as, actor_for
from engagement.coverage.periods import last_twelve_months
from engagement.coverage.place import Period, place_figures
from engagement.demonstration.programme import PROGRAMME, make
from engagement.meetings.models import Meeting
from engagement.regions.choices import area_of
from tests.conftest import owner

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 5, 20, 9, tzinfo=UTC)
#: In a quarter, on its first day, on the last day of a year.
DAYS = (NOON, NOON.replace(month=4, day=1), NOON.replace(year=2024, month=12, day=31))


@pytest.mark.parametrize(
    "day", [NOON, NOON.replace(month=4, day=1), NOON.replace(month=12, day=31)]
)
def test_it_can_be_made_on_any_day(day: datetime) -> None:
    made = make(day)

    with owner():
        statuses = Counter(Meeting.plain.values_list("status", flat=True))
        assert made == sum(statuses.values()) == Meeting.plain.count()
        assert statuses == {"held": 50, "not_held": 6, "planned": 2}
        held = Meeting.plain.filter(status="held").values_list("held_on", flat=True)
        assert max(held) <= day.date()


def test_its_coverage_shows_every_state_of_a_governorate() -> None:
    make(NOON)
    programme, manager = Programme.objects.get(name=PROGRAMME), User.objects.get(username="manager")
    actor = actor_for(manager.pk, programme.pk)

    with acting_as(actor, "read"):
        period = Period(*last_twelve_months(NOON.date()))
        found = place_figures(period, area_of(programme.pk))

    assert {row.state for row in found.governorates} == {"visited", "heard", "failed", "never"}
    assert found.places.abroad == found.places.unknown == 1
    assert found.timeliness.timely < found.timeliness.counted


def test_made_twice_it_stays_as_it_was() -> None:
    call_command("demo")
    call_command("demo")

    assert Programme.objects.filter(demonstration=True).count() == 1
