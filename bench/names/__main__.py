"""`make eval-names`: who is found, at which place, and how many others stand above them.

JISR_EVAL_PEOPLE says how many people the register has, JISR_EVAL_QUESTIONS how many are looked for
by each kind of change, JISR_EVAL_SEED which people they are, JISR_EVAL_TOKENS of what names: a file
like bench/names/tokens.tsv. Ours is what the pages ask: the whole search over PostgreSQL.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from bench.names.people import CHANGES, people, tokens
from bench.names.register import emptied, refill, searching
from engagement.names.folding import fold

PEOPLE = int(os.environ.get("JISR_EVAL_PEOPLE", "20000"))
QUESTIONS = int(os.environ.get("JISR_EVAL_QUESTIONS", "200"))
SEED = int(os.environ.get("JISR_EVAL_SEED", "20260101"))
TOKENS = os.environ.get("JISR_EVAL_TOKENS", "")
#: Candidates of which the right one may be the last.
CANDIDATES = 200


@dataclass
class Result:
    """Ranks of the right person, by method; and how many wrong ones stood above."""

    ranks: list[int] = field(default_factory=list)
    seconds: float = 0.0

    def recall(self, at: int) -> float:
        return sum(rank <= at for rank in self.ranks) / len(self.ranks)

    @property
    def above(self) -> float:
        """The mean number of wrong candidates above the right one, of those found at all."""
        found = [rank - 1 for rank in self.ranks if rank < MISSED]
        return sum(found) / max(len(found), 1)


MISSED = 10**9


def trigrams(text: str) -> frozenset[str]:
    """As pg_trgm takes them: each word with two blanks before it and one behind."""
    return frozenset(
        padded[at : at + 3]
        for word in text.split()
        for padded in (f"  {word} ",)
        for at in range(len(padded) - 2)
    )


class Index:
    """Trigrams to rows; similarity as pg_trgm's, shared by all."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.rows = [trigrams(text) for text in texts]
        self.holders: dict[str, list[int]] = {}
        for place, row in enumerate(self.rows):
            for one in row:
                self.holders.setdefault(one, []).append(place)

    def best(self, text: str, most: int) -> list[tuple[float, int]]:
        asked = trigrams(text)
        shared: dict[int, int] = {}
        for one in asked:
            for place in self.holders.get(one, ()):
                shared[place] = shared.get(place, 0) + 1
        scored = (
            (n / (len(asked) + len(self.rows[place]) - n), place) for place, n in shared.items()
        )
        return sorted(scored, key=lambda row: (-row[0], row[1]))[:most]


def rank_in(scored: list[tuple[float, int]], right: int) -> int:
    """The place of the right one, ties counted against it."""
    mine = next((score for score, place in scored if place == right), None)
    if mine is None:
        return MISSED
    return sum(score > mine or (score == mine and place != right) for score, place in scored) + 1


Ask = Callable[[str], list[tuple[float, int]]]


def methods(register: list[str], search: Ask) -> dict[str, Ask]:
    """Ours beside trigrams and rapidfuzz over the same register."""
    folded = [fold(name) for name in register]
    by_text = Index(folded)

    def rapid(question: str) -> list[tuple[float, int]]:
        found = process.extract(fold(question), folded, scorer=fuzz.token_sort_ratio, limit=200)
        return [(score, place) for _text, score, place in found]

    return {
        "jisr": search,
        "pg_trgm": lambda question: by_text.best(fold(question), CANDIDATES),
        "rapidfuzz": rapid,
    }


def main() -> None:
    with emptied() as address:
        search = searching()
        found = tokens(TOKENS)
        rng = random.Random(SEED)  # noqa: S311  people are invented, not guarded
        everybody = people(rng, found, PEOPLE)
        say(f"{len(found)} tokens, {PEOPLE:,} people, {QUESTIONS} of each kind, seed {SEED}")
        say(f"{'':<18}{'method':<11}{'R@1':>7}{'R@10':>7}{'wrong above':>13}{'ms each':>9}")
        for name, (change, write_question, write_register) in CHANGES.items():
            register = [write_register(rng, found, person.parts) for person in everybody]
            asked = rng.sample(range(PEOPLE), QUESTIONS)
            questions = [write_question(rng, found, change(rng, everybody[n].parts)) for n in asked]
            refill(address, register)
            for method, ask in methods(register, search).items():
                tell(name, method, ran(ask, questions, asked))


def tell(name: str, method: str, told: Result) -> None:
    each = 1000 * told.seconds / len(told.ranks)
    say(
        f"{name:<18}{method:<11}{told.recall(1):>7.3f}{told.recall(10):>7.3f}"
        f"{told.above:>13.1f}{each:>9.1f}"
    )


def ran(ask: Ask, questions: list[str], asked: list[int]) -> Result:
    result, begun = Result(), time.perf_counter()
    for question, right in zip(questions, asked, strict=True):
        result.ranks.append(rank_in(ask(question), right))
    result.seconds = time.perf_counter() - begun
    return result


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
