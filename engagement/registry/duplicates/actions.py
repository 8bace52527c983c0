"""Asking for a scan of the register, running it, and judging what it found."""

from __future__ import annotations

import logging
from time import monotonic
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext_noop

from engagement.access.errors import NotAllowed
from engagement.access.models import Programme
from engagement.access.scope import WRITERS, Actor, acting_as, actor_for
from engagement.jobs.actions import LostLease, beat, cancel, claim, fail, finish, queue_job
from engagement.jobs.models import Job
from engagement.registry.duplicates.models import DuplicatePair, DuplicateScan, Verdict
from engagement.registry.duplicates.pairing import Likeness, Name, Person, Register, likeness
from engagement.stakeholders.models import Stakeholder, StakeholderName

log = logging.getLogger(__name__)

TASK = "duplicates.scan"
#: A scan's progress in hundredths; reading the register takes the first few.
STEPS, READING = 100, 10
#: Stakeholders read in one transaction.
CHUNK = 2000
#: A batch ends after so many seconds, well within a lease, or so many pairs.
SECONDS, MOST_PAIRS = 5.0, 2000
#: Of those after somebody, the so many nearest are kept.
MOST_EACH = 5
#: Why a scan failed, for its page; translated where it is shown.
NO_MEMBER = gettext_noop("Whoever asked for it is no longer a member of the programme.")
NOT_SCANNED = gettext_noop("It could not be finished; the server's log says why.")

Found = list[tuple[Person, Person, Likeness]]


def request_scan(actor: Actor) -> DuplicateScan:
    """Ask for a scan of what the actor may open; while one of theirs runs, it is that one.

    The door enqueues its job once this is committed. Raises NotAllowed.
    """
    actor.require(*WRITERS)
    # One request of a programme at a time: two at once would each find none that runs.
    Programme.objects.select_for_update(no_key=True).get(pk=actor.programme_id)
    there = newest_scan(actor)
    if there is not None and there.job.open:
        return there
    return DuplicateScan.objects.create(
        programme_id=actor.programme_id,
        user_id=actor.person,
        job=queue_job(actor, TASK, STEPS),
    )


def newest_scan(actor: Actor) -> DuplicateScan | None:
    """The actor's last scan, running or over."""
    rows = DuplicateScan.objects.filter(programme_id=actor.programme_id, user_id=actor.person)
    return rows.select_related("job").order_by("-created_at", "-pk").first()


def cancel_scan(actor: Actor) -> bool:
    """Call the actor's scan off; False where none runs. What it found until then stays."""
    actor.require(*WRITERS)
    scan = newest_scan(actor)
    return scan is not None and cancel(scan.job)


def judge(actor: Actor, pk: UUID, verdict: str) -> DuplicatePair:
    """Say that a pair is not the same, or that one is unsure; `OPEN` takes back what was said.

    It holds whichever side one looks from, and later scans leave it. Raises NotAllowed, and
    ValueError for a verdict that is none.
    """
    actor.require(*WRITERS)
    rows = DuplicatePair.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    pair: DuplicatePair | None = rows.filter(pk=pk).first()
    if pair is None:
        raise NotAllowed("no such pair for you")
    if verdict not in Verdict.values:
        raise ValueError(verdict)
    if pair.verdict != verdict:
        pair.verdict = verdict
        pair.judged_by_id = actor.person if verdict else None
        pair.judged_at = timezone.now() if verdict else None
        pair.save(update_fields=["verdict", "judged_by", "judged_at"])
    return pair


def run_scan(job_id: UUID) -> None:
    """Hold the names of the register against each other, in batches, as whoever asked.

    May be delivered any number of times and killed anywhere: the claim and the fence let one
    worker write at a time, and the next goes on where the last batch ended.
    """
    job = claim(job_id)
    if job is None:
        return
    try:
        _scan(job)
    except LostLease:
        log.info("job %s was taken over", job_id)
    except (OperationalError, InterfaceError):
        raise  # the database is away; the lease runs out, and the sweeper begins again
    except NotAllowed:
        fail(job, NO_MEMBER, for_good=True)
    except Exception:
        log.exception("job %s failed", job_id)
        fail(job, NOT_SCANNED)


def _scan(job: Job) -> None:
    actor = actor_for(job.user_id, job.programme_id)
    with acting_as(actor, "read"):
        scan = DuplicateScan.objects.get(job=job)
    register = _read(job, actor)
    place = register.after(scan.reached)
    while place < len(register.people):
        place, found = _batch(register, place)
        share = (STEPS - READING - 1) * place // len(register.people)
        _write(job, scan, register.people[place - 1].id, found, READING + share)
    _end(job, scan, register)


