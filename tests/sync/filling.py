"""Short words for workbooks: filled in, brought, and taken in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook as Book

from engagement.access.scope import Actor
from engagement.sync.models import Agreement
from engagement.sync.workbooks.actions import take_workbook
from engagement.sync.workbooks.models import Workbook
from tests.conftest import owner
from tests.meetings.browsing import client_of

Line = Mapping[str, Any]
#: Alike to no other, so that nobody is taken for somebody else.
NAMES = ("Karim", "Salim Jasim", "Widad", "Zahra", "Munther", "Ghazi", "Rokan", "Bushra", "Taha")


def person(external_id: Any, **more: Any) -> dict[str, Any]:
    """A row of the first sheet: a person from Basra."""
    return {
        "external_id": external_id,
        "kind": "person",
        "names": NAMES[sum(map(ord, str(external_id))) % len(NAMES)],
        "actor_type": "tribe",
        "base": "IQ-BA",
        **more,
    }


def meeting(external_id: Any, who: Any, **more: Any) -> dict[str, Any]:
    """A row of the second sheet: a meeting in Basra."""
    return {
        "external_id": external_id,
        "status": "held",
        "held_on": date(2026, 3, 10),
        "mode": "in_person",
        "venues": "IQ-BA",
        "participants": who,
        **more,
    }


def filled(stakeholders: Iterable[Line] = (), meetings: Iterable[Line] = (), **more: Any) -> bytes:
    """A workbook with these rows; `more` are other sheets by name."""
    held = BytesIO()
    with Book(held, {"strings_to_formulas": False, "strings_to_numbers": False}) as book:
        forms = {form: book.add_format({"num_format": form}) for form in ("yyyy-mm-dd", "hh:mm")}
        sheets = {"Stakeholders": list(stakeholders), "Meetings": list(meetings), **more}
        for name, rows in sheets.items():
            if not rows:
                continue
            out = book.add_worksheet(name)
            columns = list(dict.fromkeys(key for row in rows for key in row))
            out.write_row(0, 0, columns)
            for line, row in enumerate(rows, start=1):
                for place, column in enumerate(columns):
                    _write(out, line, place, row.get(column), forms)
    return held.getvalue()


def _write(out: Any, line: int, place: int, cell: Any, forms: Mapping[str, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, time):
        out.write_datetime(line, place, cell, forms["hh:mm"])
    elif isinstance(cell, date | datetime):
        out.write_datetime(line, place, cell, forms["yyyy-mm-dd"])
    else:
        out.write(line, place, cell)


def bring(
    actor: Actor, agreement: Agreement, content: bytes, *, trial: bool = False, language: str = "en"
) -> HttpResponse:
    """Upload it."""
    data = {"file": SimpleUploadedFile("march.xlsx", content), **({"trial": "on"} if trial else {})}
    at = reverse("workbook_list", args=[agreement.pk])
    return client_of(actor).post(at, data, headers={"accept-language": language})


def taken(actor: Actor, agreement: Agreement, content: bytes, **options: Any) -> Workbook:
    """Upload it, and let the worker take it in."""
    answer = bring(actor, agreement, content, **options)
    assert answer.status_code == 302, answer.content.decode()
    with owner():
        row = Workbook.objects.select_related("job").latest("created_at")
    take_workbook(row.job_id)
    with owner():
        row = Workbook.objects.select_related("job").get(pk=row.pk)
    assert row.job.state == "done", row.job.error
    return row


def counts(row: Workbook, kind: str = "stakeholder") -> dict[str, int]:
    """How the rows of one sheet ended, those that none ended as left out."""
    return {end: n for end, n in row.counts[kind].items() if n and end != "rows"}


def refused_file(actor: Actor, row: Workbook) -> bytes:
    """The file of refused rows."""
    answer = client_of(actor).get(reverse("workbook_refused", args=[row.agreement_id, row.pk]))
    assert answer.status_code == 200, answer
    return answer.content


def sheet_of(content: bytes, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet by column, without the row of labels."""
    book = CalamineWorkbook.from_object(BytesIO(content))
    head, _labels, *rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [dict(zip(head, row, strict=True)) for row in rows]


def page_of(row: Workbook) -> str:
    """Where its outcome stands."""
    return reverse("workbook", args=[row.agreement_id, row.pk])
