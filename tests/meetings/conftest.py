from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast
from tests.meetings.browsing import client_of


@pytest.fixture
def amal(cast: Cast) -> Client:
    return client_of(cast.amal)
