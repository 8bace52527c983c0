"""What a report opens and closes with: findings, what somebody wrote, how sure, and limits."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.coverage import words
from engagement.coverage.moved import WORDS, followed, signed_value, told_value
from engagement.coverage.scorecard import Standing
from engagement.reports.blocks import Cell, Grid, Section, Told, columns, section
from engagement.reports.facts import Facts, Step
from engagement.reports.sections.scores import target_words, value_of
from engagement.reports.sections.state import change_words

#: Findings on the first page.
MOST_FINDINGS = 5
#: What somebody writes into a report, by section.
WRITTEN = {
    "context": gettext_lazy("Context and security"),
    "risks": gettext_lazy("Risks, do no harm, and grievances"),
    "lessons": gettext_lazy("Lessons and adaptations"),
    "plan": gettext_lazy("Plan for the next quarter"),
}


def summary(facts: Facts, _told: Told) -> Section:
    """Up to five findings, the hardest first; each is read off the figures."""
    found = [text for _place, text in zip(range(MOST_FINDINGS), _findings(facts), strict=False)]
    empty = _("No meeting that counts is logged for this period.")
    return section("summary", _("Summary"), empty, paragraphs=found)


def _findings(facts: Facts) -> Iterator[str]:
    if not facts.place.timeliness.counted:
        return
    yield from _missed(facts)
    unreached = [row for row in facts.place.governorates if not row.visited]
    if unreached:
        yield _("Not visited: %(places)s.") % {"places": words.named(unreached)}
    if facts.gaps.groups:
        groups = _(", ").join(words.group_words(row.kind) for row in facts.gaps.groups)
        yield _("Groups of which nobody was met: %(groups)s.") % {"groups": groups}
    changes = [text for line in facts.trend.lines if (text := change_words(line))]
    yield from changes or [_("No clear change from a year before or from the baseline.")]
    few = facts.figures["I9"].share
    if few is not None and not few.small:
        told = _("The ten people met most take %(share)s of all meetings.")
        yield told % {"share": words.figure(few)}


def _missed(facts: Facts) -> Iterator[str]:
    """The two targets that are furthest off."""
    rows = {
        row.indicator.code: row
        for card in facts.cards
        for row in card.rows
        if row.standing == Standing.NOT_MET and row.target
    }
    furthest = sorted(rows.values(), key=lambda row: -(row.distance or 0) / (row.target or 1))
    for row in furthest[:2]:
        yield f"{row.indicator.name}: {value_of(row.indicator, row.figure)}; {target_words(row)}."


def context(facts: Facts, told: Told) -> Section:
    """What happened around the programme, as somebody wrote it."""
    return _written("context", told)


def risks(facts: Facts, told: Told) -> Section:
    """What may go wrong or did, as somebody wrote it."""
    return _written("risks", told)


def lessons(facts: Facts, told: Told) -> Section:
    """What was learned, as somebody wrote it."""
    return _written("lessons", told)


def _written(code: str, told: Told) -> Section:
    text = told.texts.get(code, "")
    empty = _("Nobody has written this part yet.")
    return section(code, str(WRITTEN[code]), empty, paragraphs=text.split("\n\n") if text else [])


def sure(facts: Facts, _told: Told) -> Section:
    """How good the log is; an interval tells nothing of what was never logged."""
    found = facts.sure
    if not found.counted:
        text = _("No meeting that counts is logged for this period.")
        return section("sure", _("How sure are we?"), paragraphs=[text])
    rows: list[tuple[Cell, ...]] = [
        (_("Meetings logged within 7 days"), found.timely),
        (_("Meetings counted"), found.counted),
        (_("Meetings without a place"), found.no_place),
        (_("Meetings with somebody of no known type"), found.no_type),
        (_("Possible duplicates"), found.duplicates),
        (_("Teams silent for 30 days"), len(found.silent)),
    ]
    grid = Grid(
        "sure",
        _("Signs of what is missing"),
        columns((_("What"), "#indicator+name"), (_("Number"), "#indicator+value+num", "number")),
        tuple(rows),
        note=_(", ").join(found.silent),
    )
    text = _(
        "%(part)s of %(whole)s meetings were logged within 7 days of being held. What was "
        "never logged cannot be seen here: under-logging is the largest error of these "
        "figures."
    ) % {"part": found.timely, "whole": found.counted}
    return section("sure", _("How sure are we?"), paragraphs=[text], grids=[grid])


def method(facts: Facts, _told: Told) -> Section:
    """How it is counted, and what the figures do not say."""
    paragraphs = [
        _(
            "Counted are meetings that were held, are not withdrawn and not the duplicate of "
            "another, with at least one counterpart. The share beyond Baghdad is over meetings "
            "held in person or partly online, those abroad and of unknown place included; a "
            "meeting in several places counts for each with its fraction."
        ),
        _(
            "Counterparts count as what was known of them on the day of the meeting. Where fewer"
            " than ten meetings stand behind a share, no percentage is given. This report names"
            " nobody who was met."
        ),
        _("The policy brief gives no numbers; targets are the programme's own."),
    ]
    if facts.place.list_code == "18":
        paragraphs.append(_("Halabja is counted inside Sulaymaniyah in the list of 18."))
    return section("method", _("Method and limits"), paragraphs=paragraphs)


def restated(facts: Facts, _told: Told) -> Section:
    """Why each number is not that of the report that this one restates."""
    found = facts.restated
    title = _("Changes since the last report")
    empty = _("This report restates no other.")
    if found is None:
        return section("restated", title, empty)
    labels = {row.code: str(row.label) for row in followed(())}
    causes = list(dict.fromkeys(cause for step in found.steps for cause, _n in step.steps))
    grid = Grid(
        "restated",
        title,
        columns(
            (_("Figure"), "#indicator+name"),
            (_("Then"), "#indicator+before"),
            *((str(WORDS[cause]), f"#indicator+moved+{cause}") for cause in causes),
            (_("Now"), "#indicator+after"),
        ),
        tuple(_step(labels[step.code], step, causes) for step in found.steps),
        note=_("What each cause moved, one after another; they add up exactly."),
    )
    text = (
        _("Compared with the report frozen at position %(position)s (SHA-256 %(hash)s).")
        if found.figures_sha256
        else _(
            "Compared with the numbers at position %(position)s, at which the period was closed."
        )
    )
    told = text % {"position": found.position, "hash": found.figures_sha256[:16]}
    if not causes:
        told += " " + _("No number moved.")
    return section("restated", title, paragraphs=[told], grids=[grid])


def _step(label: str, step: Step, causes: list[str]) -> tuple[Cell, ...]:
    moved = dict(step.steps)
    signed = (signed_value(moved.get(cause, Fraction(0)), step.points) for cause in causes)
    before, after = (told_value(value, step.points) for value in (step.before, step.after))
    return label, before, *signed, after
