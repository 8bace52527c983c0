"""How a token of a name sounds: one row of signs for every script, and how far two rows are apart.

Arabic, Persian, Sorani and Latin letters come to the same signs, so that محمد, موحەممەد and
Muhammad can be held against each other. The tables are our own, after the ways in which names of
the region are spelled in passports, lists and the press.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice, product

from engagement.names.folding import fold

#: Signs: small letters as they sound; S sh, X kh, G gh, T th, D dh, C ch, A ain, c k or (as Kurdish
#: is written) j; a i u vowels, U a long one; w and y between.
VOWELS = frozenset("aiuU")
#: Dropped in one spelling and written in another.
WEAK = frozenset("hwy")
_ARABIC = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "T", "ج": "j", "ح": "h", "خ": "X", "د": "d", "ذ": "D",
    "ر": "r", "ز": "z", "س": "s", "ش": "S", "ص": "s", "ض": "D", "ط": "t", "ظ": "Z", "ع": "A",
    "غ": "G", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w",
    "ي": "y", "ء": "", "پ": "b", "چ": "C", "ژ": "z", "گ": "g", "ڤ": "v", "ک": "k", "ی": "y",
    "ى": "y", "ة": "h", "أ": "a", "إ": "a", "آ": "a", "ٱ": "a", "ؤ": "w", "ئ": "y", "ھ": "h",
    "ە": "a", "ۆ": "u", "ێ": "i", "ڕ": "r", "ڵ": "l",
}  # fmt: skip
_LATIN = (
    ("tch", "C"), ("sch", "S"), ("kh", "X"), ("gh", "G"), ("sh", "S"), ("th", "T"), ("dh", "D"),
    ("ch", "S"), ("ph", "f"), ("dj", "j"), ("zh", "z"), ("ou", "U"), ("oo", "U"), ("uu", "U"),
    ("ee", "i"), ("ck", "k"), ("qu", "q"), ("x", "X"), ("p", "b"),
    ("o", "u"), ("e", "i"),
)  # fmt: skip
_DIGRAPHS = re.compile("|".join(spelled for spelled, _sign in _LATIN))
_SIGNS = dict(_LATIN)
#: Signs that spellings change for each other, and what that costs; all else costs 1.
_NEAR = {
    **dict.fromkeys(("qk", "ck", "cq", "cj", "jg", "vf", "vw", "gG", "SC"), 0.15),
    **dict.fromkeys(("tT", "dD", "Zz", "ZD", "DT", "sT"), 0.15),
    **dict.fromkeys(("Xk", "Xh", "qg", "qG", "bf", "vb", "zj", "Gk", "gk"), 0.35),
    **dict.fromkeys(("zD", "zs", "ds", "Zd", "td", "Ss"), 0.35),
    **dict.fromkeys(("ai", "aA", "iA", "uA"), 0.16),
    **dict.fromkeys(("au", "iu"), 0.42),
    **dict.fromkeys(("iy", "uw", "Uw", "uU"), 0.05),
    **dict.fromkeys(("ay", "aw", "Uy"), 0.4),
    **dict.fromkeys(("fw", "jy", "ah"), 0.3),
}  # fmt: skip
_COST = {**_NEAR, **{pair[::-1]: cost for pair, cost in _NEAR.items()}}
#: What a sign costs that stands on one side only, by how the two sides write vowels: both do, only
#: one does (Arabic beside Latin or Sorani), none does. All else costs 1.
_ALONE = {
    "both": {"a": 0.15, "i": 0.15, "u": 0.2, "U": 0.25, "A": 0.1, "h": 0.3, "w": 0.35, "y": 0.2},
    "one": {"a": 0.05, "i": 0.05, "u": 0.06, "U": 0.22, "A": 0.1, "h": 0.3, "w": 0.5, "y": 0.45},
    "none": {"a": 0.4, "i": 0.5, "u": 0.5, "U": 0.5, "A": 0.5, "h": 0.4, "w": 0.7, "y": 0.7},
}

#: So short that it cannot be told whether w and y are vowels in it.
_ALONE_BEGUN = {how: {**costs, "w": 0.15, "y": 0.15} for how, costs in _ALONE.items()}
#: What a sign costs beside each other sign; 1 where it does not say.
_CHANGED = {
    sign: {sign: 0.0} | {pair[1]: cost for pair, cost in _COST.items() if pair[0] == sign}
    for sign in string.ascii_letters
}
#: Signs that cost 1 beside every other sign, and alone.
FIRM = "lmnr"
#: Tokens less alike than this are not alike at all: they are not reckoned to the end.
LEAST = 0.6


@lru_cache(maxsize=50_000)
def sounds(token: str) -> str:
    """The signs of a token of one script; letters of other scripts are left out."""
    text = unicodedata.normalize("NFC", token)
    if any("\u0600" <= sign <= "\u06ff" for sign in text):
        return _single("".join(_ARABIC.get(sign, "") for sign in text))
    latin = fold(text).replace("ı", "i")
    spelled = _DIGRAPHS.sub(lambda found: _SIGNS[found[0]], latin)
    return _single("".join(sign for sign in spelled if sign.isalpha() and sign.isascii()))


def _single(signs: str) -> str:
    """Doubled letters once: Mohammed, Mohamed."""
    return re.sub(r"(.)\1+", r"\1", signs)


def is_arabic(token: str) -> bool:
    """Whether it is written in Arabic letters, those of Persian and Sorani among them."""
    return any("\u0600" <= sign <= "\u06ff" for sign in token)


@lru_cache(maxsize=20_000)
def writes_vowels(token: str) -> bool:
    """Whether its short vowels stand in it: Latin does, and Sorani with letters of its own."""
    return not is_arabic(token) or any(sign in "ەۆێ" for sign in token)


def likeness(one: str, other: str, least: float = LEAST) -> float:
    """How alike two tokens sound, 0 to 1, nothing between 0 and `least`; symmetric."""
    if one == other:
        return 1.0
    if other < one:
        return likeness(other, one, least)
    a, b = sounds(one), sounds(other)
    if not a or not b:
        return 0.0
    room = max((_weight(a) + _weight(b)) / 2, 1.6)
    most = (1 - least) * room
    if max(_firm(a, b)) > most:
        return 0.0
    row = _last_row(a, b, _ALONE[_vowels(one, other)], most)
    return max(0.0, 1 - row[-1] / room) if row else 0.0


def _firm(a: str, b: str) -> tuple[int, int]:
    """How many of the signs that no spelling changes or drops the one has more, and the other.

    Each of them costs 1, so that most tokens need not be held against each other.
    """
    more = less = 0
    for mine, theirs in zip(_firm_signs(a), _firm_signs(b), strict=True):
        if mine > theirs:
            more += mine - theirs
        else:
            less += theirs - mine
    return more, less


@lru_cache(maxsize=50_000)
def _firm_signs(signs: str) -> tuple[int, ...]:
    return tuple(map(signs.count, FIRM))


def _vowels(one: str, other: str) -> str:
    return ("none", "one", "both")[writes_vowels(one) + writes_vowels(other)]


@lru_cache(maxsize=50_000)
def _weight(signs: str) -> float:
    """How much there is to be told apart: consonants whole, vowels and weak letters in part."""
    return sum(
        0.3 if sign in VOWELS or sign == "A" else 0.6 if sign in WEAK else 1 for sign in signs
    )


def _last_row(a: str, b: str, alone: Mapping[str, float], most: float) -> list[float]:
    """The least that turns the first row of signs into each beginning of the second.

    Empty where each of them takes more than `most`.
    """
    row = [0.0]
    apart = [alone.get(sign, 1.0) for sign in b]
    for cost in apart:
        row.append(row[-1] + cost)
    for mine in a:
        above, own, changed = row, alone.get(mine, 1.0), _CHANGED[mine]
        before, here = above[0], above[0] + own
        row = [here]
        # The innermost of all that is done with names: no calls but one.
        for theirs, cost, over in zip(b, apart, above[1:], strict=True):
            here += cost
            other = before + changed.get(theirs, 1.0)
            if other < here:
                here = other
            if over + own < here:
                here = over + own
            before = over
            row.append(here)
        # What a row takes at least, all after it take too.
        if min(row) > most:
            return []
    return row


#: Coarse classes for keys: what spellings confuse falls together, and where a sign may be one or
#: another, either spelling finds the other.
_CLASSES = {
    "q": "kj",
    "c": "kj",
    "g": "j",
    "G": "jk",
    "X": "Xk",
    "v": "fw",
    "T": "tsz",
    "D": "dz",
    "Z": "zd",
    "C": "S",
    "A": "",
    "p": "b",
}
#: Keys of one token at most.
MOST_KEYS = 6


@lru_cache(maxsize=50_000)
def skeletons(token: str) -> tuple[str, ...]:
    """The keys of a token: its consonants in coarse classes; more where a letter is ambiguous.

    The first letter stays, a vowel or ain as `a`; after it vowels, w and y are left out, and h at
    the end. The last ones are without any h, which some spellings leave out, and with d for a last
    t: Ahmed, Ahmet.
    """
    found = [_ended(key) for key in beginnings(token)]
    found += [key[:-1] + "d" for key in found if len(key) > 1 and key.endswith("t")]
    return tuple(dict.fromkeys([*found, *map(_breathless, found)]))


@lru_cache(maxsize=50_000)
def beginnings(token: str) -> tuple[str, ...]:
    """What the keys of longer tokens may begin with that begin with this one."""
    signs = sounds(token)
    ways = product(*(_CLASSES.get(sign, sign) or ("",) for sign in signs)) if signs else ()
    found = (_skeleton("".join(way), signs[0]) for way in islice(ways, MOST_KEYS))
    return tuple(dict.fromkeys(found))


def _skeleton(signs: str, first: str) -> str:
    start = "a" if first in VOWELS or first == "A" else ""
    kept = "".join(
        sign
        for place, sign in enumerate(signs)
        if sign not in VOWELS and (sign not in "wy" or (place == 0 and not start))
    )
    return _single(start + kept)


def _ended(key: str) -> str:
    return key[:1] + key[1:].rstrip("h")


def _breathless(key: str) -> str:
    return _single(key[:1] + key[1:].replace("h", ""))


#: Letters that the next one typed may make another sign of: kad may become Kadhim.
_ON_THE_WAY = {"d": "D", "t": "T", "s": "S", "k": "X", "g": "G", "c": "S"}


@lru_cache(maxsize=50_000)
def begins(one: str, other: str) -> float:
    """How much the beginning of `other` sounds like the whole of `one`, as `likeness` has it."""
    a, b = sounds(one), sounds(other)
    if not a or not b:
        return 0.0
    room = max(_weight(a), 1.0)
    most = (1 - LEAST) * room
    if _firm(a, b)[0] > most:
        return 0.0
    ways = [a]
    if a[-1] in _ON_THE_WAY and not is_arabic(one):
        ways.append(a[:-1] + _ON_THE_WAY[a[-1]])
    alone = _ALONE_BEGUN[_vowels(one, other)]
    rows = [row for way in ways if (row := _last_row(way, b, alone, most))]
    return max(0.0, 1 - min(map(min, rows)) / room) if rows else 0.0
