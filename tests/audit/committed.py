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
def keeps_code_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty the tables after a test, but for what the migrations filled."""
    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: _empty())


@pytest.fixture
def committed(keeps_code_lists: None, transactional_db: None) -> None:
    """A database that every connection sees alike."""
    with owner():
        _fill_code_lists()


@pytest.fixture
def people(committed: None) -> Cast:
    """The cast, committed."""
    return make_cast()


def _empty() -> None:
    with owner(), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - KEPT
        cursor.execute(f"TRUNCATE {', '.join(sorted(tables))} RESTART IDENTITY")


def _fill_code_lists() -> None:
    """Django's own way of emptying, after a test elsewhere, takes the code lists as well."""
    if apps.get_model("engagement", "ActorType").objects.exists():
        return
    lists = importlib.import_module("engagement.migrations.0003_code_lists")
    with transaction.atomic():
        lists.load_regions(apps, None)
        lists.load_lists(apps, None)
        lists.load_actor_types(apps, None)
