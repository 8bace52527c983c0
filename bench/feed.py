"""`make bench PART=feed`: pages of a partner's feed, a snapshot, and what the change log costs.

Engines of its own, a register of 20,000 people (JISR_BENCH_FED), all shared with a partner. Pages
of 500 are asked for in process, whole: key, settling, marking, reading, JSON. The change log's
share of writing is that of its triggers: the same updates in turn with them and without.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import psycopg

from bench.names.register import emptied, refill
from bench.rows import PROGRAMME, person
from bench.sync_partner import agreed

PEOPLE = int(os.environ.get("JISR_BENCH_FED", "20000"))
WRITES, AT_ONCE = 400, 5


def main() -> None:
    with emptied() as address:
        refill(address, [f"Person {n}" for n in range(PEOPLE)])
        agreement, ask = _partner()
        _timed("the first page, which settles", _walls(ask, 1))
        with psycopg.connect(address, autocommit=True) as admin:
            admin.execute("ANALYZE")  # as the server does by itself, a minute later
        _timed("pages of 500", _walls(ask, PEOPLE // 500 - 1))
        _timed("pages with nothing new", _walls(ask, 50))
        _timed("pages after 100 changes each", _walls(ask, 20, lambda: _touch(100)))
        _snapshot(agreement)
        _log(address)


def _partner() -> tuple[Any, Callable[[], int]]:
    """An agreement over everything, and what asks for its next page."""
    from django.test import Client  # noqa: PLC0415  settings first

    import config.wsgi  # noqa: F401, PLC0415  as a server begins

    agreement, key = agreed()
    client, place = Client(HTTP_HOST="localhost"), {"cursor": ""}

    def ask() -> int:
        at = f"/api/v1/changes?limit=500{place['cursor']}"
        answer = client.get(at, headers={"Authorization": f"Bearer {key}"})
        if answer.status_code != 200:
            raise RuntimeError(answer.content)
        page = answer.json()
        place["cursor"] = f"&cursor={page['cursor']}"
        return len(page["items"])

    return agreement, ask


def _walls(
    ask: Callable[[], int], times: int, before: Callable[[], None] | None = None
) -> tuple[list[float], str]:
    walls, items = [], 0
    for _ in range(times):
        if before:
            before()
        begun = time.perf_counter()
        items += ask()
        walls.append((time.perf_counter() - begun) * 1000)
    return walls, f"{items} items"


def _touch(number: int, first: int = 0) -> None:
    """So many people change, in one transaction."""
    from django.db import connection  # noqa: PLC0415

    from bench.rows import OFFICER  # noqa: PLC0415
    from engagement.access.models import User  # noqa: PLC0415
    from engagement.access.scope import acting_as, actor_for  # noqa: PLC0415

    actor = actor_for(User.objects.get(username=OFFICER).pk, PROGRAMME)
    with acting_as(actor, "stakeholder.amended"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE engagement_stakeholder SET at_risk = NOT at_risk WHERE id = ANY(%s)",
            [[person(first + n) for n in range(number)]],
        )


def _snapshot(agreement: Any) -> None:
    from engagement.access.scope import acting_as, actor_for  # noqa: PLC0415
    from engagement.sync.snapshots.actions import build_snapshot, request_snapshot  # noqa: PLC0415

    partner = actor_for(agreement.membership.user_id, PROGRAMME)
    with acting_as(partner, "snapshot.requested"):
        asked = request_snapshot(partner)
    begun = time.perf_counter()
    build_snapshot(asked.job_id)
    with acting_as(partner, "read"):
        asked.refresh_from_db()
    seconds = time.perf_counter() - begun
    _say(f"{'a snapshot':<32}{seconds:>8.1f} s   {asked.size / 1e6:.1f} MB, {asked.counts}")


def _log(address: str) -> None:
    """The same updates in turn with the change log's triggers and without; medians."""
    walls: dict[bool, list[float]] = {True: [], False: []}
    with psycopg.connect(address, autocommit=True) as admin:
        for turn in range(2 * WRITES // AT_ONCE):
            logged = turn % 2 == 0
            switch_log(admin, "engagement_stakeholder", on=logged)
            begun = time.perf_counter()
            for n in range(AT_ONCE):
                _touch(1, turn * AT_ONCE + n)
            walls[logged].append((time.perf_counter() - begun) * 1000 / AT_ONCE)
        switch_log(admin, "engagement_stakeholder", on=True)
    with_log, without = (statistics.median(walls[key]) for key in (True, False))
    share = 100 * (with_log - without) / with_log
    _say(f"{'one update, committed':<32}{with_log:>8.2f} ms with the change log,")
    _say(f"{'':<32}{without:>8.2f} ms without: {share:.0f} % of a writer's time")


def switch_log(admin: Any, table: str, *, on: bool) -> None:
    """Let the change log's triggers write of a table, or not."""
    rows = admin.execute(
        "SELECT tgname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE tgrelid = %s::regclass AND p.proname IN ('log_inserted', 'log_updated')",
        [table],
    ).fetchall()
    for (name,) in rows:
        verb = "ENABLE" if on else "DISABLE"
        admin.execute(f'ALTER TABLE {table} {verb} TRIGGER "{name}"')


def _timed(name: str, found: tuple[list[float], str]) -> None:
    walls, told = found
    late = statistics.quantiles(walls, n=20)[-1] if len(walls) > 1 else walls[0]
    half = statistics.median(walls)
    _say(f"{name:<32}{half:>8.1f} ms p50{late:>9.1f} ms p95   {len(walls)} pages, {told}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
