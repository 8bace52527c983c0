"""The pages of workbooks: the template, who brings one, and who sees what came of it."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from engagement.access.scope import acting_as
from engagement.sync.workbooks.columns import MEETINGS, STAKEHOLDERS
from engagement.sync.workbooks.models import WorkbookPart
from tests.cast import Cast
from tests.jobs.queues import queue_down
from tests.meetings.browsing import client_of
from tests.sync.agreeing import agree
from tests.sync.filling import bring, filled, person, taken

__all__ = ["queue_down"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queue_down")]


@pytest.fixture
def cast(people: Cast) -> Cast:
    """Really committed: the worker's thread sees it too."""
    return people


def test_the_template_has_the_columns_of_the_api_in_the_language_of_the_page(cast: Cast) -> None:
    agreement = agree(cast, actor_types=frozenset({"tribe"}))
    at = reverse("workbook_template", args=[agreement.pk])
    for language in ("en", "ar", "ckb"):
        answer = client_of(cast.idris).get(at, headers={"accept-language": language})
        book = CalamineWorkbook.from_object(BytesIO(answer.content))
        assert book.sheet_names == ["Stakeholders", "Meetings", "Codes", "How to"]
        for sheet in (STAKEHOLDERS, MEETINGS):
            head, labels = book.get_sheet_by_name(sheet.name).to_python()
            assert head == [column.name for column in sheet.columns]
            assert all(label.endswith("↓") for label in labels)
        codes = book.get_sheet_by_name("Codes").to_python()
        assert [row[3] for row in codes[2:] if row[3]] == ["tribe"]
        with ZipFile(BytesIO(answer.content)) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml")
        assert (b'rightToLeft="1"' in sheet) == (language != "en")
        assert b"<formula1>Codes!$D$3:$D$3</formula1>" in sheet


def test_an_empty_template_is_told_that_it_holds_nothing(cast: Cast) -> None:
    agreement = agree(cast)
    at = reverse("workbook_template", args=[agreement.pk])
    answer = bring(cast.idris, agreement, client_of(cast.idris).get(at).content)
    assert answer.status_code == 422
    assert "There is no record in this workbook." in answer.content.decode()


def test_officers_and_readers_bring_no_workbook(cast: Cast) -> None:
    agreement = agree(cast)
    row = taken(cast.idris, agreement, filled([person("p", kind="x")]))
    for who in (cast.amal, cast.ruth, cast.carla):
        assert bring(who, agreement, filled([person("p-1")])).status_code == 403
        for name, args in addresses(agreement, row):
            assert client_of(who).get(reverse(name, args=args)).status_code == 403, name


def test_an_agreement_of_another_programme_is_not_there(cast: Cast) -> None:
    agreement = agree(cast)
    row = taken(cast.idris, agreement, filled([person("p", kind="x")]))
    other = agree(cast, name="River Reconciliation")
    for name, args in addresses(agreement, row):
        assert client_of(cast.omar).get(reverse(name, args=args)).status_code == 404, name
    for name, args in addresses(other, row)[2:]:
        assert client_of(cast.idris).get(reverse(name, args=args)).status_code == 404, name


def addresses(agreement: Any, row: Any) -> list[tuple[str, list[Any]]]:
    found = [(name, [agreement.pk]) for name in ("workbook_list", "workbook_template")]
    of_one = ("workbook", "workbook_progress", "workbook_refused")
    return [*found, *((name, [agreement.pk, row.pk]) for name in of_one)]


def test_refused_rows_are_for_whoever_brought_them(cast: Cast) -> None:
    agreement = agree(cast)
    row = taken(cast.idris, agreement, filled([person("zqx", kind="nobody")]))
    at = reverse("workbook", args=[agreement.pk, row.pk])
    assert "zqx" in client_of(cast.idris).get(at).content.decode()
    assert "zqx" not in client_of(cast.bassam).get(at).content.decode()
    refused = reverse("workbook_refused", args=[agreement.pk, row.pk])
    assert client_of(cast.bassam).get(refused).status_code == 404
    with acting_as(cast.bassam, "read"):
        assert WorkbookPart.objects.count() == 0
    with acting_as(cast.idris, "read"):  # and the file as it was sent is gone
        assert set(WorkbookPart.objects.values_list("part", flat=True)) == {"refused", "reasons"}


def test_the_pages_take_a_fixed_number_of_statements(cast: Cast) -> None:
    agreement = agree(cast)
    row = taken(cast.idris, agreement, filled([person("p", kind="x")]))
    few = statements(cast, agreement, row)
    rows = [person(f"p-{n}", kind="x") for n in range(9)]
    more = [filled(rows[:n]) for n in range(1, 6)]
    for content in more:
        row = taken(cast.idris, agreement, content)
    assert statements(cast, agreement, row) == few


def statements(cast: Cast, agreement: Any, row: Any) -> list[int]:
    client, found = client_of(cast.idris), []
    for name, args in (("workbook_list", [agreement.pk]), ("workbook", [agreement.pk, row.pk])):
        client.get(reverse(name, args=args))  # what is read once in a process
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(reverse(name, args=args))
        found.append(len(seen))
    return found
