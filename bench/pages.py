"""The pages that are timed, asked for in process as the web role, behind row security."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.asking import cpu_of, now
from bench.generate import DEEP, LAST, MEETING, OFFICER, PERSON, PROGRAMME, TEAM
from engagement.access.keys import new_id
from engagement.access.models import User
from engagement.access.scope import acting_as, actor_for
from engagement.meetings.actions import log_meeting
from engagement.meetings.codes import Mode, Status
from engagement.meetings.drafts import Attendance, MeetingDraft
from engagement.regions.models import Region

#: What a door puts around its statements.
AROUND = ("SAVEPOINT", "RELEASE", "SELECT set_config")


class Pages:
    """One signed-in officer, the addresses they open, and a meeting they log."""

    def __init__(self) -> None:
        self._client = Client(HTTP_HOST="localhost")
        user = User.objects.get(username=OFFICER)
        self._client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        self._actor = actor_for(user.pk, PROGRAMME)
        self._statements = 0
        self.asked: dict[str, Callable[[], int]] = {
            words: partial(self._open, address) for words, address in _addresses()
        }
        self.asked["log a meeting"] = self._log
        connection.execute_wrappers.append(self._count)

    def cost(self, name: str) -> dict[str, Any]:
        """Ask for one of them once."""
        connection.ensure_connection()
        backend = connection.connection.info.backend_pid
        self._statements = 0
        database, application, begun = cpu_of(backend), time.process_time(), now()
        status = self.asked[name]()
        wall = now() - begun
        return {
            "wall": wall,
            "application": (time.process_time() - application) * 1000,
            "database": cpu_of(backend) - database,
            "statements": self._statements,
            "status": status,
        }

    def _open(self, address: str) -> int:
        return self._client.get(address).status_code

    def _log(self) -> int:
        """The action alone, in its block: one place, three people."""
        people = tuple(Attendance(stakeholder_id=UUID(int=PERSON.int + n)) for n in range(3))
        draft = MeetingDraft(
            id=new_id(),
            status=Status.HELD,
            held_on=LAST,
            mode=Mode.IN_PERSON,
            lead_team_id=TEAM,
            venues=(_basra(),),
            who=people,
        )
        with acting_as(self._actor, "meeting.logged"):
            log_meeting(self._actor, draft)
        return 200

    def _count(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self._statements += not sql.startswith(AROUND)
        return execute(sql, params, many, context)


def _addresses() -> list[tuple[str, str]]:
    meetings = reverse("meeting_list")
    return [
        ("meetings", meetings),
        ("meetings, deep", f"{meetings}?after={DEEP}_{MEETING}"),
        ("meetings, Basra", f"{meetings}?governorate={_basra().pk}"),
        ("stakeholders", reverse("stakeholder_list")),
        ("stakeholders, name", reverse("stakeholder_list") + "?q=Karim"),
        ("log form", reverse("meeting_new")),
        ("meeting", reverse("meeting", args=[MEETING])),
        ("profile", reverse("stakeholder", args=[PERSON])),
        ("my day", reverse("my_day")),
        ("follow-ups", reverse("follow_up_list")),
    ]


@cache
def _basra() -> Region:
    return Region.objects.get(key="basra")
