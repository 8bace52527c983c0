"""The paper holds the figures of the page, in the reader's language."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from engagement.reports.models import Report
from engagement.reports.render import Pdf
from tests.cast import Cast
from tests.reports.papers import letters, pages, text
from tests.reports.story import built, files, many_meetings, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast: Cast) -> Report:
    many_meetings(cast)
    return built(cast.amal)


def paper(cast: Cast, report: Report, language: str) -> str:
    [row] = [row for row in files(cast.amal, report) if row.language == language]
    return "\n".join(text(page) for page in pages(Pdf(bytes(row.content), "ua-1")))


def page(cast: Cast, report: Report, language: str) -> dict[str, Any]:
    """What the report's page shows, as the template is given it."""
    client = Client(headers={"accept-language": language})
    client.force_login(user_of(cast.amal))
    response = client.get(reverse("report", args=[report.pk]))
    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()
    shown: dict[str, Any] = response.context["c"]
    return shown


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_the_paper_holds_the_sentence_of_the_page(
    cast: Cast, report: Report, language: str
) -> None:
    sentence = "".join(words for words, _strong in page(cast, report, language)["sentence"])

    assert len(letters(sentence)) > 10
    assert letters(sentence) <= letters(paper(cast, report, language))


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_the_paper_holds_every_row_of_the_page(cast: Cast, report: Report, language: str) -> None:
    shown = page(cast, report, language)
    found = paper(cast, report, language).splitlines()
    words = [letters(line) for line in found]

    for row in shown["counted"]:
        expected = letters(f"{row['label']} {row['number']}")
        assert any(expected <= line for line in words), row["label"]
    for row in shown["rows"]:
        numbers = " ".join(str(cell["number"]) for cell in row["cells"].values())
        expected = letters(f"{row['name']} {numbers}")
        assert any(expected <= line for line in words), row["name"]


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_the_paper_holds_the_large_figures(cast: Cast, report: Report, language: str) -> None:
    shown = page(cast, report, language)
    words = letters(paper(cast, report, language))

    # 13/2 of 20 is 32.5 percent; with the one of unknown place 37.5.
    assert (shown["beyond"]["percent"], shown["beyond"]["high"]) == (33, 38)
    assert letters("33%") <= words
    assert letters("6½") <= words
    # Basra and Baghdad, both three times or more.
    assert (shown["visited"]["count"], shown["visited"]["three"]) == (2, 2)


def test_the_english_paper_says_the_figures_counted_by_hand(cast: Cast, report: Report) -> None:
    found = " ".join(paper(cast, report, "en").split())

    assert "6½ of 20 meetings were held beyond Baghdad." in found
    assert "We visited 2 of 18 governorates." in found
    assert "Anbar we tried and failed to reach." in found
    assert "Basra 7 20 1 0 0" in found
    assert "Baghdad 13 0 0 0 0" in found
    assert "In Baghdad 12½" in found
    assert "38%" in found
    assert "0 of 21 meetings were logged within 7 days" in found


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_the_paper_says_its_position_and_hash(cast: Cast, report: Report, language: str) -> None:
    words = paper(cast, report, language)

    assert report.figures_sha256[:16] in words
    assert str(report.position) in words
