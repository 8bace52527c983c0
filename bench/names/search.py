"""Search while typing over 100,000 and a million names, beside plain pg_trgm in the same run.

`python -m bench.names.search` starts engines of its own. JISR_BENCH_NAMES says how many names,
JISR_BENCH_QUESTIONS how many people are looked for. Ours is timed whole, as the web role under row
security: keys, statements, order, reasons. pg_trgm is one statement, once past row security, where
its index serves, and once under it, where it does not.
"""

from __future__ import annotations

import gc
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.names.people import latin, tokens
from bench.names.register import fill, written
from bench.rows import OFFICER, PROGRAMME
from bench.rows import person as key_of

SIZES = [int(n) for n in os.environ.get("JISR_BENCH_NAMES", "100000,1000000").split(",")]
QUESTIONS = int(os.environ.get("JISR_BENCH_QUESTIONS", "60"))
SEED = 20260101
#: Letters after which somebody looks at what is suggested; the whole name in the end.
AFTER = (1, 2, 3, 4, 6, 8, 11, 15, 99)
MOST = 8
#: Of what takes long at a million, one in so many says enough: under row security each reads the
#: whole table.
SELDOM = {"pg_trgm, past row security": 5, "pg_trgm, under row security": 40}
ALIKE = """SELECT stakeholder_id FROM engagement_stakeholdername WHERE folded %% %s
ORDER BY similarity(folded, %s) DESC LIMIT 8"""

Asked = tuple[str, int, bool]


def main() -> None:
    from bench import __main__ as bench  # noqa: PLC0415  its engines
    from config.embedded import engines, state  # noqa: PLC0415

    with ExitStack() as until_the_end:
        directory = Path(tempfile.mkdtemp(prefix="jisr-names-"))
        until_the_end.callback(shutil.rmtree, directory, ignore_errors=True)
        started = until_the_end.enter_context(
            engines.started(state.State(directory), "bench", durable=False)
        )
        tables = bench._database(started.addresses, "jisr_tables")
        bench._manage(tables, "bootstrap_db", "--for-tests")
        bench._manage(tables, "migrate", "--verbosity=0")
        for size in SIZES:
            found = bench._database(started.addresses, f"jisr_{size}")
            bench._copy_tables(started.addresses, f"jisr_{size}", "jisr_tables")
            os.environ.update(found)
            bench._run_aloud(found, "-m", "bench.names.search", str(size))


def measure(size: int) -> None:
    """Over one database that the environment names, which is empty."""
    import django  # noqa: PLC0415  settings first

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from bench.generate import admin_address  # noqa: PLC0415

    rng = random.Random(SEED)  # noqa: S311  people are invented, not guarded
    register = list(written(rng, size))
    begun = time.perf_counter()
    fill(admin_address(dict(os.environ)), [one.text for one in register])
    say(f"\n{size:,} names, {time.perf_counter() - begun:.0f} s to write")
    asked = list(keystrokes(rng, register))
    del register  # nobody who answers holds one, and collecting garbage would stop at it
    gc.collect()
    say(f"{'':<34}{'p50 ms':>9}{'p95':>9}{'max':>9}{'asked':>8}{'found':>8}")
    for name, ask in methods().items():
        tell(name, ask, asked[:: SELDOM.get(name, 1)])


def keystrokes(rng: random.Random, register: list[Any]) -> list[Asked]:
    """Beginnings of names as somebody else would write them; whom they mean; and which is whole."""
    found = tokens()
    asked = []
    for n in rng.sample(range(len(register)), QUESTIONS):
        text = latin(rng, found, register[n].who.parts) if n % 2 else register[n].text
        stops = sorted({min(after, len(text)) for after in AFTER})
        asked += [(text[:stop], n, stop == len(text)) for stop in stops]
    return asked


def methods() -> dict[str, Callable[[str], list[Any]]]:
    import psycopg  # noqa: PLC0415
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from engagement.access.scope import acting_as, actor_for  # noqa: PLC0415
    from engagement.stakeholders.candidates import candidates  # noqa: PLC0415

    actor = actor_for(get_user_model().objects.get(username=OFFICER).pk, PROGRAMME)
    owner = psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True)

    def ours(text: str) -> list[Any]:
        with acting_as(actor, "read"):
            found = candidates(actor, text, typing=True, most=MOST)
        return [one.stakeholder_id for one in found]

    def alike(text: str) -> list[Any]:
        return [row[0] for row in owner.execute(ALIKE, [text.casefold()] * 2)]

    def guarded(text: str) -> list[Any]:
        with acting_as(actor, "read"), connection.cursor() as cursor:
            cursor.execute(ALIKE, [text.casefold()] * 2)
            return [row[0] for row in cursor.fetchall()]

    return {
        "candidates, whole": ours,
        "pg_trgm, past row security": alike,
        "pg_trgm, under row security": guarded,
    }


def tell(name: str, ask: Callable[[str], list[Any]], asked: list[Asked]) -> None:
    took, hits, whole = [], 0, 0
    ask(asked[0][0])  # warms up
    for text, right, complete in asked:
        begun = time.perf_counter()
        found = ask(text)
        took.append((time.perf_counter() - begun) * 1000)
        whole += complete
        hits += complete and key_of(right) in found
    cuts = statistics.quantiles(took, n=20)
    share = f"{hits / whole:.2f}" if whole else ""
    say(f"{name:<34}{cuts[9]:>9.1f}{cuts[18]:>9.1f}{max(took):>9.1f}{len(took):>8}{share:>8}")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    measure(int(sys.argv[1])) if len(sys.argv) > 1 else main()
