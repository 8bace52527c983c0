"""Invented people, and the same person written otherwise; rules of writing, none of matching.

The rules here are about how clerks, journalists and officers write: another spelling of a list, an
article joined or left out, the father's name dropped, the family first, another script. They know
nothing of the keys and costs of engagement/names.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Token = tuple[str, str, tuple[str, ...]]
Part = int


@dataclass(frozen=True)
class Person:
    """Tokens by number: given name, father's and grandfather's where there are, family."""

    parts: tuple[Part, ...]


def tokens(path: str = "") -> list[Token]:
    """Arabic, Sorani and Latin spellings, of our own list or another like it."""
    own = Path(__file__).parent / "tokens.tsv"
    text = (Path(path) if path else own).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]
    return [(arabic, sorani, tuple(latin.split(","))) for arabic, sorani, latin in rows]


def people(rng: random.Random, found: list[Token], number: int) -> list[Person]:
    """Different people of two to four tokens; a few names are borne by very many."""
    families = [n for n, row in enumerate(found) if row[0].startswith("ال")]
    given = [n for n in range(len(found)) if n not in families]
    weights = [1 / (place + 3) for place in range(len(given))]
    made: dict[tuple[int, ...], Person] = {}
    while len(made) < number:
        names = rng.choices(given, weights, k=rng.choice((1, 2, 2, 3)))
        last = rng.choice(families) if rng.random() < 0.7 else rng.choice(given)
        parts = tuple(dict.fromkeys([*names, last]))
        if len(parts) > 1:
            made.setdefault(parts, Person(parts))
    return list(made.values())


def latin(rng: random.Random, found: list[Token], parts: tuple[Part, ...]) -> str:
    """In Latin letters: the commoner a spelling, the oftener; articles now and then otherwise."""
    words = []
    for part in parts:
        spellings = found[part][2]
        weights = [1 / (place + 1) for place in range(len(spellings))]
        word = rng.choices(spellings, weights)[0]
        if word.startswith("al-") and rng.random() < 0.25:
            word = rng.choice((word[3:], "el-" + word[3:], "Al" + word[3:].lower()))
        words.append(word)
    return " ".join(words)


def arabic(_rng: random.Random, found: list[Token], parts: tuple[Part, ...]) -> str:
    return " ".join(found[part][0] for part in parts)


def sorani(rng: random.Random, found: list[Token], parts: tuple[Part, ...]) -> str:
    """In Sorani letters where a token has them."""
    return " ".join(found[part][1] or found[part][0] for part in parts)


Change = Callable[[random.Random, tuple[Part, ...]], tuple[Part, ...]]


def as_it_is(_rng: random.Random, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return parts


def dropped(rng: random.Random, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Without one of the names between the first and the last."""
    if len(parts) < 3:
        return parts
    gone = rng.randrange(1, len(parts) - 1)
    return parts[:gone] + parts[gone + 1 :]


def reordered(_rng: random.Random, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The family first."""
    return (parts[-1], *parts[:-1])


#: Kind of change -> what becomes of the parts, and the script of question and register.
CHANGES: dict[str, tuple[Change, Callable[..., str], Callable[..., str]]] = {
    "spelling": (as_it_is, latin, latin),
    "dropped": (dropped, latin, latin),
    "reordered": (reordered, latin, latin),
    "Arabic to Latin": (as_it_is, arabic, latin),
    "Latin to Arabic": (as_it_is, latin, arabic),
    "Sorani to Latin": (as_it_is, sorani, latin),
    "Sorani to Arabic": (as_it_is, sorani, arabic),
    "Arabic, dropped": (dropped, arabic, latin),
}
