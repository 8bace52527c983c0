"""Coverage's tables as files: what leaves, what is hidden in it, and the note that it left."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from python_calamine import CalamineWorkbook

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.audit.models import Export
from engagement.briefs.actions import install_brief
from tests.cast import DAY, Cast, meet, register
from tests.conftest import owner
from tests.coverage.logs import small_log
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db
TABLES = (
    *("scorecard", "indicators", "companions", "governorates", "matrix", "trend", "teams", "gaps"),
)


def get(actor: Any, table: str, **query: str) -> HttpResponse:
    return client_of(actor).get(reverse("coverage_table", args=[table]), query)


def rows_of(answer: HttpResponse) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.content
    _labels, tags, *rows = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    return [dict(zip(tags, row, strict=True)) for row in rows]


def exports() -> list[tuple[str, str, str, int]]:
    with owner():
        return list(Export.objects.values_list("what", "format", "query", "rows"))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_every_table_leaves_with_hashtags_and_is_noted(cast: Cast, table: str, format: str) -> None:
    small_log(cast, DAY)

    answer = get(cast.ruth, table, format=format, quarter="2026-Q1")

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith(f'attachment; filename="coverage-{table}-')
    assert answer["Cache-Control"] == "no-store"
    if format == "csv":
        tags = list(rows_of(answer)[0]) if table != "scorecard" else ["#output+code"]
        assert len(tags) == len(set(tags))
        assert all(tag.startswith("#") for tag in tags)
    ((what, kind, query, rows),) = exports()
    assert (what, kind, query) == (f"coverage-{table}", format, "quarter=2026-Q1")
    assert rows == 0 if table == "scorecard" else rows > 0  # no brief is installed here


def test_the_book_holds_every_table_on_a_sheet_of_its_own(cast: Cast) -> None:
    small_log(cast, DAY)

    answer = get(cast.bassam, "all", format="xlsx", quarter="2026-Q1")

    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    assert book.sheet_names == [
        "Scorecard",
        "Indicators",
        "Beside the indicators",
        "Governorates",
        "Who is met where",
        "Trend",
        "Teams",
        "Gaps",
    ]
    ((what, kind, _query, rows),) = exports()
    heads = 2 * len(book.sheet_names)
    assert (what, kind) == ("coverage", "xlsx")
    assert rows == sum(book.get_sheet_by_name(n).height for n in book.sheet_names) - heads


@pytest.mark.parametrize(
    ("table", "query"),
    [
        ("nothing", {"format": "csv"}),
        ("matrix", {"format": "pdf"}),
        ("all", {"format": "csv"}),
        ("matrix", {"format": "csv", "quarter": "2026-Q5"}),
        ("matrix", {"format": "csv", "quarter": "2099-Q1"}),
        ("matrix", {"format": "csv", "team": str(new_id())}),
        ("matrix", {"format": "csv", "team": "x"}),
        ("matrix", {"format": "csv", "colour": "red"}),
    ],
)
def test_what_there_is_not_is_not_found_and_nothing_is_noted(
    cast: Cast, table: str, query: dict[str, str]
) -> None:
    assert get(cast.bassam, table, **query).status_code == 404
    assert exports() == []


def test_an_administrator_takes_no_figures(cast: Cast) -> None:
    assert get(cast.idris, "matrix", format="csv").status_code == 403


def test_a_percentage_of_fewer_than_ten_is_left_empty(cast: Cast) -> None:
    for number in range(9):
        meet(cast.amal, "basra", who=(register(cast.amal, f"A{number}"),))
    few = rows_of(get(cast.bassam, "indicators", format="csv", quarter="2026-Q1"))[0]
    meet(cast.amal, "baghdad", who=(register(cast.amal, "B"),))
    enough = rows_of(get(cast.bassam, "indicators", format="csv", quarter="2026-Q1"))[0]

    tags = [f"#indicator+{name}+num" for name in ("numerator", "denominator", "percent")]
    assert [few[tag] for tag in tags] == ["9", "9", ""]
    assert [enough[tag] for tag in tags] == ["9", "10", "90"]


def test_the_scorecard_leaves_with_targets_and_with_us_3_as_a_state(cast: Cast) -> None:
    with acting_as(cast.bassam, "brief.installed"):
        install_brief(cast.bassam)
    small_log(cast, DAY)

    rows = rows_of(get(cast.bassam, "scorecard", format="csv", quarter="2026-Q1"))

    told = {(row["#output+code"], row["#indicator+code"]): row for row in rows}
    first = told["EU-2", "I1"]
    assert (first["#indicator+numerator+num"], first["#indicator+denominator+num"]) == ("5.5", "12")
    assert (first["#indicator+target+num"], first["#indicator+target+bound"]) == ("50", "at least")
    assert first["#status+indicator"] == "Target not met"
    state = told["US-3", "I15"]
    assert (state["#indicator+percent+num"], state["#meta+note"]) == ("", "Nothing was asked for")
    assert told["US-2", "I10"]["#meta+note"] == "Weak evidence"


def test_a_governorate_has_its_p_code_and_its_iso_code(cast: Cast) -> None:
    rows = rows_of(get(cast.bassam, "governorates", format="csv", quarter="2026-Q1"))

    codes = {row["#adm1+name"]: (row["#adm1+code"], row["#adm1+code+iso"]) for row in rows}
    assert codes["Basra"] == ("IQG02", "IQ-BA")


def test_a_file_in_another_language_holds_the_same_numbers(cast: Cast) -> None:
    small_log(cast, DAY)
    client = client_of(cast.bassam)
    at = reverse("coverage_table", args=["indicators"])
    query = {"format": "csv", "quarter": "2026-Q1"}

    english, arabic = (
        rows_of(client.get(at, query, headers={"Accept-Language": code})) for code in ("en", "ar")
    )

    numbers = [tag for tag in english[0] if tag.endswith("+num")]
    assert [[row[tag] for tag in numbers] for row in english] == [
        [row[tag] for tag in numbers] for row in arabic
    ]
