"""What is timed, in process as the web role, behind row security."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

import psycopg
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from bench import by_hand
from bench.asking import cpu_of, now
from bench.pairs import PAIRS, YEAR, Pair
from bench.papers import Papers
from bench.rows import DEEP, MEETING, OFFICER, PERSON, PROGRAMME
from bench.task import Task
from bench.writes import Writes
from engagement.access.models import User
from engagement.access.scope import acting_as, actor_for
from engagement.coverage import kept
from engagement.coverage.frame import TABS
from engagement.coverage.sums import Period
from engagement.regions.models import Region

#: What a door puts around its statements.
AROUND = ("SAVEPOINT", "RELEASE", "SELECT set_config")
#: What of a page follows by itself or is opened.
PARTS = {"coverage": ("seen",), "coverage_gaps": ("never", "late", "present")}


class Pages:
    """One signed-in officer, the addresses they open, what they write, and the same by hand."""

    def __init__(self) -> None:
        kept.SECONDS = (
            0  # what a page costs that is made; over HTTP they are kept as they are there
        )
        self._client = Client(HTTP_HOST="localhost")
        user = User.objects.get(username=OFFICER)
        self._client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        self._actor = actor_for(user.pk, PROGRAMME)
        self._owner = psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True)
        self._statements = 0
        self._found: dict[str, Any] = {}
        self.asked: dict[str, Task] = {
            words: Task(partial(self._open, address), seldom=words.startswith("coverage, "))
            for words, address in addresses()
        }
        self.asked |= dict(self._figures()) | dict(Writes(self._actor).tasks())
        self.asked |= dict(Papers(self._actor).tasks())
        connection.execute_wrappers.append(self._count)

    @property
    def cookie(self) -> str:
        """What signs the officer in over HTTP, with the cookie of forms that a browser has."""
        self._open(reverse("coverage"))
        return "; ".join(f"{name}={morsel.value}" for name, morsel in self._client.cookies.items())

    def cost(self, name: str) -> dict[str, Any]:
        """Ask for one of them once."""
        task = self.asked[name]
        task.before()
        connection.ensure_connection()
        asked = self._owner if task.by_hand else connection.connection
        backend = asked.info.backend_pid
        self._statements = int(task.by_hand)
        database, application, begun = cpu_of(backend), time.process_time(), now()
        status = task.run()
        wall = now() - begun
        found = {
            "wall": wall,
            "application": (time.process_time() - application) * 1000,
            "database": cpu_of(backend) - database,
            "statements": self._statements,
            "status": status,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        task.after()
        return found

    def _open(self, address: str) -> int:
        return self._client.get(address).status_code

    def _figures(self) -> Iterator[tuple[str, Task]]:
        """The figures without a page, each beside hand-written SQL, and whether they are equal."""
        for pair in PAIRS:
            yield pair.name, Task(partial(self._read, pair))
            hand = partial(self._by_hand, pair.name, pair.file, pair.period)
            compare = partial(self._compare, pair)
            yield f"{pair.name}, by hand", Task(hand, after=compare, seldom=True, by_hand=True)
        behind = partial(self._by_hand, "", "beyond_list", YEAR)
        yield "behind beyond, by hand", Task(behind, by_hand=True)

    def _read(self, pair: Pair) -> int:
        with acting_as(self._actor, "read"):
            self._found[pair.name] = pair.read(self._actor, pair.period)
        return 200

    def _by_hand(self, name: str, file: str, period: Period) -> int:
        values = by_hand.values(period.first, period.last)
        rows = self._owner.execute(by_hand.statement(file), values).fetchall()
        self._found[f"{name}, by hand"] = rows
        return 200

    def _compare(self, pair: Pair) -> None:
        """Raises RuntimeError where the two do not say the same."""
        expected = pair.of_hand(self._found[f"{pair.name}, by hand"])
        # Read anew: a meeting was logged since.
        self._read(pair)
        if self._found[pair.name] != expected:
            raise RuntimeError(f"{pair.name} differ from what hand-written SQL says")

    def _count(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self._statements += not sql.startswith(AROUND)
        return execute(sql, params, many, context)


def addresses() -> list[tuple[str, str]]:
    """What is opened, by its name in the table."""
    meetings = reverse("meeting_list")
    behind = f"{meetings}?figure=beyond&first={YEAR.first}&last={YEAR.last}"
    return [
        ("meetings", meetings),
        ("meetings, deep", f"{meetings}?after={DEEP}_{MEETING}"),
        ("meetings, Basra", f"{meetings}?governorate={_basra().pk}"),
        ("stakeholders", reverse("stakeholder_list")),
        ("stakeholders, name", reverse("stakeholder_list") + "?q=Karim"),
        ("log form", reverse("meeting_new")),
        ("meeting", reverse("meeting", args=[MEETING])),
        ("profile", reverse("stakeholder", args=[PERSON])),
        ("my day", reverse("my_day")),
        ("follow-ups", reverse("follow_up_list")),
        *_tabs(),
        ("behind beyond", behind),
    ]


def _tabs() -> Iterator[tuple[str, str]]:
    """Coverage's pages of the last twelve months, as far as there are such."""
    for name, _label in TABS:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        yield name.replace("_", ", "), address
        for part in PARTS.get(name, ()):
            yield f"{name.replace('_', ', ')}, {part}", f"{address}?part={part}"


@cache
def _basra() -> Region:
    return Region.objects.get(key="basra")
