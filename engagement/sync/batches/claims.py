"""One effect and one answer for one key: the claim, and the answer kept byte for byte.

The claim is written before the work, in a transaction of its own. The work holds the claim's row
until it commits with its answer. So a second request waits for the first one's answer; and where a
process died, its work is gone with its hold on the row, and the retry does it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.access.problems import Problem
from engagement.access.scope import Actor
from engagement.sync.batches.codes import BatchState
from engagement.sync.batches.drafts import Result
from engagement.sync.batches.models import Batch, BatchAnswer

#: Milliseconds for which a second request waits for the answer to the first.
PATIENCE = 5000
#: Days for which an answer is kept; `jisr.prune_batches` takes two more.
KEPT = 30


@dataclass(frozen=True)
class Answer:
    """What was, or is to be, answered; `replayed` where it was made before."""

    status: int
    body: bytes
    replayed: bool = False


def fingerprint(object_type: str, body: object) -> bytes:
    """SHA-256 of a type of record and a body, whatever the order of its names."""
    # Escaped: an item that will be refused may hold half of a character.
    text = json.dumps([object_type, body], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def claim(actor: Actor, key: str, object_type: str, body: bytes, items: int) -> UUID:
    """Write down that this was asked for; the claim of a key that is there already stays as it is.

    In a block of its own. `body` is the fingerprint.
    """
    row = Batch(
        programme_id=actor.programme_id,
        user_id=actor.person,
        key=key,
        fingerprint=body,
        object_type=object_type,
        items=items,
    )
    Batch.objects.bulk_create([row], ignore_conflicts=True)
    own = Batch.objects.filter(programme_id=actor.programme_id, user_id=actor.person)
    found: UUID = own.values_list("pk", flat=True).get(key=key)
    return found


def held(actor: Actor, pk: UUID, body: bytes) -> Batch | Answer:
    """The claim, held until this transaction ends; or the answer, where it was given.

    Waits for whoever holds it. Raises Problem 422 where the key is another body's, and
    OperationalError (lock not available) after `PATIENCE`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(PATIENCE)])
        row = Batch.objects.select_for_update(no_key=True).get(pk=pk, user_id=actor.person)
        cursor.execute("SELECT set_config('lock_timeout', '0', true)")
    if bytes(row.fingerprint) != body:
        raise Problem(422, _("This Idempotency-Key stands for another request."))
    if row.state == BatchState.DONE:
        kept = BatchAnswer.objects.get(batch=row)
        return Answer(kept.status, bytes(kept.body), replayed=True)
    return row


def keep(row: Batch, answer: Answer, results: Iterable[Result]) -> None:
    """Write the answer down, in the transaction of the work."""
    counts = Counter(one.outcome for one in results)
    BatchAnswer.objects.bulk_create(
        [BatchAnswer(batch=row, status=answer.status, body=answer.body)]
    )
    Batch.objects.filter(pk=row.pk).update(
        state=BatchState.DONE, answered_at=timezone.now(), **counts
    )


def prune() -> int:
    """Forget answers older than `KEPT` days; how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT jisr.prune_batches()")
        return int(cursor.fetchone()[0])
