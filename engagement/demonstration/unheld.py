"""What was planned, put off, called off, or did not take place: 120 meetings."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, time, timedelta

from engagement.demonstration.casting import Candidate, Casting
from engagement.demonstration.path import PATH, RETURNED_TO, quarter_days
from engagement.demonstration.slots import SHARES
from engagement.demonstration.teams import ADVISORY, EMBASSY, LIAISON
from engagement.demonstration.told import Told

#: The setback: fly-ins of the sixth quarter that were called off, and where to.
SETBACK, SETBACK_FAILED = 5, 12
#: Called off or did not take place, in the capital and beyond, apart from the setback.
FAILED_CAPITAL, FAILED_BEYOND = 16, 27
POSTPONED, PLANNED, OVERDUE = 25, 40, 6
#: Tried, and never reached.
NEVER_REACHED = "maysan"
REASONS_BEYOND = ("security", "no_access", "travel_ban", "security", "refused", "no_contact")
REASONS_CAPITAL = ("by_us", "refused", "by_us", "no_contact")
TARGETS = (*RETURNED_TO[:6], NEVER_REACHED, "dhi-qar", "salah-al-din")


def unheld(casting: Casting, today: date, chance: random.Random) -> Iterator[Told]:
    """The meetings that were not held, in the order of the story."""
    spread = _Spread(casting, today, chance)
    for number in range(SETBACK_FAILED):
        where = TARGETS[number % len(TARGETS)]
        reason = ("security", "travel_ban", "no_access")[number % 3]
        yield spread.failed(f"setback/{number}", SETBACK, where, reason, LIAISON)
    for number in range(FAILED_BEYOND):
        where, reason = TARGETS[number % len(TARGETS)], REASONS_BEYOND[number % 6]
        yield spread.failed(f"failed/{number}", 1 + number % 7, where, reason)
    for number in range(FAILED_CAPITAL):
        reason = REASONS_CAPITAL[number % 4]
        yield spread.failed(f"capital/{number}", number % len(PATH), "baghdad", reason)
    for number in range(POSTPONED):
        yield spread.postponed(number)
    for number in range(PLANNED):
        yield spread.planned(number)


class _Spread:
    def __init__(self, casting: Casting, today: date, chance: random.Random) -> None:
        self._today, self._chance = today, chance
        self._quarters = quarter_days(today)
        self._free = [
            row
            for row in casting.everybody
            if row.post and not row.team and row.until is None and row.relation != "international"
        ]

    def failed(self, key: str, quarter: int, where: str, reason: str, team: str = "") -> Told:
        status = "cancelled" if reason in ("by_us", "security") else "not_held"
        return self._told(key, status, self._day(quarter), where, team or self._team(), reason)

    def postponed(self, number: int) -> Told:
        where = ("baghdad", "baghdad", "nineveh", "basra", "erbil")[number % 5]
        reason = ("by_us", "no_contact", "security")[number % 3]
        day = self._day(number % len(PATH))
        return self._told(f"postponed/{number}", "postponed", day, where, self._team(), reason)

    def planned(self, number: int) -> Told:
        """To come, but for a few whose day has passed and of which nothing is said yet."""
        passed = number < OVERDUE
        ahead = -3 - 2 * number if passed else 1 + (number - OVERDUE) * 3 // 2
        where = ("baghdad", "nineveh", "basra", "erbil", "anbar", "najaf")[number % 6]
        team = ADVISORY if number % 2 == 0 else self._team()
        day = _working(self._today + timedelta(days=ahead), -1 if passed else 1)
        return self._told(f"planned/{number}", "planned", day, where, team)

    def _day(self, quarter: int) -> date:
        first, last = self._quarters[quarter]
        ahead = self._chance.randrange((last - first).days)
        return _working(first + timedelta(days=ahead), 1 if ahead < 5 else -1)

    def _team(self) -> str:
        names = [team for team, _share in SHARES] + [EMBASSY]
        return self._chance.choices(names, [*[share for _team, share in SHARES], 8])[0]

    def _told(
        self, key: str, status: str, day: date, where: str, team: str, reason: str = ""
    ) -> Told:
        ago = (self._today - day).days
        local = [row for row in self._free if row.base == where and row.on(max(ago, 0))]
        who: Candidate = self._chance.choice(local)
        return Told(
            key=key,
            team=team,
            status=status,
            day=day,
            mode="in_person",
            venues=(where,),
            who=(who,),
            reason=reason,
            starts_at=time(10, 0) if status == "planned" else None,
            lag=self._chance.randint(0, 5),
        )


def _working(day: date, step: int) -> date:
    while day.weekday() in (4, 5):
        day += timedelta(days=step)
    return day
