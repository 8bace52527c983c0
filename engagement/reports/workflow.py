"""How a report is agreed on: written into, checked, approved; and called off."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.access.errors import NotAllowed
from engagement.access.models import Role
from engagement.access.scope import Actor
from engagement.audit.actions import settled_position, stamp
from engagement.coverage.sums import Period
from engagement.jobs.actions import cancel, queue_job
from engagement.reports.actions import STEPS, TASK
from engagement.reports.models import ClosedPeriod, Report, Stage
from engagement.reports.sections.closing import WRITTEN

#: Signs of a text of one section.
MOST_SIGNS = 4000


class NotNow(Exception):
    """The report does not stand where this can be done; the words say why."""


def write_texts(actor: Actor, pk: UUID, texts: dict[str, str]) -> Report:
    """Set what is written into the sections that wait for words, while the report is a draft.

    Raises NotAllowed, NotNow, and ValueError for a section that is none or a text that is too long.
    """
    actor.require(Role.OFFICER, Role.MANAGER)
    report = _locked(actor, pk)
    if report.stage != Stage.DRAFT:
        raise NotNow(_("Only a draft is written into."))
    kept = {code: text.replace("\r\n", "\n").strip() for code, text in texts.items()}
    if set(kept) - set(WRITTEN) or any(len(text) > MOST_SIGNS for text in kept.values()):
        raise ValueError(_("A text may have 4,000 signs."))
    report.texts = {code: text for code, text in kept.items() if text}
    return _typeset_again(actor, report, ["texts"])


def check_report(actor: Actor, pk: UUID) -> Report:
    """Say that somebody has read and checked it: an officer or manager who did not ask for it.

    Raises NotAllowed and NotNow.
    """
    actor.require(Role.OFFICER, Role.MANAGER)
    report = _locked(actor, pk)
    if report.stage != Stage.DRAFT or report.frozen_at is None:
        raise NotNow(_("Only a draft that is built can be checked."))
    if report.author_id == actor.user_id and report.slot is None:
        raise NotAllowed("somebody else checks a report")
    report.stage, report.checked_by_id, report.checked_at = (
        Stage.CHECKED,
        actor.person,
        timezone.now(),
    )
    return _typeset_again(actor, report, ["stage", "checked_by", "checked_at"])


def approve_report(actor: Actor, pk: UUID) -> Report:
    """Approve what somebody else checked; from then on nothing of it changes.

    Raises NotAllowed and NotNow.
    """
    actor.require(Role.MANAGER)
    report = _locked(actor, pk)
    if report.stage != Stage.CHECKED:
        raise NotNow(_("Only a report that was checked can be approved."))
    if report.checked_by_id == actor.user_id:
        raise NotAllowed("whoever checked a report does not approve it")
    report.stage, report.approved_by_id, report.approved_at = (
        Stage.APPROVED,
        actor.person,
        timezone.now(),
    )
    return _typeset_again(actor, report, ["stage", "approved_by", "approved_at"])


def cancel_report(actor: Actor, pk: UUID) -> Report:
    """Call off what is not built yet. Raises NotAllowed, and NotNow where it is over."""
    actor.require(Role.OFFICER, Role.MANAGER)
    report = _locked(actor, pk)
    if report.author_id != actor.user_id and actor.role != Role.MANAGER:
        raise NotAllowed("somebody else's report")
    if report.frozen_at is not None or not cancel(report.job):
        raise NotNow(_("It is built already."))
    report.job.refresh_from_db()
    return report


def close_period(actor: Actor, period: Period) -> ClosedPeriod:
    """Settle the numbers of a period; once. What arrives later is told beside them.

    Raises NotAllowed, and NotNow for a period that is not over.
    """
    actor.require(Role.MANAGER)
    if period.last >= actor.today():
        raise NotNow(_("This period is not over."))
    found, _made = ClosedPeriod.objects.get_or_create(
        programme_id=actor.programme_id,
        first=period.first,
        last=period.last,
        defaults={"position": settled_position() or 0, "closed_by_id": actor.person},
    )
    return found


def settle() -> None:
    """Give every change its position, before a period is closed at the last one."""
    while stamp():
        pass


def _locked(actor: Actor, pk: UUID) -> Report:
    """The report, for this transaction alone. Raises Report.DoesNotExist."""
    rows = Report.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    found: Report = rows.select_related("job", "programme").get(pk=pk)
    if found.job.open and found.frozen_at is not None:
        raise NotNow(_("Its files are being made; try again in a moment."))
    return found


def _typeset_again(actor: Actor, report: Report, fields: list[str]) -> Report:
    """Save, with a new piece of work that makes the files anew; the door enqueues it."""
    report.job = queue_job(actor, TASK, STEPS)
    report.save(update_fields=[*fields, "job"])
    return report
