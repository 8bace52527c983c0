"""The meetings of the demonstration, from the oldest to those still planned."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time

from engagement.demonstration.casting import Casting, Scene, day_of
from engagement.demonstration.path import FIRST_VISITS, PATH, SECURITY_ONLY, quarter_days
from engagement.demonstration.slots import Slot, give_teams, pair_up, slots_of
from engagement.demonstration.teams import ADVISORY, EMBASSY, LIAISON, RAFIDAIN, TRAINING
from engagement.demonstration.texts import OUTCOMES
from engagement.demonstration.told import Told
from engagement.demonstration.unheld import unheld

#: Pairs entered by two teams, a quarter: twelve in all.
TWINS = (1, 1, 1, 1, 2, 2, 2, 2)
SECURITY = ("training", "operations", "equipment", "liaison")
DIALOGUE = ("dialogue", "consultation", "assessment", "dialogue")
LEVELS = ("inform", "consult", "consult", "involve", "involve", "collaborate")
#: Held meetings that are logged late, one in so many; saved to be completed, so many.
LATE_ONE_IN, TO_COMPLETE = 7, 5
#: Where the numbers of the two protected meetings stand among those of their team.
STRICT_AT, RED_AT = 40, 90


@dataclass
class Story:
    """Everything that happens, drawn in one order."""

    casting: Casting
    today: date
    chance: random.Random = field(default_factory=lambda: random.Random(20))  # noqa: S311

    def told(self) -> list[Told]:
        """All 640 meetings."""
        held = [row for quarter in range(len(PATH)) for row in self._quarter(quarter)]
        return [*self._protected(held), *unheld(self.casting, self.today, self.chance)]

    def _quarter(self, quarter: int) -> Iterator[Told]:
        slots = slots_of(quarter, self.chance)
        give_teams(slots, self.chance)
        if pair_up(slots, TWINS[quarter]) != TWINS[quarter]:
            raise LookupError("no two teams could have entered the same meeting")
        first, last = quarter_days(self.today)[quarter]
        scenes = [Scene(slot, day_of(slot, first, last, self.chance)) for slot in slots]
        by_slot = {id(scene.slot): scene for scene in scenes}
        for scene in scenes:
            if scene.slot.twin is not None:
                scene.day = by_slot[id(scene.slot.twin)].day
        self.casting.fill(scenes)
        self._part(scenes, first, last)
        for number, scene in enumerate(scenes):
            yield self._held(f"held/{quarter}/{number}", scene)

    def _part(self, scenes: list[Scene], first: date, last: date) -> None:
        """Nobody is met twice a day by chance: it would look like one meeting entered twice."""
        paired = {id(s.slot.twin) for s in scenes} | {id(s.slot) for s in scenes if s.slot.twin}
        taken = {(s.day, row.who) for s in scenes if id(s.slot) in paired for row in s.who}
        for scene in scenes:
            if id(scene.slot) in paired:
                continue
            for _attempt in range(50):
                ago = (self.today - scene.day).days
                free = not taken & {(scene.day, row.who) for row in scene.who}
                if free and all(row.on(ago) for row in scene.who):
                    break
                scene.day = day_of(scene.slot, first, last, self.chance)
            taken |= {(scene.day, row.who) for row in scene.who}

    def _held(self, key: str, scene: Scene) -> Told:
        draw, slot = self.chance, scene.slot
        late = draw.randrange(LATE_ONE_IN) == 0
        return Told(
            key=key,
            team=slot.team,
            status="held",
            day=scene.day,
            mode=self._mode(slot),
            venues=slot.where,
            who=tuple(scene.who),
            side=slot.side,
            through=scene.through,
            outcome=draw.choice(OUTCOMES[slot.side]),
            purpose=self._purpose(slot),
            level=draw.choice(LEVELS) if draw.random() < 0.6 else "",
            asked_by=draw.choice(("ours", "ours", "theirs")) if draw.random() < 0.55 else "",
            starts_at=time(draw.randint(8, 16), draw.choice((0, 30))),
            duration=draw.choice((45, 60, 90, 120)) if draw.random() < 0.6 else None,
            guests=self._guests(slot),
            subjects=self._subjects(slot),
            lag=draw.randint(9, 20) if late else draw.randint(0, 4),
        )

    def _mode(self, slot: Slot) -> str:
        if not slot.on_the_spot:
            return slot.place
        online = slot.place == "straddling" or self.chance.random() < 0.03
        return "partly_online" if online else "in_person"

    def _purpose(self, slot: Slot) -> str:
        if slot.where == (SECURITY_ONLY,) or (slot.fly_in and SECURITY_ONLY in slot.where):
            return self.chance.choice(SECURITY)
        if slot.team in (TRAINING, LIAISON, EMBASSY) and slot.side == "state":
            return self.chance.choice((*SECURITY, "consultation"))
        return self.chance.choice(DIALOGUE) if self.chance.random() < 0.8 else ""

    def _guests(self, slot: Slot) -> tuple[str, ...]:
        if slot.team == ADVISORY and slot.side == "non_state" and self.chance.random() < 0.3:
            return (RAFIDAIN,)
        return ()

    def _subjects(self, slot: Slot) -> tuple[str, ...]:
        known = [key for keys in FIRST_VISITS[: slot.quarter + 1] for key in keys]
        return (self.chance.choice(known),) if self.chance.random() < 0.1 else ()

    def _protected(self, held: list[Told]) -> list[Told]:
        """One meeting for the lead team alone, one for the people named; a few half written."""
        mine = [number for number, row in enumerate(held) if row.team == ADVISORY]
        held[mine[STRICT_AT]] = replace(held[mine[STRICT_AT]], tlp="AMBER_STRICT")
        held[mine[RED_AT]] = replace(held[mine[RED_AT]], tlp="RED")
        for number in mine[-TO_COMPLETE:]:
            held[number] = replace(held[number], outcome="", purpose="", to_complete=True)
        return held
