"""When a schedule asks, and which days its report is over; all on the programme's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engagement.coverage.periods import Quarter

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Slot:
    """One time that a schedule asks: on a day, for a period that has ended the day before.

    A fixed period begins with a month. So a week's report is over the month in which the week
    began, up to Saturday: every day of the week is in it, also where a month ends inside it.
    """

    every: str
    day: date

    @property
    def last(self) -> date:
        return self.day - DAY

    @property
    def first(self) -> date:
        if self.every == "quarter":
            return Quarter.of(self.last).first
        began = self.day - 7 * DAY if self.every == "week" else self.last
        return began.replace(day=1)

    @property
    def key(self) -> str:
        """Names the period: `2026-Q3`, `2026-11`, or a week's Saturday."""
        if self.every == "quarter":
            return str(Quarter.of(self.last))
        return f"{self.last:%Y-%m}" if self.every == "month" else self.last.isoformat()

    @property
    def before(self) -> Slot:
        return Slot.on(self.every, self.last)

    @property
    def after(self) -> Slot:
        """The first later one: no slot is longer away than a quarter, nor nearer than a week."""
        day = self.day + {"week": 7, "month": 31, "quarter": 92}[self.every] * DAY
        return Slot.on(self.every, day)

    @classmethod
    def on(cls, every: str, day: date) -> Slot:
        """The newest one on a day: Sundays, the first of a month, the first of a quarter."""
        if every == "week":
            return cls(every, day - (day.isoweekday() % 7) * DAY)
        return cls(every, day.replace(day=1) if every == "month" else Quarter.of(day).first)

    def moment(self, hour: int, zone: ZoneInfo) -> datetime:
        """When it begins."""
        return datetime.combine(self.day, time(hour), tzinfo=zone)


def newest(every: str, hour: int, zone: ZoneInfo, now: datetime) -> Slot:
    """The last slot that has begun."""
    slot = Slot.on(every, now.astimezone(zone).date())
    return slot if slot.moment(hour, zone) <= now else slot.before


def coming(every: str, hour: int, zone: ZoneInfo, now: datetime) -> Slot:
    """The next slot."""
    return newest(every, hour, zone, now).after
