"""Indicators told on a page: the value in words, what it rests on, and the list behind it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.access.scope import Actor
from engagement.briefs.measures import MEASURES, bound_words
from engagement.coverage import words
from engagement.coverage.chosen import Chosen
from engagement.coverage.evidence import Evidence
from engagement.coverage.figures import Figure, Interval, Line
from engagement.coverage.indicators import INDICATORS, Indicator, with_interval
from engagement.coverage.reading import read
from engagement.coverage.scorecard import Baseline, Card, Origin, Row, Steps, TeamRow, scorecard
from engagement.coverage.sheets import line_label
from engagement.coverage.sums import sums_by_team
from engagement.regions.models import ProgrammeArea


def recommendations_context(actor: Actor, chosen: Chosen, area: ProgrammeArea) -> dict[str, Any]:
    """The tab Recommendations: each with its indicators against their targets."""
    period = chosen.period
    by_team, _whole, _joint = sums_by_team(period.first, period.last)
    cards = scorecard(actor, read(period, area), chosen.today, by_team)
    return {"cards": [_card(card, chosen) for card in cards]}


def method_context(actor: Actor, chosen: Chosen, area: ProgrammeArea) -> dict[str, Any]:
    """The tab Method: every indicator with its formula, its value and how sure it is."""
    reading = read(chosen.period, area)
    return {
        "indicators": [
            told(indicator, with_interval(indicator, reading), chosen)
            | {"formula": indicator.formula, "recommendations": indicator.recommendations}
            for indicator in INDICATORS.values()
            if _defined(indicator, indicator.read(reading))
        ]
    }


def _defined(indicator: Indicator, figure: Figure) -> bool:
    """Whether the programme has said what the indicator is about: only I2 waits for that."""
    return indicator.code != "I2" or figure.share is not None


def told(indicator: Indicator, figure: Figure, chosen: Chosen) -> dict[str, Any]:
    """One indicator with its value in words."""
    return {
        "code": indicator.code,
        "name": indicator.name,
        "exact": figure.exact,
        "value": value_words(indicator, figure),
        "of": of_words(indicator, figure),
        "bounds": words.left_open(figure.share),
        "recorded": _recorded(figure),
        "interval": interval_words(indicator, figure.interval),
        "small": bool(figure.share and figure.share.small),
        "url": list_url(figure.figure, chosen),
        "lines": [line(found, chosen) for found in figure.lines if _says(found)],
    }


def value_words(indicator: Indicator, figure: Figure) -> str:
    """The value as it is set large: `37%`, `2 of 8`, `12 of 18`, `6.2`, or that there is none."""
    if figure.share is not None and figure.share.whole:
        return words.figure(figure.share)
    if figure.number is None:
        return _("no data")
    number = plain(figure.number)
    return (
        _("%(part)s of %(whole)s") % {"part": number, "whole": figure.of} if figure.of else number
    )


def of_words(indicator: Indicator, figure: Figure) -> str:
    """What the value counts: for example `53 of 143 meetings`."""
    if figure.share is None or not figure.share.whole:
        return str(MEASURES[_code(indicator)].words) if figure.number is not None else ""
    # What a share is of: what the value rests on, or meetings, where it rests on people.
    unit = indicator.unit if figure.n == figure.share.whole else _("meetings")
    if figure.share.small:
        return str(unit)
    return _("%(part)s of %(whole)s %(unit)s") % {
        "part": words.number(figure.share.part),
        "whole": figure.share.whole,
        "unit": unit,
    }


def _code(indicator: Indicator) -> Any:
    return next(code for code in MEASURES if code == indicator.code)


def plain(number: Fraction) -> str:
    """A number as the page's language writes it: whole, or to one place."""
    if number.denominator == 1:
        return str(number.numerator)
    return str(localize(round(float(number), 3 if number < 1 else 1)))


def interval_words(indicator: Indicator, interval: Interval | None) -> str:
    """How sure, in the indicator's own unit."""
    if interval is None:
        return ""
    low, high = interval
    if _percent_unit(indicator):
        return _("%(low)s%% to %(high)s%%") % {"low": round(100 * low), "high": round(100 * high)}
    pair = {"low": localize(round(low, 1)), "high": localize(round(high, 1))}
    return _("%(low)s to %(high)s") % pair


def _percent_unit(indicator: Indicator) -> bool:
    return MEASURES[_code(indicator)].unit == "percent"


