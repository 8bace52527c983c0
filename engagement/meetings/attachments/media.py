"""What a file is, by its content; its name has to agree."""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from io import BytesIO

from django.utils.translation import gettext as _

PDF, PNG, JPEG, WEBP = "application/pdf", "image/png", "image/jpeg", "image/webp"
TEXT, CSV = "text/plain", "text/csv"
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = f"{_OFFICE}wordprocessingml.document"
XLSX = f"{_OFFICE}spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
PICTURES = (PNG, JPEG, WEBP)

#: Media type -> the endings a name may have, the usual one first.
ENDINGS = {
    PDF: ("pdf",),
    PNG: ("png",),
    JPEG: ("jpg", "jpeg"),
    WEBP: ("webp",),
    TEXT: ("txt", "text", "md", "log"),
    CSV: ("csv",),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
    ODT: ("odt",),
    ODS: ("ods",),
}
#: What the file dialog offers.
ACCEPT = ",".join(f".{ending}" for endings in ENDINGS.values() for ending in endings)
#: A text that a browser would take for a page or a drawing, or a shell for a program.
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|object|\?xml|!entity)", re.IGNORECASE
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
#: What a damaged archive makes the reader raise.
_FAULTS = (
    zipfile.BadZipFile,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)
_MOST_PARTS = 5000
_MOST_UNPACKED = 300 * 1024 * 1024
_CONTENT_TYPES = {
    f"{DOCX}.main+xml".encode(): DOCX,
    f"{XLSX}.main+xml".encode(): XLSX,
}


class Refused(ValueError):
    """The file is not taken; the message is for whoever sent it."""


def not_taken() -> Refused:
    return Refused(
        _(
            "This kind of file is not taken. Send a PDF, a picture (PNG, JPEG, WebP), a text, a "
            "CSV, or a document or sheet (DOCX, XLSX, ODT, ODS) without macros."
        )
    )


def kind_of(content: bytes, name: str) -> str:
    """The media type by the content. Raises Refused for anything else, or in disguise."""
    found = _sniffed(content)
    ending = ending_of(name)
    if found == TEXT and ending in ENDINGS[CSV]:
        return CSV
    if ending and ending not in ENDINGS[found] and not (found in PICTURES and _picture(ending)):
        raise Refused(
            _("The name ends in .%(ending)s, but the content is something else.")
            % {"ending": ending}
        )
    return found


def ending_of(name: str) -> str:
    """What stands after the last dot, where it reads like an ending."""
    _stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and re.fullmatch(r"[A-Za-z0-9]{1,5}", ending) else ""


def _picture(ending: str) -> bool:
    """Phones name pictures of one kind by another; these are named anew, not refused."""
    return any(ending in ENDINGS[kind] for kind in PICTURES)


def _sniffed(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    return _text(content)


def _pdf(content: bytes) -> str:
    # A PDF that is an archive too opens as something else than it was looked at.
    if b"%%EOF" not in content[-2048:] or zipfile.is_zipfile(BytesIO(content)):
        raise not_taken()
    return PDF


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16, as Windows writes it
        try:
            content = content.decode("utf-16").encode()
        except UnicodeDecodeError:
            raise not_taken() from None
    if _CONTROLS.search(content) or content.startswith(b"#!"):
        raise not_taken()
    if _MARKUP.search(content):
        raise Refused(_("A text with the code of a web page or a drawing in it is not taken."))
    return TEXT


def _packed(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > _MOST_UNPACKED:
                raise not_taken()
            return _document(packed, {part.filename for part in parts})
    except _FAULTS as error:
        if isinstance(error, Refused):
            raise
        raise not_taken() from error


def _document(packed: zipfile.ZipFile, names: set[str]) -> str:
    """By what the container says of itself; macros are refused."""
    if any(_executable(name) for name in names):
        raise not_taken()
    if "mimetype" in names:
        said = _part(packed, "mimetype", 200).decode("ascii", "replace").strip()
        if said in (ODT, ODS) and "content.xml" in names:
            return said
    elif "[Content_Types].xml" in names:
        types = _part(packed, "[Content_Types].xml", 1024 * 1024)
        if b"macroEnabled" not in types:
            found = {kind for mark, kind in _CONTENT_TYPES.items() if b'"' + mark + b'"' in types}
            if len(found) == 1:
                return found.pop()
    raise not_taken()


def _executable(name: str) -> bool:
    lower = name.lower()
    endings = (".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".scr", "vbaproject.bin")
    return lower.endswith(endings) or lower.startswith(("basic/", "scripts/"))


def _part(packed: zipfile.ZipFile, name: str, most: int) -> bytes:
    with packed.open(name) as part:
        return part.read(most)
