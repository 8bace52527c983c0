"""The paper holds the figures of the page, in the reader's language."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from engagement.reports.models import Report
from engagement.reports.render import Pdf
from tests.cast import Cast
from tests.reports.papers import Sign, letters, pages, signs, text
from tests.reports.story import built, files, many_meetings, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast: Cast) -> Report:
    many_meetings(cast)
    return built(cast.amal)


def bare(words: str) -> str:
    """Letters and numbers as a reader of the PDF finds them: without signs, a fraction in three."""
    kept = "".join(sign for sign in words if unicodedata.category(sign) not in ("Cf", "Mn"))
    signs_as_drawn = kept.replace("½", "1/2")
    return "".join(sign if sign.isalnum() or sign in "%/" else " " for sign in signs_as_drawn)


def plain(words: str) -> set[str]:
    return letters(bare(words))


def holds(found: str, expected: str) -> bool:
    """Every number and most words; pdfium breaks an Arabic word where it carries a vowel sign."""
    wanted, there = plain(expected), plain(found)
    numbers = {word for word in wanted if any(sign.isdigit() for sign in word)}
    return numbers <= there and len(wanted & there) >= 0.5 * len(wanted)


def heights(cast: Cast, report: Report, language: str) -> list[Counter[str]]:
    """The signs drawn at the height of each number."""
    found = []
    for one in pages(pdf_of(cast, report, language)):
        there = [(sign.text, (sign.bottom + sign.top) / 2) for sign in signs(one)]
        middles = {middle for text, middle in there if text.isdigit()}
        found += [Counter(text for text, at in there if abs(at - middle) < 6) for middle in middles]
    return found


def drawn_in(line: Counter[str], expected: str) -> bool:
    """Whether each letter and digit is drawn in the line as often as it is expected."""
    return Counter(bare(expected).replace(" ", "")) <= line


def drawn(cast: Cast, report: Report, language: str) -> str:
    """Everything on the paper, line by line from the left, whichever way it is read."""
    lines: dict[tuple[int, int], list[Sign]] = {}
    for at, one in enumerate(pages(pdf_of(cast, report, language))):
        for sign in signs(one):
            lines.setdefault((at, round(sign.bottom / 3)), []).append(sign)
    ordered = (sorted(line, key=lambda sign: sign.left) for line in lines.values())
    return "\n".join("".join(sign.text for sign in line) for line in ordered)


def pdf_of(cast: Cast, report: Report, language: str) -> Pdf:
    [row] = [row for row in files(cast.amal, report) if row.language == language]
    return Pdf(bytes(row.content), "ua-1")


def paper(cast: Cast, report: Report, language: str) -> str:
    return "\n".join(text(page) for page in pages(pdf_of(cast, report, language)))


def page(cast: Cast, report: Report, language: str) -> dict[str, Any]:
    """What the report's page shows, as the template is given it."""
    client = Client(headers={"accept-language": language})
    client.force_login(user_of(cast.amal))
    response = client.get(reverse("report", args=[report.pk]))
    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()
    shown: dict[str, Any] = response.context["c"]
    return shown


def test_the_paper_holds_the_sentence_of_the_page(cast: Cast, report: Report) -> None:
    for language in ("en", "ar", "ckb"):
        sentence = "".join(words for words, _strong in page(cast, report, language)["sentence"])

        assert len(plain(sentence)) > 10
        assert holds(paper(cast, report, language), sentence)


def rows_of(shown: dict[str, Any]) -> list[str]:
    """Every row of the page's two tables, as one text each."""
    counted = [f"{row['label']} {row['number']}" for row in shown["counted"]]
    return counted + [
        " ".join([row["name"], *(str(cell["number"]) for cell in row["cells"].values())])
        for row in shown["rows"]
    ]


def test_the_paper_holds_every_row_of_the_page(cast: Cast, report: Report) -> None:
    rows, found = rows_of(page(cast, report, "en")), paper(cast, report, "en").splitlines()

    assert len(rows) == 7 + 18
    assert [row for row in rows if not any(holds(line, row) for line in found)] == []


def test_the_paper_holds_every_row_of_the_page_from_right_to_left(
    cast: Cast, report: Report
) -> None:
    """By the letters drawn at one height: pdfium's own lines break at vowel signs."""
    for language in ("ar", "ckb"):
        rows, found = rows_of(page(cast, report, language)), heights(cast, report, language)

        assert [row for row in rows if not any(drawn_in(line, row) for line in found)] == []


def test_the_paper_holds_the_large_figures(cast: Cast, report: Report) -> None:
    for language in ("en", "ar", "ckb"):
        shown = page(cast, report, language)
        words = plain(paper(cast, report, language))

        # 13/2 of 20 is 32.5 percent; with the one of unknown place 37.5.
        assert (shown["beyond"]["percent"], shown["beyond"]["high"]) == (33, 38)
        assert plain("33%") <= words
        assert plain("6½") <= words
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


def test_the_paper_says_its_position_and_hash(cast: Cast, report: Report) -> None:
    for language in ("en", "ar", "ckb"):
        words = drawn(cast, report, language).replace(" ", "")

        assert f"sha256{report.figures_sha256[:16]}" in words
        assert plain(str(report.position)) <= plain(paper(cast, report, language))
