"""The report on paper, read back from the PDF that typst wrote."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from engagement.reports.render import Document, pdf
from tests.reports.papers import (
    ARABIC,
    ENGLISH,
    KURDISH,
    Words,
    a_crowded_document,
    a_document,
    a_meter,
    a_section,
    a_tile,
    an_empty_document,
    map_of,
    table_of,
)
from tests.reports.pdfs import accent_span, left_edge, letters, pages, signs, tags, text

HOSTILE = '#read("/etc/passwd") *bold*'
MARGIN = 18 / 25.4 * 72
TILE = 53
ROOT = Path(__file__).parents[2]

every_language = pytest.mark.parametrize(
    "words", [ENGLISH, ARABIC, KURDISH], ids=lambda words: words.lang
)


@every_language
def test_every_language_meets_pdf_ua(words: Words) -> None:
    file = pdf(a_document(words))

    assert file.standard == "ua-1"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in file.content
    assert f"<rdf:li>{words.lang}</rdf:li>".encode() in file.content
    assert pypdfium2.PdfDocument(file.content).get_metadata_value("Title") == words.title


@every_language
def test_paper_holds_the_sentence_and_the_figures(words: Words) -> None:
    found = "\n".join(text(page) for page in pages(pdf(a_document(words))))

    assert letters(words.sentence) <= letters(found)
    assert {"37%", "53", "143", "777", "38%", "517"} <= set(found.replace(".", " ").split())


@every_language
def test_places_are_whole(words: Words) -> None:
    found = text(pages(pdf(a_document(words)))[0])

    assert letters(" ".join(words.places)) <= letters(found)


def test_data_never_becomes_markup() -> None:
    document = a_document()
    document["title"] = HOSTILE
    map_of(document)["tiles"][0]["name"] = "*a*"
    table_of(document, "I")["rows"][0][0] = HOSTILE

    found = [text(page) for page in pages(pdf(document))]

    assert HOSTILE in found[0]
    assert "*a*" in found[0]
    assert HOSTILE in "".join(found[1:])
    assert "root:" not in "".join(found)


@every_language
def test_the_same_document_gives_the_same_bytes(words: Words) -> None:
    assert pdf(a_document(words)) == pdf(a_document(words))


def test_another_process_gives_the_same_bytes() -> None:
    script = (
        "import hashlib\n"
        "from engagement.reports.render import pdf\n"
        "from tests.reports.papers import ARABIC, a_document\n"
        "print(hashlib.sha256(pdf(a_document(ARABIC)).content).hexdigest())"
    )
    printed = [
        subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, stdout=subprocess.PIPE)
        for _ in range(2)
    ]

    assert printed[0].stdout == printed[1].stdout


def test_the_file_carries_the_time_of_freezing() -> None:
    created = pypdfium2.PdfDocument(pdf(a_document()).content).get_metadata_value("CreationDate")

    assert created == "D:20261122064000Z"


@every_language
@pytest.mark.parametrize("made", [a_document, an_empty_document, a_crowded_document])
def test_no_text_leaves_the_margins(words: Words, made: Callable[[Words], Document]) -> None:
    for page in pages(pdf(made(words))):
        drawn = signs(page)

        assert min(sign.left for sign in drawn) > MARGIN - 2
        assert max(sign.right for sign in drawn) < page.get_width() - MARGIN + 2
        assert min(sign.bottom for sign in drawn) > 0
        assert max(sign.top for sign in drawn) < page.get_height()


@every_language
def test_a_period_without_meetings_is_one_page(words: Words) -> None:
    file = pdf(an_empty_document(words))

    assert file.standard == "ua-1"
    assert len(pages(file)) == 1
    assert letters(words.title) <= letters(text(pages(file)[0]))


@every_language
def test_the_map_is_never_mirrored(words: Words) -> None:
    page = pages(pdf(a_document(words)))[0]

    assert left_edge(page, "777") < left_edge(page, "888")


@pytest.mark.parametrize("name", ["Ж" * 30, " ".join(["ЖЖЖЖЖ"] * 12), "ЖЖЖЖЖЖЖ-Ж ЖЖЖЖ"])
@pytest.mark.parametrize("state", ["visited", "failed", "heard", "never"])
def test_a_long_name_stays_on_its_tile(name: str, state: str) -> None:
    document = an_empty_document(ENGLISH)
    document["sections"] = [a_section("M", map=map_of(a_document()))]
    map_of(document)["tiles"] = [a_tile(2, 2, name, state, "ЖЖЖ", step=1, word=name)]
    drawn = [sign for page in pages(pdf(document)) for sign in signs(page) if sign.text == "Ж"]

    assert max(sign.right for sign in drawn) - min(sign.left for sign in drawn) < TILE
    assert max(sign.top for sign in drawn) - min(sign.bottom for sign in drawn) < TILE


@every_language
def test_columns_follow_the_writing(words: Words) -> None:
    document = a_document(words)
    table_of(document, "I")["rows"] = [["QQQ", "555"]]
    page = next(page for page in pages(pdf(document)) if "QQQ" in text(page))

    assert (left_edge(page, "QQQ") < left_edge(page, "555")) is (words.dir == "ltr")


def test_a_meter_grows_from_the_side_where_reading_starts() -> None:
    english, arabic = an_empty_document(ENGLISH), an_empty_document(ARABIC)
    english["figures"] = arabic["figures"] = [a_meter(0.25)]

    assert accent_span(pdf(english)) == pytest.approx((0.086, 0.293), abs=0.005)
    assert accent_span(pdf(arabic)) == pytest.approx((0.707, 0.914), abs=0.005)


@every_language
def test_page_numbers_read_from_the_left(words: Words) -> None:
    page = pages(pdf(a_document(words)))[0]
    outer = MARGIN if words.dir == "rtl" else page.get_width() - MARGIN
    number = [
        (sign.left, sign.text)
        for sign in signs(page)
        if 38 < sign.bottom < 56 and abs(sign.left - outer) < 25 and sign.text != " "
    ]

    assert "".join(shown for _, shown in sorted(number)) == "1/2"


def test_a_long_table_repeats_its_head() -> None:
    found = [text(page) for page in pages(pdf(a_document(rows=120)))]
    with_rows = [page for page in found if "Sulaymaniyah 5" in page or "Qadisiyyah 5" in page]

    assert len(with_rows) > 2
    assert all("Visited" in page for page in with_rows)


@every_language
def test_structure_is_told_in_order(words: Words) -> None:
    told = tags(pages(pdf(a_document(words)))[0])
    landmarks = [kind for kind, _ in told if kind in ("H1", "H2", "H3", "Figure", "Table", "TH")]

    assert landmarks[:7] == ["H1", "H2", "Figure", "H3", "Table", "TH", "TH"]
    assert ("Figure", words.sentence) in told


def test_a_letter_without_a_font_costs_the_standard_but_not_the_report() -> None:
    document = a_document()
    document["title"] = "Engagement 漢"

    file = pdf(document)

    assert file.standard is None
    assert b"pdfuaid:part" not in file.content
    assert pypdfium2.PdfDocument(file.content).is_tagged()
    assert "53 of 143" in text(pages(file)[0])
