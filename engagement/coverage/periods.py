"""Periods that the fixed tables are read over."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read `2026-Q3`. Raises ValueError."""
        found = re.fullmatch(r"(20\d\d)-Q([1-4])", text, re.ASCII)
        if not found:
            raise ValueError("not a quarter")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        month = 3 * self.number
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def before(self) -> Quarter:
        return (
            Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)
        )

    @property
    def after(self) -> Quarter:
        return (
            Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)
        )

    def back(self, quarters: int) -> list[Quarter]:
        """This quarter and those before it, newest first."""
        found = [self]
        while len(found) < quarters:
            found.append(found[-1].before)
        return found


def last_twelve_months(today: date) -> tuple[date, date]:
    """The current month to date and the eleven before it."""
    year, month = divmod(today.year * 12 + today.month - 1 - 11, 12)
    return date(year, month + 1, 1), today


def asked(quarter: str, today: date) -> tuple[date, date]:
    """The days of a quarter by its name, a running one to today; of no name, twelve months.

    Raises ValueError, in words, for a name that is none and for a quarter that has not begun.
    """
    if not quarter:
        return last_twelve_months(today)
    try:
        found = Quarter.parse(quarter)
    except ValueError as error:
        raise ValueError(_("Name a quarter like this: 2026-Q3.")) from error
    if found.first > today:
        words = _("This quarter has not begun. The latest is %(quarter)s.")
        raise ValueError(words % {"quarter": Quarter.of(today)})
    return found.first, min(found.last, today)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
