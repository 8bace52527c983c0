"""What the short and the long profile of the fuzzing share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from config.wsgi import application
from tests.api.aiming import Rows, aim, rows_to_meet
from tests.api.calls import key_of
from tests.cast import Cast

#: Data that fits the document may still break a rule, clash with a row, be stale, or not be ours.
EXPECTED = ["2xx", "304", "400", "403", "404", "409", "412", "422"]

REFUSED = ["400", "401", "403", "404", "405", "406", "409", "412", "413", "415", "422", "428"]


def asked_of(seed: int | None = None) -> Any:
    """Every operation of the document, on this application."""
    config: dict[str, Any] = {
        "generation": {"allow-x00": False},
        "phases": {"coverage": {"enabled": os.environ.get("JISR_COVER") is not None}},
        "checks": {
            "positive_data_acceptance": {"expected-statuses": EXPECTED},
            # Of a body that does not fit and a version of the past, the version is told first.
            "negative_data_rejection": {"expected-statuses": REFUSED},
            "missing_required_header": {
                "expected-statuses": ["401", "403", "404", "415", "422", "428"]
            },
        },
    }
    # An item of a batch that does not fit is refused by itself, inside a 200.
    by_item = {"negative_data_rejection": {"expected-statuses": ["200", *REFUSED]}}
    batches = {"include-operation-id": ["sync_stakeholders", "sync_meetings"], "checks": by_item}
    config["operations"] = [batches]
    if seed is not None:
        config["seed"] = seed
    document = SchemaGenerator().get_schema(public=True)
    found = schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_dict(config))
    found.app = application
    return found


def examples(number: int) -> Callable[[Any], Any]:
    """So many of each operation; how long one takes says nothing on a shared machine."""
    return settings(
        max_examples=number,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )


@contextmanager
def somebody_to_ask(cast: Cast, test: str) -> Iterator[tuple[str, Rows]]:
    """A key, and rows for the operation to find that a test is named after."""
    rows = rows_to_meet(cast, test.partition("/api/v1/")[2].split("/")[0])
    # The end of a request would close the connection under the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield key_of(cast.amal), rows
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(case: Any, there: tuple[str, Rows]) -> None:
    """Send one case, aimed, and hold the answer against the document."""
    key, rows = there
    aim(case, rows)
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"})
