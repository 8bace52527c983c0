"""Who takes part in a meeting of the demonstration, so that the path comes out as it is told."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from engagement.demonstration.bodies import Body
from engagement.demonstration.path import PATH
from engagement.demonstration.people import Posting, Register
from engagement.demonstration.slots import Slot
from engagement.demonstration.teams import ADVISORY, LIAISON

ARMED = ("pmf_commission", "pmf_unit", "tribal_mobilisation", "paramilitary_unspecified")
FEDERAL = ("federal_executive", "federal_security", "parliament", "judiciary")
#: Became part of the state, by an assessment; met only before.
INTEGRATED, INTEGRATED_DAYS_AGO = "unit108", 300
UNDETERMINED = "unit301"
#: From this quarter on the regulars are mostly met beside others.
LATE = 6
#: How many regulars of each type the mission began with.
REGULARS = (("federal_executive", 5), ("federal_security", 3), ("parliament", 2))
#: Counted inside Sulaymaniyah, and spoken for by its people.
NEIGHBOUR = {"halabja": "sulaymaniyah"}


@dataclass(frozen=True)
class Candidate:
    """Somebody as they would attend: in a post, or for themselves."""

    who: str
    post: str
    actor_type: str
    base: str
    relation: str
    team: str = ""
    since: int = 100_000
    until: int | None = None
    community: bool = False

    def on(self, days_ago: int) -> bool:
        return self.since >= days_ago and (self.until is None or self.until < days_ago)


@dataclass
class Scene:
    """A slot with its day and its people."""

    slot: Slot
    day: date
    who: list[Candidate] = field(default_factory=list)
    through: Candidate | None = None
    #: Entered by two teams, so nobody in it is known to one of them only.
    shared: bool = False


Fits = Callable[[Candidate], bool]


class Casting:
    """Fills the slots of one quarter after another."""

    def __init__(self, register: Register, relations: Mapping[str, str], today: date) -> None:
        self._relations, self._today = relations, today
        self._chance = random.Random(2021)  # noqa: S311  the same meetings each time, on purpose
        self.everybody = [*self._posted(register), *self._bodies(register), *self._alone(register)]
        self._regulars = self._choose_regulars()
        self._used: dict[str, float] = {}
        self._regular_weight = self._budget = 0.0

    def fill(self, scenes: list[Scene]) -> None:
        """Put people into the scenes of one quarter."""
        self._used = defaultdict(float)
        self._regular_weight = 0.0
        self._budget = PATH[scenes[0].slot.quarter].top_ten * len(scenes) / 100
        by_slot = {id(scene.slot): scene for scene in scenes}
        originals = {id(scene.slot.twin) for scene in scenes if scene.slot.twin}
        # The pairs first, while the regulars still have room for both.
        for scene in sorted(scenes, key=lambda row: id(row.slot) not in originals):
            scene.shared = id(scene.slot) in originals
            if scene.slot.twin is None:
                self._cast(scene, 2 if scene.shared else 1)
        for scene in scenes:
            if scene.slot.twin is not None:
                scene.who = by_slot[id(scene.slot.twin)].who

    def _cast(self, scene: Scene, times: int) -> None:
        slot = scene.slot
        cast = {"hybrid": self._hybrid, "international": self._international}
        first = cast.get(slot.side, self._first)
        size = 2 if slot.mixed else 1
        scene.who = [first(scene, times / size)]
        if slot.mixed:
            scene.who.append(self._second(scene, times / size))
        for row in scene.who:
            self._used[row.who] += times / len(scene.who)
        if slot.place == "intermediary":
            scene.through = self._pick(scene, lambda row: row.actor_type == "tribe")

    def _first(self, scene: Scene, weight: float) -> Candidate:
        slot = scene.slot
        base = _base(slot)
        if slot.side == "state" and base in ("", "baghdad"):
            return self._federal(scene, weight)
        fits = [
            lambda row: row.relation == slot.side and row.base == base,
            lambda row: row.relation == slot.side,
        ]
        return self._pick(scene, *fits[0 if base else 1 :])

    def _federal(self, scene: Scene, weight: float, *types: str) -> Candidate:
        """One of the regulars while they have not had their share, somebody else afterwards."""
        if self._regular_weight + weight <= self._budget + 0.25:
            free = [row for row in self._regulars if row.actor_type not in types]
            choice = min(free, key=lambda row: self._used[row.who])
            self._regular_weight += weight
            return choice
        names = {row.who for row in self._regulars}
        return self._pick(
            scene,
            lambda row: (
                row.actor_type in FEDERAL and row.actor_type not in types and row.who not in names
            ),
        )

    def _second(self, scene: Scene, weight: float) -> Candidate:
        """Somebody of another actor type, on the same side or of the state."""
        slot, there = scene.slot, scene.who[0]
        if self._brings_undetermined(slot):
            return next(row for row in self.everybody if row.who == UNDETERMINED)
        most = 0.5 if slot.quarter < LATE else 0.1
        if slot.side == "non_state" and self._chance.random() < most:
            return self._pick(
                scene,
                lambda row: (
                    row.relation == "non_state"
                    and row.actor_type != there.actor_type
                    and row.base == there.base
                ),
                lambda row: row.relation == "non_state" and row.actor_type != there.actor_type,
            )
        return self._federal(scene, weight, there.actor_type)

    def _brings_undetermined(self, slot: Slot) -> bool:
        late = slot.quarter >= LATE
        mine = slot.team == ADVISORY and slot.side == "state" and slot.place == "remote"
        return late and mine and slot.mixed

    def _hybrid(self, scene: Scene, _weight: float) -> Candidate:
        slot = scene.slot
        base = _base(slot)

        def fits(row: Candidate) -> bool:
            beyond = slot.place == "beyond" and row.team == LIAISON
            return row.relation == "hybrid" and not beyond

        found = self._pick(scene, lambda row: fits(row) and row.base == base, fits)
        slot.team = found.team
        return found

    def _international(self, scene: Scene, _weight: float) -> Candidate:
        return self._pick(scene, lambda row: row.relation == "international")

    def _pick(self, scene: Scene, *wishes: Fits) -> Candidate:
        """The one met least in the quarter, by the first wish that somebody fulfils."""
        slot = scene.slot
        ago = (self._today - scene.day).days
        there = {row.who for row in scene.who}
        for wish in wishes:
            # A protected actor is met by the team that knows them: which team meets armed groups
            # is chosen with them.
            fit = [
                row
                for row in self.everybody
                if wish(row)
                and row.who not in there
                and row.on(ago)
                and (not row.team or not scene.shared)
                and (row.team in ("", slot.team) or row.actor_type in ARMED)
            ]
            if fit:
                least = min(self._used[row.who] for row in fit)
                return self._chance.choice([r for r in fit if self._used[r.who] == least])
        raise LookupError(f"nobody for {slot}")

    def _posted(self, register: Register) -> list[Candidate]:
        people = {human.key: human for human in register.humans}
        return [
            self._candidate(row.body, row, people[row.who].at_risk) for row in register.postings
        ]

    def _candidate(self, body: Body, post: Posting, at_risk: bool) -> Candidate:
        protected = at_risk or body.actor_type in ARMED
        return Candidate(
            who=post.who,
            post=post.key,
            actor_type=body.actor_type,
            base=body.base,
            relation=self._relations[body.actor_type],
            team=body.team if protected else "",
            since=post.since,
            until=INTEGRATED_DAYS_AGO if body.key == INTEGRATED else post.until,
        )

    def _bodies(self, register: Register) -> list[Candidate]:
        return [
            Candidate(
                who=body.key,
                post="",
                actor_type=body.actor_type,
                base=body.base,
                relation=self._relations[body.actor_type],
                team=body.team if body.actor_type in ARMED else "",
                until=INTEGRATED_DAYS_AGO if body.key == INTEGRATED else None,
                community=body.kind == "community",
            )
            for body in register.bodies
            if not body.not_to_be_engaged
        ]

    def _alone(self, register: Register) -> list[Candidate]:
        posted = {row.who for row in register.postings}
        return [
            Candidate(row.key, "", row.actor_type, row.base, self._relations[row.actor_type])
            for row in register.humans
            if row.key not in posted
        ]

    def _choose_regulars(self) -> list[Candidate]:
        found = []
        for actor_type, number in REGULARS:
            steady = [r for r in self.everybody if r.actor_type == actor_type and r.post]
            steady = [r for r in steady if r.until is None and not r.post.endswith(("/2", "/b"))]
            found += steady[:: max(len(steady) // number, 1)][:number]
        return found


def _base(slot: Slot) -> str:
    """Where those come from who are met in a slot: from the venue outside the capital."""
    if slot.base or slot.place == "abroad":
        return slot.base
    where = slot.where[-1] if slot.where else ""
    return NEIGHBOUR.get(where, where)


def day_of(slot: Slot, first: date, last: date, chance: random.Random) -> date:
    """A working day of the quarter; a first visit lies in its middle."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if slot.fly_in:
        days = days[len(days) // 3 : 2 * len(days) // 3]
    return chance.choice([day for day in days if day.weekday() not in (4, 5)])
