"""Partners follow while many write and connections are cut: nothing is lost, nothing goes back.

The short profile runs with the suite; `make soak` runs 40 writers until 40,000 changes are written.
In the same run a reader by timestamp must lose changes, or the storm was none.
"""

from __future__ import annotations

import logging
import os
import threading

import pytest

from engagement.audit.actions import first_broken_link
from engagement.audit.models import Change
from tests.audit.feed import Reader, Truth
from tests.cast import Cast, register
from tests.conftest import owner, run_together
from tests.sync.agreeing import agree, caller
from tests.sync.storm import Consumer, Killer, MortalWriter, Storm, Tally, raged

log = logging.getLogger(__name__)
SOAK = bool(os.environ.get("JISR_SOAK"))


def storm(people: Cast, *, writers: int, changes: int, cut_every: float) -> Storm:
    """So many writers and changes, two partners, one reader by timestamp."""
    shared = [register(people.amal, f"Shared {n}").pk for n in range(80)]
    done, tally = threading.Event(), Tally(changes)
    consumers = [
        Consumer(caller(people, agree(people, name=name)), done) for name in ("Palm", "Zagros")
    ]
    for consumer in consumers:
        consumer.poll()  # what is loaded once does not keep them from following
    raised, found = raged(
        [
            MortalWriter(n, people.amal, shared, Truth(), 0, slow=n % 4 == 0, tally=tally)
            for n in range(writers)
        ],
        Killer(tally, cut_every),
        consumers,
        Reader(people.bassam, "at", done),
        run_together,
    )
    assert raised == []
    log.info("%s", found.sentence())
    return found


def check(found: Storm) -> None:
    for consumer in found.consumers:
        assert consumer.lost(found.truth) == 0
        assert consumer.stale(found.truth) == 0
        assert consumer.out_of_order() == 0
        assert consumer.invented(found.truth) == 0
        assert consumer.polls > 5  # else it did not follow, it came afterwards
    assert found.control.lost(found.truth) > 0
    assert found.tally.rolled_back > 0
    assert found.killer.cut > 0
    with owner():
        logged = set(Change.objects.values_list("object_id", "version"))
        assert logged == found.truth.changes
        assert first_broken_link() is None


def test_partners_miss_nothing_where_a_timestamp_loses_changes(people: Cast) -> None:
    check(storm(people, writers=12, changes=500, cut_every=0.5))


@pytest.mark.soak
@pytest.mark.skipif(not SOAK, reason="the long profile: make soak")
def test_partners_miss_nothing_of_40_000_changes(people: Cast) -> None:
    found = storm(people, writers=40, changes=40_000, cut_every=0.25)
    check(found)
    assert len(found.truth.changes) >= 40_000
