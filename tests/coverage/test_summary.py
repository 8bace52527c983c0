"""The summary is right: rule, facts, cells and a count by hand are one, whatever is written."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.coverage.actions import compact
from engagement.coverage.models import CoverageCell, CoverageFact
from engagement.coverage.sums import Sums, programme_sums
from engagement.meetings.codes import Mode, Reason, Status
from tests.cast import Cast, meet, register
from tests.conftest import owner
from tests.coverage.writes import YEAR, Writes, differing, people_of, run

pytestmark = pytest.mark.django_db
ANY = settings(max_examples=25, suppress_health_check=list(HealthCheck))


def sums_of(cast: Cast) -> list[Sums]:
    """Of the programme and of each team."""
    with acting_as(cast.ruth, "read"):
        teams = (None, cast.mission.pk, cast.partner.pk)
        return [programme_sums(replace(YEAR, team_id=team)) for team in teams]


@ANY
@given(seed=st.integers(0, 10**6))
def test_whatever_is_written_the_summary_is_what_the_rule_says(cast, seed):
    writes = Writes(cast, people_of(cast), random.Random(seed))

    writes.write(8)
    compact()
    writes.write(6)

    assert differing(cast) == {}
    before = sums_of(cast)
    assert compact() >= 0
    assert sums_of(cast) == before
    assert differing(cast) == {}


@settings(ANY, max_examples=12)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_entry_never_matters(cast, seed):
    chance = random.Random(seed)
    writes = Writes(cast, people_of(cast), chance)
    drafts = [
        (writes.places(), writes.who(), writes.day(), chance.choice([*Mode]), joint, failed)
        for joint, failed in ((False, False), (True, False), (False, True), (True, True)) * 2
    ]

    def entered(order: list[int]) -> list[Sums]:
        start = transaction.savepoint()
        for places, who, day, mode, joint, failed in (drafts[n] for n in order):
            more = {"status": Status.NOT_HELD, "reason": Reason.SECURITY} if failed else {}
            guests = (cast.partner.pk,) if joint else ()
            meet(cast.amal, *places, who=who, held_on=day, mode=mode, guest_team_ids=guests, **more)
            if chance.random() < 0.2:
                compact()
        found = sums_of(cast)
        transaction.savepoint_rollback(start)
        return found

    order = list(range(len(drafts)))
    first = entered(order)
    chance.shuffle(order)

    assert entered(order) == first
    assert first[0] != Sums()


def test_folding_leaves_nothing_waiting_and_every_sum_as_it_was(cast):
    meet(cast.amal, "basra", who=(register(cast.amal, "Sheikh"),))
    before = sums_of(cast)

    assert compact() > 0
    assert compact() == 0
    assert sums_of(cast) == before


def test_what_is_undone_leaves_no_cell_behind(cast):
    row = meet(cast.amal, "basra", who=(register(cast.amal, "Sheikh"),))
    compact()
    run("UPDATE engagement_meeting SET kind = 'contact' WHERE id = %s", row.pk)
    compact()

    assert sums_of(cast) == [Sums()] * 3
    with owner():
        assert not CoverageCell.objects.exists()


def test_a_reader_sees_the_facts_of_the_meetings_they_may_open_and_no_others(cast):
    sheikh = register(cast.amal, "Sheikh")
    seen = meet(cast.amal, "basra", who=(sheikh,), tlp=Tlp.GREEN)
    meet(cast.amal, "basra", who=(sheikh,), tlp=Tlp.RED)
    with acting_as(cast.carla, "read"):
        facts = CoverageFact.objects.visible_to(cast.carla)
        assert list(facts.values_list("pk", flat=True)) == [seen.pk]
    with acting_as(cast.omar, "read"):
        assert not CoverageFact.objects.visible_to(cast.omar).exists()
