"""How far a name is spelled as it was typed, beside how it sounds: Kadir is not Qadir."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile

from engagement.names.sounds import VOWELS, is_arabic, sounds
from engagement.names.tokens import Part, parts_of

#: Signs that are written in one spelling and left out in another.
_LEFT_OUT = VOWELS | set("Awy")


def spelled(text: str, name: str) -> float:
    """How much of what was typed begins parts of the name letter by letter, 0 to 1."""
    parts, theirs = parts_of(text), parts_of(name)
    if not parts or not theirs:
        return 0.0
    return sum(max(_begun(part, other) for other in theirs) for part in parts) / len(parts)


@lru_cache(maxsize=20_000)
def _begun(mine: Part, theirs: Part) -> float:
    """Of consonants, and of letters too where both are of one script."""
    consonants = _shared(_consonants(mine.text), _consonants(theirs.text))
    if is_arabic(mine.text) != is_arabic(theirs.text):
        return consonants
    return (consonants + _shared(mine.text, theirs.text)) / 2


def _shared(mine: str, theirs: str) -> float:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(mine, theirs, strict=False))
    return sum(1 for _pair in same) / len(mine) if mine else 1.0


def _consonants(text: str) -> str:
    return "".join(sign for sign in sounds(text) if sign not in _LEFT_OUT)
