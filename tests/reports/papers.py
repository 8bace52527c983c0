"""Documents of the report in three languages, and readers of the PDF that comes out."""

import ctypes
import unicodedata
from typing import Any, Literal, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from engagement.reports.paper import Document, Figure, Tile
from engagement.reports.render import Pdf

ACCENT = (0x13, 0x5E, 0x6B)


class Words(NamedTuple):
    """A document's words in one language."""

    lang: str
    dir: Literal["ltr", "rtl"]
    title: str
    sentence: str
    places: tuple[str, str, str]
    columns: tuple[str, str]


ENGLISH = Words(
    "en",
    "ltr",
    "Engagement beyond Baghdad",
    "53 of 143 meetings were held beyond Baghdad",
    ("Sulaymaniyah", "Qadisiyyah", "Salah al-Din"),
    ("Governorate", "Visited"),
)
ARABIC = Words(
    "ar",
    "rtl",
    "الإشراك خارج بغداد",
    "عقد 53 من 143 اجتماع خارج بغداد ولم نحاول في واسط والمثنى",
    ("السليمانية", "القادسية", "صلاح الدين"),
    ("المحافظة", "زيارات"),
)
KURDISH = Words(
    "ckb",
    "rtl",
    "بەشداری لە دەرەوەی بەغدا",
    "53 لە 143 کۆبوونەوە لە دەرەوەی بەغدا بوون",
    ("سلێمانی", "قادسیە", "سەلاحەددین"),
    ("پارێزگا", "سەردان"),
)


def a_tile(
    row: int, column: int, name: str, state: Any, number: str = "0", step: int = 0, word: str = ""
) -> Tile:
    return {
        "row": row,
        "column": column,
        "name": name,
        "number": number,
        "state": state,
        "step": step,
        "word": word,
    }


def a_meter(share: float) -> Figure:
    return {
        "name": "A",
        "figure": f"{share:.0%}",
        "of": "B",
        "meter": {"full": share, "bound": 0},
        "squares": None,
        "keys": [],
    }


def a_document(words: Words = ENGLISH, rows: int = 18) -> Document:
    east, south, north = words.places
    return {
        "lang": words.lang,
        "dir": words.dir,
        "title": words.title,
        "product": "Jisr",
        "banner": "Demonstration",
        "frozen": "2026-11-22T09:40:00+03:00",
        "head": [{"label": "Period", "value": "1 – 30"}, {"label": "Who", "value": "TLP:GREEN"}],
        "sentence": [
            {"text": words.sentence, "strong": True},
            {"text": " (37%).", "strong": False},
        ],
        "figures": [
            {
                "name": words.title,
                "figure": "37%",
                "of": "53 / 143",
                "meter": {"full": 0.37, "bound": 0.014},
                "squares": None,
                "keys": ["2 ?"],
            },
            {
                "name": words.title,
                "figure": "12",
                "of": "/ 18",
                "meter": None,
                "squares": {"full": 8, "part": 4, "empty": 6},
                "keys": ["8", {"kind": "part", "text": "4"}],
            },
        ],
        "map": {
            "title": "A",
            "note": "B",
            "alt": words.sentence,
            "tiles": [
                a_tile(3, 1, north, "visited", "777", step=5),
                a_tile(1, 3, east, "failed", word="3"),
                a_tile(5, 3, south, "heard", word="2"),
                a_tile(4, 3, south, "never"),
                a_tile(5, 5, south, "visited", "888", step=4),
            ],
            "legend": [
                {"kind": "step", "step": 1, "text": "1"},
                {"kind": "step", "step": 2, "text": "2–4"},
                {"kind": "failed", "text": "C"},
                {"kind": "never", "text": "D"},
                {"kind": "heard", "text": "E"},
            ],
            "legend_title": "F",
            "off_map": "G",
        },
        "counted": {
            "title": "H",
            "columns": list(words.columns),
            "rows": [
                {"label": east, "number": "53", "strong": False},
                {"label": south, "number": "143", "strong": True},
            ],
            "note": "38%",
        },
        "governorates": {
            "title": "I",
            "columns": list(words.columns),
            "rows": [[words.places[row % 3], str(500 + row)] for row in range(rows)],
            "note": "",
        },
        "sure": {"title": "J", "paragraphs": ["87%"]},
        "method": {"title": "K", "paragraphs": ["L", "12–29%"]},
        "footer": {"left": "48,211", "hash": "sha256 " + "9f" * 32},
    }


