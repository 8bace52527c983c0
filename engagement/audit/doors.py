"""The door through which every list leaves as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi

from engagement.access.scope import Actor
from engagement.audit.exports import MOST_ROWS, Table, TooManyRows, as_book, as_csv, log_export
from engagement.audit.models import Export

TYPES = {
    Export.Format.CSV.value: "text/csv; charset=utf-8",
    Export.Format.XLSX.value: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Export.Format.ICS.value: "text/calendar; charset=utf-8",
}


def wanted_format(request: HttpRequest) -> str:
    """`csv` or `xlsx` where the address asks for a file, else nothing."""
    asked = request.GET.get("format", "")
    return asked if asked in (Export.Format.CSV, Export.Format.XLSX) else ""


def export(request: HttpRequest, actor: Actor, table: Table, what: str) -> HttpResponse:
    """Answer a list as the file that the address asks for, and note that it left.

    Call it inside the `acting_as` block that reads the rows: the note is written with them. A list
    that is too long is refused in words, with 422.
    """
    return _left(request, actor, [table], what, wanted_format(request) or Export.Format.CSV.value)


def export_book(
    request: HttpRequest, actor: Actor, tables: Sequence[Table], what: str
) -> HttpResponse:
    """Answer several lists as one spreadsheet, a sheet each; otherwise as `export`."""
    return _left(request, actor, tables, what, Export.Format.XLSX.value)


def _left(
    request: HttpRequest, actor: Actor, tables: Sequence[Table], what: str, format: str
) -> HttpResponse:
    number = count()
    counted = [
        replace(table, rows=(row for row, _tick in zip(table.rows, number, strict=False)))
        for table in tables
    ]
    try:
        xlsx = format == Export.Format.XLSX
        content = as_book(counted, rtl=get_language_bidi()) if xlsx else as_csv(counted[0])
    except TooManyRows:
        return render(request, "audit/too_many.html", {"most": MOST_ROWS}, status=422)
    query = request.GET.copy()
    query.pop("format", None)
    log_export(actor, what, format, query.urlencode(), next(number))
    return as_file(content, format, f"{what}-{actor.today().isoformat()}.{format}")


def as_file(content: bytes, format: str, name: str) -> HttpResponse:
    """A file to be kept by the reader and by nobody on the way; `name` is plain ASCII."""
    answer = HttpResponse(content, content_type=TYPES[format])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
