from __future__ import annotations

import pytest

from tests.api.calls import Caller
from tests.cast import Cast


@pytest.fixture
def amal(cast: Cast) -> Caller:
    """Amal's program."""
    return Caller(cast.amal)
