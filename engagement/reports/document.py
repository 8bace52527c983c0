"""A report in one language: every word translated, every number written."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.coverage import words
from engagement.coverage.codes import Companion
from engagement.reports import paper
from engagement.reports.blocks import Content, Grid, Section, Told
from engagement.reports.facts import Facts
from engagement.reports.kinds import KINDS, Kind
from engagement.reports.models import Report, Stage
from engagement.reports.sections.state import line_share


def content(report: Report, facts: Facts, language: str, actor: Actor) -> Content:
    """The report in one language. Raises ValueError where it is not frozen."""
    with translation.override(language):
        return _content(report, facts, KINDS[report.kind], Told(language, report.texts), actor)


def _content(report: Report, facts: Facts, kind: Kind, told: Told, actor: Actor) -> Content:
    if report.frozen_at is None:
        raise ValueError("a document is made of a frozen report")
    beyond_state = line_share(facts, "I4", Companion.ANY_SEPARATE)
    sentence = words.sentence(facts.place, beyond_state)
    demonstration = _("Demonstration: invented people, invented meetings")
    return Content(
        language=told.language,
        title=str(kind.title),
        head=tuple(_head(report, facts, actor)),
        sentence=tuple({"text": text, "strong": strong} for text, strong in sentence),
        figures=tuple(make(facts) for make in kind.headline),
        sections=tuple(make(facts, told) for make in kind.sections),
        footer={
            "left": _("Data as of position %(position)s · method version %(version)s")
            % {"position": report.position, "version": report.method_version},
            "hash": f"sha256 {report.figures_sha256[:16]}",
        },
        banner=demonstration if report.programme.demonstration else None,
        product=f"{_('Jisr, stakeholder engagement')} · \u2068{report.programme.name}\u2069",
    )


def _head(report: Report, facts: Facts, actor: Actor) -> Iterator[paper.Labelled]:
    access = Tlp(report.tlp)
    yield {"label": _("Period"), "value": words.period_words(facts.place.period)}
    if facts.team:
        yield {"label": _("Team"), "value": facts.team}
    if report.frozen_at:
        frozen = date_format(actor.local(report.frozen_at), "j F Y H:i")
        yield {"label": _("Frozen"), "value": frozen}
    yield {"label": _("Governorates"), "value": words.list_words(facts.place.list_code)}
    yield {"label": _("Stage"), "value": stage_words(report, actor)}
    yield {"label": _("Who may see this"), "value": f"{access.label} ({access.code})"}


def stage_words(report: Report, actor: Actor) -> str:
    """How far the report is agreed on, and since when; names nobody."""
    at = report.approved_at or report.checked_at
    if report.stage == Stage.DRAFT or at is None:
        return str(Stage.DRAFT.label)
    told = {"stage": report.get_stage_display(), "day": date_format(actor.local(at), "j F Y")}
    return _("%(stage)s on %(day)s") % told


def document(report: Report, made: Content, actor: Actor) -> paper.Document:
    """The report as it goes to the typesetter."""
    if report.frozen_at is None:
        raise ValueError("a document is made of a frozen report")
    return {
        "lang": made.language,
        "dir": "ltr" if made.language == "en" else "rtl",
        "title": made.title,
        "product": made.product,
        "banner": made.banner,
        "frozen": actor.local(report.frozen_at).isoformat(timespec="seconds"),
        "head": list(made.head),
        "sentence": list(made.sentence),
        "figures": list(made.figures),
        "sections": [_section(one) for one in made.sections],
        "footer": made.footer,
    }


def _section(one: Section) -> paper.Section:
    return {
        "title": one.title,
        "paragraphs": list(one.paragraphs),
        "figures": list(one.figures),
        "map": one.map,
        "charts": list(one.charts),
        "tables": [_table(grid) for grid in one.grids],
        "empty": one.empty,
    }


def _table(grid: Grid) -> paper.Table:
    return {
        "title": grid.title,
        "columns": [column.label for column in grid.columns],
        "numbers": [column.kind == "number" for column in grid.columns],
        "rows": grid.texts(),
        "strong": list(grid.strong),
        "note": grid.note,
    }
