"""What names are looked up by: skeletons of their parts, the same for every script.

Keys find; they decide nothing. What they find is put in order by `matching`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, pairwise, product

from engagement.names.folding import fold
from engagement.names.sounds import beginnings, skeletons
from engagement.names.tokens import Part, begun_variants_of, parts_of, variants_of

#: A kunya has keys of its own: Abu Mahdi is not Mahdi.
KUNYA = "0"
#: Ways of saying one name in full, where letters are ambiguous.
MOST_WAYS = 4
#: Words of a text that are looked for as they stand.
MOST_WORDS = 8
#: Signs that a key has to have before one of them may be mistyped.
LONG = 3


@dataclass(frozen=True)
class Keys:
    """`spoken`: the first key of each part in order; `every`: all keys, each once."""

    spoken: str
    every: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """How a text is looked for, the surest ways first.

    `spoken`: what the first keys of a name begin with. The others are PostgreSQL's `tsquery`.
    `whole`: all parts. `rest` and `begun`: all but the last, and the last as a beginning.
    `wider`: each wider than the one before, with `;` between those that are asked together.
    `words`: folded words, for what stands in a name as typed.
    """

    words: tuple[str, ...]
    spoken: tuple[str, ...] = ()
    whole: str = ""
    rest: str = ""
    begun: str = ""
    wider: tuple[str, ...] = ()


def keys_of(name: str) -> Keys:
    """The keys that are stored with a name; empty where no part of it sounds in our tables."""
    parts = parts_of(name)
    each = [_keys(part) for part in parts]
    together = [key for one, two in pairwise(parts) for key in _joint(one, two)]
    spoken = " ".join(keys[0] for keys in each if keys)
    return Keys(spoken, tuple(dict.fromkeys([*(key for keys in each for key in keys), *together])))


def question_of(text: str) -> Question:
    """How to look for a text whose last part may be the beginning of one."""
    parts = [part for part in parts_of(text) if _keys(part)]
    words = tuple(fold(text).split()[:MOST_WORDS])
    if not parts:
        return Question(words)
    ways = product(*(_spoken(part, last=part is parts[-1]) for part in parts))
    spoken = tuple(dict.fromkeys(" ".join(way) for way in islice(ways, MOST_WAYS)))
    *rest, last = map(_keys, parts)
    return Question(
        words,
        spoken,
        whole=_all(map(_any, [*rest, last])),
        rest=_all(map(_any, rest)),
        begun=_any(last, _spoken(parts[-1], last=True)),
        wider=tuple(dict.fromkeys(_wider(parts))),
    )


def whole_question_of(text: str) -> Question:
    """How to look for names that have all parts of a text, each of them whole."""
    each = [keys for keys in map(_keys, parts_of(text)) if keys]
    return Question(tuple(fold(text).split()[:MOST_WORDS]), whole=_all(map(_any, each)))


def _keys(part: Part) -> tuple[str, ...]:
    before = KUNYA if part.kunya else ""
    found = (before + key for text in variants_of(part) for key in skeletons(text))
    return tuple(dict.fromkeys(found))


def _joint(one: Part, two: Part) -> tuple[str, ...]:
    """Of two parts that may be written as one: Salah al-Din, Salahaddin."""
    return () if one.kunya or two.kunya else _keys(Part(one.text + two.text))[:1]


def _spoken(part: Part, *, last: bool) -> tuple[str, ...]:
    before = KUNYA if part.kunya else ""
    if not last:
        return tuple(before + key for key in skeletons(part.text)[:2])
    found = (before + key for text in begun_variants_of(part) for key in beginnings(text))
    return tuple(dict.fromkeys(found))


def _wider(parts: Sequence[Part]) -> Iterator[str]:
    """All parts but one, or two of them written as one; then two parts of more."""
    rest = [_any(_keys(part)) for part in parts]
    if len(rest) == 1:
        yield from _mistyped(_keys(parts[0]))
        return
    joint = [_joint(one, two) for one, two in pairwise(parts)]
    joined = [
        _all([*rest[:at], _any(keys), *rest[at + 2 :]]) for at, keys in enumerate(joint) if keys
    ]
    fewer = [_all(some) for some in combinations(rest, len(rest) - 1)] if len(rest) > 2 else []
    if joined or fewer:
        yield ";".join(dict.fromkeys([*joined, *fewer]))
    if len(rest) > 2:
        yield ";".join(_all(some) for some in combinations(rest, 2))


def _mistyped(keys: Iterable[str]) -> Iterator[str]:
    """With one sign too many, where enough is left without it."""
    found = [
        key[:at] + key[at + 1 :] for key in keys if len(key) > LONG for at in range(1, len(key))
    ]
    if found:
        yield _any(found)


def _any(keys: Iterable[str], beginnings: Sequence[str] = ()) -> str:
    words = [f"'{key}':*" for key in beginnings]
    words += [f"'{key}'" for key in dict.fromkeys(keys) if not key.startswith(tuple(beginnings))]
    return "(" + " | ".join(words) + ")"


def _all(words: Iterable[str]) -> str:
    return " & ".join(words)
