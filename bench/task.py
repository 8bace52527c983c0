"""Something that is timed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def nothing() -> None:
    """Before or after what needs nothing."""


@dataclass(frozen=True)
class Task:
    """`before` and `after` are not timed. `run` gives a status."""

    run: Callable[[], int]
    before: Callable[[], None] = nothing
    after: Callable[[], None] = nothing
    #: It takes long, and is done in few rounds only.
    seldom: bool = False
    #: Over a connection of the owner's, past row security.
    by_hand: bool = False
