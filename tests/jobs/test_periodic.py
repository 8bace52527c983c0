"""The real scheduler on its tables, as the web role: each due task once, and no paused one."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from celery import Celery
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connection
from django_celery_beat.models import CrontabSchedule, PeriodicTask
from django_celery_beat.schedulers import DatabaseScheduler

from config import periodic

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """The scheduler logs what it cannot do, and goes on; a test fails for it."""
    with caplog.at_level(logging.WARNING):
        yield
    assert [row for row in caplog.records if row.name.startswith("django_celery_beat")] == []


@pytest.fixture
def beat(queue: Celery, quiet: None) -> DatabaseScheduler:
    """As `celery beat` starts it: the static entries are written into its tables."""
    assert configured.CELERY_BEAT_SCHEDULER == periodic.SCHEDULER
    return started(queue)


def started(queue: Celery) -> DatabaseScheduler:
    found = DatabaseScheduler(app=queue, lazy=True)
    found.setup_schedule()
    found.sync_every_tasks = 1  # writes down at once what it sent
    return found


def waiting(queue: Celery) -> int:
    """Messages on the queue."""
    with queue.connection_for_read() as broker:
        return int(broker.default_channel._size(queue.conf.task_default_queue))


def tick(beat: DatabaseScheduler, times: int = 20) -> None:
    for _tick in range(times):
        beat.tick()


def make_due(*names: str) -> None:
    """As if the tasks had last been sent an hour ago."""
    for row in PeriodicTask.objects.filter(name__in=names):
        row.last_run_at = row.date_changed.replace(year=row.date_changed.year - 1)
        row.save()


def test_the_static_entries_are_rows_and_nothing_else_is(beat: DatabaseScheduler) -> None:
    rows = {row.name: row.task for row in PeriodicTask.objects.all()}

    assert rows == {name: entry["task"] for name, entry in periodic.TASKS.items()}
    zones = {row.hour: str(row.timezone) for row in CrontabSchedule.objects.all()}
    assert zones == {"2": configured.TIME_ZONE, "3": configured.TIME_ZONE}


def test_a_due_task_is_sent_once_and_written_down(queue: Celery, beat: DatabaseScheduler) -> None:
    tick(beat)
    assert waiting(queue) == 0
    make_due("due-reports")
    tick(beat)

    assert waiting(queue) == 1
    row = PeriodicTask.objects.get(name="due-reports")
    assert row.total_run_count == 1
    assert (row.last_run_at - row.date_changed).total_seconds() < 60
    tick(started(queue))  # another beat, later
    assert waiting(queue) == 1


def test_a_paused_task_is_not_sent_and_stays_paused_when_beat_starts_again(
    queue: Celery, beat: DatabaseScheduler
) -> None:
    tick(beat)  # from here on it looks whether something was saved
    call_command("periodic_tasks", pause="due-reports", stdout=StringIO())
    make_due("due-reports", "sweep")
    tick(beat)
    assert waiting(queue) == 1
    again = started(queue)
    tick(again)
    assert not PeriodicTask.objects.get(name="due-reports").enabled
    assert waiting(queue) == 1

    call_command("periodic_tasks", resume="due-reports", stdout=StringIO())
    make_due("due-reports")
    tick(again)
    assert waiting(queue) == 2


def test_an_operator_sees_what_is_there_and_what_was_sent(
    queue: Celery, beat: DatabaseScheduler
) -> None:
    with pytest.raises(CommandError, match="nothing for ten minutes"):
        call_command("periodic_tasks", check=True)
    make_due("stamp")
    tick(beat)
    call_command("periodic_tasks", check=True)
    out = StringIO()
    call_command("periodic_tasks", stdout=out)

    assert len(out.getvalue().splitlines()) == len(periodic.TASKS)
    assert "due-reports: reports.ask_due, every 300 seconds, last sent never" in out.getvalue()
    with pytest.raises(CommandError, match="There are: check-coverage"):
        call_command("periodic_tasks", pause="nothing")


@pytest.mark.parametrize(
    "table", ["periodictask", "crontabschedule", "intervalschedule", "periodictasks"]
)
def test_the_web_role_takes_no_task_away(beat: DatabaseScheduler, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('jisr_web', %s, 'DELETE, TRUNCATE')",
            [f"django_celery_beat_{table}"],
        )
        assert cursor.fetchone() == (False,)


def test_nothing_of_the_queues_results_is_cleaned_up(beat: DatabaseScheduler) -> None:
    asked: Any = set(PeriodicTask.objects.values_list("task", flat=True))
    assert "celery.backend_cleanup" not in asked
