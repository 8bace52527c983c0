"""Building a report when workers die, are overtaken, or lose what they stand on."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection

from engagement.access.models import Membership, User
from engagement.jobs.actions import claim, due_jobs
from engagement.jobs.models import Job, State
from engagement.reports import actions
from engagement.reports.actions import NOT_BUILT, build_report
from engagement.reports.models import Report
from engagement.reports.render import Pdf, pdf
from tests.cast import Cast, meet, register
from tests.conftest import owner
from tests.reports.story import (
    SHEIKH,
    ask,
    few_meetings,
    files,
    found,
    let_the_lease_run_out,
    recomputed,
)

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The worker is gone; nothing of it runs any more."""


def killed_at(monkeypatch: pytest.MonkeyPatch, report: Report, language: str) -> None:
    """Build, and die when this language is to be typeset."""

    def typeset(document: Any) -> Pdf:
        if document["lang"] == language:
            raise Killed
        return pdf(document)

    with monkeypatch.context() as patched:
        patched.setattr(actions, "pdf", typeset)
        with pytest.raises(Killed):
            build_report(report.job_id)


def test_a_killed_attempt_leaves_frozen_figures_and_no_file(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_meetings(cast)
    report = ask(cast.amal)
    killed_at(monkeypatch, report, "ar")
    left = found(cast.amal, report.pk)

    assert left.job.state == State.RUNNING
    assert left.figures_sha256 == recomputed(left.figures)
    assert files(cast.amal, report) == []


def test_the_next_attempt_keeps_the_figures_of_the_killed_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_meetings(cast)
    report = ask(cast.amal)
    killed_at(monkeypatch, report, "ar")
    first = found(cast.amal, report.pk)
    meet(cast.amal, "basra", who=(register(cast.amal, "Later"),))
    let_the_lease_run_out(report)
    build_report(report.job_id)
    second = found(cast.amal, report.pk)

    assert (second.job.state, second.job.attempt) == (State.DONE, 2)
    assert (second.figures, second.position) == (first.figures, first.position)
    assert (second.figures_sha256, second.frozen_at) == (first.figures_sha256, first.frozen_at)
    assert len(files(cast.amal, report)) == 9


def test_a_worker_that_was_overtaken_leaves_nothing_behind(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_meetings(cast)
    report = ask(cast.amal)

    def overtaken(document: Any) -> Pdf:
        if document["lang"] == "ckb":
            let_the_lease_run_out(report)
            assert claim(report.job_id)
        return pdf(document)

    monkeypatch.setattr(actions, "pdf", overtaken)
    build_report(report.job_id)
    left = found(cast.amal, report.pk)

    assert (left.job.state, left.job.attempt) == (State.RUNNING, 2)
    assert files(cast.amal, report) == []


def test_a_worker_overtaken_before_freezing_freezes_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_meetings(cast)
    report = ask(cast.amal)
    figures_of = actions.facts_of

    def overtaken(*args: Any) -> Any:
        let_the_lease_run_out(report)
        assert claim(report.job_id)
        return figures_of(*args)

    monkeypatch.setattr(actions, "facts_of", overtaken)
    build_report(report.job_id)

    assert found(cast.amal, report.pk).frozen_at is None


@pytest.mark.parametrize("how", ["membership", "account"])
def test_a_lost_membership_ends_the_work_in_words(cast: Cast, how: str) -> None:
    report = ask(cast.amal)
    with owner():
        if how == "membership":
            Membership.objects.filter(user_id=cast.amal.user_id).delete()
        else:
            User.objects.filter(pk=cast.amal.user_id).update(is_active=False)
    build_report(report.job_id)
    job = Job.objects.get(pk=report.job_id)

    assert job.state == State.FAILED
    assert job.error == "Whoever asked for it is no longer a member of the programme."
    assert found(cast.bassam, report.pk).frozen_at is None


def test_a_fault_gives_the_work_back_and_its_words_stay_in_the_log(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = ask(cast.amal)

    def broken(document: Any) -> Pdf:
        raise ValueError(SHEIKH)

    with monkeypatch.context() as patched:
        patched.setattr(actions, "pdf", broken)
        build_report(report.job_id)
    job = Job.objects.get(pk=report.job_id)

    assert (job.state, job.error) == (State.QUEUED, NOT_BUILT)


def test_a_database_that_goes_away_leaves_the_work_to_the_sweeper(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_meetings(people)
    report = ask(people.amal)

    def cut_off(document: Any) -> Pdf:
        cut(connection.connection.info.backend_pid)
        return pdf(document)

    with monkeypatch.context() as patched:
        patched.setattr(actions, "pdf", cut_off)
        with pytest.raises(OperationalError):
            build_report(report.job_id)
    connection.close()
    assert Job.objects.get(pk=report.job_id).state == State.RUNNING
    let_the_lease_run_out(report)
    Job.objects.update(send_after="2026-01-01T00:00:00Z")

    assert due_jobs() == [(report.job_id, "reports.build")]
    build_report(report.job_id)
    assert len(files(people.amal, report)) == 9


def cut(pid: int) -> None:
    """End a connection from the server's side."""
    made = connection.settings_dict
    address = {"host": made["HOST"], "port": made["PORT"], "dbname": made["NAME"]}
    with psycopg.connect(**address, user=made["USER"], password=made["PASSWORD"]) as other:
        other.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])
