"""Many writers on the same few meetings: the summary is the rule's afterwards.

Run by hand without `FOR NO KEY UPDATE` in `jisr.coverage_refresh`: a meeting amended while the list
changed kept a fact of the old rows ({'facts': 1, 'visited': 1} differing, each time). The storm
alone did not find it in 143 writes: a write to a child moves its meeting's version first, and holds
the row by that. So the change of a list has tests of its own.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.scope import acting_as
from engagement.coverage.actions import compact
from engagement.meetings.actions import amend_meeting, log_meeting
from tests.cast import Cast, draft_of, make_cast, meet
from tests.conftest import owner, run_together
from tests.coverage.writes import PLACES, Writes, differing, people_of, set_list

log = logging.getLogger(__name__)

WRITERS, SECONDS, HOT = 6, 6.0, 15
#: What two people who write the same thing tell each other, and no harm.
REFUSED = (Conflict, NotAllowed, ValidationError, IntegrityError)


@dataclass
class Tally:
    """What became of the writes, by all threads."""

    counts: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, what: str) -> None:
        with self.lock:
            self.counts[what] += 1


@dataclass
class Storm(Writes):
    """Also several children of several meetings in one transaction, which then may be dropped."""

    KINDS = (*Writes.KINDS, *("several",) * 12)

    def several(self) -> None:
        with owner(), transaction.atomic(), connection.cursor() as cursor:
            for pk in self.chance.sample(self.rows[:HOT], 2):
                cursor.execute(
                    "DELETE FROM engagement_venue WHERE meeting_id = %s AND region_id <> ("
                    " SELECT id FROM engagement_region WHERE key = %s)",
                    [pk, self.chance.choice(PLACES)],
                )
                cursor.execute(
                    "INSERT INTO engagement_venue (meeting_id, region_id, programme_id, tlp,"
                    " teams, author_id, lead_team_id)"
                    " SELECT m.id, r.id, m.programme_id, m.tlp, m.teams,"
                    " m.author_id, m.lead_team_id FROM engagement_meeting m, engagement_region r"
                    " WHERE m.id = %s AND r.key = %s ON CONFLICT DO NOTHING",
                    [pk, self.chance.choice(PLACES)],
                )
                time.sleep(self.chance.uniform(0, 0.01))
            if self.chance.random() < 0.1:
                transaction.set_rollback(True)

    def change_ones_mind(self) -> None:
        self.several()  # over the whole table it would hold everybody up

    def list(self) -> None:
        if self.chance.random() < 0.3:
            set_list(self.cast, self.chance.choice([None, date(2026, 3, 1)]))


def blow(storm: Storm, until: float, tally: Tally) -> None:
    while time.monotonic() < until:
        try:
            storm.write(1)
        except REFUSED:
            tally.add("refused")
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
            tally.add("deadlocks")  # nothing of it was written; the next write goes on
        else:
            tally.add("written")


def fold(until: float, tally: Tally) -> None:
    while time.monotonic() < until:
        if compact():
            tally.add("foldings")
        time.sleep(0.05)


def halabja_and_a_new_list(cast: Cast, list_first: bool, new: bool) -> list[BaseException]:
    """A meeting is logged or amended and the list changed at once; who begins ends first."""
    person, begun = people_of(cast)[0], threading.Event()
    places = ("halabja", "sulaymaniyah")
    old = meet(cast.amal, "halabja", who=(person,))

    def change() -> None:
        with owner(), transaction.atomic():
            wait_or_begin(list_first)
            set_list(cast, date(2026, 1, 1))
            hold(list_first)

    def write() -> None:
        with acting_as(cast.amal, "meeting.logged"):
            wait_or_begin(not list_first)
            if new:
                log_meeting(cast.amal, draft_of(cast.amal, *places, who=(person,)))
            else:
                draft = draft_of(cast.amal, *places, who=(person,), id=old.pk)
                amend_meeting(cast.amal, old.pk, draft, version=old.version)
            hold(not list_first)

    def wait_or_begin(first: bool) -> None:
        assert first or begun.wait(20)

    def hold(first: bool) -> None:
        if first:
            begun.set()
            time.sleep(1.5)  # the other one has written by now, or waits

    return run_together(change, write)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("list_first", [True, False])
@pytest.mark.parametrize("new", [True, False])
def test_a_meeting_written_while_the_list_changes_counts_by_the_new_list(
    transactional_db: Any, list_first: bool, new: bool
) -> None:
    cast: Cast = make_cast()

    assert halabja_and_a_new_list(cast, list_first, new) == []
    assert differing(cast) == {}


@pytest.mark.django_db(transaction=True)
def test_after_a_storm_of_writers_rule_facts_and_cells_are_one(transactional_db: Any) -> None:
    cast: Cast = make_cast()
    people = people_of(cast)
    hot = [meet(cast.amal, "basra", who=(people[n % 4],)).pk for n in range(HOT)]
    until, tally = time.monotonic() + SECONDS, Tally()

    raised = run_together(
        *(
            lambda n=n: blow(Storm(cast, people, random.Random(n), [*hot]), until, tally)
            for n in range(WRITERS)
        ),
        lambda: fold(until, tally),
    )

    assert raised == []
    log.info("the storm: %s", dict(tally.counts))
    assert tally.counts["written"] > 5
    assert tally.counts["foldings"] > 0
    assert differing(cast) == {}
    compact()
    assert differing(cast) == {}
