"""Names of files, as they are kept."""

from __future__ import annotations

import unicodedata

from engagement.meetings.attachments.media import ENDINGS, ending_of

LONGEST = 200
#: Signs that some system takes for something else than a name.
_FORBIDDEN = '<>:"|?*'


def clean_name(name: str, media_type: str) -> str:
    """Without a path, controls and signs of direction, with the ending of what it is."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(
        letter
        for letter in unicodedata.normalize("NFC", last)
        # Cc controls, Cf directions and joiners, Cs halves of letters, Co and Cn nobody's letters
        if not unicodedata.category(letter).startswith("C") and letter not in _FORBIDDEN
    )
    kept = " ".join(kept.split()).strip(" .")
    ending = ending_of(kept)
    stem = kept[: -len(ending) - 1].strip(" .") if ending else kept
    if ending not in ENDINGS[media_type]:
        ending = ENDINGS[media_type][0]
    return f"{stem[: LONGEST - len(ending) - 1] or 'file'}.{ending}"
