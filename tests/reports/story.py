"""Twenty meetings of a quarter whose figures are counted by hand, and short ways to a report.

Held there in person: Basra 6, Baghdad 12, one in both, one of unknown place; all with a sheikh from
Basra. Beyond Baghdad 6 + ½ of 20. One remote; one that Anbar's security forbade.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models.functions import Now

from engagement.access.models import User
from engagement.access.scope import Actor, acting_as
from engagement.coverage.sums import Period
from engagement.jobs.models import Job
from engagement.meetings.codes import Mode, Reason, Status
from engagement.regions.models import Region
from engagement.reports.actions import build_report, request_report
from engagement.reports.blocks import Content
from engagement.reports.document import content
from engagement.reports.facts import thaw
from engagement.reports.kinds import KINDS
from engagement.reports.models import Report, ReportFile
from tests.cast import Cast, meet, register

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
KIND = "beyond_capital"
SHEIKH = "Unmistakable Zubaidi"
LANGUAGES = ("ar", "ckb", "en")
FORMATS = ("csv", "pdf", "xlsx")
WITH = ("job", "programme", "restates")


def few_meetings(cast: Cast) -> None:
    """One in Baghdad and one of unknown place, with a sheikh from Basra; one remote."""
    sheikh = register(cast.amal, SHEIKH, "tribe", "basra")
    meet(cast.amal, "baghdad", who=(sheikh,))
    meet(cast.amal, who=(sheikh,))
    meet(cast.amal, who=(sheikh,), mode=Mode.REMOTE)


def many_meetings(cast: Cast) -> None:
    """The twenty, the remote one and the one that was not held."""
    sheikh = register(cast.amal, SHEIKH, "tribe", "basra")
    places = [("basra",)] * 6 + [("baghdad",)] * 12 + [("baghdad", "basra"), ()]
    for where in places:
        meet(cast.amal, *where, who=(sheikh,))
    meet(cast.amal, who=(sheikh,), mode=Mode.REMOTE)
    meet(cast.amal, "anbar", who=(sheikh,), status=Status.NOT_HELD, reason=Reason.SECURITY)


def ask(
    actor: Actor,
    first: date = FIRST,
    last: date = LAST,
    *,
    kind: str = KIND,
    team: UUID | None = None,
    **more: Any,
) -> Report:
    with acting_as(actor, "report.requested"):
        return request_report(actor, kind, Period(first, last, team), **more)


def built(actor: Actor, **more: Any) -> Report:
    """A report, asked for and built."""
    report = ask(actor, **more)
    build_report(report.job_id)
    return found(actor, report.pk)


def asked_of(cast: Cast, kind: str) -> dict[str, Any]:
    """What has to be chosen for a kind beside the period: the mission, or Basra."""
    asks = KINDS[kind].asks
    if asks == "team":
        return {"kind": kind, "team": cast.mission.pk}
    if asks == "governorate":
        return {"kind": kind, "governorate": Region.objects.get(key="basra")}
    return {"kind": kind}


def shown(actor: Actor, report: Report, language: str = "en") -> Content:
    """What the report consists of, made anew out of its frozen figures."""
    with acting_as(actor, "read"):
        return content(report, thaw(report.figures or {}), language, actor)


def found(actor: Actor, pk: UUID) -> Report:
    """The report as it stands in the database now."""
    with acting_as(actor, "read"):
        report: Report = Report.objects.visible_to(actor).select_related(*WITH).get(pk=pk)
    return report


def files(actor: Actor, report: Report, format_: str = "") -> list[ReportFile]:
    """Its files, those of one format where it is named, by language."""
    with acting_as(actor, "read"):
        rows = ReportFile.objects.visible_to(actor).current().filter(report=report)
        rows = rows.filter(format=format_) if format_ else rows
        return list(rows.order_by("language", "format"))


def file(actor: Actor, report: Report, format_: str, language: str = "en") -> bytes:
    """One file of it."""
    [row] = [row for row in files(actor, report, format_) if row.language == language]
    return bytes(row.content)


def let_the_lease_run_out(report: Report) -> None:
    Job.objects.filter(pk=report.job_id).update(lease_until=Now() - timedelta(seconds=1))


def text_of(report: Report) -> str:
    """The frozen figures as text."""
    return json.dumps(report.figures, ensure_ascii=False)


def user_of(actor: Actor) -> User:
    return User.objects.get(pk=actor.user_id)


def recomputed(figures: Any) -> str:
    """The hash of the figures, made here without the product's code."""
    canonical = json.dumps(figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
