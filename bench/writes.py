"""What a new, an amended and a withdrawn meeting cost, through the actions and by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection

from bench import by_hand
from bench.rows import LAST, PERSON, PROGRAMME, TEAM, USER, WRITES
from bench.task import Task
from engagement.access.keys import new_id
from engagement.access.scope import Actor, acting_as
from engagement.meetings.actions import amend_meeting, log_meeting, withdraw_meeting
from engagement.meetings.codes import Mode, Status
from engagement.meetings.drafts import Attendance, MeetingDraft
from engagement.meetings.models import Meeting
from engagement.regions.models import Region


class Writes:
    """A meeting with one place and three people: logged, amended at another place, withdrawn."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._places = list(Region.objects.filter(key__in=("baghdad", "basra")).order_by("-key"))
        self._draft, self._meeting = self._new(), Meeting()

    def tasks(self) -> Iterator[tuple[str, Task]]:
        """Each by its name in the table."""
        runs: tuple[Callable[[], None], ...] = (
            *(self._log, self._amend, self._withdraw),
            *(partial(self._hand, name) for name in ("log", "amend", "withdraw")),
        )
        for name, run in zip(WRITES, runs, strict=True):
            logs = name.startswith("log")
            yield name, Task(partial(_done, run), self._prepare if logs else self._put)

    def _new(self) -> MeetingDraft:
        people = tuple(Attendance(stakeholder_id=UUID(int=PERSON.int + n)) for n in range(3))
        return MeetingDraft(
            id=new_id(),
            status=Status.HELD,
            held_on=LAST,
            mode=Mode.IN_PERSON,
            lead_team_id=TEAM,
            venues=(self._places[0],),
            who=people,
        )

    def _prepare(self) -> None:
        self._draft = self._new()

    def _put(self) -> None:
        self._prepare()
        self._log()

    def _log(self) -> None:
        with acting_as(self._actor, "meeting.logged"):
            self._meeting = log_meeting(self._actor, self._draft)

    def _amend(self) -> None:
        draft = replace(self._draft, venues=(self._places[1],), outcome="Agreed")
        with acting_as(self._actor, "meeting.amended", "It was elsewhere"):
            amend_meeting(self._actor, draft.id, draft, version=self._meeting.version)

    def _withdraw(self) -> None:
        with acting_as(self._actor, "meeting.withdrawn", "Twice"):
            meeting = self._meeting
            withdraw_meeting(self._actor, meeting.pk, reason="Twice", version=meeting.version)

    def _hand(self, name: str) -> None:
        """The bare statements, as the web role and behind row security, in one transaction."""
        one, other = (place.pk for place in self._places)
        values: dict[str, Any] = {
            "id": self._draft.id,
            "programme": PROGRAMME,
            "team": TEAM,
            "user": USER,
            "day": LAST,
            "place": one,
            "elsewhere": other,
            "people": [row.stakeholder_id for row in self._draft.who],
        }
        with acting_as(self._actor, "meeting.logged"), connection.cursor() as cursor:
            cursor.execute(by_hand.statement(name), values)


def _done(run: Callable[[], None]) -> int:
    run()
    return 200
