"""Short ways to schedules and the reports that they ask for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from engagement.access.models import Membership, User
from engagement.access.scope import Actor
from engagement.reports.models import Report, ReportSchedule, ScheduleRecipient
from tests.cast import Cast
from tests.conftest import owner

KIND = "beyond_capital"
#: Nine in the morning of 1 April 2026 in Baghdad: the first quarter is due.
APRIL = datetime(2026, 4, 1, 6, tzinfo=UTC)


def schedule(cast: Cast, *people: Actor, **more: Any) -> ReportSchedule:
    """A schedule of Bassam's, as the database holds one."""
    values = {"programme": cast.programme, "kind": KIND, "owner_id": cast.bassam.user_id, **more}
    row = ReportSchedule.objects.create(**values)
    ScheduleRecipient.objects.bulk_create(
        ScheduleRecipient(schedule=row, user_id=one.person) for one in people
    )
    return row


def all_reports() -> list[Report]:
    with owner():
        rows = Report.objects.unscoped("a test").select_related("job")
        return list(rows.order_by("created_at"))


def leave(actor: Actor) -> None:
    with owner():
        Membership.objects.filter(user_id=actor.user_id).delete()


def addressed(*actors: Actor) -> None:
    for actor in actors:
        User.objects.filter(pk=actor.user_id).update(email=f"{actor.name}@example.org")
