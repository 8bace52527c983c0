"""Asking for a report, and building it."""

from __future__ import annotations

import hashlib
import logging
from uuid import UUID

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.models import Membership, Programme, Role
from engagement.access.scope import Actor, acting_as, actor_for
from engagement.access.tlp import Tlp
from engagement.audit.actions import settled_position, stamp
from engagement.coverage.periods import Quarter
from engagement.coverage.place import METHOD_VERSION, listed
from engagement.coverage.sums import Period
from engagement.jobs.actions import LostLease, beat, claim, fail, finish, queue_job
from engagement.jobs.models import Job, State
from engagement.mail.actions import queue_letter
from engagement.regions.choices import area_of
from engagement.regions.models import Region
from engagement.reports.blocks import Content
from engagement.reports.document import content, document
from engagement.reports.facts import LANGUAGES, facts_of, freeze, sha256, thaw
from engagement.reports.kinds import KINDS
from engagement.reports.models import (
    ClosedPeriod,
    Format,
    Report,
    ReportFile,
    ReportQuerySet,
    ReportSchedule,
    ScheduleRecipient,
    Stage,
)
from engagement.reports.render import pdf
from engagement.reports.spreadsheets import csv_of, spreadsheet

log = logging.getLogger(__name__)

TASK = "reports.build"
#: The letter that tells of a scheduled report (letters.py).
READY = "report_ready"
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
    actor: Actor,
    kind: str,
    period: Period,
    *,
    governorate: Region | None = None,
    restates: Report | None = None,
    slot: str | None = None,
    report_id: UUID | None = None,
) -> Report:
    """Ask for a report; the same one, while it is being built, is not asked for twice, and that of
    a schedule's slot or under a `report_id` of the caller's never. Where one of the same was
    approved already, this one restates it.

    The door enqueues `report.job` once this is committed. Raises NotAllowed, ValueError for a
    kind that is none or asks for something else beside the period, and Conflict where the id is
    another row's.
    """
    actor.require(Role.OFFICER, Role.MANAGER)
    check_all(actor, kind, period, governorate)
    # One request of a programme at a time: two at once would each find nothing that waits.
    Programme.objects.select_for_update(no_key=True).get(pk=actor.programme_id)
    same = Report.objects.visible_to(actor).of(kind, period, governorate).select_related("job")
    if report_id is not None:
        there = replayed(actor, report_id, kind, period, governorate)
    else:
        there = waiting(same) if slot is None else of_slot(actor, slot)
    return there or _insert(
        actor,
        Report(
            id=report_id or new_id(),
            kind=kind,
            first=period.first,
            last=period.last,
            team_id=period.team_id,
            governorate=governorate,
            restates=restates or same.filter(stage=Stage.APPROVED).order_by("-approved_at").first(),
            slot=slot,
        ),
    )


def waiting(same: ReportQuerySet) -> Report | None:
    """Of these, one that is being built and nobody's schedule asked for."""
    rows = same.filter(job__state__in=(State.QUEUED, State.RUNNING), slot=None, frozen_at=None)
    found: Report | None = rows.first()
    return found


def _insert(actor: Actor, report: Report) -> Report:
    """Write it down, with its work. Raises Conflict where its id is another row's."""
    report.programme_id, report.author_id, report.tlp = actor.programme_id, actor.user_id, Tlp.GREEN
    report.job = queue_job(actor, TASK, STEPS)
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict from error
    return report


def replayed(
    actor: Actor, report_id: UUID, kind: str, period: Period, governorate: Region | None
) -> Report | None:
    """What this request asked for before. Raises Conflict where the id is another request's.

    A quarter that runs is asked for to the day; asked again later it is the same request.
    """
    rows = Report.objects.visible_to(actor).select_related("job")
    found: Report | None = rows.filter(pk=report_id).first()
    if found is None:
        return None
    there = (found.kind, found.first, Quarter.of(found.last), found.team_id, found.governorate_id)
    asked = (kind, period.first, Quarter.of(period.last), period.team_id)
    if found.author_id == actor.user_id and there == (*asked, governorate and governorate.pk):
        return found
    raise Conflict


def check_asked(kind: str, period: Period, governorate: Region | None) -> None:
    """Raise ValueError, in words, for a kind that is none, or without what it asks for."""
    if kind not in KINDS:
        told = {"kinds": ", ".join(KINDS)}
        raise ValueError(_("There is no such report. Ask for: %(kinds)s.") % told)
    asks = KINDS[kind].asks
    if (asks == "team") != (period.team_id is not None):
        wrong = _("This report is of all teams.")
        raise ValueError(_("Choose a team.") if asks == "team" else wrong)
    if (asks == "governorate") != (governorate is not None):
        wrong = _("This report is of all governorates.")
        raise ValueError(_("Choose a governorate.") if asks == "governorate" else wrong)


