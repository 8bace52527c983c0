"""Readers of a finished PDF: its text, where each letter stands, and its structure."""

import ctypes
import unicodedata
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from engagement.reports.render import Pdf

ACCENT = (0x13, 0x5E, 0x6B)


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


def squeezed(words: str) -> str:
    """Without spaces, hyphens, direction marks and vowel signs: a line may be broken anywhere, and
    a hyphen at its end is read as another sign."""
    return "".join(
        sign
        for sign in words
        if not sign.isspace()
        and sign not in "-\ufffe"
        and unicodedata.category(sign) not in ("Cf", "Mn", "Cc")
    )
