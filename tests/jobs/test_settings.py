"""Settings that the promises of the jobs rest on."""

from __future__ import annotations

from config.celery import app
from engagement.jobs.models import LEASE


def test_no_message_comes_back_while_its_task_may_still_run() -> None:
    assert app.conf.broker_transport_options["visibility_timeout"] > app.conf.task_time_limit


def test_a_task_is_asked_to_stop_before_it_is_killed() -> None:
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit


def test_a_message_is_given_back_when_its_worker_dies() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1


def test_no_request_waits_for_the_queue() -> None:
    assert not app.conf.task_publish_retry
    assert app.conf.broker_transport_options["socket_connect_timeout"] <= 2


def test_the_row_is_the_only_result() -> None:
    assert app.conf.task_ignore_result
    assert app.conf.result_backend is None


def test_messages_are_json_only() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"


def test_tasks_are_never_run_in_place_of_being_sent() -> None:
    assert not app.conf.task_always_eager


def test_beat_knows_only_tasks_that_there_are() -> None:
    app.loader.import_default_modules()
    asked = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert asked == {
        *("jobs.sweep", "mail.send", "audit.stamp", "reports.ask_due"),
        *("coverage.compact", "coverage.check", "arrivals.compare"),
        *("batches.prune", "feeds.prune"),
    }
    assert asked <= set(app.tasks)


def test_lost_work_is_sent_again_within_two_minutes() -> None:
    sweep = app.conf.beat_schedule["sweep"]["schedule"]

    assert LEASE.total_seconds() + sweep < 120
