"""Writes of every kind to a small log, by chance: what the tests of the summary go through."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from engagement.access.scope import acting_as
from engagement.coverage.sums import Period
from engagement.meetings.actions import amend_meeting, restore_meeting, withdraw_meeting
from engagement.meetings.bulk import Chosen, mark_duplicate
from engagement.meetings.codes import Mode, Reason, Status
from engagement.meetings.models import Meeting, Venue
from engagement.regions.models import Region
from engagement.stakeholders.models import Stakeholder
from tests.cast import Cast, draft_of, meet, register
from tests.conftest import owner

#: The cast's day is 10 March 2026; all days of these tests lie before any test run.
QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
PLACES = ("baghdad", "basra", "anbar", "halabja", "sulaymaniyah", "jordan")
KINDS = (("tribe", "basra"), ("judiciary", "baghdad"), ("pmf_unit", "anbar"), ("un", "halabja"))


def run(sql: str, *values: Any) -> None:
    """A statement of the owner's, past every door."""
    with owner(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def differing(cast: Cast) -> dict[str, int]:
    """By comparison, in how much rule, facts, cells and the count by hand are not one."""
    found: dict[str, int] = {}
    for function in ("coverage_differences", "coverage_by_hand"):
        with owner(), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM jisr.{function}(%s)", [cast.programme.pk])
            found.update({what: n for what, _compared, n in cursor.fetchall() if n})
    return found


def fresh(pk: UUID) -> Meeting:
    """A meeting as it stands now."""
    with owner():
        found: Meeting = Meeting.plain.get(pk=pk)
    return found


def duplicate(cast: Cast, pk: UUID, of: UUID | None) -> None:
    with acting_as(cast.amal, "meeting.duplicate"):
        mark_duplicate(cast.amal, Chosen(pk, fresh(pk).version), of)


def amend(cast: Cast, pk: UUID, *places: str, who: tuple[Any, ...], **more: Any) -> None:
    draft = draft_of(cast.amal, *places, who=who, id=pk, **more)
    with acting_as(cast.amal, "meeting.amended", "put right"):
        amend_meeting(cast.amal, pk, draft, version=fresh(pk).version)


def withdraw(cast: Cast, pk: UUID) -> None:
    with acting_as(cast.amal, "meeting.withdrawn", "for now"):
        withdraw_meeting(cast.amal, pk, reason="for now", version=fresh(pk).version)


def restore(cast: Cast, pk: UUID) -> None:
    with acting_as(cast.amal, "meeting.restored", "it was"):
        restore_meeting(cast.amal, pk, reason="it was", version=fresh(pk).version)


def set_list(cast: Cast, begins: date | None) -> None:
    run(
        "UPDATE engagement_programmearea SET list_of_19_from = %s WHERE programme_id = %s",
        begins,
        cast.programme.pk,
    )


def people_of(cast: Cast) -> list[Stakeholder]:
    """One of each kind."""
    return [register(cast.amal, kind, kind, base) for kind, base in KINDS]


@dataclass
class Writes:
    """Chance decides what comes next; what cannot be done to a meeting is left."""

    cast: Cast
    people: list[Stakeholder]
    chance: random.Random
    rows: list[UUID] = field(default_factory=list)

    #: The names of the methods that write.
    KINDS = (
        *("log", "log", "plan", "try_and_fail", "amend", "amend", "hold", "withdraw_or_restore"),
        *("twin", "add_venue", "drop_venue", "drop_participant", "together", "guests", "list"),
        "change_ones_mind",
    )

    def write(self, times: int) -> None:
        for _ in range(times):
            kind = self.chance.choice(self.KINDS)
            if not self.rows:
                kind = "log"
            getattr(self, kind)()

    def log(self, **more: Any) -> None:
        mode = self.chance.choice([*Mode])
        draft = {"held_on": self.day(), "mode": mode, **more}
        self.rows.append(meet(self.cast.amal, *self.places(), who=self.who(), **draft).pk)

    def plan(self) -> None:
        self.log(status=Status.PLANNED, held_on=self.cast.amal.today())

    def try_and_fail(self) -> None:
        reason = self.chance.choice([Reason.SECURITY, Reason.BY_US])
        self.log(status=Status.CANCELLED, reason=reason)

    def amend(self, **more: Any) -> None:
        row = self.any(withdrawn_at=None)
        if row and row.status != Status.PLANNED:
            was = {"status": row.status, "reason": row.reason, "held_on": self.day()}
            amend(self.cast, row.pk, *self.places(), who=self.who(), **{**was, **more})

    def hold(self) -> None:
        row = self.any(status=Status.PLANNED, withdrawn_at=None)
        if row:
            amend(self.cast, row.pk, *self.places(), who=self.who(), held_on=self.day())

    def guests(self) -> None:
        joint = self.chance.choice([(), (self.cast.partner.pk,)])
        self.amend(guest_team_ids=joint)

    def withdraw_or_restore(self) -> None:
        row = self.any()
        if row:
            (restore if row.withdrawn_at else withdraw)(self.cast, row.pk)

    def twin(self) -> None:
        row = self.any(withdrawn_at=None)
        if row and row.duplicate_of_id:
            duplicate(self.cast, row.pk, None)
            return
        other = self.any(withdrawn_at=None, duplicate_of=None)
        if row and other and other != row:
            with owner():
                has_twins = Meeting.plain.filter(duplicate_of=row).exists()
            if not has_twins:
                duplicate(self.cast, row.pk, other.pk)

    def add_venue(self) -> None:
        place = Region.objects.get(key=self.chance.choice(PLACES))
        pk = self.chance.choice(self.rows)
        run("DELETE FROM engagement_venue WHERE meeting_id = %s AND region_id = %s", pk, place.pk)
        with owner():
            Venue(meeting_id=pk, region=place).save(force_insert=True)

    def drop_venue(self) -> None:
        run("DELETE FROM engagement_venue WHERE meeting_id = %s", self.chance.choice(self.rows))

    def drop_participant(self) -> None:
        run(
            "DELETE FROM engagement_participant WHERE meeting_id = %s AND stakeholder_id = %s",
            self.chance.choice(self.rows),
            self.chance.choice(self.people).pk,
        )

    def together(self) -> None:
        some = self.chance.sample(self.rows, min(3, len(self.rows)))
        with owner():
            Meeting.plain.filter(pk__in=some).update(mode=self.chance.choice([*Mode]))

    def list(self) -> None:
        set_list(self.cast, self.chance.choice([None, date(2026, self.chance.randint(1, 6), 1)]))

    def change_ones_mind(self) -> None:
        kept = list(self.rows)
        with transaction.atomic():
            before = transaction.savepoint()
            run("UPDATE engagement_meeting SET mode = 'remote', held_on = '2026-02-02'")
            run("DELETE FROM engagement_venue")
            transaction.savepoint_rollback(before)
        self.rows = kept

    def any(self, **narrowed: Any) -> Meeting | None:
        with owner():
            found = Meeting.plain.filter(pk__in=self.rows, **narrowed).order_by("pk")
            return self.chance.choice([*found]) if found else None

    def day(self) -> date:
        return date(2026, self.chance.randint(1, 5), self.chance.randint(1, 28))

    def places(self) -> list[str]:
        return self.chance.sample(PLACES, self.chance.randint(0, 2))

    def who(self) -> tuple[Stakeholder, ...]:
        return tuple(self.chance.sample(self.people, self.chance.randint(1, 2)))
