"""The report on paper: a document of finished text becomes a PDF.

Nothing here asks the database, counts or translates. The document goes to the template as JSON
and is only ever shown as text, so a name that looks like markup stays a name.
"""

import datetime
import functools
import importlib.resources
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import typst

from engagement.reports.paper import Document

__all__ = ["Document", "Pdf", "drawn", "pdf"]

logger = logging.getLogger(__name__)

TEMPLATES = Path(__file__).parent / "typst"
FONT_PACKAGES = ("fontpkg_ibm_plex_sans", "fontpkg_ibm_plex_sans_arabic")


@dataclass(frozen=True)
class Pdf:
    """A finished file; without a `standard` it is tagged, but not PDF/UA-1."""

    content: bytes
    standard: Literal["ua-1"] | None


def pdf(document: Document) -> Pdf:
    """Typeset the document; the same document gives the same bytes.

    A letter that the report's fonts lack makes PDF/UA-1 impossible: the file is then only tagged.
    Raises typst.TypstError for a document of another shape, ValueError where `frozen` is no ISO
    time with its offset.
    """
    try:
        return Pdf(_typeset(document, "ua-1"), "ua-1")
    except typst.TypstError:
        # Without typst's own words: they quote the text, which may be somebody's name.
        logger.warning("PDF/UA-1 was refused, trying a tagged PDF (%s)", document["lang"])
        return Pdf(_typeset(document, None), None)


def _typeset(document: Document, standard: Literal["ua-1"] | None) -> bytes:
    return typst.compile(
        TEMPLATES / "report.typ",
        root=TEMPLATES,
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
        pdf_standards=standard,
        timestamp=datetime.datetime.fromisoformat(document["frozen"]),
    )


def drawn(slide: Mapping[str, Any], format_: Literal["pdf", "png"]) -> bytes:
    """Typeset a slide (engagement/reports/slide.py) as one page; the same slide, the same bytes.

    Raises typst.TypstError for a slide of another shape.
    """
    # A list of pages for pictures, where there are several.
    content: Any = typst.compile(
        TEMPLATES / "slide.typ",
        root=TEMPLATES,
        format=format_,
        ppi=144.0,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(slide, ensure_ascii=False)},
        timestamp=datetime.datetime.fromisoformat(slide["frozen"]),
    )
    return bytes(content[0] if isinstance(content, list) else content)


@functools.cache
def _fonts() -> typst.Fonts:
    """The report's own fonts and no others, so that every machine sets the same page."""
    folders = [Path(str(importlib.resources.files(package) / "files")) for package in FONT_PACKAGES]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
