"""Keeping a workbook that was brought, and taking it in by batches, as its partner would."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import InterfaceError, OperationalError
from django.utils import translation
from django.utils.translation import get_language, gettext_noop

from engagement.access.errors import NotAllowed
from engagement.access.models import Role
from engagement.access.scope import Actor, acting_as, actor_for
from engagement.access.sharing import settle_shares
from engagement.jobs.actions import LostLease, beat, claim, fail, finish, kept_alive, queue_job
from engagement.jobs.models import Job, State
from engagement.sync.batches import claims
from engagement.sync.batches.accepted import ACCEPTED
from engagement.sync.batches.taking import answer_of, take_batch, written
from engagement.sync.models import Agreement
from engagement.sync.workbooks.books import refused_rows
from engagement.sync.workbooks.codes import Part
from engagement.sync.workbooks.drafts import Read, Row
from engagement.sync.workbooks.knowing import as_known
from engagement.sync.workbooks.models import Workbook, WorkbookPart
from engagement.sync.workbooks.offers import code_lists
from engagement.sync.workbooks.outcomes import Outcome
from engagement.sync.workbooks.reading import read_workbook

log = logging.getLogger(__name__)

TASK = "sync.workbook"
#: Who brings a partner's workbook: whoever keeps agreements.
KEEPERS = (Role.MANAGER, Role.ADMINISTRATOR)
#: Rows of one batch.
CHUNK = 500
#: Rows whose reasons the page shows; the file of refused rows has all of them.
SHOWN = 50
#: Why one failed, for its reader; translated where it is shown.
NO_AGREEMENT = gettext_noop("The data-sharing agreement is not in force any more.")
NOT_TAKEN = gettext_noop("It could not be taken in; the server's log says why.")


class _Trial(Exception):
    """Ends the block of a trial, so that nothing of it stays."""


def keep_workbook(
    actor: Actor, partner: Actor, agreement: Agreement, *, name: str, content: bytes, trial: bool
) -> tuple[Workbook, bool]:
    """Keep a file that `read_workbook` reads, with the job that takes it in; and whether it is new.

    The very same file again is the workbook that it was. The door enqueues the job once this is
    committed. Raises NotAllowed.
    """
    actor.require(*KEEPERS)
    # One at a time: two at once would each find that there is none.
    Agreement.objects.select_for_update(no_key=True, of=("self",)).get(pk=agreement.pk)
    digest = hashlib.sha256(content).hexdigest()
    if not trial:
        same = Workbook.objects.filter(agreement=agreement, sha256=digest, trial=False)
        over = (State.FAILED, State.CANCELLED)
        found = same.exclude(job__state__in=over).select_related("job").first()
        if found is not None:
            return found, False
    whose = {
        "programme_id": actor.programme_id,
        "partner_id": partner.person,
        "uploaded_by_id": actor.person,
    }
    row = Workbook.objects.create(
        **whose,
        agreement=agreement,
        job=queue_job(partner, TASK, 1),
        language=get_language() or "en",
        name="".join(sign for sign in name if sign.isprintable())[:200],
        sha256=digest,
        trial=trial,
    )
    WorkbookPart.objects.create(**whose, workbook=row, part=Part.SENT, content=content)
    return row, True


def take_workbook(job_id: UUID) -> UUID | None:
    """Take in the workbook of a job; the programme whose register has new names then.

    May be delivered any number of times and killed anywhere: each batch has its key, so that one
    that was taken is not taken again.
    """
    job = claim(job_id)
    if job is None:
        return None
    try:
        _take(job, actor_for(job.user_id, job.programme_id))
    except LostLease:
        log.info("job %s was taken over", job_id)
    except (OperationalError, InterfaceError):
        raise  # the database is away; the lease runs out, and the sweeper begins again
    except NotAllowed:
        fail(job, NO_AGREEMENT, for_good=True)
    except Exception:
        log.exception("job %s failed", job_id)
        fail(job, NOT_TAKEN)
    else:
        return job.programme_id
    return None


def _take(job: Job, partner: Actor) -> None:
    with acting_as(partner, "read"):
        settle_shares()  # nobody else asks for this partner: whom it may see already
        workbook = Workbook.objects.select_related("agreement").get(job=job)
        sent = WorkbookPart.objects.get(workbook=workbook, part=Part.SENT)
    with translation.override(workbook.language):
        read = read_workbook(bytes(sent.content), ZoneInfo(partner.time_zone), partner.person)
        chunks = [(one.type, number, rows) for one in read for number, rows in _chunks(one)]
        Job.objects.filter(pk=job.pk).held(job.attempt).update(total=len(chunks) + 1)
        answer = _tried if workbook.trial else _taken
        outcome = Outcome(read)
        for rows, answered in answer(job, partner, workbook, chunks):
            outcome.add(rows, answered)
        _keep(job, partner, workbook, outcome)


def _chunks(read: Read) -> Iterator[tuple[int, list[Row]]]:
    rows = read.readable
    for number, first in enumerate(range(0, len(rows), CHUNK), start=1):
        yield number, rows[first : first + CHUNK]


Chunks = Sequence[tuple[str, int, list[Row]]]
Taken = Iterable[tuple[list[Row], Any]]


def _taken(job: Job, partner: Actor, workbook: Workbook, chunks: Chunks) -> Taken:
    """Each chunk as a batch of its own, by its key."""
    for done, (kind, number, rows) in enumerate(chunks):
        beat(job, done, "writing")
        partner = actor_for(job.user_id, job.programme_id)  # the agreement may end meanwhile
        items = [row.item for row in rows]
        # Of what stands in the file: what the partner knows moves with the work itself.
        found = claims.fingerprint(kind, items)
        with acting_as(partner, "batch.claimed"):
            key = f"workbook/{workbook.pk}/{kind}/{number}"
            pk = claims.claim(partner, key, kind, found, len(items))
        sent = partial(as_known, partner, kind, items)
        with kept_alive(job, "writing") as reached, acting_as(partner, "batch.written"):
            reached(done)
            answer = take_batch(partner, pk, ACCEPTED[kind], found, sent)
            if not answer.replayed:
                settle_shares()  # what a partner wrote it holds from now on
        yield rows, json.loads(answer.body)


def _tried(job: Job, partner: Actor, workbook: Workbook, chunks: Chunks) -> Taken:
    """All chunks in one block that is undone: meetings may cite people of the same file."""
    found: list[tuple[list[Row], Any]] = []
    beat(job, 0, "reading")
    with (
        suppress(_Trial),
        kept_alive(job, "reading") as reached,
        acting_as(partner, "batch.tried"),
    ):
        for done, (kind, _number, rows) in enumerate(chunks, start=1):
            sent = as_known(partner, kind, [row.item for row in rows])
            results = written(partner, ACCEPTED[kind], sent)
            found.append((rows, json.loads(answer_of(results, dry_run=True).body)))
            reached(done)
        raise _Trial
    return found


def _keep(job: Job, partner: Actor, workbook: Workbook, outcome: Outcome) -> None:
    """The counts and the refused rows; the file itself only where it may still be taken in."""
    told = json.dumps(outcome.told(SHOWN), ensure_ascii=False).encode()
    kept = {Part.REASONS: told}
    with acting_as(partner, "workbook.taken"):
        if outcome.refused:
            name = workbook.agreement.name
            codes = code_lists(workbook.agreement)
            kept[Part.REFUSED] = refused_rows(name, codes, outcome.refused)
        workbook.counts = outcome.counts
        workbook.save(update_fields=["counts"])
        if not workbook.trial:
            WorkbookPart.objects.filter(workbook=workbook, part=Part.SENT).delete()
        WorkbookPart.objects.bulk_create(
            WorkbookPart(
                programme_id=workbook.programme_id,
                partner_id=workbook.partner_id,
                uploaded_by_id=workbook.uploaded_by_id,
                workbook=workbook,
                part=part,
                content=content,
            )
            for part, content in kept.items()
        )
        finish(job)
