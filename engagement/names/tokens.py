"""A name in its parts: what is compared, and what is left out of comparing.

Honorifics, articles and "son of" are left out; `abd` and what follows it are one part, and so are
`abu` and what follows. Nothing here changes a name that is stored or shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from engagement.names.folding import fold

#: Longer names are cut for comparing; they are stored whole.
MOST_PARTS, MOST_SIGNS = 8, 200
ARTICLES = frozenset(["al", "el", "ul", "il", "ال", "l"])
#: Articles that take the sound of the letter after them: as-Saadi, ad-Din, er-Rashid.
_TAKEN = re.compile(r"^[aeui](s|sh|d|dh|r|n|t|th|z)$")


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


SONS = _set("bin ibn ben bint binti ould wuld بن ابن بنت")
ABU = _set("abu abou abo aboo abi umm um oum ابو ابا ابي ام")
ABD = _set("abd abdul abdel abdal abdur abdus abdun abdol abdool عبد")
HONORIFICS = _set(
    "sheikh shaikh shaykh cheikh sheik sayyid sayed sayid syed haji hajji hajj hadji hadj dr doctor"
    " prof professor general gen colonel col brigadier major maj staff liwa mulla mullah mala mr"
    " mrs ms kak ustad ustadh eng engineer imam ayatollah mam captain capt lt"
    " الشيخ شيخ السيد سيد الحاج حاج حاجي الحاجي د دكتور الدكتور استاذ الاستاذ اللواء لواء العميد"
    " عميد العقيد عقيد الفريق فريق ملا الملا كاك مام شێخ الامام ايه"
)
#: Kurdish and Turkish letters that folding would make others of.
_HOOKED = str.maketrans({"ş": "sh", "ç": "ch"})


class Part(NamedTuple):
    """One part: `text` is folded; `kunya` where it is abu or umm with a name."""

    text: str
    kunya: bool = False


@lru_cache(maxsize=100_000)
def parts_of(name: str) -> tuple[Part, ...]:
    """The parts that are compared, in order; none where nothing but signs and particles stands."""
    words = _words(name)
    kept = [word for word in words if word not in HONORIFICS] or words
    parts = _joined([word for word in kept if word not in SONS] or kept)
    return tuple(parts[:MOST_PARTS])


@lru_cache(maxsize=50_000)
def honorifics_of(name: str) -> tuple[str, ...]:
    """Those left out of comparing."""
    words = _words(name)
    found = tuple(word for word in words if word in HONORIFICS)
    return found if len(found) < len(words) else ()


def _words(name: str) -> list[str]:
    """Folded words of letters; Sorani vowels stay, which folding for search takes for others."""
    text = unicodedata.normalize("NFC", name[:MOST_SIGNS]).casefold().translate(_HOOKED)
    text = re.sub(r"['`’‘ʼʻ´ʿʾ]", "", text)
    # Vowel signs and doubling are no letters, and would part the word they stand in.
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Mn")
    words = re.split(r"[^\w]+|_", text)
    return [word for word in (_trimmed(word) for word in words) if word]


def _trimmed(word: str) -> str:
    # Sorani lets no vowel begin a word but on this carrier: Ahmed, Ismail.
    word = "ا" + word[1:] if word.startswith("ئ") else word
    bare = fold(word)
    # ە, ۆ and ێ tell vowels apart that folding makes one with consonants.
    return word if any(sign in "ەۆێ" for sign in word) else bare


def _joined(words: list[str]) -> list[Part]:
    parts: list[Part] = []
    waiting = ""
    for place, word in enumerate(words):
        after = words[place + 1] if place + 1 < len(words) else ""
        if not waiting and _is_article(word, after) and len(words) > 1:
            continue
        if not waiting and word in ABU and after:
            waiting = "abu"
        elif not waiting and word in ABD and after:
            waiting = "abd"
        elif waiting and _is_article(word, after):
            continue
        else:
            parts.append(_part(waiting, word))
            waiting = ""
    return parts


def _is_article(word: str, after: str) -> bool:
    if word in ARTICLES:
        return True
    taken = _TAKEN.match(word)
    return bool(taken and after.startswith(taken[1]))


# One for all names that have it, so that what is kept of a name is small.
@lru_cache(maxsize=20_000)
def _part(before: str, word: str) -> Part:
    stem = without_article(word)
    if before == "abu":
        return Part(stem, kunya=True)
    if before == "abd":
        return Part(("عبد" if "\u0600" <= stem[:1] <= "\u06ff" else "abd") + stem)
    return Part(_abd(stem) or stem)


_ARABIC_ABD = re.compile(r"^عبد(?:ال)?(.{3,})$")
_SORANI_ABD = re.compile(r"^عەبد(?:ول|وڵ|ال)(.{3,})$")
#: Before a vowel: Abdulaziz, Abdelamir, but not Abdullah.
_LATIN_ABD_VOWEL = re.compile(r"^ab+d[aeouiy]+l([aeiou][^h].{2,})$")
_LATIN_ABD = re.compile(
    r"^ab+d(?:[aeouiy]+)?(l|(?=rr|ss|nn|zz|dd|tt|sh|r|s|n|z|t))([b-df-hj-np-tv-z].{2,})$"
)


def _abd(word: str) -> str:
    """`abd` and the name after it, however they are joined; empty where it is none."""
    found = _ARABIC_ABD.match(word) or _SORANI_ABD.match(word)
    if found:
        return "عبد" + found[1]
    found = _LATIN_ABD_VOWEL.match(word)
    if found:
        return "abd" + found[1]
    found = _LATIN_ABD.match(word)
    return "abd" + found[2] if found else ""


_ARABIC_ARTICLE = re.compile(r"^(?:وال|ال)(.{3,})$")


def without_article(word: str) -> str:
    """A word of Arabic letters without the article that is written with it."""
    found = _ARABIC_ARTICLE.match(word)
    return found[1] if found else word


_LATIN_ARTICLE = re.compile(r"^(?:al|el)([b-df-hj-np-tv-z].{3,}|[aeiou].{4,})$")
_LATIN_TAKEN = re.compile(r"^[ae](?:ss|sh(?=sh)|dd|rr|nn|tt|zz)(.{3,})$")


@lru_cache(maxsize=20_000)
def variants_of(part: Part) -> tuple[str, ...]:
    """The part, and without an article that may be joined to it: Alsaadi is Saadi or one word."""
    word = part.text
    found = _LATIN_ARTICLE.match(word)
    if found:
        return word, found[1]
    taken = _LATIN_TAKEN.match(word)
    return (word, word[2:]) if taken else (word,)


@lru_cache(maxsize=5_000)
def begun_variants_of(part: Part) -> tuple[str, ...]:
    """The same for the beginning of a part, which has fewer letters after an article."""
    word = part.text
    bare = word[2:] if word.startswith("ال") and len(word) > 2 else ""
    return (*variants_of(part), bare) if bare else variants_of(part)
