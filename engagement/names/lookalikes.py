"""Names that sound alike and are others: محمد is not محمود, nor Hassan Hussein.

The matcher lets vowels be, since Latin and Sorani write them as they like. For search that is good
enough; for saying that two records are one person it is not.
"""

from __future__ import annotations

import re
from functools import lru_cache

from engagement.names.folding import fold
from engagement.names.matching import Match, Why
from engagement.names.sounds import is_arabic

#: The commonest of them, folded, in Latin and in Arabic letters; each row holds names that are not
#: one another.
_OTHERS = tuple(
    tuple(re.compile(pattern) for pattern in row)
    for row in (
        (r"m[aeou]?h[ae]?m+[aei]?[dt]|مو?حه?م+ه?د", r"m[ae]h?m(u|o|ou|oo)[dt]|مه?حمو+د"),
        (r"h[ae]s+[ae]n|حه?سه?ن", r"h[aou]s+[ae]?[iey]+n|h[ou]s+[ae]n|حو?سه?ين"),
        (r"k[ae]ram|كه?ره?م", r"k[ae]r(i|ee)m|كه?ريم"),
        (r"j[ae]m[ae]l|جه?مال", r"j[ae]m(i|ee)l|جه?ميل"),
        (
            r"h[ae]m+[ae]d|حه?مه?د",
            r"h[ae]m(i|ee)d|حه?ميد",
            r"h[ae]m+(u|o|ou|oo)d|حه?مو+د",
            r"[ae]hm[ae][dt]|[^م]ه?حمه?د",
        ),
        (r"s[ae]{2}d|سه?عد", r"s[ae]+(i|y|ee|ie)d|سه?عيد", r"s[aeou]+[uo]+d|سه?عود"),
    )
)
_LONG = re.compile("[اوي]")


def another_name(match: Match) -> bool:
    """Whether a match put beside each other two parts that sound alike, but are other names."""
    near = (Why.SPELLING, Why.SCRIPT)
    return any(distinct(row.one, row.other) for row in match.reasons if row.why in near)


@lru_cache(maxsize=50_000)
def distinct(one: str, other: str) -> bool:
    """Whether two parts of names, which sound alike, are known to be others; symmetric."""
    a, b = fold(one), fold(other)
    return _listed(a, b) or (is_arabic(a) and is_arabic(b) and _another_i(a, b))


def _listed(a: str, b: str) -> bool:
    for row in _OTHERS:
        mine, theirs = (
            {n for n, name in enumerate(row) if name.fullmatch(text)} for text in (a, b)
        )
        if mine and theirs and mine.isdisjoint(theirs):
            return True
    return False


def _another_i(a: str, b: str) -> bool:
    """The same consonants, and a long i in one of them only.

    An alif is left out as one likes, and Sorani writes a short u as Arabic does a long one.
    """
    if _LONG.sub("", a) != _LONG.sub("", b):
        return False
    mine, theirs = (re.sub("ي+", "ي", re.sub("[او]", "", text)) for text in (a, b))
    return mine != theirs
