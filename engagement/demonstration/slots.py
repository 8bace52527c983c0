"""The held meetings before anybody is in them: where, which side, which team."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engagement.demonstration.path import (
    EMBASSY_BEYOND,
    EMBASSY_MEETINGS,
    FIRST_VISITS,
    INTERNATIONAL,
    MIXED,
    PATH,
    PLACES,
    RETURNED_TO,
    SECURITY_ONLY,
    whole,
)
from engagement.demonstration.teams import (
    ADVISORY,
    EMBASSY,
    LIAISON,
    PALM,
    RAFIDAIN,
    TRAINING,
    ZAGROS,
)

ABROAD = ("jordan", "turkiye", "belgium", "lebanon")
#: How the meetings that no rule gives to a team fall to the teams, of a hundred.
SHARES = ((ADVISORY, 46), (TRAINING, 18), (RAFIDAIN, 18), (PALM, 10), (ZAGROS, 8))
PAIRS = (("nineveh", "erbil"), ("basra", "dhi-qar"), ("sulaymaniyah", "erbil"), ("najaf", "anbar"))


@dataclass
class Slot:
    """A meeting to be. `side` is the relation to the state that it is held for."""

    quarter: int
    place: str
    where: tuple[str, ...] = ()
    side: str = ""
    mixed: bool = False
    team: str = ""
    fly_in: bool = False
    #: The base that whoever comes shall have, where that is not the venue.
    base: str = ""
    #: The same meeting, entered by another team.
    twin: Slot | None = field(default=None, repr=False)

    @property
    def on_the_spot(self) -> bool:
        return self.place not in ("remote", "intermediary")


def slots_of(quarter: int, chance: random.Random) -> list[Slot]:
    """The slots of one quarter, in no order of days."""
    slots = list(_placed(quarter, chance))
    _embassy(quarter, slots)
    _sides(quarter, slots, chance)
    _mix(quarter, slots, chance)
    return slots


def _placed(quarter: int, chance: random.Random) -> Iterator[Slot]:
    places = PLACES[quarter]
    known = [key for keys in FIRST_VISITS[: quarter + 1] for key in keys]
    back = [key for key in RETURNED_TO if key in known]
    for place in ("remote", "intermediary", "unknown"):
        yield from (Slot(quarter, place) for _ in range(getattr(places, place)))
    for number in range(places.abroad):
        yield Slot(quarter, "abroad", (ABROAD[(quarter + number) % len(ABROAD)],))
    for number in range(places.capital):
        yield Slot(quarter, "capital", ("baghdad",), team=LIAISON if number < 4 else "")
    for number in range(places.straddling):
        yield Slot(quarter, "straddling", ("baghdad", back[number % len(back)]))
    for number in range(places.pairs):
        yield Slot(quarter, "pairs", _pair(quarter + number, back))
    yield from _beyond(quarter, known, back, chance)


def _beyond(
    quarter: int, known: list[str], back: list[str], chance: random.Random
) -> Iterator[Slot]:
    first = FIRST_VISITS[quarter]
    for key in first:
        yield Slot(quarter, "beyond", (key,), "state", team=LIAISON, fly_in=True)
    rest = PLACES[quarter].beyond - len(first)
    secured = min(2, rest) if SECURITY_ONLY in known and SECURITY_ONLY not in first else 0
    for _ in range(secured):
        yield Slot(quarter, "beyond", (SECURITY_ONLY,), "state", team=TRAINING)
    for number in range(rest - secured):
        yield Slot(quarter, "beyond", (_next(quarter, number, back, chance),))


def _pair(number: int, back: list[str]) -> tuple[str, ...]:
    choice = [pair for pair in PAIRS if set(pair) <= set(back)]
    return choice[number % len(choice)]


def _next(quarter: int, number: int, back: list[str], chance: random.Random) -> str:
    if quarter == 7 and number == 1:
        return "halabja"  # counted inside Sulaymaniyah
    return chance.choice(back)


def _embassy(quarter: int, slots: list[Slot]) -> None:
    beyond = EMBASSY_BEYOND[quarter]
    for place, number in (("beyond", beyond), ("capital", EMBASSY_MEETINGS[quarter] - beyond)):
        free = [slot for slot in slots if slot.place == place and not slot.team]
        for slot in free[:number]:
            slot.team, slot.side = EMBASSY, "state"


def _sides(quarter: int, slots: list[Slot], chance: random.Random) -> None:
    stage = PATH[quarter]
    of = stage.held - INTERNATIONAL[quarter]
    _take(_open(slots, "capital"), "international", INTERNATIONAL[quarter])
    hybrid = whole(stage.hybrid, of)
    hybrid -= _take(_open(slots, "intermediary"), "hybrid", hybrid)
    away = _open(slots, "beyond", "capital", "remote")
    chance.shuffle(away)
    _take(away, "hybrid", hybrid)
    civil = whole(stage.non_state, of)
    outside = _open(slots, "beyond", "pairs", "straddling")
    chance.shuffle(outside)
    civil -= _take(outside, "non_state", min(civil * 2 // 3, len(outside) * 3 // 4))
    inside = _open(slots, "capital", "remote", "unknown", "abroad")
    chance.shuffle(inside)
    _take(inside, "non_state", civil)
    for slot in slots:
        slot.side = slot.side or "state"
    # People from a governorate that is no longer visited are heard in the capital.
    heard = [s for s in slots if s.place == "capital" and s.side == "non_state"]
    for slot, base in zip(heard, ("kirkuk", "basra", "karbala", "anbar"), strict=False):
        slot.base = base if quarter > 2 else ""


def _open(slots: Iterable[Slot], *places: str) -> list[Slot]:
    return [slot for slot in slots if slot.place in places and not slot.side and not slot.team]


def _take(slots: list[Slot], side: str, number: int) -> int:
    chosen = slots[: max(number, 0)]
    for slot in chosen:
        slot.side = side
    return len(chosen)


def _mix(quarter: int, slots: list[Slot], chance: random.Random) -> None:
    free = [s for s in slots if s.side not in ("international", "hybrid") and not s.fly_in]
    free = [s for s in free if s.where != (SECURITY_ONLY,)]
    for slot in chance.sample(free, MIXED[quarter]):
        slot.mixed = True


def give_teams(slots: list[Slot], chance: random.Random) -> None:
    """Give the slots that no rule gave to a team to one."""
    names = [team for team, _share in SHARES]
    weights = [share for _team, share in SHARES]
    for slot in slots:
        if not slot.team:
            slot.team = chance.choices(names, weights)[0]


def pair_up(slots: list[Slot], wanted: int) -> int:
    """Make pairs that two teams entered apart; how many were found."""
    paired: list[Slot] = []
    for one in slots:
        rest = [slot for slot in slots if not any(slot is row for row in paired)]
        other = next((two for two in rest if _alike(one, two)), None)
        if other is not None and any(one is row for row in rest) and len(paired) < 2 * wanted:
            other.twin = one
            paired += [one, other]
    return len(paired) // 2


def _alike(one: Slot, two: Slot) -> bool:
    same = (one.place, one.where, one.side, one.mixed, one.base)
    apart = (
        one is not two
        and one.team != two.team
        and {one.team, two.team}.isdisjoint((EMBASSY, LIAISON))
    )
    plain = one.side in ("state", "non_state") and one.place in ("capital", "beyond")
    return apart and plain and same == (two.place, two.where, two.side, two.mixed, two.base)
