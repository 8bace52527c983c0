"""Which names of a register are held against each other, and how near the nearest are. Pure.

Holding each of 100,000 people against each other would be five thousand million comparisons. Those
are held together who share two parts of a name, or one rare part; a part is the same where its
consonants are. Names borne by very many say nothing by themselves: their bearers are held together
only where they share a third part, or where they are from the same governorate and not too many.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, product
from uuid import UUID

from engagement.names import sounds
from engagement.names.lookalikes import another_name
from engagement.names.matching import ALIKE, Match, match
from engagement.names.tokens import Part, parts_of, variants_of

#: One part of a name that no more than so many have is telling by itself.
RARE = 12
#: Two parts that more than so many share are a common name.
COMMON = 24


@dataclass(frozen=True, slots=True)
class Name:
    """A name; `full` where it is no kunya, nisba, nom de guerre or short form."""

    text: str
    full: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """What a scan reads of a stakeholder. A body is an organisation, unit or community."""

    id: UUID
    names: tuple[Name, ...]
    body: bool = False
    base: int | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """The nearest of two people's names; `likely` only where both are full names, and none of
    their parts is another name that sounds alike.
    """

    one: str
    other: str
    match: Match
    likely: bool

    @property
    def rank(self) -> tuple[bool, float]:
        return self.likely, self.match.score


def likeness(one: Iterable[Name], other: Sequence[Name]) -> Likeness | None:
    """How alike the nearest names are; None where each contradicts all of the other's."""
    found = (
        Likeness(a.text, b.text, told, _is_likely(a, b, told))
        for a in one
        for b in other
        if not _contradict(a.text, b.text)
        for told in (match(a.text, b.text),)
    )
    return max(found, key=lambda row: row.rank, default=None)


def _is_likely(one: Name, other: Name, told: Match) -> bool:
    return told.likely and one.full and other.full and not another_name(told)


#: What a block is made by, in the lowest bits of its key.
ONE, TWO, TWO_AND_BASE, THREE = range(4)


@dataclass
class Register:
    """People in the order of their ids, and in which blocks each stands.

    Add everybody, then `close`, then ask for the `partners` of each.
    """

    people: list[Person] = field(default_factory=list)
    #: How many bear a name so common that it was held against no other by itself.
    common: int = 0
    _seen: Counter[int] = field(default_factory=Counter)
    _blocks: dict[int, array[int]] = field(default_factory=dict)

    def add(self, person: Person) -> None:
        """One more; ids only rise."""
        self.people.append(person)
        self._seen.update(_keys(person))

    def close(self) -> None:
        """Put everybody into the blocks that are not too large."""
        for place, person in enumerate(self.people):
            keys = _keys(person)
            kept = [key for key in keys if 1 < self._seen[key] <= _most(key)]
            for key in kept:
                self._blocks.setdefault(key, array("I")).append(place)
            twos = [key for key in keys if key & 3 == TWO and self._seen[key] > COMMON]
            self.common += bool(twos) and not kept
        self._seen.clear()

    def partners(self, place: int) -> Iterator[Person]:
        """Everybody after this one who is to be held against them, each once, in order."""
        found: set[int] = set()
        for key in _keys(self.people[place]):
            block = self._blocks.get(key)
            if block is not None:
                found.update(block[bisect_right(block, place) :])
        return (self.people[at] for at in sorted(found))

    def after(self, pk: UUID | None) -> int:
        """The place of the first one after this id."""
        return 0 if pk is None else bisect_right(self.people, pk, key=lambda one: one.id)


def _most(key: int) -> int:
    return RARE if key & 3 == ONE else COMMON


def _keys(person: Person) -> set[int]:
    """The blocks somebody would stand in. Two that come to the same number cost a comparison."""
    return {
        hash((made_by, person.body, *keys)) & ~3 | made_by for made_by, keys in _made_of(person)
    }


def _made_of(person: Person) -> Iterator[tuple[int, tuple[Hashable, ...]]]:
    for name in person.names:
        parts = [part.keys for part in _parts(name.text)]
        yield from ((ONE, (key,)) for keys in parts for key in keys)
        for pair in _of_parts(parts, 2):
            yield TWO, pair
            if person.base is not None:
                yield TWO_AND_BASE, (*pair, person.base)
        yield from ((THREE, keys) for keys in _of_parts(parts, 3))


def _of_parts(parts: Sequence[frozenset[str]], number: int) -> Iterator[tuple[str, ...]]:
    """The keys of so many different parts, in an order that does not depend on theirs."""
    for some in combinations(parts, number):
        yield from (tuple(sorted(keys)) for keys in product(*some))


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a name: as it is written, with and without an article, and its keys."""

    texts: tuple[str, ...]
    keys: frozenset[str]
    kunya: bool


@lru_cache(maxsize=100_000)
def _parts(name: str) -> tuple[_Part, ...]:
    return tuple(found for part in parts_of(name) if (found := _part(part)).keys)


# One for all names that have it: each with its own would fill the memory of a scan.
@lru_cache(maxsize=20_000)
def _part(part: Part) -> _Part:
    texts, sign = variants_of(part), "0" if part.kunya else ""
    keys = frozenset(sign + key for text in texts for key in sounds.skeletons(text))
    return _Part(texts, keys, part.kunya)


def _contradict(one: str, other: str) -> bool:
    """Whether the shorter name has a part that the longer has nothing like.

    Brothers share every part but one. What begins like a part of the longer name may be two of its
    parts written as one, and that is left to the matcher to judge.
    """
    short, long = sorted((_parts(one), _parts(other)), key=len)
    alone = _alone(short, long)
    if len(short) == len(long):
        return bool(alone or _alone(long, short))
    begun = (key for theirs in long for key in theirs.keys if len(key) > 1)
    return bool(alone) and (len(alone) > 1 or not _begins(alone[0], begun))


def _alone(mine: Iterable[_Part], theirs: Sequence[_Part]) -> list[_Part]:
    return [one for one in mine if not any(_alike(one, other) for other in theirs)]


def _begins(mine: _Part, keys: Iterable[str]) -> bool:
    return any(own.startswith(key) for key in keys for own in mine.keys)


def _alike(mine: _Part, theirs: _Part) -> bool:
    if not mine.keys.isdisjoint(theirs.keys):
        return True
    return mine.kunya == theirs.kunya and any(
        _sound_alike(x, y) for x in mine.texts for y in theirs.texts
    )


@lru_cache(maxsize=50_000)
def _sound_alike(one: str, other: str) -> bool:
    return sounds.likeness(one, other) >= ALIKE
