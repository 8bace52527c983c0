"""Asking for a snapshot, and writing it down piece by piece."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count, islice
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext_noop

from engagement.access.errors import NotAllowed
from engagement.access.models import Role
from engagement.access.scope import Actor, acting_as, actor_for
from engagement.access.sharing import settle_shares
from engagement.audit.actions import stamp
from engagement.jobs.actions import LostLease, beat, claim, fail, finish, kept_alive, queue_job
from engagement.jobs.models import Job
from engagement.sync.codes import ShareState
from engagement.sync.feed.lists import MOST, Feed, hand_out_all, held_feed
from engagement.sync.feed.representations import SHAPES, held_data, upsert, written
from engagement.sync.models import Agreement, Share
from engagement.sync.snapshots.models import Snapshot, SnapshotPiece

log = logging.getLogger(__name__)

TASK = "sync.snapshot"
#: Its progress in hundredths.
STEPS = 100
#: How long a file may be fetched.
KEPT = timedelta(hours=24)
#: Why one failed, for its reader; translated where it is shown.
NO_MEMBER = gettext_noop("The data-sharing agreement is not in force any more.")
NOT_MADE = gettext_noop("It could not be made; the server's log says why.")


def request_snapshot(actor: Actor) -> Snapshot:
    """Ask for everything that the partner may hold; while one is being made, it is that one.

    The door enqueues its job once this is committed. Raises NotAllowed.
    """
    actor.require(Role.PARTNER)
    # One request of a partner at a time: two at once would each find none that runs.
    rows = Agreement.objects.select_for_update(no_key=True, of=("self",))
    agreement = rows.get(membership__user_id=actor.person, programme_id=actor.programme_id)
    last = newest_snapshot(actor)
    if last is not None and last.job.open:
        return last
    return Snapshot.objects.create(
        programme_id=actor.programme_id,
        agreement=agreement,
        partner_id=actor.person,
        job=queue_job(actor, TASK, STEPS),
    )


def newest_snapshot(actor: Actor) -> Snapshot | None:
    """The partner's last one, whole or not."""
    rows = Snapshot.objects.filter(programme_id=actor.programme_id, partner_id=actor.person)
    return rows.select_related("job").order_by("-created_at", "-pk").first()


def build_snapshot(job_id: UUID) -> None:
    """Write the file of a job.

    May be delivered any number of times and killed anywhere: the claim and the fence let one
    attempt be the file; the pieces of an earlier one are in none, and go when the file does.
    """
    job = claim(job_id)
    if job is None:
        return
    try:
        _build(job, actor_for(job.user_id, job.programme_id))
    except LostLease:
        log.info("job %s was taken over", job_id)
    except (OperationalError, InterfaceError):
        raise  # the database is away; the lease runs out, and the sweeper begins again
    except NotAllowed:
        fail(job, NO_MEMBER, for_good=True)
    except Exception:
        log.exception("job %s failed", job_id)
        fail(job, NOT_MADE)


def _build(job: Job, actor: Actor) -> None:
    beat(job, 0, "reading")
    stamp()
    with acting_as(actor, "snapshot.begun"):
        actor, snapshot = _begin(job, actor)
    with kept_alive(job, "reading") as reached, acting_as(actor, "read", snapshot=True):
        _write(actor, snapshot, job.attempt, reached)
    with acting_as(actor, "snapshot.made"):
        finish(job)
        snapshot.attempt, snapshot.expires_at = job.attempt, timezone.now() + KEPT
        snapshot.save(update_fields=["attempt", "expires_at", "counts", "size", "sha256"])


def _begin(job: Job, actor: Actor) -> tuple[Actor, Snapshot]:
    """Read where the feed stands, and count everything in it as given, before anything is read.

    What changes while the file is written comes by the feed: from a cursor that was read first.
    """
    settle_shares()
    feed: Feed = held_feed()
    hand_out_all()
    snapshot = Snapshot.objects.get(job=job)
    snapshot.rule, snapshot.epoch = feed.rule, feed.epoch
    snapshot.position, snapshot.since = feed.top, feed.floor
    snapshot.save(update_fields=["rule", "epoch", "position", "since"])
    return feed.as_agreed_now(actor), snapshot


def _write(actor: Actor, snapshot: Snapshot, attempt: int, reached: Callable[[int], None]) -> None:
    """The lines in pieces, as of one moment; what they come to stands on the row, not yet saved."""
    digest, numbers, counts = hashlib.sha256(), count(1), dict.fromkeys(SHAPES, 0)
    snapshot.size = 0
    for kind, done, lines in _pieces(actor):
        content = "".join(f"{line}\n" for line in lines).encode()
        SnapshotPiece.objects.create(
            programme_id=snapshot.programme_id,
            partner_id=snapshot.partner_id,
            snapshot=snapshot,
            attempt=attempt,
            number=next(numbers),
            content=content,
        )
        digest.update(content)
        counts[kind] += len(lines)
        snapshot.size += len(content)
        reached(done)
    snapshot.counts, snapshot.sha256 = counts, digest.hexdigest()


def _pieces(actor: Actor) -> Iterator[tuple[str, int, list[str]]]:
    """Type, hundredths done, and at most 500 lines, by id within each type."""
    shares = Share.objects.filter(partner_id=actor.person, programme_id=actor.programme_id)
    # One that came in since the cursor was read is not counted as given: the feed brings it.
    given = shares.filter(state=ShareState.HELD).exclude(first_given_at=None)
    whole, read = given.count(), 0
    for kind in SHAPES:
        ids = given.filter(object_type=kind).order_by("object_id")
        left = ids.values_list("object_id", flat=True).iterator(MOST)
        while some := list(islice(left, MOST)):
            data: dict[UUID, dict[str, Any]] = held_data(actor, kind, some)
            read += len(some)
            lines = [written(upsert(kind, data[pk])) for pk in some if pk in data]
            yield kind, (STEPS - 1) * read // whole, lines
