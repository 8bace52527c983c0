"""The brief's recommendations against their targets, with what speaks for and against each."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext as _

from engagement.coverage.figures import Figure
from engagement.coverage.indicators import INDICATORS, Indicator
from engagement.coverage.scorecard import Card, Row, Standing
from engagement.coverage.telling import interval_words, line_words, of_words, value_words
from engagement.reports.blocks import Cell, Grid, Section, Told, columns, section, share_cells
from engagement.reports.facts import Facts


def recommendations(facts: Facts, told: Told) -> Section:
    """One table for each recommendation."""
    grids = [_card(card, facts, told) for card in facts.cards]
    return section(
        "recommendations",
        _("Progress against the recommendations"),
        _("No recommendation of a brief is set up in this programme."),
        paragraphs=[
            _(
                "The brief gives no numbers: targets are the programme's own. What rests on fewer"
                " than ten is not called met or missed."
            )
        ]
        if grids
        else [],
        grids=grids,
    )


def _card(card: Card, facts: Facts, told: Told) -> Grid:
    return Grid(
        f"card_{card.code.lower().replace('-', '_')}",
        f"{card.code}: {facts.texts.get(card.code, {}).get(told.language, '')}",
        columns(
            (_("Indicator"), "#indicator+name"),
            (_("Value"), "#indicator+value"),
            (_("Interval, 95 of 100"), "#indicator+interval"),
            (_("Target"), "#indicator+target"),
            (_("Standing"), "#status+indicator"),
            (_("Speaks for it"), "#meta+for"),
            (_("Speaks against it"), "#meta+against"),
        ),
        tuple(_row(row, facts) for row in card.rows if _defined(row)),
        note=_note(card),
    )


def _defined(row: Row) -> bool:
    return row.indicator.code != "I2" or row.figure.share is not None


def _row(row: Row, facts: Facts) -> tuple[Cell, ...]:
    indicator = row.indicator
    # The reading of the scorecard has no intervals; the indicators beside it have.
    held = facts.figures.get(indicator.code, row.figure)
    return (
        f"{indicator.code} {indicator.name}",
        value_of(indicator, row.figure),
        interval_words(indicator, held.interval) or "–",
        target_words(row),
        str(row.standing.label),
        _lines(row.speaks_for),
        _lines(row.speaks_against),
    )


def value_of(indicator: Indicator, figure: Figure) -> str:
    """The value with what it is of, in one line."""
    value, of = value_words(indicator, figure), of_words(indicator, figure)
    return f"{value} · {of}" if of and figure.share is not None else value


def target_words(row: Row) -> str:
    """The target with its bound and what is missing."""
    if row.target is None:
        return "–"
    number = _plain(row.target)
    bound = _("at least %(n)s") if row.indicator.better == "more" else _("at most %(n)s")
    text = bound % {"n": number}
    if row.standing == Standing.NOT_MET and row.distance:
        return _("%(target)s, %(n)s missing") % {"target": text, "n": _plain(row.distance)}
    return text


def _plain(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else f"{float(number):.1f}"


def _lines(found: tuple[object, ...]) -> str:
    told = []
    for one in found:
        places = [region.label for region in getattr(one, "governorates", ())]
        value = _(", ").join(places) if places else _evidence(one)
        told.append(f"{line_words(one.code)}: {value}")  # type: ignore[attr-defined]
    return "; ".join(told) or "–"


def _evidence(one: object) -> str:
    share = getattr(one, "share", None)
    if share is not None and share.whole:
        from_ = {"part": _plain(share.part), "whole": share.whole}
        return _("%(part)s of %(whole)s") % from_
    number = getattr(one, "number", None)
    return _("no data") if number is None else _plain(number)


def _note(card: Card) -> str:
    if card.steps:
        return _(
            "%(state)s: strategic assessments asked for %(asked)s, delivered %(delivered)s, acted"
            " on %(acted)s."
        ) % {
            "state": card.steps.step.label,
            "asked": card.steps.asked,
            "delivered": card.steps.delivered,
            "acted": card.steps.acted,
        }
    if card.weak:
        return _("Weak evidence: these indicators stand near what is asked for, not for it.")
    return ""


def tracking(facts: Facts, _told: Told) -> Section:
    """The indicator tracking table: every indicator with its numbers."""
    rows = tuple(
        _tracked(INDICATORS[code], figure)
        for code, figure in facts.figures.items()
        if code != "I2" or figure.share is not None
    )
    grid = Grid(
        "indicators",
        _("Indicator tracking table"),
        columns(
            (_("Code"), "#indicator+code"),
            (_("Indicator"), "#indicator+name"),
            (_("Part"), "#indicator+numerator+num", "number"),
            (_("Whole"), "#indicator+denominator+num", "number"),
            (_("Per cent"), "#indicator+percent+num", "number"),
            (_("Number"), "#indicator+value+num", "number"),
            (_("Interval, 95 of 100"), "#indicator+interval"),
        ),
        rows,
        note=_("How each is counted stands on the page Method, version by version."),
    )
    return section("indicators", grid.title, grids=[grid])


def _tracked(indicator: Indicator, figure: Figure) -> tuple[Cell, ...]:
    number = figure.number
    if number is not None and number.denominator > 10:
        number = Fraction(round(float(number), 3)).limit_denominator(1000)
    return (
        indicator.code,
        indicator.name,
        *share_cells(figure.share),
        number if number is None or number.denominator == 1 else round(float(number), 3),
        interval_words(indicator, figure.interval) or "–",
    )
