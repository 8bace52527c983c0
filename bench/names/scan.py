"""A scan of 100,000 names for duplicates, whole: read, held against each other, written, listed.

`make bench PART=names.scan` starts engines of its own; the scan runs as its worker runs it, as an
officer under row security. JISR_BENCH_SCANNED says how many people there are. One in fifty stands
there twice, written otherwise. A scan again, which finds the same, and a page of the queue follow.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import time
from collections.abc import Callable
from uuid import UUID

import psycopg

from bench.names.people import CHANGES, tokens
from bench.names.register import Written, emptied, number_of, refill, written
from bench.rows import OFFICER, PROGRAMME

PEOPLE = int(os.environ.get("JISR_BENCH_SCANNED", "100000"))
#: One in so many stands there twice.
TWICE = 50
SEED = 20260101
#: Everybody is from one of the governorates; who stands there twice, from the same.
BASES = """UPDATE engagement_stakeholder s
SET base_region_id = r.ids[1 + at.n %% cardinality(r.ids)]
FROM (SELECT id, CASE WHEN n < %(first)s THEN n ELSE (n - %(first)s) * %(twice)s END AS n
      FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM engagement_stakeholder) x) at,
     (SELECT array_agg(id ORDER BY id) AS ids FROM engagement_region
      WHERE kind = 'governorate') r
WHERE s.id = at.id"""


def main() -> None:
    rng = random.Random(SEED)  # noqa: S311  people are invented, not guarded
    first = PEOPLE * TWICE // (TWICE + 1)
    with emptied() as address:
        refill(address, _texts(rng, first))
        with psycopg.connect(address) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(BASES, {"first": first, "twice": TWICE})
        twice = len(range(0, first, TWICE))
        say(f"{first + twice:,} people, {twice:,} there twice; before: {peak()} MB")
        _timed("a scan", _scan)
        with psycopg.connect(address) as connection:
            _tell(connection, first)
        _timed("the same again", _scan)
        _timed("a page of the queue", _page)
        _timed("the same again", _page)


def _texts(rng: random.Random, first: int) -> list[str]:
    """How everybody is written; the scan itself does not hold them."""
    everybody = list(written(rng, first))
    return [one.text for one in everybody] + [_otherwise(rng, one) for one in everybody[::TWICE]]


def _otherwise(rng: random.Random, one: Written) -> str:
    """The same person by another clerk: spelling, dropped name, order, script."""
    change, write, _register = rng.choice(list(CHANGES.values()))
    return write(rng, tokens(), change(rng, one.who.parts))


def _timed(name: str, work: Callable[[], str]) -> None:
    begun = time.perf_counter()
    told = work()
    say(f"{name:<22}{time.perf_counter() - begun:>8.1f} s   peak {peak()} MB   {told}")


def _scan() -> str:
    from engagement.access.models import User  # noqa: PLC0415  settings first
    from engagement.access.scope import acting_as, actor_for  # noqa: PLC0415
    from engagement.registry.duplicates.actions import request_scan, run_scan  # noqa: PLC0415
    from engagement.registry.duplicates.models import DuplicateScan  # noqa: PLC0415

    actor = actor_for(User.objects.get(username=OFFICER).pk, PROGRAMME)
    with acting_as(actor, "duplicates.scan_requested"):
        asked = request_scan(actor)
    run_scan(asked.job_id)
    with acting_as(actor, "read"):
        scan = DuplicateScan.objects.select_related("job").get(pk=asked.pk)
    return f"{scan.job.state}, {scan.people:,} people, {scan.pairs:,} pairs"


def _page() -> str:
    from engagement.access.models import User  # noqa: PLC0415
    from engagement.access.scope import acting_as, actor_for  # noqa: PLC0415
    from engagement.registry.duplicates.lists import queue_context  # noqa: PLC0415

    actor = actor_for(User.objects.get(username=OFFICER).pk, PROGRAMME)
    with acting_as(actor, "read"):
        found = queue_context(actor, "open", None, None)
    return f"{len(found['pairs'])} pairs of {found['count']:,}"


def _tell(connection: psycopg.Connection, first: int) -> None:
    """How many of those who stand there twice were found, and how many as likely."""
    rows = connection.execute("SELECT one_id, other_id, likely FROM engagement_duplicatepair")
    likely = {_key(one, other): row for one, other, row in rows.fetchall()}
    twice = [((n - first) * TWICE, n) for n in range(first, first + len(range(0, first, TWICE)))]
    found = [pair for pair in twice if pair in likely]
    say(
        f"{'':<22}{len(likely):,} pairs, {sum(likely.values()):,} likely; of {len(twice):,} twice"
        f" there {len(found):,} found, {sum(likely[pair] for pair in found):,} as likely"
    )


def _key(one: UUID, other: UUID) -> tuple[int, int]:
    a, b = sorted((number_of(one), number_of(other)))
    return a, b


def peak() -> int:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