def _read(job: Job, actor: Actor) -> Register:
    """Everybody whom the actor may open, read in short transactions between heartbeats."""
    register, last = Register(), UUID(int=0)
    while True:
        beat(job, min(len(register.people) // CHUNK, READING), "reading")
        with acting_as(actor, "read"):
            people = _chunk(actor, last)
        for person in people:
            register.add(person)
        if len(people) < CHUNK:
            register.close()
            return register
        last = people[-1].id


def _chunk(actor: Actor, last: UUID) -> list[Person]:
    """The next ones by id, with their names: two statements."""
    rows = Stakeholder.objects.visible_to(actor).current().filter(pk__gt=last).order_by("pk")
    found = list(rows.values_list("pk", "kind", "base_region_id")[:CHUNK])
    if not found:
        return []
    names = StakeholderName.objects.visible_to(actor).filter(
        stakeholder_id__gt=last, stakeholder_id__lte=found[-1][0]
    )
    texts: dict[UUID, list[Name]] = {}
    for pk, text, kind in names.values_list("stakeholder_id", "text", "kind"):
        texts.setdefault(pk, []).append(Name(text, kind == StakeholderName.Kind.FULL))
    return [
        Person(pk, tuple(texts.get(pk, ())), kind != Stakeholder.Kind.PERSON, base)
        for pk, kind, base in found
    ]


def _batch(register: Register, place: int) -> tuple[int, Found]:
    """Pairs from this place on, until the batch is full; and where the next one begins."""
    found: Found = []
    end = monotonic() + SECONDS
    while place < len(register.people) and len(found) < MOST_PAIRS and monotonic() < end:
        found += _nearest(register, place)
        place += 1
    return place, found


def _nearest(register: Register, place: int) -> Found:
    person = register.people[place]
    alike = (
        (person, other, near)
        for other in register.partners(place)
        if (near := likeness(person.names, other.names)) is not None and near.match.possible
    )
    return sorted(alike, key=lambda row: row[2].rank, reverse=True)[:MOST_EACH]


def _write(job: Job, scan: DuplicateScan, reached: UUID, found: Found, done: int) -> None:
    """Keep a batch. Pairs that are there get their score anew, and keep what was said of them."""
    actor = actor_for(job.user_id, job.programme_id)  # a membership may have been lost meanwhile
    with acting_as(actor, "duplicates.found"):
        beat(job, done, "comparing")  # the fence, in the transaction that writes
        ids = {person.id for one, other, _near in found for person in (one, other)}
        people = Stakeholder.objects.visible_to(actor).filter(pk__in=ids)
        seen = set(people.values_list("pk", flat=True))
        apart = _said_before_a_merge(actor)
        rows = [
            _row(actor, one, other, near)
            for one, other, near in found
            # One may have been closed to the actor meanwhile.
            if {one.id, other.id} <= seen and {one.id, other.id} not in apart
        ]
        DuplicatePair.objects.bulk_create(
            sorted(rows, key=lambda row: (row.one_id, row.other_id)),
            update_conflicts=True,
            unique_fields=("one", "other"),
            update_fields=("score", "likely", "found_at"),
        )
        scan.reached, scan.pairs = reached, scan.pairs + len(rows)
        scan.save(update_fields=["reached", "pairs"])


def _said_before_a_merge(actor: Actor) -> list[set[UUID]]:
    """Today's records of whom it was said that they are not the same, when one of them was two."""
    rows = DuplicatePair.objects.visible_to(actor).filter(verdict=Verdict.APART)
    rows = rows.exclude(one__merged_into=None, other__merged_into=None)
    sides = rows.values_list("one_id", "one__merged_into", "other_id", "other__merged_into")
    return [{one_now or one, other_now or other} for one, one_now, other, other_now in sides]


def _row(actor: Actor, one: Person, other: Person, near: Likeness) -> DuplicatePair:
    return DuplicatePair(
        programme_id=actor.programme_id,
        one_id=one.id,
        other_id=other.id,
        score=round(1000 * near.match.score),
        likely=near.likely,
        found_at=timezone.now(),
    )


def _end(job: Job, scan: DuplicateScan, register: Register) -> None:
    """Take out what nobody judged and whose names are no longer alike, and end the work."""
    actor = actor_for(job.user_id, job.programme_id)
    people = {person.id: person for person in register.people}
    with acting_as(actor, "duplicates.scanned"):
        finish(job)
        rows = DuplicatePair.objects.visible_to(actor)
        left = rows.filter(verdict=Verdict.OPEN, found_at__lt=job.created_at)
        gone = [
            pk
            for pk, one, other in left.values_list("pk", "one_id", "other_id")
            if one in people and other in people and not _alike(people[one], people[other])
        ]
        rows.filter(pk__in=gone).delete()
        scan.people, scan.common = len(people), register.common
        scan.save(update_fields=["people", "common"])


def _alike(one: Person, other: Person) -> bool:
    near = likeness(one.names, other.names)
    return near is not None and near.match.possible
