"""The report on paper: a document of finished text becomes a PDF.

Nothing here asks the database, counts or translates. The document goes to the template as JSON
and is only ever shown as text, so a name that looks like markup stays a name.
"""

import datetime
import functools
import importlib.resources
import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import typst

from engagement.reports.paper import Document

__all__ = ["Document", "Pdf", "pdf"]

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


@functools.cache
def _fonts() -> typst.Fonts:
    """The report's own fonts and no others, so that every machine sets the same page."""
    folders = [Path(str(importlib.resources.files(package) / "files")) for package in FONT_PACKAGES]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
