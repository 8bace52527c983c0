"""What a report's page shows: its content as HTML reads it, its files, and who may do what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models.functions import Length
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagement.access.models import Role
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.jobs.models import Job, State
from engagement.reports.blocks import Content
from engagement.reports.document import content
from engagement.reports.facts import LANGUAGES, thaw
from engagement.reports.kinds import KINDS
from engagement.reports.lists import day_of, line, listed, name_of, short_period
from engagement.reports.models import Format, Report, ReportFile, Stage
from engagement.reports.sections.closing import WRITTEN
from engagement.reports.shown import shown_figure, shown_section

LANGUAGE_NAMES = {"en": "English", "ar": "العربية", "ckb": "کوردی"}
#: Reports that one can be compared with, offered on its page.
MOST_OFFERED = 30
#: From so many sections on there is a table of contents.
LONG = 5


def detail_context(actor: Actor, report: Report, language: str) -> dict[str, Any]:
    """What `reports/detail.html` shows of a report found whole."""
    made = content_of(actor, report, language)
    context = {
        **line(actor, report),
        **progress_context(actor, report),
        "tlp_label": Tlp(report.tlp).label,
        "tlp_code": Tlp(report.tlp).code,
        "frozen_at": date_format(actor.local(report.frozen_at), "j F Y H:i")
        if report.frozen_at
        else "",
        "agreed": list(_agreed(actor, report)),
        "files": _files(actor, report, language),
        "error": _(report.job.error) if report.job.error and not report.job.open else "",
        "unreadable": made is None and report.frozen_at is not None,
        "may": may(actor, report),
        "others": _others(actor, report) if made else [],
        "made": None,
    }
    return {**context, **_shown(made, report)} if made else context


def content_of(actor: Actor, report: Report, language: str) -> Content | None:
    """The report in a language; None where it is not built, or was frozen by another version."""
    if report.figures is None or report.kind not in KINDS:
        return None
    try:
        return content(report, thaw(report.figures), language, actor)
    except (KeyError, ValueError):
        return None


def progress_context(actor: Actor, report: Report) -> dict[str, Any]:
    """How far the work is, and whether the actor may call it off."""
    job = report.job
    return {
        "progress": {
            "done": job.done,
            "total": job.total,
            "percent": job.percent,
            "phase": _phase(job),
            "open": job.open,
        },
        "may_cancel": job.open
        and report.frozen_at is None
        and actor.can_log
        and (report.author_id == actor.user_id or actor.role == Role.MANAGER),
    }


def may(actor: Actor, report: Report) -> dict[str, bool]:
    """What the actor may do with a report now; the actions ask again."""
    ready = report.frozen_at is not None and not report.job.open
    draft = ready and report.stage == Stage.DRAFT and actor.can_log
    own = report.author_id == actor.user_id and report.slot is None
    manager = ready and actor.role == Role.MANAGER
    checked = manager and report.stage == Stage.CHECKED
    mine = report.checked_by_id == actor.user_id
    return {
        "write": draft and bool(written_codes(report)),
        "check": draft and not own,
        "wait_check": draft and own,
        "approve": checked and not mine,
        "wait_approve": checked and mine,
        "restate": ready and actor.can_log and report.stage == Stage.APPROVED,
        "ask_again": actor.can_log and report.job.state in (State.FAILED, State.CANCELLED),
    }


def written_codes(report: Report) -> list[str]:
    """The sections of this kind that wait for somebody's words."""
    sections = KINDS[report.kind].sections if report.kind in KINDS else ()
    names = [make.__name__ for make in sections]
    return [code for code in WRITTEN if code in names]


def _shown(made: Content, report: Report) -> dict[str, Any]:
    sections = [shown_section(one) for one in made.sections]
    waiting = written_codes(report)
    said = (_("Stage"), _("Who may see this"))  # above them already
    for one in sections:
        one["waits"] = one["code"] in waiting
    return {
        "made": made,
        "head": [one for one in made.head if one["label"] not in said],
        "figures": [shown_figure(one, f"f{at}") for at, one in enumerate(made.figures)],
        "sections": sections,
        "long": len(sections) >= LONG,
    }


def _agreed(actor: Actor, report: Report) -> Iterator[dict[str, str]]:
    """The steps that were taken, each by whom and on which day."""
    if report.checked_at:
        by, on = name_of(report.checked_by), day_of(actor, report.checked_at)
        yield {"what": _("Checked by"), "by": by, "on": on}
    if report.approved_at:
        by, on = name_of(report.approved_by), day_of(actor, report.approved_at)
        yield {"what": _("Approved by"), "by": by, "on": on}


def _files(actor: Actor, report: Report, language: str) -> list[dict[str, Any]]:
    """The files by language, that of the page first."""
    rows = ReportFile.objects.visible_to(actor).current().filter(report=report).defer("content")
    made = list(rows.annotate(size=Length("content")))
    order = sorted(LANGUAGES, key=lambda code: code != language)
    found = [
        {
            "language": code,
            "label": LANGUAGE_NAMES[code],
            "files": [
                {
                    "format": str(name.value),
                    "url": reverse("report_file", args=[report.pk, code, name.value]),
                    "size": row.size,
                }
                for name in Format
                for row in made
                if (row.language, row.format) == (code, name)
            ],
        }
        for code in order
    ]
    return [one for one in found if one["files"]]


def _others(actor: Actor, report: Report) -> list[dict[str, str]]:
    """Built reports of the same kind, team and governorate, the newest first."""
    rows = listed(actor).filter(
        kind=report.kind,
        team=report.team_id,
        governorate=report.governorate_id,
        frozen_at__isnull=False,
    )
    found = rows.exclude(pk=report.pk).order_by("-created_at")[:MOST_OFFERED]
    return [
        {
            "pk": str(row.pk),
            "label": f"{short_period(row.first, row.last)} · {row.get_stage_display()}"
            f" · {day_of(actor, row.frozen_at)}",
        }
        for row in found
    ]


def _phase(job: Job) -> str:
    if job.phase == "figures":
        return _("Counting")
    language = LANGUAGE_NAMES.get(job.phase, job.phase)
    return _("Typesetting: %(language)s") % {"language": language} if job.phase else ""
