"""The cast and what every test stands on: real PostgreSQL, as the web role."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import TransactionTestCase
from django.utils import translation
from psycopg.errors import DeadlockDetected

from engagement.coverage import kept
from tests.cast import cast

__all__ = ["cast"]


def pytest_configure() -> None:
    # Argon2 is slow on purpose, and a cast of six would wait for it in every test.
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    # Shared machines are slow at times; how long an example takes says nothing about the code.
    profile = hypothesis.settings(
        deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.register_profile("shared", profile)
    hypothesis.settings.load_profile("shared")
    settings.API_LIMIT = 1_000_000  # whoever tests the limit sets their own
    settings.SEALING_KEYS = settings.SEALING_KEYS or {"test": bytes(range(32))}


#: Their files take longest: they start engines of their own, and browsers.
SLOW = {"running", "stories"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow files first, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: SLOW.isdisjoint(item.path.parts))


@pytest.fixture(autouse=True)
def english() -> None:
    """A test that reads another language leaves none behind it."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page is made anew, and its cost is that; tests/coverage/test_kept.py keeps."""
    monkeypatch.setattr(kept, "SECONDS", 0)


@contextmanager
def owner() -> Iterator[None]:
    """As the owner of the tables, past row security; the tests seed so and then read as web."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        was = cursor.fetchone()[0]
        cursor.execute("SET ROLE NONE")  # RESET ROLE would return to the role of the start-up
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {was}")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: Any) -> None:
    for key in ("USER", "PASSWORD"):
        connection.settings_dict[key] = settings.DATABASE_OWNER[key]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """From here on connections are the web role's, which is neither owner nor superuser."""
    web = settings.DATABASES["default"]["TEST"].get("WEB_ROLE", "jisr_web")
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["OPTIONS"] = {"options": f"-c role={web}"}
        yield
        connection.close()
        connection.settings_dict["OPTIONS"] = {}
        with connection.cursor() as cursor:  # of threads of the live server
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND usename = current_user"
            )
        connection.close()


#: What the migrations fill; every test reads it, none writes it.
KEPT = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "engagement_region",
    "engagement_regioncode",
    "engagement_population",
    "engagement_governoratelist",
    "engagement_governoratelistentry",
    "engagement_actortype",
}


def _empty(case: TransactionTestCase) -> None:
    """Empty the tables after a transactional test, as the owner; the code lists stay."""
    with owner(), connection.cursor() as cursor:
        tables = ", ".join(sorted(set(connection.introspection.table_names(cursor)) - KEPT))
        # Who never lets go of a row is to fail the test, not to hold the suite.
        cursor.execute("SET lock_timeout = '2min'")
        for _again in range(5):
            try:
                cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY")
                cursor.execute("RESET lock_timeout")
                return
            except OperationalError as error:
                # A page that a browser left still asks the live server for something.
                if not isinstance(error.__cause__, DeadlockDetected):
                    raise
    raise AssertionError("the tables could not be emptied")


TransactionTestCase._fixture_teardown = _empty


def run_together(*calls: Any) -> list[BaseException]:
    """Run the calls in threads of their own, each with its own connection; what they raised."""
    raised: list[BaseException] = []

    def run(call: Any) -> None:
        try:
            call()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised
