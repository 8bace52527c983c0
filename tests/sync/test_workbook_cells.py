"""What a cell says, as the API's payload has it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engagement.sync.workbooks.cells import Unreadable, read_cell
from engagement.sync.workbooks.columns import Column

ZONE = ZoneInfo("Asia/Baghdad")


def read(kind: Any, cell: Any) -> Any:
    return read_cell(Column("x", "X", kind), cell, ZONE, "m-1")


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("id", "007", "007"),
        ("id", " p-1 ", "p-1"),
        ("text", 12.0, "12"),
        ("text", True, "true"),
        ("text", "one\r\ntwo", "one\ntwo"),
        ("text", "  ", None),
        ("code", " In_Person", "in_person"),
        ("level", "tlp:amber", "AMBER"),
        ("whole", 1.0, 1),
        ("whole", " ٤٥ ", 45),
        ("whole", "۴۵", 45),
        ("flag", True, True),
        ("flag", "نەخێر", False),
        ("flag", 1.0, True),
        ("day", date(2026, 3, 1), "2026-03-01"),
        ("day", datetime(2026, 3, 1, 9, 30), "2026-03-01"),
        ("day", "٢٠٢٦-٠٣-٠١", "2026-03-01"),
        ("day", "2026-03-01T22:30:00+00:00", "2026-03-02"),
        ("day", "1/3/2026", "1/3/2026"),  # which the API refuses in words
        ("clock", time(9, 30), "09:30"),
        ("clock", "9:30", "09:30"),
        ("clock", "09:30:00", "09:30"),
        ("clock", timedelta(hours=9, minutes=30), "09:30"),
        ("clock", datetime(2026, 3, 1, 9, 30), "09:30"),
        ("place", "iq-ba", "IQ-BA"),
        ("place", "basra", "basra"),
        ("places", "IQ-BA; iq-bg\nbasra", ["IQ-BA", "IQ-BG", "basra"]),
        ("tags", "elder؛ poet;;", ["elder", "poet"]),
        ("names", "Karim", ["Karim"]),
        ("people", "1; 2", [{"external_id": "1"}, {"external_id": "2"}]),
        ("people", "2|role=observer", [{"external_id": "2", "role": "observer"}]),
        ("people", "t | headcount=٤٠ | men=9", [{"external_id": "t", "headcount": 40, "men": 9}]),
    ],
)
def test_a_cell_is_read(kind: str, cell: Any, value: Any) -> None:
    assert read(kind, cell) == value


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        *(("id", cell) for cell in (7.0, True, date(2026, 3, 1))),
        *(("whole", cell) for cell in (1.5, "many", True, "12345678901")),
        ("flag", "perhaps"),
        *(("clock", cell) for cell in ("half past nine", 0.4, timedelta(days=1))),
        ("people", 12.0),
        *(("people", f"1 | {more}") for more in ("interpreter", "name=Karim", "headcount=many")),
        ("names", "Karim | 1961"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told(kind: str, cell: Any) -> None:
    with pytest.raises(Unreadable):
        read(kind, cell)


def test_a_sentence_may_hold_a_semicolon() -> None:
    (first, second) = read("promises", "Send it; then call | due_on=2026-04-01\nAsk | side=theirs")
    assert (first["text"], first["due_on"]) == ("Send it; then call", "2026-04-01")
    assert (second["text"], second["side"]) == ("Ask", "theirs")


def test_the_same_row_of_the_same_record_has_the_same_id_every_month() -> None:
    column = Column("issues", "Issues", "issues")
    one, same, other = (
        read_cell(column, cell, ZONE, about)[0]["id"]
        for cell, about in (("Gas", "m-1"), (" Gas\n", "m-1"), ("Gas", "m-2"))
    )
    assert one == same != other