def check_all(actor: Actor, kind: str, period: Period, governorate: Region | None) -> None:
    """The same; and ValueError for a governorate that the list of the period does not hold."""
    check_asked(kind, period, governorate)
    if governorate and governorate not in listed(area_of(actor.programme_id), period):
        raise ValueError(_("In this period it was counted inside another governorate."))


def of_slot(actor: Actor, slot: str) -> Report | None:
    """What a schedule asked for already."""
    rows = Report.objects.visible_to(actor).filter(slot=slot).select_related("job")
    found: Report | None = rows.first()
    return found


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
    facts = thaw(report.figures or {})
    files: list[ReportFile] = []
    for done, language in enumerate(LANGUAGES, start=1):
        beat(job, done, language)
        made = content(report, facts, language, actor)
        files += [_file(report, made, format_, actor) for format_ in Format]
    with acting_as(actor, "report.built"):
        finish(job)
        before = ReportFile.objects.visible_to(actor).filter(report=report).exists()
        ReportFile.objects.bulk_create(files)
        if report.slot and not before:  # later ones are of the same report, checked or approved
            _tell(actor, report)


def _tell(actor: Actor, report: Report) -> None:
    """Queue a letter to each recipient, in the transaction that ends the work."""
    for recipient in recipients_of(report):
        queue_letter(actor, recipient, READY, report.pk)


def recipients_of(report: Report) -> list[UUID]:
    """Whom the letters of a report's schedule go to: active members by role or name, each once."""
    schedule = ReportSchedule.objects.filter(pk=report.schedule_id or 0).first()
    if schedule is None:
        return []
    named = ScheduleRecipient.objects.filter(schedule=schedule).values("user")
    rows = Membership.objects.filter(programme_id=report.programme_id, user__is_active=True)
    told = rows.filter(Q(role__in=schedule.roles) | Q(user__in=named))
    return list(told.order_by("user").values_list("user", flat=True))


def _frozen(job: Job, actor: Actor) -> Report:
    """The report with its figures; those of an earlier attempt stay."""
    with acting_as(actor, "read"):
        rows = Report.objects.visible_to(actor)
        report: Report = rows.select_related(
            "programme", "job", "restates", "governorate", "team"
        ).get(job=job)
    if report.frozen_at is not None:
        return report
    figures, position = _snapshot(actor, report)
    with acting_as(actor, "report.frozen"):
        beat(job, 0, "figures")  # the fence, in the transaction that writes
        report.figures, report.position = figures, position
        report.figures_sha256, report.frozen_at = sha256(figures), timezone.now()
        report.method_version = METHOD_VERSION
        report.save(
            update_fields=["figures", "position", "figures_sha256", "frozen_at", "method_version"]
        )
    return report


def _snapshot(actor: Actor, report: Report) -> tuple[dict[str, object], int]:
    """The figures and the position they are true at, of one moment."""
    against = _against(actor, report)
    for _attempt in range(MOST_SNAPSHOTS):
        while stamp():
            pass
        with acting_as(actor, "read", snapshot=True):
            position = settled_position()
            if position is not None:
                area, day = area_of(actor.programme_id), actor.today()
                facts = facts_of(actor, report.period, area, day, report.governorate, against)
                return freeze(facts), position
    raise Unsettled


def _against(actor: Actor, report: Report) -> tuple[int, str] | None:
    """Position and hash of what the report's numbers are held against: the one it restates, or
    those at which the period was closed."""
    if report.restates is not None and report.restates.position is not None:
        return report.restates.position, report.restates.figures_sha256
    rows = ClosedPeriod.objects.filter(programme_id=actor.programme_id)
    closed = rows.filter(first=report.first, last=report.last).first()
    return (closed.position, "") if closed is not None else None


def _file(report: Report, made: Content, format_: Format, actor: Actor) -> ReportFile:
    if format_ == Format.PDF:
        paper = pdf(document(report, made, actor))
        body, standard = paper.content, paper.standard or ""
    else:
        body, standard = spreadsheet(made) if format_ == Format.XLSX else csv_of(made), ""
    return ReportFile(
        report=report,
        job_id=report.job_id,
        format=format_,
        language=made.language,
        content=body,
        sha256=hashlib.sha256(body).hexdigest(),
        standard=standard,
    )
