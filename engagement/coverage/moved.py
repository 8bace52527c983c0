"""The tab Why it moved: figures then and now, and what each cause did to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.scope import Actor
from engagement.coverage import words
from engagement.coverage.chosen import Chosen
from engagement.coverage.moves import Moves, Taken, moves, position_on
from engagement.coverage.place import listed, places_of
from engagement.coverage.reach import visited
from engagement.coverage.shares import Share
from engagement.coverage.state import beyond_state
from engagement.coverage.sums import Period, Sums
from engagement.regions.models import ProgrammeArea

#: What each cause is called, in the order of `engagement.coverage.moves.CAUSES`.
WORDS = {
    "period": gettext_lazy("Another period"),
    "new": gettext_lazy("New meetings"),
    "late": gettext_lazy("Late entries"),
    "reclassified": gettext_lazy("Reclassified people"),
    "duplicate": gettext_lazy("Duplicates"),
    "merged": gettext_lazy("Merged people"),
    "list": gettext_lazy("Another list of governorates"),
    "corrected": gettext_lazy("Corrections"),
}


@dataclass(frozen=True)
class Followed:
    """A figure whose change is explained; `points` where it is told in percentage points."""

    code: str
    label: Any
    read: Callable[[Sums], Fraction | None]
    points: bool = False


def _beyond_points(sums: Sums) -> Fraction | None:
    return _points(places_of(sums).beyond_share)


def _held(sums: Sums) -> Fraction:
    return Fraction(places_of(sums).held)


def _points(share: Share) -> Fraction | None:
    return 100 * share.part / share.whole if share.whole else None


def followed(units: tuple[int, ...]) -> list[Followed]:
    """The figures of the tab, in its order."""
    return [
        Followed("counted", _("Meetings counted"), lambda sums: Fraction(sums.counted)),
        Followed("held", _("In person or partly online"), _held),
        Followed("beyond", _("Beyond Baghdad, meetings"), lambda sums: places_of(sums).beyond),
        Followed(
            "beyond_share",
            _("Beyond Baghdad"),
            _beyond_points,
            True,
        ),
        Followed(
            "beyond_state",
            _("Beyond state actors, hybrid apart"),
            lambda sums: _points(beyond_state(sums).any),
            True,
        ),
        Followed(
            "visited", _("Governorates visited"), lambda sums: Fraction(len(visited(sums, units)))
        ),
    ]


def moves_context(
    actor: Actor, chosen: Chosen, area: ProgrammeArea, *, since: date | None, against: str
) -> dict[str, Any]:
    """Then and now: the same period as it stood on a day, or the same period a year before."""
    period = chosen.period
    day = since or chosen.today.replace(day=1) - timedelta(days=1)
    if against == "year":
        before, told = Taken(a_year_before(period)), _("the same period a year before")
    else:
        before = Taken(period, position_on(day) or 0, day)
        told = _("this period as it stood on %(day)s") % {"day": words.day(day)}
    found = moves(before, Taken(period))
    units = tuple(region.pk for region in listed(area, period))
    return {
        "told": told,
        "since": day,
        "against": against,
        "causes": [WORDS[cause] for cause in found.by_cause],
        "rows": [_row(row, found) for row in followed(units)],
    }


def a_year_before(period: Period) -> Period:
    """The same days of the year before; 29 February becomes the 28th."""
    return replace(period, first=_back(period.first), last=_back(period.last))


def _back(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _row(row: Followed, found: Moves) -> dict[str, Any]:
    before, after = row.read(found.before), row.read(found.after)
    return {
        "label": row.label,
        "before": told_value(before, row.points),
        "after": told_value(after, row.points),
        "steps": [signed_value(change, row.points) for _cause, change in found.steps(row.read)],
        "change": signed_value((after or Fraction(0)) - (before or Fraction(0)), row.points),
    }


def told_value(value: Fraction | None, points: bool) -> str:
    """A figure in words; `points` where it is a percentage."""
    if value is None:
        return _("no data")
    return f"{float(value):.1f}%" if points else words.number(value)


def signed_value(change: Fraction, points: bool) -> str:
    """What something moved, with its sign."""
    if not change:
        return "0"
    sign = "+" if change > 0 else "\u2212"
    return sign + (f"{float(abs(change)):.1f}" if points else words.number(abs(change)))
