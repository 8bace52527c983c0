"""Asking for a report, and building it."""

from __future__ import annotations

import hashlib
import logging
from datetime import date, datetime
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext_noop

from engagement.access.errors import NotAllowed
from engagement.access.models import Programme, Role
from engagement.access.scope import Actor, acting_as, actor_for
from engagement.access.tlp import Tlp
from engagement.audit.actions import settled_position, stamp
from engagement.coverage.periods import Quarter
from engagement.coverage.place import METHOD_VERSION, place_figures
from engagement.coverage.sums import Period
from engagement.jobs.actions import LostLease, beat, claim, fail, finish, queue_job
from engagement.jobs.models import Job, State
from engagement.regions.choices import area_of
from engagement.reports.document import LANGUAGES, document
from engagement.reports.frozen import freeze, sha256, thaw
from engagement.reports.models import Report, ReportFile, ReportSchedule
from engagement.reports.render import pdf

log = logging.getLogger(__name__)

TASK = "reports.build"
#: Freezing, then one file a language.
STEPS = 1 + len(LANGUAGES)
#: Why a report failed, for its page; translated where it is shown.
NO_MEMBER = gettext_noop("Whoever asked for it is no longer a member of the programme.")
NOT_BUILT = gettext_noop("It could not be built; the server's log says why.")
#: How often freezing waits for changes that have no position yet.
MOST_SNAPSHOTS = 50


class Unsettled(Exception):
    """The log moved faster than positions could be given; the work is begun again later."""


def request_report(
    actor: Actor, kind: str, first: date, last: date, *, slot: str | None = None
) -> Report:
    """Ask for a report; the same one, while it is being built, is not asked for twice, and that of
    a schedule's slot never.

    The door enqueues `report.job` once this is committed. Raises NotAllowed.
    """
    actor.require(Role.OFFICER, Role.MANAGER)
    # One request of a programme at a time: two at once would each find nothing that waits.
    Programme.objects.select_for_update(no_key=True).get(pk=actor.programme_id)
    there = _waiting(actor, kind, first, last) if slot is None else _of_slot(actor, slot)
    if there is not None:
        return there
    report = Report(
        programme_id=actor.programme_id,
        author_id=actor.user_id,
        tlp=Tlp.GREEN,
        job=queue_job(actor, TASK, STEPS),
        kind=kind,
        first=first,
        last=last,
        slot=slot,
    )
    report.save(force_insert=True)
    return report


def _waiting(actor: Actor, kind: str, first: date, last: date) -> Report | None:
    rows = Report.objects.visible_to(actor).filter(kind=kind, first=first, last=last, slot=None)
    found: Report | None = (
        rows.filter(job__state__in=(State.QUEUED, State.RUNNING)).select_related("job").first()
    )
    return found


def _of_slot(actor: Actor, slot: str) -> Report | None:
    found: Report | None = (
        Report.objects.visible_to(actor).filter(slot=slot).select_related("job").first()
    )
    return found


def due_reports(now: datetime) -> list[Job]:
    """Ask for what the schedules are due, each slot once even with two beats; the jobs to send."""
    jobs = []
    for schedule in ReportSchedule.objects.filter(active=True).select_related("programme"):
        try:
            actor = actor_for(schedule.owner_id, schedule.programme_id)
            jobs.extend(_due(actor, schedule, now))
        except NotAllowed:
            log.warning("schedule %s: its owner may no longer ask for it", schedule.pk)
    return jobs


def _due(actor: Actor, schedule: ReportSchedule, now: datetime) -> list[Job]:
    quarter = Quarter.of(actor.local(now).date()).before
    slot = f"{schedule.pk}:{quarter}"
    with acting_as(actor, "report.scheduled"):
        if _of_slot(actor, slot) is not None:
            return []
        # Another beat may win here; its report is then this one's too, and is sent twice.
        report = request_report(actor, schedule.kind, quarter.first, quarter.last, slot=slot)
        return [report.job]


def build_report(job_id: UUID) -> None:
    """Build what a job asks for: freeze the figures, typeset each language, finish.

    May be delivered any number of times and killed anywhere: the claim, the fence and the unique
    file of each language let it be built once.
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
        fail(job, NOT_BUILT)


def _build(job: Job, actor: Actor) -> None:
    beat(job, 0, "figures")
    report = _frozen(job, actor)
    files = []
    for done, language in enumerate(LANGUAGES, start=1):
        beat(job, done, language)
        files.append(_file(report, language, actor))
    with acting_as(actor, "report.built"):
        finish(job)
        ReportFile.objects.bulk_create(files)


def _frozen(job: Job, actor: Actor) -> Report:
    """The report with its figures; those of an earlier attempt stay."""
    with acting_as(actor, "read"):
        report: Report = (
            Report.objects.visible_to(actor).select_related("programme", "job").get(job=job)
        )
    if report.frozen_at is not None:
        return report
    figures, position = _snapshot(actor, Period(report.first, report.last))
    with acting_as(actor, "report.frozen"):
        beat(job, 0, "figures")  # the fence, in the transaction that writes
        report.figures, report.position = figures, position
        report.figures_sha256, report.frozen_at = sha256(figures), timezone.now()
        report.method_version = METHOD_VERSION
        report.save(
            update_fields=["figures", "position", "figures_sha256", "frozen_at", "method_version"]
        )
    return report


def _snapshot(actor: Actor, period: Period) -> tuple[dict[str, object], int]:
    """The figures and the position they are true at, of one moment."""
    for _attempt in range(MOST_SNAPSHOTS):
        while stamp():
            pass
        with acting_as(actor, "read", snapshot=True):
            position = settled_position()
            if position is not None:
                return freeze(place_figures(period, area_of(actor.programme_id))), position
    raise Unsettled


def _file(report: Report, language: str, actor: Actor) -> ReportFile:
    if report.figures is None:
        raise ValueError("a file is made of frozen figures")
    made = pdf(document(report, thaw(report.figures), language, actor))
    return ReportFile(
        report=report,
        language=language,
        content=made.content,
        sha256=hashlib.sha256(made.content).hexdigest(),
        standard=made.standard or "",
    )
