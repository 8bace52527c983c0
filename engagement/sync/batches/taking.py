"""Taking a batch in: its claim, its items, its answer. Whatever brings one, it is taken here."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from engagement.access.scope import Actor
from engagement.sync.batches.accepted import Accepted
from engagement.sync.batches.actions import write_batch
from engagement.sync.batches.claims import Answer, held, keep
from engagement.sync.batches.drafts import Result
from engagement.sync.batches.payloads import read_items, told

#: Holds new stakeholders against the register; by name, for it stands in a higher room.
COMPARE = "arrivals.compare"


def take_batch(
    actor: Actor, pk: UUID, kind: Accepted, body: bytes, sent: Callable[[], Sequence[Any]]
) -> Answer:
    """Write what was claimed and keep the answer, or give the one that was given before.

    `body` is the claim's fingerprint; `sent` is asked for the items only where there is work.
    Raises Problem 422, and OperationalError where another holds the claim (`held`).
    """
    there = held(actor, pk, body)
    if isinstance(there, Answer):
        return there
    results = written(actor, kind, sent())
    answer = answer_of(results, dry_run=False)
    keep(there, answer, results)
    return answer


def written(actor: Actor, kind: Accepted, sent: Sequence[Any]) -> list[Result]:
    """What came of each item; those that cannot be read are refused."""
    items, refused = read_items(sent, kind.shape())
    return [*refused, *write_batch(actor, kind.records(actor, items), items)]


def answer_of(results: Sequence[Result], *, dry_run: bool) -> Answer:
    """The results as they are answered."""
    data = told(results, dry_run=dry_run)
    return Answer(200, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())
