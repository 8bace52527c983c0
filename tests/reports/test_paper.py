"""The paper holds the figures of the page, in the reader's language."""

from __future__ import annotations

import re
import unicodedata

import pytest

from engagement.reports.models import Report
from engagement.reports.render import Pdf
from tests.cast import Cast
from tests.reports.pdfs import Sign, letters, pages, signs, text
from tests.reports.story import built, file, many_meetings, shown

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


def drawn(cast: Cast, report: Report, language: str) -> str:
    """Everything on the paper, line by line from the left, whichever way it is read."""
    lines: dict[tuple[int, int], list[Sign]] = {}
    for at, one in enumerate(pages(pdf_of(cast, report, language))):
        for sign in signs(one):
            lines.setdefault((at, round(sign.bottom / 3)), []).append(sign)
    ordered = (sorted(line, key=lambda sign: sign.left) for line in lines.values())
    return "\n".join("".join(sign.text for sign in line) for line in ordered)


def pdf_of(cast: Cast, report: Report, language: str) -> Pdf:
    return Pdf(file(cast.amal, report, "pdf", language), "ua-1")


def paper(cast: Cast, report: Report, language: str) -> str:
    return "\n".join(text(page) for page in pages(pdf_of(cast, report, language)))


def test_the_paper_holds_the_sentence(cast: Cast, report: Report) -> None:
    for language in ("en", "ar", "ckb"):
        made = shown(cast.amal, report, language)
        sentence = "".join(part["text"] for part in made.sentence)

        assert len(plain(sentence)) > 10
        assert holds(paper(cast, report, language), sentence)


def test_the_paper_holds_the_large_figures(cast: Cast, report: Report) -> None:
    for language in ("en", "ar", "ckb"):
        words = plain(paper(cast, report, language))

        # 13/2 of 20 is 32.5 percent; with the one of unknown place 37.5.
        assert plain("33% 38% 6½") <= words
        # Basra and Baghdad, both three times or more.
        beyond, visited = shown(cast.amal, report, language).figures
        assert (beyond["figure"], visited["figure"]) == ("33%", "2")
        assert visited["squares"] == {"full": 2, "part": 0, "empty": 16}


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


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_the_columns_of_the_table_follow_the_writing(
    cast: Cast, report: Report, language: str
) -> None:
    """Basra was visited 7 times and heard 20 times: the 7 stands before the 20, as it is read."""
    found = drawn(cast, report, language).splitlines()
    numbers = ["".join(re.findall(r"\d", line)) for line in found]

    # From the left 7, 20, 1, 0, 0; from the right the same cells stand the other way round.
    assert ("720100" if language == "en" else "001207") in numbers
