"""Keys made where the row is made: version 7, in the order of time, never twice."""

from __future__ import annotations

import time
from uuid import RFC_4122

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagement.access import keys
from engagement.access.keys import new_id

#: A busy machine is no fault of the function.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_a_key_is_version_seven_of_the_standard() -> None:
    for _ in range(1000):
        made = new_id()
        assert (made.version, made.variant) == (7, RFC_4122)


def test_a_key_holds_the_millisecond_it_was_made_in() -> None:
    before = time.time_ns() // 1_000_000
    made = new_id()
    after = time.time_ns() // 1_000_000
    assert before <= made.int >> 80 <= after


@calm
@given(st.lists(st.integers(0, 2**48 - 1), min_size=2, max_size=2, unique=True))
def test_keys_sort_as_the_milliseconds_they_were_made_in(moments: list[int]) -> None:
    made = []
    for moment in moments:
        real, keys.time.time_ns = keys.time.time_ns, lambda m=moment: m * 1_000_000
        try:
            made.append(new_id())
        finally:
            keys.time.time_ns = real
    assert (made[0] < made[1]) == (moments[0] < moments[1])
    assert (str(made[0]) < str(made[1])) == (moments[0] < moments[1])


def test_no_key_is_made_twice() -> None:
    assert len({new_id() for _ in range(10_000)}) == 10_000
