"""Which items of a batch are written together. Pure.

However a program cuts its records into batches, the same rows come of them: an item that needs what
an earlier one brings is not written together with it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator

from engagement.sync.batches.drafts import Item

Told = Callable[[Item], Iterable[Hashable]]


def waves(items: Iterable[Item], makes: Told, needs: Told) -> Iterator[list[Item]]:
    """The items in their order, in runs of which none needs what another in it brings."""
    wave: list[Item] = []
    made: set[Hashable] = set()
    for item in items:
        if not made.isdisjoint(needs(item)):
            yield wave
            wave, made = [], set()
        wave.append(item)
        made.update(makes(item))
    if wave:
        yield wave
