"""The letter that tells of a scheduled report: written for whoever reads it, as they stand then."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.scope import Actor, acting_as, actor_for
from engagement.audit.exports import log_export
from engagement.audit.models import Export
from engagement.mail.letters import Message, writes
from engagement.mail.models import Letter
from engagement.reports.actions import READY
from engagement.reports.blocks import Content
from engagement.reports.document import content
from engagement.reports.facts import LANGUAGES, thaw
from engagement.reports.models import Format, Report, ReportFile, ReportSchedule


@writes(READY, gettext_lazy("A report is ready"))
def report_ready(letter: Letter) -> Message | None:
    """What it says, with the file, for whoever may open the report; else that there is one.

    Raises NotAllowed where the recipient is no member any more.
    """
    actor = actor_for(letter.recipient_id, letter.programme_id)
    with acting_as(actor, "report.mailed"):
        report = _report(actor, letter)
        if report is None or report.figures is None:
            return _notice()
        language = _language(report)
        made = content(report, thaw(report.figures), language, actor)
        with translation.override(language):
            return Message(_subject(made), _text(report, made), _attached(actor, report, language))


def _report(actor: Actor, letter: Letter) -> Report | None:
    rows = Report.objects.visible_to(actor).filter(pk=letter.about)
    found: Report | None = rows.select_related("programme", "team", "governorate").first()
    return found


def _language(report: Report) -> str:
    rows = ReportSchedule.objects.filter(pk=report.schedule_id or 0).values_list(
        "language", flat=True
    )
    return rows.first() or settings.LANGUAGE_CODE


def _notice() -> Message:
    """Says nothing of the report, in every language: the schedule's own would tell something."""
    said = []
    for language in LANGUAGES:
        with translation.override(language):
            said.append(_("A report is ready that your access level does not open."))
    with translation.override(LANGUAGES[0]):
        return Message(_("A report is ready"), "\n\n".join(said) + "\n")


def _subject(made: Content) -> str:
    return f"{made.title}, {made.head[0]['value']}"


def _text(report: Report, made: Content) -> str:
    parts = [
        f"{made.title}\n{made.head[0]['value']}",
        "".join(part["text"] for part in made.sentence),
        made.banner or "",
        f"{made.footer['left']} · {made.footer['hash']}",
        _("Open it: %(address)s") % {"address": address_of(report)},
        _("You get this letter because a manager put you on the schedule of this report."),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def address_of(report: Report) -> str:
    """The page of a report, for somebody who does not stand on one of ours."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse('report', args=[report.pk])}"


def _attached(actor: Actor, report: Report, language: str) -> tuple[tuple[str, str, bytes], ...]:
    """The PDF in the letter's language, noted as every file that leaves."""
    rows = ReportFile.objects.visible_to(actor).current().filter(report=report, language=language)
    file = rows.filter(format=Format.PDF).first()
    if file is None:
        return ()
    log_export(actor, f"report-{report.kind}.pdf", Export.Format.FILE, f"{report.pk} {language}", 1)
    name = f"jisr-{report.kind}-{report.first}-{language}.pdf".replace("_", "-")
    return ((name, "application/pdf", bytes(file.content)),)
