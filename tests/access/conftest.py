"""What the tests of the wall stand on: committed rows, and a real sign-in of the web role."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import environ
import psycopg
import pytest
from django.db import connection

from tests.cast import Cast, make_cast


@pytest.fixture
def lasting_cast(transactional_db: Any) -> Cast:
    """The cast in committed rows, for tests with several connections."""
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
