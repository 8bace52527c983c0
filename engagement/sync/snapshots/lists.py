"""Which snapshots may still be handed out, and their pieces."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F
from django.utils import timezone

from engagement.access.scope import Actor, acting_as
from engagement.sync.codes import ShareState
from engagement.sync.models import Share
from engagement.sync.snapshots.models import Snapshot, SnapshotPiece


def is_stale(actor: Actor, row: Snapshot) -> bool:
    """Whether a file that was made must not be handed out any more: it has expired, the agreement
    was changed, or something that it holds has left the agreement since.
    """
    if row.expires_at is None or row.expires_at < timezone.now():
        return True
    if row.agreement.rule != row.rule:
        return True
    left = Share.objects.filter(
        agreement=row.agreement, state=ShareState.WITHDRAWN, position__gt=row.position
    )
    return left.filter(partner_id=actor.person).exists()


def pieces(actor: Actor, row: Snapshot) -> Iterator[bytes]:
    """The file, one piece in memory at a time, each read in a block of its own."""
    number = 0
    while True:
        number += 1
        with acting_as(actor, "read"):
            found = SnapshotPiece.objects.filter(snapshot=row, number=number)
            mine = found.filter(attempt=F("snapshot__attempt"))
            content = mine.values_list("content", flat=True).first()
        if content is None:
            return
        yield bytes(content)
