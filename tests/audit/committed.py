"""Rows that are really committed, for tests in which several connections meet."""

from __future__ import annotations

import pytest

from tests.cast import Cast, make_cast


@pytest.fixture
def committed(transactional_db: None) -> None:
    """A database that every connection sees alike."""


@pytest.fixture
def people(committed: None) -> Cast:
    """The cast, committed."""
    return make_cast()
