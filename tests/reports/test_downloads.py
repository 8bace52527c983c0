"""Downloading a report: each format and language, to whoever may, and noted."""

from __future__ import annotations

import pytest
from django.urls import reverse

from engagement.audit.models import Export
from tests.cast import Cast
from tests.conftest import owner
from tests.reports.browsing import page
from tests.reports.story import FIRST, built, few_meetings

pytestmark = pytest.mark.django_db
BEGINS = {"pdf": b"%PDF-", "xlsx": b"PK", "csv": "\ufeff".encode()}


def noted() -> list[Export]:
    """What left the programme, in order."""
    with owner():
        return list(Export.objects.order_by("at"))


def test_the_page_offers_every_format_in_every_language(cast: Cast) -> None:
    few_meetings(cast)
    report = built(cast.amal)
    content = page(cast.ruth, "report", report.pk, language="ar").content.decode()

    places = [
        content.index(f'href="{reverse("report_file", args=[report.pk, language, format_])}"')
        for language in ("ar", "en", "ckb")  # the reader's own first
        for format_ in BEGINS
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_a_reader_may_download_and_it_is_noted(cast: Cast, language: str) -> None:
    report = built(cast.amal)
    for format_, begins in BEGINS.items():
        response = page(cast.ruth, "report_file", report.pk, language, format_)
        name = f"jisr-beyond-capital-2026-Q1-{language}.{format_}"

        assert response.status_code == 200
        assert response.content.startswith(begins)
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response["Cache-Control"] == "no-store"
        assert response["X-Content-Type-Options"] == "nosniff"

    found = noted()
    assert {row.user_id for row in found} == {cast.ruth.user_id}
    assert [row.format for row in found] == ["file", "xlsx", "csv"]
    assert {(row.what, row.query) for row in found} == {
        (f"report-beyond_capital-{language}", str(report.pk))
    }


def test_the_old_address_of_a_pdf_still_opens(cast: Cast) -> None:
    report = built(cast.amal)

    assert reverse("report_file", args=[report.pk, "en", "pdf"]) == f"/reports/{report.pk}/en.pdf"


@pytest.mark.parametrize(("language", "format_"), [("fr", "pdf"), ("en", "docx"), ("en", "PDF")])
def test_a_file_that_was_not_made_is_not_there(cast: Cast, language: str, format_: str) -> None:
    report = built(cast.amal)

    assert page(cast.amal, "report_file", report.pk, language, format_).status_code == 404
    assert noted() == []


def test_a_file_of_a_month_is_named_after_the_month(cast: Cast) -> None:
    report = built(cast.amal, first=FIRST, last=FIRST.replace(day=31))
    response = page(cast.amal, "report_file", report.pk, "en", "csv")

    assert "jisr-beyond-capital-2026-01-en.csv" in response["Content-Disposition"]