def an_empty_document(words: Words) -> Document:
    """A period without a meeting, with every part that may be missing left out."""
    document = a_document(words)
    document["banner"] = None
    document["sentence"] = [{"text": words.title, "strong": True}]
    document["figures"] = [
        {"name": "A", "figure": "–", "of": "0", "meter": None, "squares": None, "keys": []},
        {
            "name": "B",
            "figure": "0",
            "of": "/ 0",
            "meter": None,
            "squares": {"full": 0, "part": 0, "empty": 0},
            "keys": [],
        },
        a_meter(0),
    ]
    document["map"] = document["counted"] = document["governorates"] = None
    document["sure"] = document["method"] = None
    return document


def a_crowded_document(words: Words) -> Document:
    """Long words in every narrow place, and squares for more than one line's worth of meetings."""
    document = a_document(words, rows=90)
    long = " ".join(words.places * 3)
    document["title"] = long
    document["head"] = [{"label": long, "value": long} for _ in range(5)]
    document["figures"] = [
        {
            "name": long,
            "figure": "19,999",
            "of": long,
            "meter": None,
            "squares": {"full": 20, "part": 9, "unknown": 5, "empty": 6},
            "keys": [long],
        }
        for _ in range(3)
    ]
    assert document["map"]
    document["map"]["tiles"] = [
        a_tile(1, 4, "x" * 40, "visited", "12,345,678", step=1),
        a_tile(1, 3, long, "failed", "12,345,678", word=long),
        a_tile(5, 5, long, "heard", "12,345,678", word=long),
    ]
    return document


def pages(file: Pdf) -> list[pypdfium2.PdfPage]:
    return list(pypdfium2.PdfDocument(file.content))


def text(page: pypdfium2.PdfPage) -> str:
    """The page's text without direction marks and vowel signs."""
    found = page.get_textpage().get_text_range().replace("\r\n", "\n")
    return "".join(sign for sign in found if unicodedata.category(sign) not in ("Cf", "Mn"))


def letters(words: str) -> set[str]:
    """Every word by its sorted letters: pdfium turns a ligature's letters round."""
    return {"".join(sorted(word)) for word in words.split()}


class Sign(NamedTuple):
    """A drawn letter and its box, in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def signs(page: pypdfium2.PdfPage) -> list[Sign]:
    """The letters that have a place on the page; a line break that pdfium adds has none."""
    content = page.get_textpage()
    found = [
        Sign(content.get_text_range(at, 1), *content.get_charbox(at))
        for at in range(content.count_chars())
    ]
    return [sign for sign in found if sign.left != sign.right]


def left_edge(page: pypdfium2.PdfPage, string: str) -> float:
    """Where the first occurrence of a string begins, in points from the left."""
    content = page.get_textpage()
    return content.get_charbox(content.search(string).get_next()[0])[0]


def tags(page: pypdfium2.PdfPage) -> list[tuple[str, str]]:
    """The structure of a page in reading order: each element's type and its alternative text."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    roots = range(pdfium.FPDF_StructTree_CountChildren(tree))
    return [tag for at in roots for tag in _below(pdfium.FPDF_StructTree_GetChildAtIndex(tree, at))]


def _below(element: Any) -> list[tuple[str, str]]:
    if not element:
        return []
    own = (
        _string(pdfium.FPDF_StructElement_GetType, element),
        _string(pdfium.FPDF_StructElement_GetAltText, element),
    )
    children = range(pdfium.FPDF_StructElement_CountChildren(element))
    child = pdfium.FPDF_StructElement_GetChildAtIndex
    return [own, *(tag for at in children for tag in _below(child(element, at)))]


def _string(getter: Any, element: Any) -> str:
    buffer = ctypes.create_string_buffer(2000)
    size = getter(element, buffer, len(buffer))
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le")


def accent_span(file: Pdf) -> tuple[float, float]:
    """Where on the first page the accent colour begins and ends, as shares of its width."""
    image = pages(file)[0].render(scale=1).to_pil().convert("RGB")
    raw = image.tobytes()
    at = [
        place // 3 % image.width
        for place in range(0, len(raw), 3)
        if raw[place : place + 3] == bytes(ACCENT)
    ]
    return min(at) / image.width, max(at) / image.width
