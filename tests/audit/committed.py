"""Rows that are really committed, for tests in which several connections meet."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import TransactionTestCase

from tests.cast import Cast, make_cast
from tests.conftest import owner

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


@pytest.fixture
def committed(transactional_db: None) -> None:
    """A database that every connection sees alike."""
    with owner():
        _fill_code_lists()


@pytest.fixture
def people(committed: None) -> Cast:
    """The cast, committed."""
    return make_cast()


def _empty(case: TransactionTestCase) -> None:
    """Empty the tables after a transactional test, but for what the migrations filled."""
    with owner(), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - KEPT
        cursor.execute(f"TRUNCATE {', '.join(sorted(tables))} RESTART IDENTITY")


# A fixture could not: the marker's own fixtures are torn down after every other one.
TransactionTestCase._fixture_teardown = _empty


def _fill_code_lists() -> None:
    """Where a test elsewhere emptied the tables in Django's own way, with the code lists."""
    if apps.get_model("engagement", "ActorType").objects.exists():
        return
    lists = importlib.import_module("engagement.migrations.0003_code_lists")
    with transaction.atomic():
        lists.load_regions(apps, None)
        lists.load_lists(apps, None)
        lists.load_actor_types(apps, None)
