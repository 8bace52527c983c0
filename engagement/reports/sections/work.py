"""What came of it: issues, promises, initiatives, teams beside each other, assessments, plans."""

from __future__ import annotations

from django.utils.translation import gettext as _

from engagement.coverage import words
from engagement.coverage.codes import Companion
from engagement.coverage.shares import Share
from engagement.reports.blocks import Cell, Grid, Section, Told, columns, section, share_cells
from engagement.reports.facts import Facts

#: Told by the steps already.
STEPS = (Companion.ASKED_FOR, Companion.DELIVERED, Companion.ACTED_ON)


def _counts(code: str, title: str, rows: list[tuple[Cell, ...]], note: str = "") -> Grid:
    return Grid(
        code,
        title,
        columns((_("What"), "#indicator+name"), (_("Number"), "#indicator+value+num", "number")),
        tuple(rows),
        note=note,
    )


def issues(facts: Facts, _told: Told) -> Section:
    """What was raised, by whom as far as that is recorded, and what became of it."""
    found = facts.promises
    rows: list[tuple[Cell, ...]] = [
        (_("Issues raised"), found.issues),
        (_("With who raised them"), found.with_raiser),
        (_("Of these by Iraqis"), found.by_iraqis),
        (str(Companion.ANSWERED.label), found.answered),
        (str(Companion.REFLECTED.label), found.reflected),
    ]
    return section(
        "issues",
        _("Issues raised, and what became of them"),
        _("No issue is recorded in the meetings of this period."),
        grids=[_counts("issues", _("Issues"), rows)] if found.issues else [],
    )


def promises(facts: Facts, _told: Told) -> Section:
    """Follow-ups and commitments that fell due."""
    found = facts.promises
    rows: list[tuple[Cell, ...]] = [
        (_("Fell due in the period"), found.due),
        (_("Kept on or before the day"), found.kept),
        (_("Late or open"), found.due - found.kept),
    ]
    return section(
        "promises",
        _("Follow-ups and commitments"),
        _("No follow-up or commitment fell due in this period."),
        grids=[_counts("promises", _("Follow-ups and commitments"), rows)] if found.due else [],
    )


def initiatives(facts: Facts, _told: Told) -> Section:
    """Who leads initiatives, and civil society as a channel."""
    led, channels = facts.figures["I12"], facts.figures["I13"]
    again = next((line.number for line in channels.lines if line.code == Companion.IN_TWO), None)
    share = led.share
    rows: list[tuple[Cell, ...]] = []
    if share is not None and share.whole:
        rows += [
            (_("Initiatives active in the period"), share.whole),
            (_("Of these led by Iraqi civil society or a community"), share.part),
        ]
    if channels.number:
        rows += [
            (_("Civil-society bodies that stood between, or came on our side"), channels.number),
            (_("Of these in two meetings at least"), again),
        ]
    return section(
        "initiatives",
        _("Initiatives and civil society as a partner"),
        _("No initiative was active, and no civil-society body stood between or came on our side."),
        grids=[_counts("initiatives", _("Initiatives"), rows)] if rows else [],
    )


def teams(facts: Facts, _told: Told) -> Section:
    """The teams beside each other; they do not add up to the total."""
    rows: list[tuple[Cell, ...]] = [
        (row.name, row.counted, *_two(row.beyond), *_two(row.beyond_state)) for row in facts.teams
    ]
    total = (_("The programme, each meeting once"), facts.counted, None, None, None, None)
    grid = Grid(
        "teams",
        _("Teams beside each other"),
        columns(
            (_("Team"), "#org+name"),
            (_("Meetings"), "#activity+num", "number"),
            (_("Beyond Baghdad"), "#indicator+i1+numerator+num", "number"),
            (_("In person or partly online"), "#indicator+i1+denominator+num", "number"),
            (_("Beyond state actors"), "#indicator+i4+numerator+num", "number"),
            (_("With Iraqis"), "#indicator+i4+denominator+num", "number"),
        ),
        (*rows, total) if rows else (),
        strong=(len(rows),),
        note=_(
            "%(n)s meetings were joint: each stands in each of its teams and once in the total, so"
            " the teams do not add up to it."
        )
        % {"n": facts.joint},
        chart=1,
    )
    apart = facts.figures["I16"].share
    paragraphs = []
    if apart is not None and apart.whole:
        paragraphs.append(
            _(
                "In %(part)s of %(whole)s months in which somebody was met, two teams met them"
                " without a meeting of both."
            )
            % {"part": words.number(apart.part), "whole": apart.whole}
        )
    return section("teams", _("Teams and deconfliction"), paragraphs=paragraphs, grids=[grid])


def _two(share: Share) -> tuple[Cell, Cell]:
    part, whole, _percent = share_cells(share)
    return part, whole


def assessments(facts: Facts, _told: Told) -> Section:
    """Strategic assessments: how far they came, and where one is fresh."""
    fresh = facts.figures["I15"]
    steps = next((card.steps for card in facts.cards if card.steps), None)
    rows: list[tuple[Cell, ...]] = []
    if steps is not None:
        rows += [
            (_("Assessments asked for"), steps.asked),
            (_("Assessments delivered"), steps.delivered),
            (_("Assessments acted on"), steps.acted),
        ]
    if fresh.number is not None:
        rows.append((_("Governorates with a fresh assessment"), fresh.number))
        rows += [
            (str(Companion(line.code).label), line.number)
            for line in fresh.lines
            if line.number is not None and line.code not in STEPS
        ]
    some = any(row[1] for row in rows)
    return section(
        "assessments",
        _("Strategic assessments"),
        _("No strategic assessment was asked for, and none is recorded."),
        grids=[_counts("assessments", _("Strategic assessments"), rows)] if some else [],
    )


def plan(facts: Facts, told: Told) -> Section:
    """What is planned next, by governorate, and what somebody wrote about it."""
    found = facts.planned
    dates = {"first": words.day(found.first), "last": words.day(found.last)}
    grid = Grid(
        "planned",
        _("Meetings planned, by governorate"),
        columns(
            (_("Governorate"), "#adm1+name"), (_("Planned"), "#activity+planned+num", "number")
        ),
        tuple((region.label, n) for region, n in found.by_governorate),
        note=_("A meeting in several governorates stands in each."),
        chart=1,
    )
    paragraphs = [text] if (text := told.texts.get("plan", "")) else []
    if found.meetings:
        planned = _("From %(first)s to %(last)s, %(n)s meetings are planned.")
        paragraphs.insert(0, planned % {**dates, "n": found.meetings})
    return section(
        "plan",
        _("Plan for the next quarter"),
        _("No meeting is planned from %(first)s to %(last)s.") % dates,
        paragraphs=paragraphs,
        grids=[grid] if grid.rows else [],
    )
