"""A report as text, ready to be typeset: every word translated, every number written."""

from __future__ import annotations

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.coverage import words
from engagement.coverage.place import PlaceFigures
from engagement.reports import paper
from engagement.reports.models import Report

LANGUAGES = ("en", "ar", "ckb")


def document(report: Report, figures: PlaceFigures, language: str, actor: Actor) -> paper.Document:
    """The report in one language."""
    with translation.override(language):
        return _document(report, figures, language, actor)


def _document(report: Report, figures: PlaceFigures, language: str, actor: Actor) -> paper.Document:
    if report.frozen_at is None:
        raise ValueError("a document is made of a frozen report")
    frozen = actor.local(report.frozen_at)
    access = Tlp(report.tlp)
    demonstration = _("Demonstration: invented people, invented meetings")
    return {
        "lang": language,
        "dir": "ltr" if language == "en" else "rtl",
        "title": report.get_kind_display(),
        "product": f"{_('Jisr, stakeholder engagement')} · \u2068{report.programme.name}\u2069",
        "banner": demonstration if report.programme.demonstration else None,
        "frozen": frozen.isoformat(timespec="seconds"),
        "head": [
            {"label": _("Period"), "value": period_words(figures)},
            {"label": _("Frozen"), "value": date_format(frozen, "j F Y H:i")},
            {"label": _("Governorates"), "value": words.list_words(figures.list_code)},
            {"label": _("Who may see this"), "value": f"{access.label} ({access.code})"},
        ],
        "sentence": [{"text": text, "strong": strong} for text, strong in words.sentence(figures)],
        "figures": [beyond_block(figures), visited_block(figures)],
        "map": map_part(figures),
        "counted": _counted(figures),
        "governorates": _governorates(figures),
        "sure": {"title": _("How sure are we?"), "paragraphs": _sure(figures)},
        "method": {"title": _("Method and limits"), "paragraphs": _method(figures)},
        "footer": {
            "left": _("Data as of position %(position)s · method version %(version)s")
            % {"position": report.position, "version": report.method_version},
            "hash": f"sha256 {report.figures_sha256[:16]}",
        },
    }


def period_words(figures: PlaceFigures) -> str:
    """The days counted."""
    period = figures.period
    return _("%(first)s to %(last)s") % {
        "first": words.day(period.first),
        "last": words.day(period.last),
    }


def beyond_block(figures: PlaceFigures) -> paper.Figure:
    """The share beyond the capital, with a meter, or a square a meeting where there are few."""
    share, unknown = figures.places.beyond_share, figures.places.unknown
    keys = []
    if unknown:
        keys.append(_("%(n)s of unknown place") % {"n": words.number(unknown)})
    if figures.places.abroad:
        keys.append(_("%(n)s held abroad") % {"n": words.number(figures.places.abroad)})
    meter: paper.Meter | None = None
    if not share.small:
        meter = {
            "full": float(share.part / share.whole),
            "bound": float(unknown / share.whole),
        }
    return {
        "name": _("Beyond Baghdad"),
        "figure": words.figure(share),
        "of": ngettext("meeting", "meetings", share.whole)
        if share.small
        else words.of_meetings(share),
        "meter": meter,
        "squares": _squares(figures) if share.small else None,
        "keys": keys,
    }


def _squares(figures: PlaceFigures) -> paper.Squares:
    """One square a meeting; one held partly beyond is a part."""
    share = figures.places.beyond_share
    full, rest = divmod(share.part, 1)
    part = int(bool(rest))
    return {"full": int(full), "part": part, "empty": share.whole - int(full) - part}


def visited_block(figures: PlaceFigures) -> paper.Figure:
    """Governorates visited, one square each."""
    count, often, total = len(figures.visited), len(figures.often), len(figures.governorates)
    return {
        "name": _("Governorates visited"),
        "figure": str(count),
        "of": _("of %(n)s") % {"n": total},
        "meter": None,
        "squares": {"full": often, "part": count - often, "empty": total - count},
        "keys": [
            ngettext("%(n)s met three times or more", "%(n)s met three times or more", often)
            % {"n": often},
            ngettext("%(n)s once or twice", "%(n)s once or twice", count - often)
            % {"n": count - often},
        ],
    }


