"""Lists as files: what stands in them, what never does, and the note that they left."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from python_calamine import CalamineWorkbook

from engagement.access.tlp import Tlp
from engagement.audit import exports
from engagement.audit.exports import Column, Table, TooManyRows, as_book, as_csv, as_xlsx
from engagement.audit.models import Export
from engagement.meetings.drafts import Attendance
from tests.cast import meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of

EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", '=HYPERLINK("http://x","y")']


def table(*rows, kinds=("text", "number", "date")):
    columns = [Column(kind.title(), f"#{kind}", kind) for kind in kinds]
    return Table("A list", columns, rows)


def read_csv(content):
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def read_xlsx(content):
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_csv_has_a_mark_a_header_a_row_of_hashtags_and_plain_values():
    content = as_csv(table(("الأنبار", -3, date(2026, 3, 10))))

    assert content.startswith(b"\xef\xbb\xbf")
    assert read_csv(content) == [
        ["Text", "Number", "Date"],
        ["#text", "#number", "#date"],
        ["الأنبار", "-3", "2026-03-10"],
    ]


@pytest.mark.parametrize("text", EVIL)
def test_text_that_looks_like_a_formula_stays_text(text):
    rows = table((text, 1, None))

    assert read_csv(as_csv(rows))[2][0] == "'" + text
    content = as_xlsx(rows, rtl=False)
    assert read_xlsx(content)[2][0].strip() == text.strip()
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    assert sheet.height == 3
    assert b"<f>" not in _part(content, "xl/worksheets/sheet1.xml")


def test_a_sheet_has_real_numbers_and_dates():
    rows = read_xlsx(as_xlsx(table(("A", 7, date(2026, 3, 10))), rtl=False))

    assert rows[2] == ["A", 7.0, date(2026, 3, 10)]


def test_a_sheet_goes_right_to_left_and_keeps_its_head_in_sight():
    part = _part(as_xlsx(table(("A", 7, None)), rtl=True), "xl/worksheets/sheet1.xml")

    assert b'rightToLeft="1"' in part
    assert b'ySplit="2"' in part
    assert b'<autoFilter ref="A2:C3"' in part


def test_a_list_too_long_is_refused_and_not_cut(monkeypatch):
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    for write in (as_csv, lambda rows: as_xlsx(rows, rtl=False)):
        assert write(table(*[("A", 1, None)] * 2))
        with pytest.raises(TooManyRows):
            write(table(*[("A", 1, None)] * 3))


@pytest.mark.django_db
def test_a_list_too_long_is_told_with_422_and_nothing_is_noted(cast, monkeypatch):
    monkeypatch.setattr(exports, "MOST_ROWS", 1)
    for _n in range(2):
        meet(cast.amal, "basra", who=(register(cast.amal, f"A{_n}"),))

    answer = client_of(cast.amal).get("/meetings/?format=csv")

    assert answer.status_code == 422
    assert "Narrow the filters" in answer.content.decode()
    with owner():
        assert Export.objects.count() == 0


@pytest.mark.django_db
def test_a_file_of_meetings_says_what_the_list_says(cast):
    sheikh, hidden = register(cast.amal, "=Sheikh", "tribe"), register(cast.bassam, "Z", tlp=4)
    made = meet(cast.amal, "basra", "wasit", who=(sheikh,), outcome="-They agreed", tlp=Tlp.GREEN)

    answer = client_of(cast.amal).get("/meetings/?format=csv&status=held")
    rows = read_csv(answer.content)

    assert answer["Content-Disposition"].startswith('attachment; filename="meetings-')
    assert answer["Cache-Control"] == "no-store"
    assert rows[1][0] == "#date+start"
    assert "#meta+tlp" in rows[1]
    line = dict(zip(rows[1], rows[2], strict=True))
    assert line["#date+start"] == "2026-03-10"
    assert line["#adm1+name"] == "Basra, Wasit"
    assert line["#adm1+code"] == "IQG02 IQG18"
    assert line["#contact+name+list"] == "'=Sheikh"
    assert line["#contact+num+unnamed"] == "0"
    assert line["#contact+type+list"] == "Communities"
    assert line["#description+outcome"] == "'-They agreed"
    assert line["#meta+tlp"] == "TLP:GREEN"
    assert line["#meta+id"] == str(made.pk)
    assert hidden.pk


@pytest.mark.django_db
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_nothing_hidden_leaves_in_a_file(cast, format):
    canary = register(cast.amal, "CANARY unit", "pmf_unit", kind="unit")
    meet(cast.amal, "basra", who=(canary,), outcome="CANARY outcome")
    seen = register(cast.amal, "Open")
    meet(cast.amal, "basra", who=(seen, canary), guest_team_ids=(cast.partner.pk,))

    content = client_of(cast.carla).get(f"/meetings/?format={format}").content
    rows = read_csv(content) if format == "csv" else read_xlsx(content)

    assert len(rows) == 3
    assert "CANARY" not in str(rows)
    assert str(canary.pk) not in str(rows)
    line = dict(zip(rows[1], rows[2], strict=True))
    assert (line["#contact+name+list"], float(line["#contact+num+unnamed"])) == ("Open", 1.0)


@pytest.mark.django_db
def test_who_said_it_does_not_leave_where_it_may_not_be_attributed(cast):
    person = register(cast.amal, "Whisperer")
    meet(cast.amal, "basra", who=(Attendance(stakeholder_id=person.pk),), not_attributable=True)

    text = client_of(cast.amal).get("/meetings/?format=csv").content.decode()

    assert "Whisperer" not in text


@pytest.mark.django_db
def test_a_file_that_left_is_noted_with_its_filters(cast):
    meet(cast.amal, "basra", who=(register(cast.amal, "A"),))

    client_of(cast.amal).get("/meetings/?format=xlsx&status=held&q=A")

    with owner():
        note = Export.objects.get()
    assert (note.what, note.format, note.rows) == ("meetings", "xlsx", 1)
    assert note.query == "status=held&q=A"
    assert (note.user_id, note.programme_id) == (cast.amal.user_id, cast.programme.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/meetings/?first=bent", "/stakeholders/?base=bent"])
def test_a_filter_that_cannot_be_read_gives_no_file_of_more(cast, address):
    answer = client_of(cast.amal).get(f"{address}&format=csv")

    assert answer["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_a_file_in_arabic_has_arabic_heads_and_western_digits(cast):
    meet(cast.amal, "basra", who=(register(cast.amal, "A"),))

    content = client_of(cast.amal).get("/meetings/?format=csv", headers={"accept-language": "ar"})

    rows = read_csv(content.content)
    assert "البصرة" in rows[2][5]
    assert rows[2][0] == "2026-03-10"


def _part(content, name):
    from zipfile import ZipFile

    with ZipFile(BytesIO(content)) as whole:
        return whole.read(name)


def test_a_book_has_a_sheet_for_each_table_and_never_two_of_one_name():
    tables = [Table(title, [Column("A", "#a")], [(title,)]) for title in ("Rows", "rows", "More")]

    book = CalamineWorkbook.from_filelike(BytesIO(as_book(tables, rtl=False)))

    assert book.sheet_names == ["Rows", "rows 2", "More"]
    assert [book.get_sheet_by_name(name).to_python()[2] for name in book.sheet_names] == [
        ["Rows"],
        ["rows"],
        ["More"],
    ]
