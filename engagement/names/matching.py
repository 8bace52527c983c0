"""How likely two names are one person's, with reasons that a person can read.

A score is for putting candidates in order and for a person to look at. It decides nothing: in a
register of one country most names are shared, and no machine merges people by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from engagement.names.folding import fold
from engagement.names.sounds import begins, is_arabic, likeness, skeletons
from engagement.names.tokens import Part, begun_variants_of, honorifics_of, parts_of, variants_of

#: From here on two names are put before a person as one; from the second on as possibly one.
LIKELY, POSSIBLE = 0.86, 0.72
#: Two parts that sound less alike than this are not the same part.
ALIKE = 0.62
#: The same of two parts beside one that they may be written as.
JOINED = 0.82
#: What a part counts that only one of two names has, beside 1 for one that both have and differ in.
LEFT_OUT = 0.22
#: The same while a name is being typed: the rest is still to come.
TO_COME = 0.1
#: How alike a part is at most that only begins so.
BEGUN = 0.93
#: What remains of a score where the parts stand in another order.
REORDERED = 0.975
#: Names that so many bear that they say less than others.
_COMMON = (
    "محمد احمد علي حسن حسين محمود ابراهيم عبدالله مصطفي يوسف عمر خالد حميد كريم جاسم كاظم عباس"
    " مهدي صادق جعفر صالح mohammed ahmed ali hassan hussein mahmoud ibrahim abdallah mustafa yusuf"
    " omar khalid hamid karim jasim kadhim abbas mahdi sadiq jafar salih"
)


class Why(StrEnum):
    """What makes, or unmakes, two names one."""

    SAME = "same"
    SPELLING = "spelling"
    SCRIPT = "script"
    JOINED = "joined"
    INITIAL = "initial"
    BEGINNING = "beginning"
    LEFT_OUT = "left_out"
    DIFFERENT = "different"
    ORDER = "order"
    TITLE = "title"
    KUNYA = "kunya"


@dataclass(frozen=True)
class Reason:
    """The parts of the one name and of the other that it is about; either may be empty."""

    why: Why
    one: str = ""
    other: str = ""


@dataclass(frozen=True)
class Match:
    """`score` from 0 to 1. `weak`: nothing but a kunya, or a single part, speaks for it."""

    score: float
    reasons: tuple[Reason, ...] = ()
    weak: bool = False

    @property
    def likely(self) -> bool:
        """Whether a person should look at the two as one."""
        return self.score >= LIKELY and not self.weak

    @property
    def possible(self) -> bool:
        return self.score >= POSSIBLE


class _Pair(NamedTuple):
    """Parts of the one name beside parts of the other; two parts joined stand beside one."""

    one: tuple[int, ...]
    other: tuple[int, ...]
    alike: float
    initial: bool = False
    begun: bool = False


def match(one: str, other: str, *, typing: bool = False, least: float = 0.0) -> Match:
    """Hold two names against each other; symmetric but for which side a reason names first.

    `typing`: the last part of the first may be the beginning of one, and more may come. Of a score
    below `least` no reasons are told: they take as long as the score.
    """
    a, b = parts_of(one), parts_of(other)
    if not a or not b:
        same = bool(fold(one)) and fold(one) == fold(other)
        return Match(1.0, (Reason(Why.SAME, one, other),), weak=True) if same else Match(0.0)
    pairs = _aligned(a, b, typing=typing)
    score = _score(a, b, pairs, TO_COME if typing else LEFT_OUT)
    if score < least:
        return Match(score)
    reasons = tuple(_reasons(one, other, a, b, pairs))
    strong = [pair for pair in pairs if not pair.initial and not a[pair.one[0]].kunya]
    parts = sum(len(pair.one) for pair in strong)
    return Match(score, reasons, weak=parts < 2 and max(len(a), len(b)) > 0)


def score_of(one: str, other: str, *, typing: bool = False) -> float:
    """The score of `match` alone, which is quicker without the reasons."""
    a, b = parts_of(one), parts_of(other)
    if not a or not b:
        return match(one, other).score
    return _score(a, b, _aligned(a, b, typing=typing), TO_COME if typing else LEFT_OUT)


def _score(a: Sequence[Part], b: Sequence[Part], pairs: Sequence[_Pair], less: float) -> float:
    together = apart = 0.0
    for pair in pairs:
        weight = (_weight(a, pair.one) + _weight(b, pair.other)) / 2
        together += weight * pair.alike
        apart += weight * (1 - pair.alike)
    left = _left(a, [at for pair in pairs for at in pair.one])
    right = _left(b, [at for pair in pairs for at in pair.other])
    # What both names have beyond what they share contradicts; what one has is only left out.
    against = min(left, right) * 1.0 + abs(left - right) * less
    whole = together + apart + against
    found = together / whole if whole else 0.0
    return found * (REORDERED if _reordered(pairs) else 1.0)


def _left(parts: Sequence[Part], used: Sequence[int]) -> float:
    return sum(_weight(parts, (at,)) for at in range(len(parts)) if at not in used)


def _weight(parts: Sequence[Part], places: Sequence[int]) -> float:
    if len(places) == 1:
        return _weight_of(parts[places[0]])
    return sum(_weight_of(parts[at]) for at in places)


@lru_cache(maxsize=20_000)
def _weight_of(part: Part) -> float:
    if part.kunya:
        return 0.7
    if len(part.text) == 1:
        return 0.3
    return 0.75 if _common_keys() & set(skeletons(part.text)) else 1.0


@lru_cache(maxsize=1)
def _common_keys() -> frozenset[str]:
    return frozenset(key for name in _COMMON.split() for key in skeletons(name)[:1])


def _aligned(a: Sequence[Part], b: Sequence[Part], *, typing: bool) -> list[_Pair]:
    """Each part beside the one that sounds most like it, free in order; the best pairs first."""
    every = [*_pairs(a, b), *(_begun(a, b) if typing else ())]
    found = sorted(every, key=lambda pair: (-pair.alike, _far(pair), pair.one, pair.other))
    taken_one: set[int] = set()
    taken_other: set[int] = set()
    kept = []
    for pair in found:
        if taken_one.isdisjoint(pair.one) and taken_other.isdisjoint(pair.other):
            taken_one.update(pair.one)
            taken_other.update(pair.other)
            kept.append(pair)
    return sorted(kept, key=lambda pair: pair.one)


def _far(pair: _Pair) -> int:
    return abs(pair.one[0] - pair.other[0])


def _pairs(a: Sequence[Part], b: Sequence[Part]) -> Iterator[_Pair]:
    for i, mine in enumerate(a):
        for j, theirs in enumerate(b):
            alike = _alike(mine, theirs)
            if alike >= ALIKE:
                yield _Pair((i,), (j,), alike)
            elif _initial(mine.text, theirs.text):
                yield _Pair((i,), (j,), 0.7, initial=True)
    yield from _joined(a, b)
    yield from (_Pair(pair.other, pair.one, pair.alike) for pair in _joined(b, a))


def _begun(a: Sequence[Part], b: Sequence[Part]) -> Iterator[_Pair]:
    """The last part as the beginning of each that it may become."""
    mine = a[-1]
    for j, theirs in enumerate(b):
        alike = max(begins(x, y) for x in begun_variants_of(mine) for y in variants_of(theirs))
        if alike >= ALIKE and mine.kunya <= theirs.kunya:
            yield _Pair((len(a) - 1,), (j,), alike * BEGUN, begun=True)


def _joined(a: Sequence[Part], b: Sequence[Part]) -> Iterator[_Pair]:
    """Two parts of the one name written as one in the other: Salah al-Din, Salahaddin."""
    long = [(j, theirs) for j, theirs in enumerate(b) if len(theirs.text) >= 6 and not theirs.kunya]
    for i in range(len(a) - 1 if long else 0):
        if a[i].kunya or a[i + 1].kunya:
            continue
        whole = Part(a[i].text + a[i + 1].text)
        for j, theirs in long:
            alike = _alike(whole, theirs, JOINED)
            if alike >= JOINED:
                yield _Pair((i, i + 1), (j,), alike)


@lru_cache(maxsize=100_000)
def _alike(mine: Part, theirs: Part, least: float = ALIKE) -> float:
    """How alike they sound; 0 where that is less than `least`."""
    if mine.kunya != theirs.kunya:
        return 0.0
    return max(likeness(x, y, least) for x in variants_of(mine) for y in variants_of(theirs))


def _initial(one: str, other: str) -> bool:
    if len(one) != 1 and len(other) != 1:  # nearly always; it is asked for every two parts
        return False
    short, long = sorted((one, other), key=len)
    return len(short) == 1 < len(long) and long.startswith(short)


def _reordered(pairs: Sequence[_Pair]) -> bool:
    places = [pair.other for pair in sorted(pairs, key=lambda pair: pair.one)]
    return places != sorted(places)


def _reasons(
    one: str, other: str, a: Sequence[Part], b: Sequence[Part], pairs: Sequence[_Pair]
) -> Iterator[Reason]:
    for pair in pairs:
        mine, theirs = _text(a, pair.one), _text(b, pair.other)
        yield Reason(_why(a, b, pair, mine, theirs), mine, theirs)
    left = [a[at].text for at in range(len(a)) if not any(at in pair.one for pair in pairs)]
    right = [b[at].text for at in range(len(b)) if not any(at in pair.other for pair in pairs)]
    if left and right:
        yield Reason(Why.DIFFERENT, " ".join(left), " ".join(right))
    elif left or right:
        yield Reason(Why.LEFT_OUT, " ".join(left), " ".join(right))
    if _reordered(pairs):
        yield Reason(Why.ORDER)
    titles = honorifics_of(one), honorifics_of(other)
    if titles[0] != titles[1]:
        yield Reason(Why.TITLE, " ".join(titles[0]), " ".join(titles[1]))


def _text(parts: Sequence[Part], places: Sequence[int]) -> str:
    return " ".join(parts[at].text for at in places)


def _why(a: Sequence[Part], b: Sequence[Part], pair: _Pair, mine: str, theirs: str) -> Why:
    if pair.initial:
        return Why.INITIAL
    if pair.begun:
        return Why.BEGINNING
    if a[pair.one[0]].kunya:
        return Why.KUNYA
    if len(pair.one) != len(pair.other):
        return Why.JOINED
    if mine == theirs:
        return Why.SAME
    return Why.SCRIPT if is_arabic(mine) != is_arabic(theirs) else Why.SPELLING
