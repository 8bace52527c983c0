"""A month of random changes, by everybody who may make them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.scope import Actor, acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.actions import restore_meeting, withdraw_meeting
from engagement.meetings.models import Meeting
from engagement.stakeholders.models import ActorType, Stakeholder
from engagement.sync.codes import DEFAULT_FIELDS, FIELDS
from engagement.sync.models import Agreement
from tests.cast import Cast, meet, register
from tests.registry.merging import merged, parted
from tests.sync.agreeing import partner_of
from tests.sync.test_agreements import change, moved, regions

PLACES = ("basra", "maysan", "baghdad", "wasit")
TYPES = ("tribe", "cso_ngo", "religious_authority")
LEVELS = (Tlp.CLEAR, Tlp.GREEN, Tlp.GREEN, Tlp.GREEN, Tlp.AMBER)
#: What an action may say to a random request; anything else is a fault.
REFUSALS = (ValidationError, Conflict, NotAllowed)


@dataclass
class Month:
    """Who and what there is, and how it changes next."""

    cast: Cast
    agreement: Agreement
    chance: random.Random
    people: list[Stakeholder] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    merges: list[Any] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)

    def pass_by(self, steps: int) -> None:
        """So many changes, each in a transaction of its own; refused ones are none."""
        weighted: dict[Callable[[], None], int] = {
            self.register: 6,
            self.meet: 6,
            self.amend: 5,
            self.level: 4,
            self.write_as_partner: 3,
            self.merge: 3,
            self.unmerge: 2,
            self.withdraw: 2,
            self.restore: 2,
            self.agree_anew: 1,
        }
        acts = self.chance.choices(list(weighted), list(weighted.values()), k=steps)
        for act in (self.register, self.register, self.meet, *acts):
            try:
                act()
            except REFUSALS:
                continue
            self.done[act.__name__] = self.done.get(act.__name__, 0) + 1

    def register(self) -> None:
        self.people.append(self._person(self.chance.choice((self.cast.amal, self.cast.carla))))

    def _person(self, actor: Actor) -> Stakeholder:
        return register(
            actor,
            f"Number {len(self.people)}",
            self.chance.choice(TYPES),
            self.chance.choice(PLACES),
            tlp=self.chance.choice(LEVELS),
        )

    def meet(self) -> None:
        self.meetings.append(self._meeting(self.cast.amal))

    def _meeting(self, actor: Actor, **more: Any) -> Meeting:
        who = tuple(self.chance.sample(self.people, min(len(self.people), 2)))
        level = self.chance.choice(LEVELS)
        return meet(actor, self.chance.choice(PLACES), who=who, tlp=level, **more)

    def write_as_partner(self) -> None:
        partner = partner_of(self.agreement)
        person = self._person(partner)
        self.people.append(person)
        self.meetings.append(meet(partner, "basra", who=(person,), tlp=Tlp.AMBER))

    def amend(self) -> None:
        kinds = ActorType.objects.filter(pk__in=TYPES)
        changed = {"names": (f"Again {self.chance.random()}",)}
        if self.chance.random() < 0.5:
            changed = {"actor_type": kinds.get(pk=self.chance.choice(TYPES))}
        moved(self.cast.bassam, self.chance.choice(self.people), **changed)

    def level(self) -> None:
        moved(self.cast.bassam, self.chance.choice(self.people), tlp=self.chance.choice(LEVELS))

    def merge(self) -> None:
        kept, gone = self.chance.sample(self.people, 2)
        self.merges.append(merged(self.cast.bassam, kept, gone))

    def unmerge(self) -> None:
        if not self.merges:
            raise Conflict
        parted(self.cast.bassam, self.merges.pop())

    def withdraw(self) -> None:
        meeting = self.chance.choice(self.meetings)
        with acting_as(self.cast.bassam, "meeting.withdrawn"):
            meeting.refresh_from_db()
            withdraw_meeting(self.cast.bassam, meeting.pk, reason="x", version=meeting.version)

    def restore(self) -> None:
        with acting_as(self.cast.bassam, "meeting.restored"):
            rows = Meeting.objects.visible_to(self.cast.bassam).exclude(withdrawn_at=None)
            meeting = rows.order_by("pk").first()
            if meeting is None:
                raise Conflict
            restore_meeting(self.cast.bassam, meeting.pk, reason="x", version=meeting.version)

    def agree_anew(self) -> None:
        """Narrower or wider: places, actor types, fields."""
        some = self.chance.choice
        change(
            self.cast,
            self.agreement,
            regions=some((None, regions("basra", "maysan"), regions("basra"))),
            actor_types=some((None, None, frozenset(["tribe", "cso_ngo"]))),
            fields=some((FIELDS, DEFAULT_FIELDS)),
        )
