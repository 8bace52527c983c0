"""What the tests of the wall stand on: committed rows, and a real sign-in of the web role."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import environ
import psycopg
import pytest
from django.apps import apps
from django.db import connection

from engagement.regions.models import Region
from tests.cast import Cast, make_cast
from tests.conftest import owner


def load_code_lists() -> None:
    """The code lists again, which the flush of a transactional test took away."""
    if Region.objects.exists():
        return
    lists = import_module("engagement.migrations.0003_code_lists")
    for load in (lists.load_regions, lists.load_lists, lists.load_actor_types):
        load(apps, None)


@pytest.fixture
def lasting_cast(transactional_db: Any) -> Cast:
    """The cast in committed rows, for tests with several connections."""
    with owner():
        load_code_lists()
    return make_cast()


@pytest.fixture
def web(db: Any) -> Iterator[psycopg.Connection[Any]]:
    """The web role signed in by its own password: nothing to fall back to, as in production."""
    address = environ.Env.db_url_config(os.environ["DATABASE_URL"])
    with psycopg.connect(
        host=address["HOST"],
        port=address["PORT"],
        user=address["USER"],
        password=address["PASSWORD"],
        dbname=connection.settings_dict["NAME"],
        autocommit=True,
    ) as signed_in:
        yield signed_in
