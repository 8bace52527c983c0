from __future__ import annotations

import pytest

from tests.api.calls import Caller
from tests.cast import Cast
from tests.jobs.queues import queue_down

__all__ = ["queue_down"]


@pytest.fixture
def amal(cast: Cast) -> Caller:
    """Amal's program."""
    return Caller(cast.amal)
