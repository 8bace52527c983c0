"""Two records of one man, and a queue that is down."""

from __future__ import annotations

import pytest

from tests.cast import register
from tests.jobs.queues import queue_down

__all__ = ["queue_down"]


@pytest.fixture
def two(cast):
    """One man under two spellings, both of the mission's."""
    kept = register(cast.amal, "Mohammed Ali", "tribe", "basra", lead_team_id=cast.mission.pk)
    gone = register(cast.amal, "Muhammad Ali", "tribe", "anbar", lead_team_id=cast.mission.pk)
    return kept, gone
