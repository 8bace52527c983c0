"""What a partner holds when it is in step, counted and hashed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from engagement.access.scope import Actor
from engagement.sync.codes import ShareState
from engagement.sync.feed.lists import MOST
from engagement.sync.feed.representations import SHAPES, held_data
from engagement.sync.models import Share
from engagement.sync.reconciling.sums import Bucket, Total, bucket_of, hash_of


def totals(actor: Actor) -> dict[Bucket, Total]:
    """Every bucket that is not empty."""
    found: dict[Bucket, Total] = {}
    for kind in SHAPES:
        for data in _held(actor, kind):
            found.setdefault(bucket_of(kind, data), Total()).add(hash_of(data))
    return dict(sorted(found.items()))


def hashes(actor: Actor, bucket: Bucket) -> dict[UUID, int]:
    """The records of one bucket by id; empty where the type is none."""
    kind = bucket.type
    if kind not in SHAPES:
        return {}
    rows = (data for data in _held(actor, kind) if bucket_of(kind, data) == bucket)
    return {UUID(data["id"]): hash_of(data) for data in rows}


def _held(actor: Actor, kind: str) -> Iterator[dict[str, Any]]:
    """As the feed hands them out, at most 500 in memory, by id."""
    shares = Share.objects.filter(partner_id=actor.person, programme_id=actor.programme_id)
    ids = shares.filter(state=ShareState.HELD, object_type=kind).order_by("object_id")
    left = ids.values_list("object_id", flat=True).iterator(MOST)
    while some := list(islice(left, MOST)):
        data = held_data(actor, kind, some)
        yield from (data[pk] for pk in some if pk in data)
