"""Pictures written anew: what the camera noted of place, time and owner is not in them."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from engagement.meetings.attachments.media import JPEG, PNG, WEBP, Refused

#: More than a phone's camera makes in one shot of daily use; about 150 MB while it is read.
MOST_PIXELS = 50_000_000
_FORMATS = {PNG: "PNG", JPEG: "JPEG", WEBP: "WEBP"}
#: What each format can hold without a change of what one sees.
_MODES = {
    PNG: ("1", "L", "LA", "RGB", "RGBA", "I;16"),
    JPEG: ("L", "RGB"),
    WEBP: ("RGB", "RGBA"),
}
_FAULTS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def written_anew(content: bytes, media_type: str) -> bytes:
    """The same picture, upright, as pixels only. Raises Refused where it cannot be read."""
    try:
        with Image.open(BytesIO(content), formats=[_FORMATS[media_type]]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise Refused(
                    _("The picture has too many pixels: at most %(n)s million.")
                    % {"n": MOST_PIXELS // 1_000_000}
                )
            return _saved(picture, media_type)
    except Refused:
        raise
    except _FAULTS as error:
        raise Refused(_("The picture cannot be read. It may be damaged.")) from error


def _saved(picture: Image.Image, media_type: str) -> bytes:
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    if "transparency" in upright.info or upright.mode in ("P", "PA"):
        upright = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
    if upright.mode not in _MODES[media_type]:
        seen_through = upright.mode in ("LA", "RGBA", "La", "RGBa") and media_type != JPEG
        upright = upright.convert("RGBA" if seen_through else "RGB")
    upright.info = {}  # comment, position, owner, colour profile, embedded text
    held = BytesIO()
    options = {"quality": 90} if media_type != PNG else {"optimize": False}
    upright.save(held, _FORMATS[media_type], **options)
    return held.getvalue()
