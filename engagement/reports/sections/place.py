"""Where we go: the share beyond the capital, the map, every governorate, and what is missing."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.coverage import words
from engagement.coverage.gaps import GovernorateGap, Tries
from engagement.coverage.place import PlaceFigures
from engagement.reports import paper
from engagement.reports.blocks import Cell, Grid, Section, Told, columns, matrix_cell, section
from engagement.reports.facts import Facts


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
                "short": row.region.short,
                "label": words.told(row),
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


def where(facts: Facts, _told: Told) -> Section:
    """The map, and how the share beyond the capital is made up."""
    return section("where", _("Where we go"), map=map_part(facts.place), grids=[_counted(facts)])


def _counted(facts: Facts) -> Grid:
    places = facts.place.places
    rows = (
        (_("Beyond Baghdad"), places.beyond),
        (_("In Baghdad"), places.capital),
        (_("Abroad"), places.abroad),
        (_("Place unknown"), places.unknown),
        (_("In person or partly online"), places.held),
        (_("Remote (not in the share)"), places.remote),
        (_("Through someone (not in the share)"), places.intermediary),
    )
    return Grid(
        "counted",
        _("How it is counted"),
        columns((_("Held meetings"), "#activity+type"), (_("Meetings"), "#activity+num", "number")),
        rows,
        note=words.bounds(places.beyond_share),
        strong=(4,),
        chart=1,
    )


def governorates(facts: Facts, _told: Told) -> Section:
    """Every governorate of the list, the most visited first."""
    rows = sorted(facts.place.governorates, key=lambda row: -row.visited)
    grid = Grid(
        "governorates",
        _("Governorate by governorate"),
        columns(
            (_("Governorate"), "#adm1+name"),
            (_("Visited"), "#activity+visited+num", "number"),
            (_("Heard in person"), "#activity+heard+num", "number"),
            (_("Heard remotely"), "#activity+heard+remote+num", "number"),
            (_("Heard through someone"), "#activity+heard+intermediary+num", "number"),
            (_("Tried and failed"), "#activity+tried+num", "number"),
        ),
        tuple(
            (
                row.region.label,
                row.visited,
                row.heard,
                row.heard_remote,
                row.heard_intermediary,
                row.tried,
            )
            for row in rows
        ),
        note=_(
            "Whole meetings: one meeting may count in several governorates. Visited: held there. "
            "Heard: somebody from there was in the meeting, wherever it was held."
        ),
        chart=1,
    )
    return section("governorates", _("Governorate by governorate"), grids=[grid])


def not_reached(facts: Facts, _told: Told) -> Section:
    """Governorates without a meeting on the spot, groups that nobody was met of; each with why."""
    rows = [row for row in facts.gaps.governorates if row.state != "met"]
    gaps = Grid(
        "not_reached",
        _("Governorates not reached"),
        columns(
            (_("Governorate"), "#adm1+name"),
            (_("Why"), "#status+adm1"),
            (_("Tried and failed"), "#activity+tried+num", "number"),
            (_("Reasons"), "#activity+tried+reason"),
            (_("Last meeting there"), "#date+last+name"),
        ),
        tuple(_gap(row) for row in rows),
    )
    groups = Grid(
        "groups_not_met",
        _("Groups never met in this period"),
        columns((_("Group"), "#org+type"), (_("Why"), "#status"), (_("Reasons"), "#meta+reason")),
        tuple(
            (words.group_words(row.kind), words.gap_word(row.state), _reasons(row.tries))
            for row in facts.gaps.groups
        ),
    )
    return section(
        "not_reached",
        _("What was not reached"),
        _("Every governorate of the list was visited, and every group was met."),
        grids=[grid for grid in (gaps, groups) if grid.rows],
    )


def _gap(row: GovernorateGap) -> tuple[Cell, ...]:
    return (
        row.region.label,
        words.gap_word(row.state),
        row.tried,
        _reasons(row.tries),
        words.months_words(row.months),
    )


def _reasons(tries: Tries) -> str:
    return _(", ").join(f"{reason.label} {n}" for reason, n in tries) or "–"


def matrix(facts: Facts, _told: Told) -> Section:
    """Who is met where; small numbers are hidden, as in all that leaves the programme."""
    found = facts.matrix
    heads = [
        (words.group_words(kind), f"#activity+{kind.name.lower()}+num", "number")
        for kind in found.columns
    ]
    grid = Grid(
        "matrix",
        _("Who we meet, and where"),
        columns(
            (_("Governorate"), "#adm1+name"),
            (_("All meetings"), "#activity+num", "number"),
            *heads,
        ),
        tuple((row.region.label, row.total, *map(matrix_cell, row.cells)) for row in found.rows),
        note=_(
            "A meeting with several groups, or in several governorates, stands in each, so rows and"
            " columns do not add up. 0–4: hidden to protect people; …: not shown, or it would give"
            " a hidden number away; –: nobody registered."
        ),
    )
    empty = _("No meeting in person is logged for this period.")
    return section("matrix", grid.title, empty, grids=[grid] if grid.rows else [])


def one_governorate(facts: Facts, _told: Told) -> Section:
    """All that the fixed tables hold of one governorate."""
    chosen = facts.governorate
    row = next(r for r in facts.place.governorates if r.region == chosen)
    gap = next(r for r in facts.gaps.governorates if r.region == chosen)
    met = next((r for r in facts.matrix.rows if r.region == chosen), None)
    planned = dict(facts.planned.by_governorate).get(row.region, 0)
    numbers = Grid(
        "governorate",
        row.region.label,
        columns((_("What"), "#activity+type"), (_("Meetings"), "#activity+num", "number")),
        (
            (_("Visited"), row.visited),
            (_("Heard in person"), row.heard),
            (_("Heard remotely"), row.heard_remote),
            (_("Heard through someone"), row.heard_intermediary),
            (_("Tried and failed"), row.tried),
            (_("Planned next"), planned),
        ),
        note=_("Last meeting there: %(when)s.") % {"when": words.months_words(gap.months)},
        chart=1,
    )
    groups = Grid(
        "governorate_groups",
        _("Who we meet there"),
        columns((_("Group"), "#org+type"), (_("Meetings"), "#activity+num", "number")),
        tuple((words.group_words(cell.kind), matrix_cell(cell)) for cell in met.cells)
        if met
        else (),
    )
    paragraphs = [words.told(row) + "."]
    if gap.tries:
        told = {"reasons": _reasons(gap.tries)}
        paragraphs.append(_("Why attempts came to nothing: %(reasons)s.") % told)
    return section(
        "governorate",
        row.region.label,
        paragraphs=paragraphs,
        grids=[numbers, *([groups] if groups.rows else [])],
    )