def map_part(figures: PlaceFigures) -> paper.Map:
    """The tile map with its legend."""
    steps = ("1", "2–4", "5–9", "10+", "30+")
    legend: list[paper.LegendEntry] = [
        {"kind": "step", "step": number, "text": text} for number, text in enumerate(steps, start=1)
    ]
    legend += [
        {"kind": "failed", "text": _("Tried and failed")},
        {"kind": "never", "text": _("Never tried")},
        {"kind": "heard", "text": _("Heard elsewhere")},
    ]
    return {
        "title": _("Where we go"),
        "note": _("in person or partly online"),
        "alt": ". ".join(words.told(row) for row in figures.governorates),
        "tiles": [
            {
                "row": row.region.tile_row or 1,
                "column": row.region.tile_column or 1,
                "name": row.region.label,
                "number": str(row.visited),
                "state": row.state,
                "step": words.step(row.visited),
                "word": words.word(row),
            }
            for row in figures.governorates
        ],
        "legend": legend,
        "legend_title": _("Meetings held there"),
        "off_map": words.off_map(figures),
    }


def _counted(figures: PlaceFigures) -> paper.Counted:
    places = figures.places
    rows = (
        (_("Beyond Baghdad"), places.beyond, False),
        (_("In Baghdad"), places.capital, False),
        (_("Abroad"), places.abroad, False),
        (_("Place unknown"), places.unknown, False),
        (_("In person or partly online"), places.held, True),
        (_("Remote (not in the share)"), places.remote, False),
        (_("Through someone (not in the share)"), places.intermediary, False),
    )
    return {
        "title": _("How it is counted"),
        "columns": [_("Held meetings"), _("Meetings")],
        "rows": [
            {"label": label, "number": words.number(value), "strong": strong}
            for label, value, strong in rows
        ],
        "note": words.bounds(places.beyond_share),
    }


def _governorates(figures: PlaceFigures) -> paper.Governorates:
    rows = sorted(figures.governorates, key=lambda row: -row.visited)
    return {
        "title": _("Governorate by governorate"),
        "columns": [
            _("Governorate"),
            _("Visited"),
            _("Heard in person"),
            _("Heard remotely"),
            _("Heard through someone"),
            _("Tried and failed"),
        ],
        "rows": [
            [
                row.region.label,
                *(
                    str(n)
                    for n in (
                        row.visited,
                        row.heard,
                        row.heard_remote,
                        row.heard_intermediary,
                        row.tried,
                    )
                ),
            ]
            for row in rows
        ],
        "note": _(
            "Whole meetings: one meeting may count in several governorates. Visited: held there. "
            "Heard: somebody from there was in the meeting, wherever it was held."
        ),
    }


def _sure(figures: PlaceFigures) -> list[str]:
    timeliness = figures.timeliness
    if not timeliness.counted:
        return [_("No meeting that counts is logged for this period.")]
    return [
        _(
            "%(part)s of %(whole)s meetings were logged within 7 days of being held. What was "
            "never logged cannot be seen here: under-logging is the largest error of these "
            "figures."
        )
        % {"part": timeliness.timely, "whole": timeliness.counted}
    ]


def _method(figures: PlaceFigures) -> list[str]:
    paragraphs = [
        _(
            "Counted are meetings that were held, are not withdrawn and not the duplicate of "
            "another, with at least one counterpart. The share beyond Baghdad is over meetings "
            "held in person or partly online, those abroad and of unknown place included; a "
            "meeting in several places counts for each with its fraction."
        ),
        _("The policy brief gives no number to compare with; no target stands in this report."),
    ]
    if figures.list_code == "18":
        paragraphs.append(_("Halabja is counted inside Sulaymaniyah in the list of 18."))
    return paragraphs
