"""Asking for what the schedules are due, and telling whom they name once it is built."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.access.errors import NotAllowed
from engagement.access.models import PEOPLE, Membership, Role, Team
from engagement.access.scope import Actor, acting_as, actor_for
from engagement.coverage.sums import Period
from engagement.jobs.models import Job
from engagement.regions.models import Region
from engagement.reports.actions import check_asked, of_slot, request_report
from engagement.reports.models import ReportSchedule, ScheduleRecipient
from engagement.reports.schedules.periods import newest

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Plan:
    """A schedule as somebody wants it; its owner is who saves it."""

    kind: str
    every: str
    hour: int
    language: str
    active: bool = True
    team_id: UUID | None = None
    governorate: Region | None = None
    roles: tuple[str, ...] = ()
    people: tuple[UUID, ...] = ()


def save_schedule(actor: Actor, plan: Plan, pk: int | None = None) -> ReportSchedule:
    """Make a schedule, or change one; from now on it asks in the name of whoever saves it.

    Raises NotAllowed, ReportSchedule.DoesNotExist, ValueError in words as `check_asked`, and
    ValidationError by field for a team or a person of elsewhere.
    """
    actor.require(Role.MANAGER)
    check_asked(plan.kind, Period(actor.today(), actor.today(), plan.team_id), plan.governorate)
    _check_here(actor, plan)
    row = schedule_of(actor, pk) if pk is not None else ReportSchedule(active=False)
    if plan.active and not row.active:
        row.since = timezone.now()
    row.programme_id, row.owner_id, row.active = actor.programme_id, actor.person, plan.active
    row.kind, row.every, row.hour, row.language = plan.kind, plan.every, plan.hour, plan.language
    row.team_id, row.governorate, row.roles = plan.team_id, plan.governorate, list(plan.roles)
    row.save()
    row.recipients.all().delete()
    ScheduleRecipient.objects.bulk_create(
        ScheduleRecipient(schedule=row, user_id=user) for user in plan.people
    )
    return row


def switch(actor: Actor, pk: int, *, active: bool) -> ReportSchedule:
    """Pause a schedule, or let it ask again from now on; whose it is stays.

    Raises NotAllowed and ReportSchedule.DoesNotExist.
    """
    actor.require(Role.MANAGER)
    row = schedule_of(actor, pk)
    if active and not row.active:
        row.since = timezone.now()
    row.active = active
    row.save(update_fields=["active", "since"])
    return row


def schedule_of(actor: Actor, pk: int) -> ReportSchedule:
    """One of the actor's programme. Raises ReportSchedule.DoesNotExist."""
    rows = ReportSchedule.objects.filter(programme_id=actor.programme_id)
    return rows.select_for_update(no_key=True).get(pk=pk)


def _check_here(actor: Actor, plan: Plan) -> None:
    teams = Team.objects.filter(programme_id=actor.programme_id)
    if plan.team_id and not teams.filter(pk=plan.team_id).exists():
        raise ValidationError({"team": _("Choose a team.")})
    members = Membership.objects.filter(
        programme_id=actor.programme_id, user__in=plan.people, role__in=PEOPLE
    )
    if members.count() != len(set(plan.people)):
        raise ValidationError({"people": _("Choose members of the programme.")})


def due_reports(now: datetime) -> list[Job]:
    """Ask for what the schedules are due, each slot once even with two beats; the jobs to send.

    Only the newest slot: what came due while nothing ran is not made up for.
    """
    jobs: list[Job] = []
    rows = ReportSchedule.objects.filter(active=True)
    for schedule in rows.select_related("programme", "governorate").order_by("pk"):
        try:
            jobs.extend(_due(schedule, now))
        except NotAllowed:
            log.warning("schedule %s: its owner may no longer ask for it", schedule.pk)
        except ValueError:
            log.warning("schedule %s: there is no such report any more", schedule.pk)
    return jobs


def _due(schedule: ReportSchedule, now: datetime) -> Iterable[Job]:
    zone = schedule.programme.zone
    slot = newest(schedule.every, schedule.hour, zone, now)
    if schedule.since is not None and slot.moment(schedule.hour, zone) <= schedule.since:
        return []
    actor = actor_for(schedule.owner_id, schedule.programme_id)
    name = f"{schedule.pk}:{slot.key}"
    with acting_as(actor, "report.scheduled"):
        if of_slot(actor, name) is not None:
            return []
        # Another beat may win here; its report is then this one's too, and is sent twice.
        period = Period(slot.first, slot.last, schedule.team_id)
        where = schedule.governorate
        return [request_report(actor, schedule.kind, period, governorate=where, slot=name).job]