def _recorded(figure: Figure) -> str:
    if figure.recorded is None:
        return ""
    with_value, every = figure.recorded
    text = ngettext("recorded for %(n)s of %(all)s", "recorded for %(n)s of %(all)s", every)
    return text % {"n": with_value, "all": every}


def list_url(figure: str, chosen: Chosen) -> str:
    """The meetings behind a figure; empty where it is over none of theirs."""
    if not figure:
        return ""
    period = chosen.period
    query = f"figure={figure}&first={period.first.isoformat()}&last={period.last.isoformat()}"
    if period.team_id:
        query += f"&team={period.team_id}"
    return f"{reverse('meeting_list')}?{query}"


def line(found: Line | Evidence, chosen: Chosen) -> dict[str, Any]:
    """A companion or a piece of evidence, in words."""
    return {
        "label": line_words(found.code),
        "value": words.figure(found.share) if found.share and found.share.whole else _number(found),
        "of": words.parts(found.share) if found.share and found.share.whole else "",
        "url": list_url(found.figure, chosen) if found.code not in _OF_GOVERNORATES else "",
        "places": [row.label for row in getattr(found, "governorates", ())],
    }


_OF_GOVERNORATES = ("failed", "heard", "never", "visited")


def line_words(code: str) -> str:
    if code in _OF_GOVERNORATES:
        return words.state_words(code)
    return INDICATORS[code].name if code in INDICATORS else line_label(code)


def _number(found: Line | Evidence) -> str:
    return plain(found.number) if found.number is not None else _("no data")


def _says(found: Line) -> bool:
    return found.number is not None or bool(found.share and found.share.whole)


def _card(card: Card, chosen: Chosen) -> dict[str, Any]:
    return {
        "code": card.code,
        "text": card.text,
        "url": reverse("recommendation", args=[card.code]),
        "addressees": card.addressees,
        "weak": card.weak,
        "steps": card.steps and _steps(card.steps),
        "rows": [_row(row, chosen) for row in card.rows if _defined(row.indicator, row.figure)],
        "teams": [_team(team, card) for team in card.teams],
        "columns": [row.indicator.code for row in card.rows if _in_teams(row, card)],
    }


def _steps(steps: Steps) -> dict[str, Any]:
    return {
        "word": steps.step.label,
        "asked": steps.asked,
        "delivered": steps.delivered,
        "acted": steps.acted,
    }


def _row(row: Row, chosen: Chosen) -> dict[str, Any]:
    indicator = row.indicator
    return told(indicator, row.figure, chosen) | {
        "target": row.target is not None and _target(indicator, row.target),
        "due_on": row.due_on,
        "baseline": _baseline(indicator, row.baseline),
        "standing": row.standing.value,
        "standing_words": row.standing.label,
        "distance": _distance(indicator, row.distance),
        "speaks_for": [line(found, chosen) for found in row.speaks_for],
        "speaks_against": [line(found, chosen) for found in row.speaks_against],
    }


def _unit(indicator: Indicator, number: Fraction) -> str:
    return f"{plain(number)}%" if _percent_unit(indicator) else plain(number)


def _target(indicator: Indicator, target: Fraction) -> str:
    return f"{bound_words(indicator.code)} {_unit(indicator, target)}"


def _distance(indicator: Indicator, distance: Fraction | None) -> str:
    if not distance:
        return ""
    if _percent_unit(indicator):
        points = max(1, round(distance))
        return ngettext("%(n)s point missing", "%(n)s points missing", points) % {"n": points}
    return _("%(n)s missing") % {"n": plain(distance)}


def _baseline(indicator: Indicator, baseline: Baseline) -> str:
    if baseline.value is None:
        return str(baseline.origin.label) if baseline.origin == Origin.NONE else _("no data")
    number = _unit(
        indicator, Fraction(round(baseline.value)) if _percent_unit(indicator) else baseline.value
    )
    if baseline.origin == Origin.STORED:
        return number
    return _("%(number)s in the first two quarters logged (n = %(n)s)") % {
        "number": number,
        "n": baseline.n,
    }


def _in_teams(row: Row, card: Card) -> bool:
    return any(row.indicator.code in team.figures for team in card.teams)


def _team(team: TeamRow, card: Card) -> dict[str, Any]:
    return {
        "name": team.name,
        "cells": [
            value_words(row.indicator, team.figures[row.indicator.code])
            for row in card.rows
            if row.indicator.code in team.figures
        ],
    }
