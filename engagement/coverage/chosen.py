"""What a reader of coverage chose: the period, the team, and what narrows it further.

Fixed periods (months) of the programme or of one team are *programme figures*. Everything else is
counted over what the reader may open, and every page says which of the two it shows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from engagement.coverage.periods import Quarter, last_twelve_months
from engagement.coverage.sums import (
    Period,
    Sums,
    planned_sums,
    programme_sums,
    seen_sums,
    sums_as_known,
)

#: The ways to read: people as known then, as known today, or as if what is planned were held.
THEN, TODAY, PLANNED = "then", "today", "planned"
#: Above so many counted meetings a page first comes without what the reader's own rights are asked
#: of for each of them; that follows in parts.
AT_ONCE = 20_000


@dataclass(frozen=True)
class Chosen:
    """A period with its team, and the reader's own filters. `today` is the day of the request."""

    period: Period
    today: date
    quarter: str = ""
    team_name: str = ""
    governorate: int | None = None
    group: int | None = None
    known: str = THEN
    custom: bool = False

    @classmethod
    def usual(cls, today: date) -> Chosen:
        """The current month to date and the eleven before it, of the whole programme."""
        return cls(Period(*last_twelve_months(today)), today)

    @classmethod
    def in_quarter(cls, quarter: Quarter, today: date) -> Chosen:
        """A calendar quarter; a running one ends today."""
        return cls(Period(quarter.first, min(quarter.last, today)), today, quarter=str(quarter))

    def of_team(self, team_id: UUID, name: str) -> Chosen:
        return replace(self, period=replace(self.period, team_id=team_id), team_name=name)

    def with_planned(self) -> Chosen:
        """As if every planned meeting were held: a period that ends today goes on to the quarter's
        last day, where plans lie."""
        if self.period.last != self.today:
            return replace(self, known=PLANNED)
        last = Quarter.of(self.today).last
        return replace(self, known=PLANNED, period=replace(self.period, last=last))

    @property
    def fixed(self) -> bool:
        """Whether it is read as programme figures, alike for every member."""
        whole = self.period.first.day == 1 and self._ends_with_a_month
        return whole and self.governorate is None and self.group is None

    @property
    def _ends_with_a_month(self) -> bool:
        last = self.period.last
        return (last + timedelta(days=1)).day == 1 or last == self.today

    def sums(self) -> Sums:
        """The sums of what was chosen; one statement."""
        if not self.fixed:
            return seen_sums(self.period, self.governorate, self.group)
        if self.known == TODAY:
            return sums_as_known(self.period, self.today)
        if self.known == PLANNED:
            return programme_sums(self.period) + planned_sums(self.period, self.today)
        return programme_sums(self.period)

    @property
    def usual_query(self) -> str:
        """What of it every page of coverage can count: a quarter or whole months, and a team."""
        kept = replace(self, governorate=None, group=None, known=THEN)
        return (kept if kept.fixed else replace(kept, custom=False)).query()

    def query(self, **more: Any) -> str:
        """The address's part after `?`, for links that keep what was chosen; may be empty."""
        kept: dict[str, Any] = {}
        if self.custom:
            kept |= {"first": self.period.first.isoformat(), "last": self.period.last.isoformat()}
        kept |= {"quarter": self.quarter, "team": self.period.team_id or ""}
        kept |= {"governorate": self.governorate or "", "group": _text(self.group)}
        kept |= {"known": self.known if self.known != THEN else ""} | more
        return urlencode({key: value for key, value in kept.items() if value not in ("", None)})


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
