"""schemathesis asks everything that the document allows, and more.

`JISR_FUZZ=200` sets the examples of each operation, `JISR_COVER=1` adds a walk through every
bound of the document; the suite asks ten examples. The long profile is in test_fuzz_long.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.fuzzing import ask, asked_of, examples, somebody_to_ask
from tests.cast import Cast

EXAMPLES = int(os.environ.get("JISR_FUZZ", "10"))
pytestmark = pytest.mark.django_db
schema = asked_of()


@pytest.fixture
def there(cast: Cast, request: Any) -> Iterator[Any]:
    with somebody_to_ask(cast, request.node.name) as found:
        yield found


@schema.parametrize()
@examples(EXAMPLES)
def test_every_operation_keeps_its_word(case: Any, there: Any) -> None:
    ask(case, there)
