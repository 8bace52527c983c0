"""A month of meetings, day by day, with a fixed number of statements."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from engagement.access.scope import Actor
from engagement.meetings.lists import lines, with_children
from engagement.meetings.querysets import MeetingQuerySet

#: Meetings that a day shows; a link leads to the rest.
MOST_A_DAY = 4
#: Friday and Saturday, by date.weekday().
WEEKEND = (4, 5)
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True)
class Month:
    """A calendar month. Raises ValueError beyond the years that the log knows."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `2026-03`. Raises ValueError."""
        if len(text) != 7 or text[4] != "-" or not (text[:4] + text[5:]).isdecimal():
            raise ValueError(text)
        return cls.of(date(int(text[:4]), int(text[5:]), 1))

    @classmethod
    def of(cls, day: date) -> Month:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError("too far away")
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return self.first + timedelta(days=calendar.monthrange(self.year, self.month)[1] - 1)

    def beside(self, day: date) -> str:
        """The month of a day as the address has it, or nothing where the calendar ends."""
        try:
            other = Month.of(day)
        except ValueError:
            return ""
        return f"{other.year:04}-{other.month:02}"

    @property
    def before(self) -> str:
        return self.beside(self.first - timedelta(days=1))

    @property
    def after(self) -> str:
        return self.beside(self.last + timedelta(days=1))

    def weeks(self) -> list[list[date]]:
        """Whole weeks from Sunday on."""
        sunday_first = calendar.Calendar(firstweekday=6)
        return sunday_first.monthdatescalendar(self.year, self.month)


def weeks_of(
    actor: Actor, rows: MeetingQuerySet, month: Month, today: date
) -> list[list[dict[str, Any]]]:
    """The month's weeks with what stands on each day; four statements and one for names."""
    rows = rows.filter(held_on__gte=month.first, held_on__lte=month.last)
    many = dict(rows.order_by().values_list("held_on").annotate(n=Count("pk")))
    place = Window(
        RowNumber(),
        partition_by=F("held_on"),
        order_by=[F("starts_at").asc(nulls_last=True), F("pk").asc()],
    )
    first = rows.annotate(place=place).filter(place__lte=MOST_A_DAY)
    shown: dict[date, list[dict[str, Any]]] = {}
    found = with_children(first.order_by("held_on", "place"), actor)
    for line in lines(actor, list(found)):
        shown.setdefault(line["held_on"], []).append(line)
    return [[_day(day, month, today, shown, many) for day in week] for week in month.weeks()]


def _day(
    day: date,
    month: Month,
    today: date,
    shown: dict[date, list[dict[str, Any]]],
    many: dict[date, int],
) -> dict[str, Any]:
    rows: Sequence[dict[str, Any]] = shown.get(day, ())
    span = {"first": day.isoformat(), "last": day.isoformat()}
    return {
        "day": day,
        "inside": day.month == month.month,
        "today": day == today,
        "weekend": day.weekday() in WEEKEND,
        "rows": rows,
        "more": many.get(day, 0) - len(rows),
        "url": f"{reverse('meeting_list')}?{urlencode(span)}",
    }
