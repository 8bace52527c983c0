"""The long profile of the fuzzing: 200 examples of each operation, from three fresh seeds.

`make soak` runs it and prints the seeds; `JISR_SEEDS=1,2,3` asks the same again.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.fuzzing import ask, asked_of, examples, somebody_to_ask
from tests.cast import Cast

EXAMPLES = 200
#: None in the suite: the walk over all operations takes its time even to be skipped.
SEEDS = (
    [int(seed) for seed in os.environ.get("JISR_SEEDS", "").split(",") if seed]
    or [secrets.randbits(32) for _number in range(3)]
    if os.environ.get("JISR_SOAK")
    else []
)
pytestmark = [pytest.mark.soak, pytest.mark.django_db]


@pytest.fixture(scope="session")
def told(request: Any) -> None:
    """The seeds, once, where whoever runs it reads them."""
    request.config.get_terminal_writer().line(f"\nJISR_SEEDS={','.join(map(str, SEEDS))}")


@pytest.fixture
def there(cast: Cast, told: None, request: Any) -> Iterator[Any]:
    with somebody_to_ask(cast, request.node.name) as found:
        yield found


def _of(seed: int) -> Any:
    @asked_of(seed).parametrize()
    @examples(EXAMPLES)
    def keeps_its_word(case: Any, there: Any) -> None:
        ask(case, there)

    return keeps_its_word


for number, seed in enumerate(SEEDS):
    globals()[f"test_every_operation_keeps_its_word_{number}"] = _of(seed)
