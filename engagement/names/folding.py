"""Folding of names for search: the same key however the name was typed. Never for display."""

from __future__ import annotations

import unicodedata

#: Letters that writers of Arabic, Persian and Sorani use for one another.
_LETTERS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ێ": "ي",
        "ئ": "ي",
        "ک": "ك",
        "گ": "ك",
        "ھ": "ه",
        "ە": "ه",
        "ة": "ه",
        "ۆ": "و",
        "ؤ": "و",
        "ڕ": "ر",
        "ڵ": "ل",
        "ڤ": "ف",
        "پ": "ب",
        "ـ": "",
        "‌": "",
        "‍": "",
    }
)


def fold(text: str) -> str:
    """The search key of a name: compatibility forms, marks, letter variants and case removed."""
    if text.isascii() and text.isprintable():  # nothing to be taken apart
        return " ".join(text.casefold().split())
    bare = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    kept = "".join(c for c in bare if unicodedata.category(c) not in ("Mn", "Cf", "Cc"))
    return " ".join(kept.translate(_LETTERS).casefold().split())


def script_of(text: str) -> str:
    """`Arab` or `Latn` by the letters that prevail, `Zyyy` where there are none (ISO 15924)."""
    names = [unicodedata.name(c, "") for c in text if c.isalpha()]
    arabic = sum(name.startswith("ARABIC") for name in names)
    latin = sum(name.startswith("LATIN") for name in names)
    if not arabic and not latin:
        return "Zyyy"
    return "Arab" if arabic >= latin else "Latn"
