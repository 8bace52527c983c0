"""schemathesis asks everything that the document allows, and more.

`JISR_FUZZ=200` sets the examples of each operation, `JISR_COVER=1` adds a walk through every
bound of the document; the suite asks ten examples.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from config.wsgi import application
from tests.api.calls import Caller, a_meeting, a_stakeholder, key_of
from tests.cast import Cast

EXAMPLES = int(os.environ.get("JISR_FUZZ", "10"))
#: Data that fits the document may still break a rule, clash with a row or be stale.
CONFIG = SchemathesisConfig.from_dict(
    {
        "generation": {"allow-x00": False},
        "phases": {"coverage": {"enabled": os.environ.get("JISR_COVER") is not None}},
        "checks": {
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", "304", "400", "404", "409", "412", "422"]
            },
            "missing_required_header": {"expected-statuses": ["401", "404", "422", "428"]},
        },
    }
)
pytestmark = pytest.mark.django_db

schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(public=True), config=CONFIG)
schema.app = application


@pytest.fixture
def key(cast: Cast, amal: Caller) -> Iterator[str]:
    """A key, and a row of each kind to be found."""
    amal.post("meetings/", a_meeting(cast))
    amal.post("stakeholders/", a_stakeholder())
    # The end of a request would close the connection under the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield key_of(cast.amal)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
def test_every_operation_keeps_its_word(case: Any, key: str) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"})
