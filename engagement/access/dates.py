"""Dates known roughly: `2024`, `2024-05` or `2024-05-17`, in digits of any script."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagement.access.models import Dated, Precision

#: Nobody alive took a post before, and nobody writes down one that begins after.
FIRST_YEAR, LAST_YEAR = 1900, 2100
_ROUGH = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?")
_SHOWN = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}

Rough = tuple[date, str]


def first_day(text: str) -> Rough:
    """The first day it can be, and how exactly it is known. Raises ValueError, in words."""
    found = _ROUGH.fullmatch("".join(c for c in text.strip() if c not in "\u200e\u200f\u061c"))
    if found is None:
        raise ValueError(_("Write a year, a month or a day: 2024, 2024-05 or 2024-05-17."))
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise ValueError(_("There is no such day.")) from error
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise ValueError(_("This date is not plausible."))
    return first, _precision(month, day)


def day_after(text: str) -> Rough:
    """The day after the last one it can be: the end of something true until then.

    Raises as `first_day`.
    """
    first, precision = first_day(text)
    return next_after(first, precision), precision


def next_after(first: date, precision: str) -> date:
    """The first day after the day, the month or the year that begins on `first`."""
    if precision == Precision.YEAR:
        return date(first.year + 1, 1, 1)
    if precision == Precision.MONTH:
        return date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first + timedelta(days=1)


def in_words(first: date | None, precision: str) -> str:
    """The beginning as a page shows it; empty where it is open or not known."""
    return date_format(first, _SHOWN[Precision(precision)]) if first else ""


def end_in_words(bound: date | None, precision: str) -> str:
    """The end as a page shows it: the last day, month or year in which it was true."""
    return in_words(bound - timedelta(days=1) if bound else None, precision)


def period_in_words(row: Dated) -> str:
    """From when until when a row is true, as a page shows it."""
    first = in_words(row.valid_from, row.from_precision)
    last = end_in_words(row.valid_to, row.to_precision)
    if first and last:
        return _("from %(first)s until %(last)s") % {"first": first, "last": last}
    if first:
        return _("since %(first)s") % {"first": first}
    return _("until %(last)s") % {"last": last} if last else _("dates not known")


def as_typed(first: date | None, precision: str) -> str:
    """The beginning as somebody would type it, for a form."""
    if first is None:
        return ""
    length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(Precision(precision), 10)
    return first.isoformat()[:length]


def end_as_typed(bound: date | None, precision: str) -> str:
    """The end as somebody would type it."""
    return as_typed(bound - timedelta(days=1) if bound else None, precision)


def _precision(month: int | None, day: int | None) -> str:
    if day is not None:
        return Precision.DAY.value
    return (Precision.YEAR if month is None else Precision.MONTH).value
