"""Where we do not go and whom we do not meet, each with why: programme figures, without names.

A gap that was never tried is not one that was tried and failed, and where nobody is registered
there is nobody to be met. What names somebody stands in engagement/coverage/unmet.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from engagement.coverage.matrix import PROTECTED, Register, register_of
from engagement.coverage.place import listed
from engagement.coverage.sums import EVERY, GROUPS, Kind, Measure, Period, Sums, programme_sums
from engagement.meetings.codes import Reason
from engagement.regions.models import ProgrammeArea, Region

#: Reasons as cells have them, from 1; what we cancelled ourselves is no attempt.
REASONS = (
    Reason.NO_ACCESS,
    Reason.SECURITY,
    Reason.REFUSED,
    Reason.NO_CONTACT,
    Reason.TRAVEL_BAN,
)
#: Attempts by reason, the commonest first.
Tries = tuple[tuple[Reason, int], ...]


@dataclass(frozen=True)
class GovernorateGap:
    """A governorate of the list; `state` is the first that holds of met, failed, heard, nobody
    (registered here, paramilitary units outside the capital left out) and never (tried).
    """

    region: Region
    state: str
    visited: int
    heard: int
    tries: Tries
    registered: int
    #: Whole months since the last meeting there, in or before the period; None where never.
    months: int | None

    @property
    def tried(self) -> int:
        return sum(n for _reason, n in self.tries)


@dataclass(frozen=True)
class GroupGap:
    """A group of which nobody was met in the period: failed, nobody (registered) or never."""

    kind: Kind
    state: str
    tries: Tries
    registered: int


@dataclass(frozen=True)
class Gaps:
    """Every governorate, the longest unmet first; and the groups that nobody was met of."""

    list_code: str
    governorates: tuple[GovernorateGap, ...]
    groups: tuple[GroupGap, ...]


def gaps(period: Period, area: ProgrammeArea) -> Gaps:
    """Of a fixed period, as of its last day; five statements.

    Raises a database error where the context is no member's (42501) or the period is none that
    fixed tables have (22023).
    """
    regions, sums = listed(area, period), programme_sums(period)
    register = register_of(period.last)
    places = governorate_gaps(sums, regions, register, months_since(period))
    groups = group_gaps(sums, register, group_tries(period))
    return Gaps(area.list_on(period.last), places, groups)


def months_since(period: Period) -> dict[int, int]:
    """Whole months from the last meeting on the spot to the period's last day, by governorate."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit, months FROM jisr.coverage_last_visits(%s, %s)",
            [period.last, period.team_id],
        )
        return dict(cursor.fetchall())


def group_tries(period: Period) -> Mapping[Kind, Tries]:
    """Engagements that were tried and failed in a fixed period, by group and reason."""
    found: dict[Kind, Counter[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, reason, n FROM jisr.coverage_group_tries(%s, %s, %s)",
            [period.first, period.last, period.team_id],
        )
        for kind, reason, n in cursor.fetchall():
            found.setdefault(Kind(kind), Counter())[reason] += n
    return {kind: _tries(counts) for kind, counts in found.items()}


def governorate_gaps(
    sums: Sums, regions: list[Region], register: Register, months: Mapping[int, int]
) -> tuple[GovernorateGap, ...]:
    """Every governorate: never met first, then by months since; no statement."""
    tried: dict[int, Counter[int]] = {}
    for (unit, reason), n in sums[Measure.TRIED].items():
        tried.setdefault(unit, Counter())[reason] += n
    rows = []
    for region in regions:
        visited = sums[Measure.VISITED][region.pk, EVERY]
        heard = sums[Measure.HEARD][region.pk, 0]
        tries = _tries(tried.get(region.pk, Counter()))
        registered = _registered(register, region)
        state = _state(visited, tries, heard, registered)
        since = months.get(region.pk)
        rows.append(GovernorateGap(region, state, visited, heard, tries, registered, since))
    return tuple(sorted(rows, key=lambda row: (row.months is not None, -(row.months or 0))))


def group_gaps(sums: Sums, register: Register, tries: Mapping[Kind, Tries]) -> tuple[GroupGap, ...]:
    """The seven groups without a counted meeting of any mode; no statement."""
    registered: Counter[Kind] = Counter()
    for (_unit, kind), n in register.items():
        registered[kind] += n
    return tuple(
        GroupGap(
            kind,
            _state(0, tries.get(kind, ()), 0, registered[kind]),
            tries.get(kind, ()),
            registered[kind],
        )
        for kind in GROUPS
        if kind != Kind.NOT_SURE and not sums[Measure.KIND][0, kind]
    )


def _state(visited: int, tries: Tries, heard: int, registered: int) -> str:
    if visited:
        return "met"
    if tries:
        return "failed"
    if heard:
        return "heard"
    return "never" if registered else "nobody"


def _registered(register: Register, region: Region) -> int:
    """Whether a paramilitary unit is registered outside the capital is not told, here neither."""
    kinds = [kind for kind in GROUPS if region.capital or kind not in PROTECTED]
    return sum(register.get((region.pk, kind), 0) for kind in kinds)


def _tries(counts: Counter[int]) -> Tries:
    ordered = sorted((-n, reason) for reason, n in counts.items() if n and reason)
    return tuple((REASONS[reason - 1], -n) for n, reason in ordered)
