from __future__ import annotations

import pytest

from engagement.access.scope import acting_as
from engagement.briefs.actions import install_brief
from engagement.briefs.models import Recommendation
from tests.api.calls import Caller
from tests.cast import Cast
from tests.jobs.queues import queue_down

__all__ = ["queue_down"]


@pytest.fixture
def amal(cast: Cast) -> Caller:
    """Amal's program."""
    return Caller(cast.amal)


@pytest.fixture
def brief(cast: Cast) -> dict[str, Recommendation]:
    """The brief, installed by the manager: the recommendations by code."""
    with acting_as(cast.bassam, "brief.installed"):
        install_brief(cast.bassam)
        rows = Recommendation.objects.visible_to(cast.bassam)
        return {row.code: row for row in rows}
