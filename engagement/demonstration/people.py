"""The invented people and the posts they hold: 400, the same each time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from engagement.demonstration.bodies import Body, Names
from engagement.demonstration.teams import ADVISORY, TEAMS
from engagement.demonstration.tokens import (
    FAMILIES,
    KURDISH_FAMILIES,
    KURDISH_MEN,
    KURDISH_WOMEN,
    MEN,
    VARIANTS,
    WOMEN,
)

KURDISH_BASES = ("erbil", "sulaymaniyah", "duhok")
STATE_SECURITY = ("federal_security", "local_police", "peshmerga_asayish")
CIVIL_SOCIETY = ("cso_ngo", "womens_group", "youth_protest", "professional_union")
#: Women beyond those of the women's groups, by actor type: one in so many, at most so many.
WOMEN_IN = {
    "federal_executive": (6, 99),
    "parliament": (4, 99),
    "judiciary": (6, 99),
    "federal_security": (12, 4),
    "local_police": (9, 1),
    "krg_executive": (5, 99),
    "local_government": (8, 99),
    "cso_ngo": (20, 2),
    "media": (2, 99),
    "academia": (3, 99),
}
#: Titles and ranks, the first for the head of the body.
TITLES: dict[str, tuple[tuple[str, str], ...]] = {
    "federal_executive": (("Director general", "senior"), ("Head of section", "middle")),
    "parliament": (("Chair of the committee", "ministerial"), ("Member", "senior")),
    "judiciary": (("President", "senior"), ("Judge", "middle")),
    "federal_security": (("Commander", "senior"), ("Staff officer", "middle")),
    "pmf_commission": (("Head of liaison", "senior"), ("Liaison officer", "middle")),
    "krg_executive": (("Director general", "senior"), ("Adviser", "middle")),
    "peshmerga_asayish": (("Commander", "senior"), ("Staff officer", "middle")),
    "local_government": (("Deputy governor", "senior"), ("Head of department", "local")),
    "local_police": (("Chief of police", "senior"), ("Station commander", "local")),
    "tribe": (("Sheikh", "societal"), ("Elder", "societal")),
}
COMMANDERS = (("Commander", "local"), ("Spokesman", "local"))
ELSEWHERE = (("Coordinator", "societal"), ("Member", "societal"))
#: People on their own: actor type, base.
ALONE = (
    ("political_party", "baghdad"),
    ("political_party", "basra"),
    ("private_sector", "basra"),
    ("private_sector", "nineveh"),
    ("not_sure", "baghdad"),
    ("mission_embassy", "baghdad"),
    ("mission_embassy", "baghdad"),
    ("un", "baghdad"),
    ("ingo", "erbil"),
)
#: Days ago.
LONG_AGO, MOVED = 1500, 400


@dataclass(frozen=True)
class Human:
    """A person: names in each script, with the language of each where it is known."""

    key: str
    names: tuple[tuple[str, str], ...]
    actor_type: str
    base: str
    team: str
    at_risk: bool = False
    woman: bool = False
    kunya: Names = ()


@dataclass(frozen=True)
class Posting:
    """Somebody in a body, from so many days ago until so many days ago."""

    key: str
    who: str
    body: Body
    title: str
    seniority: str
    since: int = LONG_AGO
    until: int | None = None


class Register:
    """Everybody, drawn in one order from one seed."""

    def __init__(self, bodies: tuple[Body, ...]) -> None:
        self.bodies = bodies
        self.humans: list[Human] = []
        self.postings: list[Posting] = []
        self._chance = random.Random(1967)  # noqa: S311  the same people each time, on purpose
        self._taken: set[str] = set()
        self._count = count(1)
        self._women: dict[str, int] = {}
        self._seen: dict[str, int] = {}
        for body in bodies:
            self._staff(body)
        self._others()
        self._move()

    def _staff(self, body: Body) -> None:
        titles = COMMANDERS if body.kind == "unit" else TITLES.get(body.actor_type, ELSEWHERE)
        for place in range(body.staff):
            human = self._human(body.actor_type, body.base, body.team)
            title, rank = titles[min(place, 1)]
            self.postings.append(Posting(f"post/{human.key}", human.key, body, title, rank))

    def _others(self) -> None:
        for actor_type, base in ALONE:
            self._human(actor_type, base, ADVISORY)
        teams = list(TEAMS)
        for number, (names, base) in enumerate(VARIANTS):
            given = tuple((text, "") for text in names)
            team = teams[number % len(teams)]
            self.humans.append(Human(f"variant{number}", given, "tribe", base, team))

    def _human(self, actor_type: str, base: str, team: str) -> Human:
        number = next(self._count)
        woman = self._is_woman(actor_type)
        names = self._names(woman, actor_type, base)
        at_risk = actor_type == "youth_protest" and number % 3 == 0
        kunya = self._kunya(names) if actor_type == "pmf_unit" and not woman else ()
        human = Human(f"person{number}", names, actor_type, base, team, at_risk, woman, kunya)
        self.humans.append(human)
        return human

    def _is_woman(self, actor_type: str) -> bool:
        if actor_type == "womens_group":
            return True
        every, most = WOMEN_IN.get(actor_type, (0, 0))
        seen = self._seen[actor_type] = self._seen.get(actor_type, 0) + 1
        had = self._women.get(actor_type, 0)
        if not every or seen % every or had >= most:
            return False
        self._women[actor_type] = had + 1
        return True

    def _names(self, woman: bool, actor_type: str, base: str) -> tuple[tuple[str, str], ...]:
        kurdish = base in KURDISH_BASES and actor_type not in ("pmf_unit", "ingo")
        while True:
            parts = self._kurdish(woman) if kurdish else self._arabic(woman)
            names = [" ".join(words) for words in zip(*parts, strict=True)]
            if names[0] not in self._taken:
                self._taken.add(names[0])
                return tuple(zip(names, ("en", "ar", "ckb"), strict=False))

    def _arabic(self, woman: bool) -> tuple[tuple[str, ...], ...]:
        draw = self._chance.choice
        given: tuple[str, ...] = draw(WOMEN if woman else MEN)
        return given, draw(MEN), draw(FAMILIES)

    def _kurdish(self, woman: bool) -> tuple[tuple[str, ...], ...]:
        draw = self._chance.choice
        given: tuple[str, ...] = draw(KURDISH_WOMEN if woman else KURDISH_MEN)
        return given, draw(KURDISH_MEN), draw(KURDISH_FAMILIES)

    def _kunya(self, names: tuple[tuple[str, str], ...]) -> Names:
        return (f"Abu {names[0][0].split()[1]}",) if self._chance.random() < 0.4 else ()

    def _move(self) -> None:
        """Twenty who changed posts, two dozen who hold a second one beside the first."""
        state = [row for row in self.postings if row.body.actor_type == "federal_executive"]
        for number, row in enumerate(state[2::2][:20]):
            there = self._other(row, number)
            self.postings.remove(row)
            self.postings += [
                Posting(row.key, row.who, row.body, row.title, row.seniority, until=MOVED),
                Posting(f"{row.key}/2", row.who, there, "Adviser", "middle", since=MOVED),
            ]
        council = next(body for body in self.bodies if body.key == "exec7")
        local = [row for row in self.postings if row.body.actor_type == "local_government"]
        for row in local[::2][:25]:
            title = "Member of the reintegration board"
            self.postings.append(Posting(f"{row.key}/b", row.who, council, title, "middle", 300))

    def _other(self, row: Posting, number: int) -> Body:
        """Where they went: most to another directorate, some left the state."""
        wanted = "cso_ngo" if number % 7 == 3 else "federal_executive"
        choice = [b for b in self.bodies if b.actor_type == wanted and b.base == "baghdad"]
        rest = [body for body in choice if body != row.body]
        return rest[number % len(rest)]


def names_of(human: Human) -> Iterator[tuple[str, str, str]]:
    """(text, kind, language) of each name."""
    for text, language in human.names:
        yield text, "full", language
    for text in human.kunya:
        yield text, "kunya", ""
