"""How few people we rely on: the page's words and links."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _

from engagement.access.scope import Actor
from engagement.coverage import words
from engagement.coverage.chosen import Chosen
from engagement.coverage.people import Concentration, people_from
from engagement.coverage.reliance import Relied, Top, known_by_one, reliance
from engagement.coverage.shares import Share
from engagement.coverage.sums import Period, call
from engagement.regions.models import ProgrammeArea
from engagement.stakeholders.profiles import line


def few_context(
    actor: Actor, chosen: Chosen, area: ProgrammeArea, after: str = ""
) -> dict[str, Any]:
    """What `coverage/few.html` shows. Raises NoSuchPage for a key that is none."""
    period = chosen.period
    found = reliance(actor, period)
    known = known_by_one(actor, period.last, period.team_id, after)
    return {
        "numbers": _numbers(period),
        "meetings": found.meetings,
        "tops": [
            {"id": "people", "title": _("The ten people met most"), **_top(found.people)},
            {"id": "bodies", "title": _("The ten bodies met most"), **_top(found.bodies)},
        ],
        "known": [
            {**line(row.stakeholder), "officer": row.officer, "meetings": row.meetings}
            for row in known.rows
        ],
        "known_whole": known.whole,
        "next": known.after,
        "first_page": not after,
    }


def _numbers(period: Period) -> list[dict[str, str]]:
    """The programme's own numbers, of people and of bodies; one statement."""
    found = people_from(call("coverage_people", period.first, period.last, period.team_id))
    persons, bodies = found.persons, found.bodies
    rows = (
        (_("Met"), str(persons.number), str(bodies.number)),
        (_("Of all meetings, the ten met most take"), _taken(persons), _taken(bodies)),
        (
            _("As concentrated as so many, met alike"),
            _plain(persons.effective),
            _plain(bodies.effective),
        ),
        (_("Concentration, 0 to 1 (HHI)"), _plain(persons.hhi), _plain(bodies.hhi)),
        (
            _("Concentration whatever their number (HHI*)"),
            _plain(persons.hhi_star),
            _plain(bodies.hhi_star),
        ),
    )
    return [{"label": label, "people": people, "bodies": of} for label, people, of in rows]


def _taken(found: Concentration) -> str:
    if found.top is None:
        return _("no more than ten were met")
    return words.figure(Share(found.top, found.meetings))


def _plain(value: Fraction | None) -> str:
    """To one place, or to three where it is a part of 1."""
    if value is None:
        return _("no data")
    return str(localize(round(float(value), 3 if value < 1 else 1)))


def _top(top: Top) -> dict[str, Any]:
    return {"rows": [_row(row) for row in top.rows], "met": top.met, "once": top.once}


def _row(row: Relied) -> dict[str, Any]:
    return {
        **line(row.stakeholder),
        "meetings": words.number(row.share.part),
        "share": _percent(row.share),
        "cumulated": _percent(row.cumulated),
    }


def _percent(share: Share) -> str:
    """Nothing under ten meetings: the number beside it says all there is."""
    return "" if share.small else words.figure(share)
