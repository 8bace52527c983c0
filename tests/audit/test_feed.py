"""The change log while many write: whoever reads by position misses nothing."""

from __future__ import annotations

import logging
import threading
import time

from engagement.access.scope import acting_as
from engagement.audit.actions import first_broken_link
from engagement.stakeholders.models import Stakeholder
from tests.audit.feed import Reader, Truth, Writer, write_and_read
from tests.cast import Cast, register
from tests.conftest import owner, run_together

log = logging.getLogger(__name__)

WRITERS = 16
SECONDS = 5.0


def test_positions_lose_nothing_where_a_timestamp_loses_changes(people: Cast) -> None:
    truth, done = Truth(), threading.Event()
    shared = [register(people.amal, f"Shared {n}").pk for n in range(40)]
    truth.versions.update(shared)
    until = time.monotonic() + SECONDS
    writers = [
        Writer(n, people.amal, shared, truth, until, slow=n % 4 == 0) for n in range(WRITERS)
    ]
    by_position = [Reader(people.bassam, "pos", done, stamps=True) for _ in range(2)]
    by_time = Reader(people.bassam, "at", done)

    raised = write_and_read(writers, [*by_position, by_time], run_together)

    assert raised == []
    log.info(
        "%s changes of %s roots, %s rolled back; by timestamp %s lost and %s roots stale",
        len(truth.changes),
        len(truth.versions),
        truth.rolled_back,
        by_time.lost(truth),
        by_time.stale(truth),
    )
    assert len(truth.changes) > 200
    assert truth.rolled_back > 0
    for reader in by_position:
        assert reader.lost(truth) == 0
        assert reader.invented(truth) == 0
        assert reader.duplicated() == 0
        assert reader.out_of_order() == 0
        assert reader.stale(truth) == 0
    assert by_position[0].seen == by_position[1].seen
    assert by_time.lost(truth) > 0
    with acting_as(people.bassam, "read"):
        rows = Stakeholder.objects.visible_to(people.bassam).values_list("pk", "version")
        assert dict(rows) == truth.versions
    with owner():
        assert first_broken_link() is None
