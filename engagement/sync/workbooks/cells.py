"""What a cell says, as the API's payload has it. Pure; raises Unreadable, in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from engagement.meetings.serializers import HEADS
from engagement.sync.workbooks.columns import Column
from engagement.sync.workbooks.drafts import Cell

#: Between several values of one cell; sentences may hold a semicolon.
BETWEEN, LINES = re.compile(r"[;؛\n]"), re.compile(r"\n")
#: Between a value and what is said beside it.
STROKE = "|"
CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00)?")
#: Words for yes and no, as people write them in the three languages.
YES = {"true", "yes", "y", "x", "1", "نعم", "بەڵێ", "بەلێ"}
NO = {"false", "no", "n", "0", "لا", "نەخێر", "نا"}
#: Ids of rows that a workbook brings without one, the same every month.
ROWS = UUID("0f6f1a52-6c5e-5f0e-9a7e-8d0f4f1c2b77")
WHOLE = ("headcount", *HEADS)
#: Kind of cell -> what may be said behind a stroke.
BESIDE: Mapping[str, tuple[str, ...]] = {
    "names": ("kind", "language"),
    "people": ("namespace", "role", "post", "at_their_place", *WHOLE),
    "promises": ("id", "due_on", "side", "by"),
    "issues": ("id", "raised_by"),
}


class Unreadable(ValueError):
    """A cell that cannot be read, in words for whoever filled it in."""


def read_cell(column: Column, cell: Cell, zone: ZoneInfo, about: str) -> Any:
    """The value for the payload, None for an empty cell. `about` names the record, for the ids of
    rows in it. Raises Unreadable.
    """
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if column.many:
        return _several(column, cell, zone, about)
    reader = READERS.get(column.kind, _text)
    return reader(cell, zone)


def _several(column: Column, cell: Cell, zone: ZoneInfo, about: str) -> list[Any] | None:
    whole = _id(cell, zone) if column.kind == "people" else _text(cell, zone)
    between = LINES if column.kind in ("promises", "issues") else BETWEEN
    parts = [part.strip() for part in between.split(whole)]
    found = [_one(column, part, zone, about) for part in parts if part]
    return found or None


def _one(column: Column, part: str, zone: ZoneInfo, about: str) -> Any:
    if column.kind == "places":
        return _place(part, zone)
    if column.kind == "tags":
        return part
    head, *others = [piece.strip() for piece in part.split(STROKE)]
    beside = dict(_beside(column, other, zone) for other in others if other)
    if column.kind == "people":
        return {"external_id": head, **beside}
    if column.kind == "names":
        return {"text": head, **beside} if beside else head
    return {"id": str(uuid5(ROWS, f"{about}\n{column.name}\n{head}")), "text": head, **beside}


def _beside(column: Column, text: str, zone: ZoneInfo) -> tuple[str, Any]:
    """`role=interpreter` of a cell. Raises Unreadable where there is no such thing."""
    name, sign, value = (piece.strip() for piece in text.partition("="))
    known = BESIDE[column.kind]
    if not sign or name not in known:
        words = _("Behind a stroke stands one of %(names)s, as in %(name)s=…, not “%(text)s”.")
        raise Unreadable(words % {"names": ", ".join(known), "name": known[0], "text": text[:40]})
    if name in WHOLE:
        return name, _whole(value, zone)
    if name == "due_on":
        return name, _day(value, zone)
    if name == "at_their_place":
        return name, _flag(value, zone)
    return name, value


def _text(cell: Cell, zone: ZoneInfo) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()


def _id(cell: Cell, zone: ZoneInfo) -> str:
    """An id as text: of a number, nobody knows the zeros that it began with."""
    if not isinstance(cell, str):
        raise Unreadable(
            _(
                "This id is a number to the spreadsheet, which drops zeros in front (007 becomes "
                "7). Format the column as text and type it again. In the file of refused rows it "
                "is text already: check it there."
            )
        )
    return cell.replace("\r\n", "\n").strip()


def _code(cell: Cell, zone: ZoneInfo) -> str:
    return _text(cell, zone).casefold()


def _level(cell: Cell, zone: ZoneInfo) -> str:
    return _text(cell, zone).upper().removeprefix("TLP:").strip()


def _place(cell: Cell, zone: ZoneInfo) -> str:
    """A code of ISO 3166 in capitals; our own keys are small."""
    text = _text(cell, zone)
    return text.upper() if re.fullmatch(r"[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?", text) else text


def _whole(cell: Cell, zone: ZoneInfo) -> int:
    if isinstance(cell, str):
        text = ascii_digits(cell).strip()
        cell = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else text
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, bool) or not isinstance(cell, int):
        raise Unreadable(_("Write a whole number."))
    return cell


def _flag(cell: Cell, zone: ZoneInfo) -> bool:
    text = ascii_digits(_text(cell, zone)).casefold()
    if text in YES or text in NO:
        return text in YES
    raise Unreadable(_("Write true or false."))


def _day(cell: Cell, zone: ZoneInfo) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    moment = _moment(cell, zone)
    return moment.date().isoformat() if moment else ascii_digits(_text(cell, zone))


def _clock(cell: Cell, zone: ZoneInfo) -> str:
    if isinstance(cell, timedelta) and cell < timedelta(days=1):
        minutes = round(cell.total_seconds() / 60) % 1440
        cell = time(minutes // 60, minutes % 60)
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    moment = _moment(cell, zone)
    if moment:
        return moment.strftime("%H:%M")
    found = CLOCK.fullmatch(ascii_digits(_text(cell, zone)))
    if not found:
        raise Unreadable(_("Give a time as HH:MM."))
    return f"{found[1]:0>2}:{found[2]}"


def _moment(cell: Cell, zone: ZoneInfo) -> datetime | None:
    """A date with a time as text; with an offset, as the programme's clock shows it."""
    text = ascii_digits(cell).strip() if isinstance(cell, str) else ""
    if len(text) <= len("2026-03-17"):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is None else found.astimezone(zone)


def ascii_digits(text: str) -> str:
    """The digits of any script as 0 to 9."""
    return "".join(
        str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in text
    )


READERS: Mapping[str, Callable[[Cell, ZoneInfo], Any]] = {
    "id": _id,
    "somebody": _id,
    "code": _code,
    "level": _level,
    "place": _place,
    "whole": _whole,
    "flag": _flag,
    "day": _day,
    "clock": _clock,
}
