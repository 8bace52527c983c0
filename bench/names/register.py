"""A register of invented people in a database of its own, through COPY."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import django
import psycopg
from django.db import connections

from bench.generate import _copy, _workspace, admin_address
from bench.names.people import Person, arabic, latin, people, sorani, tokens
from bench.rows import (
    FIRST_PERSON,
    GREEN,
    MOMENT,
    NAME,
    OFFICER,
    PROGRAMME,
    STAKEHOLDER,
    USER,
    name_columns,
    person,
    root,
    scope,
)
from config.embedded import engines, state


@dataclass(frozen=True)
class Written:
    """Somebody, and how the register has them."""

    who: Person
    text: str


def written(rng: random.Random, number: int, *, namesakes: bool = True) -> Iterator[Written]:
    """People in one script or the other; with `namesakes` as many of one name as there are."""
    found = tokens()
    everybody = several(rng, number) if namesakes else people(rng, found, number)
    for who in everybody:
        write = rng.choices((latin, arabic, sorani), (5, 4, 1))[0]
        yield Written(who, write(rng, found, who.parts))


def several(rng: random.Random, number: int) -> list[Person]:
    """People of two to four tokens, namesakes among them."""
    found = tokens()
    families = [n for n, row in enumerate(found) if row[0].startswith("ال")]
    given = [n for n in range(len(found)) if n not in families]
    weights = [1 / (place + 3) for place in range(len(given))]
    made = []
    for _ in range(number):
        names = rng.choices(given, weights, k=rng.choice((1, 2, 2, 3)))
        last = rng.choice(families) if rng.random() < 0.7 else rng.choice(given)
        made.append(Person((*names, last)))
    return made


def fill(address: str, texts: list[str]) -> None:
    """An empty database's programme with a stakeholder for each text, as the administrator."""
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        _workspace(cursor)
        _copy(cursor, "stakeholder", STAKEHOLDER, _stakeholders(len(texts)))
        _copy(cursor, "stakeholdername", NAME, _names(texts))
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE) engagement_stakeholder, engagement_stakeholdername")


def refill(address: str, texts: list[str]) -> None:
    """Other people in the same programme."""
    with psycopg.connect(address) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("TRUNCATE engagement_stakeholdername, engagement_stakeholder CASCADE")
        with connection.cursor() as cursor:
            _copy(cursor, "stakeholder", STAKEHOLDER, _stakeholders(len(texts)))
            _copy(cursor, "stakeholdername", NAME, _names(texts))
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE) engagement_stakeholder, engagement_stakeholdername")


@contextmanager
def emptied() -> Iterator[str]:
    """Engines with an empty database, which this process is set up for; the administrator's
    address."""
    from bench import __main__ as bench  # noqa: PLC0415

    with ExitStack() as until_the_end:
        directory = Path(tempfile.mkdtemp(prefix="jisr-names-"))
        until_the_end.callback(shutil.rmtree, directory, ignore_errors=True)
        started = until_the_end.enter_context(
            engines.started(state.State(directory), "bench", durable=False)
        )
        tables = bench._database(started.addresses, "jisr_tables")
        bench._manage(tables, "bootstrap_db", "--for-tests")
        bench._manage(tables, "migrate", "--verbosity=0")
        os.environ.update({**tables, "JISR_TESTS": "1"})
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        django.setup()
        fill(admin_address(dict(os.environ)), [])
        yield admin_address(dict(os.environ))
        connections.close_all()


def searching() -> Callable[[str], list[tuple[float, int]]]:
    """What the pages ask, as an officer: scores and places, best first."""
    from engagement.access.models import User  # noqa: PLC0415
    from engagement.access.scope import acting_as, actor_for  # noqa: PLC0415
    from engagement.stakeholders.candidates import candidates  # noqa: PLC0415

    actor = actor_for(User.objects.get(username=OFFICER).pk, PROGRAMME)

    def ask(text: str) -> list[tuple[float, int]]:
        with acting_as(actor, "read"):
            found = candidates(actor, text, typing=True, most=200)
        return [(one.match.score, number_of(one.stakeholder_id)) for one in found]

    return ask


def number_of(key: UUID) -> int:
    """Whose key it is: `bench.rows.person` turned round."""
    return key.int - FIRST_PERSON


def _stakeholders(number: int) -> Iterator[tuple[Any, ...]]:
    for n in range(number):
        head = root(scope(GREEN), person(n), MOMENT, "")
        yield (*head, "person", "tribe", None, "f", "f", USER if n < 20 else None, None)


def _names(texts: list[str]) -> Iterator[tuple[Any, ...]]:
    for n, text in enumerate(texts):
        yield (*scope(GREEN), person(n), *name_columns(text), "", "full", 0)
