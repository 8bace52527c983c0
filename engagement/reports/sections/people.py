"""How the work was done and with whom: statistics, how few people take it, and who is known."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.coverage import words
from engagement.coverage.codes import Companion
from engagement.coverage.gaps import REASONS
from engagement.coverage.people import TOP
from engagement.meetings.codes import ParticipationLevel, Whose
from engagement.reports.blocks import Cell, Grid, Section, Told, columns, section
from engagement.reports.facts import Facts
from engagement.stakeholders.posts.models import Seniority

NOT_RECORDED = gettext_lazy("Not recorded")


def statistics(facts: Facts, _told: Told) -> Section:
    """The way from trying to keeping, and meetings by level, participation and who asked."""
    grids = [_funnel(facts), *(grid for grid in _by_codes(facts) if grid.rows)]
    empty = _("No meeting that counts is logged for this period.")
    some = facts.place.timeliness.counted or any(facts.statistics["tried"].values())
    return section("statistics", _("Engagement in numbers"), empty, grids=grids if some else [])


def _funnel(facts: Facts) -> Grid:
    places, promises = facts.place.places, facts.promises
    failed = sum(facts.statistics["tried"].values())
    counted = facts.place.timeliness.counted
    return Grid(
        "funnel",
        _("From trying to keeping"),
        columns((_("Step"), "#activity+type"), (_("Number"), "#activity+num", "number")),
        (
            (_("Meetings tried, those held among them"), counted + failed),
            (_("Meetings held"), counted),
            (_("Of these in person or partly online"), places.held),
            (_("Issues raised in them"), promises.issues),
            (_("Follow-ups and commitments that fell due"), promises.due),
            (_("Of these kept in time"), promises.kept),
        ),
        note=_reasons(facts),
        chart=1,
    )


def _reasons(facts: Facts) -> str:
    tried = facts.statistics["tried"]
    told = [
        f"{reason.label} {tried[str(place)]}"
        for place, reason in enumerate(REASONS, start=1)
        if tried.get(str(place))
    ]
    if not told:
        return ""
    return _("Why meetings did not take place: %(reasons)s.") % {"reasons": _(", ").join(told)}


def _by_codes(facts: Facts) -> list[Grid]:
    tables = (
        ("level", _("Highest level met"), list(Seniority)),
        ("participation", _("How far participation went"), list(ParticipationLevel)),
        ("asked_by", _("Who asked for the meeting"), list(Whose)),
    )
    return [
        _coded(name, title, [str(one.label) for one in codes], dict(facts.statistics[name]))
        for name, title, codes in tables
    ]


def _coded(name: str, title: str, labels: list[str], counts: dict[str, int]) -> Grid:
    rows: list[tuple[Cell, ...]] = [
        (label, counts.get(str(code), 0)) for code, label in enumerate(labels, start=1)
    ]
    if counts.get("0"):
        rows.append((str(NOT_RECORDED), counts["0"]))
    some = any(n for code, n in counts.items() if code != "0")
    return Grid(
        name,
        title,
        columns((title, "#activity+type"), (_("Meetings"), "#activity+num", "number")),
        tuple(rows) if some else (),
    )


def diversity(facts: Facts, _told: Told) -> Section:
    """How diverse those met are, and how few of them take most meetings."""
    few, types = facts.figures["I9"], facts.figures["I7"]
    numbers = {line.code: line.number for line in (*few.lines, *types.lines)}
    shares = {line.code: line.share for line in few.lines}
    top = words.figure(few.share) if few.share else _("no more than ten were met")
    rows: list[tuple[Cell, ...]] = [
        (
            _("Of all meetings, the %(n)s people met most take") % {"n": TOP},
            top,
        ),
        (str(Companion.BODIES_TOP.label), _share(shares.get(Companion.BODIES_TOP))),
        *(
            (str(code.label), _rounded(numbers.get(code)))
            for code in (
                Companion.DISTINCT,
                Companion.EFFECTIVE,
                Companion.HHI,
                Companion.DISTINCT_BODIES,
                Companion.EFFECTIVE_BODIES,
                Companion.HHI_BODIES,
                Companion.RICHNESS,
            )
        ),
        (_("Actor types met alike would be as many"), _rounded(types.number)),
    ]
    grid = Grid(
        "diversity",
        _("Diversity and concentration"),
        columns((_("What"), "#indicator+name"), (_("Value"), "#indicator+value")),
        tuple(rows) if few.n else (),
        note=_("A meeting is shared out evenly among those in it. Names stand on no report."),
    )
    empty = _("Nobody was met in a meeting that counts.")
    return section("diversity", grid.title, empty, grids=[grid] if grid.rows else [])


def _share(share: object) -> Cell:
    return words.figure(share) if share is not None else None  # type: ignore[arg-type]


def _rounded(number: object) -> Cell:
    if number is None:
        return None
    value = float(number)  # type: ignore[arg-type]
    return int(value) if value == int(value) else round(value, 3 if value < 1 else 1)


def known(facts: Facts, _told: Told) -> Section:
    """By group: who is registered, met, overdue, and known by one officer only."""
    rows: list[tuple[Cell, ...]] = [
        (
            words.group_words(row.kind),
            row.registered,
            row.lately,
            row.before,
            row.never,
            row.overdue,
            row.by_one,
        )
        for row in facts.known
    ]
    totals = tuple(sum(row[at] for row in rows) for at in range(1, 7))  # type: ignore[misc]
    grid = Grid(
        "known",
        _("Who is known to whom"),
        columns(
            (_("Group"), "#org+type"),
            (_("Registered, to be engaged"), "#contact+num", "number"),
            (_("Met in twelve months"), "#contact+met+num", "number"),
            (_("Met before only"), "#contact+before+num", "number"),
            (_("Never met"), "#contact+never+num", "number"),
            (_("Not met for six months"), "#contact+overdue+num", "number"),
            (_("Known by one officer only"), "#contact+one+num", "number"),
        ),
        (*rows, (_("All groups"), *totals)) if rows else (),
        strong=(len(rows),),
        note=_(
            "Of the whole programme, whichever team. Who they are stands on the pages Gaps and How"
            " few, for whoever may open them."
        ),
        chart=1,
    )
    empty = _("Nobody is registered.")
    return section("known", grid.title, empty, grids=[grid] if grid.rows else [])
