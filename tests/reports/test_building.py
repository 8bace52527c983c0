"""Building a report: frozen once, built once, whatever is killed and however often it is sent."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection

from engagement.access.models import Membership, User
from engagement.audit.actions import stamp
from engagement.audit.models import Change
from engagement.jobs.actions import claim, due_jobs
from engagement.jobs.models import Job, State
from engagement.reports import actions
from engagement.reports.actions import build_report
from engagement.reports.models import Report
from engagement.reports.render import Pdf, pdf
from tests.cast import Cast, meet, register
from tests.conftest import owner, run_together
from tests.reports.papers import pages, text
from tests.reports.story import (
    LANGUAGES,
    SHEIKH,
    ask,
    built,
    few_meetings,
    files,
    found,
    let_the_lease_run_out,
    many_meetings,
    text_of,
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


def governorate(report: Report, key: str) -> dict[str, Any]:
    assert report.figures
    return next(row for row in report.figures["governorates"] if row["key"] == key)


def recomputed(figures: Any) -> str:
    """The hash of the figures, made here without the product's code."""
    canonical = json.dumps(figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def test_a_built_report_is_done_with_a_file_in_each_language(cast: Cast) -> None:
    few_meetings(cast)
    report = built(cast.amal)
    made = files(cast.amal, report)

    assert (report.job.state, report.job.percent, report.job.error) == (State.DONE, 100, "")
    assert [row.language for row in made] == list(LANGUAGES)
    assert {row.standard for row in made} == {"ua-1"}
    assert {bytes(row.content[:5]) for row in made} == {b"%PDF-"}
    for row in made:
        assert row.sha256 == hashlib.sha256(row.content).hexdigest()


def test_the_figures_are_those_counted_by_hand(cast: Cast) -> None:
    many_meetings(cast)
    report = built(cast.amal)
    figures = report.figures
    assert figures

    assert figures["places"] == {
        "beyond": "13/2",
        "capital": "25/2",
        "abroad": "0",
        "unknown": "1",
        "held": 20,
        "remote": 1,
        "intermediary": 0,
    }
    zero = {"visited": 0, "heard": 0, "heard_remote": 0, "heard_intermediary": 0, "tried": 0}
    basra = {**zero, "visited": 7, "heard": 20, "heard_remote": 1}
    assert governorate(report, "basra") == {"key": "basra", **basra}
    assert governorate(report, "baghdad") == {"key": "baghdad", **zero, "visited": 13}
    assert governorate(report, "anbar") == {"key": "anbar", **zero, "tried": 1}
    assert len(figures["governorates"]) == 18
    # Logged today, held in March.
    assert (figures["counted"], figures["timely"]) == (21, 0)


def test_the_hash_is_that_of_the_figures_as_they_are_read_back(cast: Cast) -> None:
    few_meetings(cast)
    report = built(cast.amal)

    assert report.figures_sha256 == recomputed(report.figures)
    assert report.method_version == 1


def test_the_report_stands_at_the_position_of_all_that_is_in_it(cast: Cast) -> None:
    few_meetings(cast)
    report = built(cast.amal)

    with owner():
        assert not Change.objects.filter(pos=None).exists()
        assert report.position == Change.objects.count() == 4


def test_a_report_on_an_empty_programme_is_built(cast: Cast) -> None:
    report = built(cast.amal)

    assert (report.job.state, report.position) == (State.DONE, 0)
    assert len(files(cast.amal, report)) == 3


def test_what_is_logged_while_it_counts_is_in_neither_figures_nor_position(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_meetings(people)
    another = register(people.amal, "Another", "tribe", "basra")
    count = actions.place_figures

    def while_somebody_logs(*args: Any) -> Any:
        assert run_together(lambda: log_and_stamp(people, another)) == []
        return count(*args)

    monkeypatch.setattr(actions, "place_figures", while_somebody_logs)
    report = built(people.amal)
    assert report.figures

    with owner():
        assert Change.objects.exclude(pos=None).count() == 6
    assert report.position == 5
    assert report.figures["places"]["held"] == 2


def log_and_stamp(people: Cast, who: Any) -> None:
    meet(people.amal, "basra", who=(who,))
    stamp()


def test_delivered_again_a_report_is_not_built_again(cast: Cast) -> None:
    few_meetings(cast)
    report = built(cast.amal)
    before = [(row.pk, row.sha256) for row in files(cast.amal, report)]
    build_report(report.job_id)
    after = found(cast.amal, report.pk)

    assert [(row.pk, row.sha256) for row in files(cast.amal, report)] == before
    assert (after.job.attempt, after.frozen_at) == (1, report.frozen_at)


def test_delivered_to_four_workers_at_once_a_report_is_built_once(people: Cast) -> None:
    few_meetings(people)
    report = ask(people.amal)

    assert run_together(*[lambda: build_report(report.job_id)] * 4) == []
    assert found(people.amal, report.pk).job.attempt == 1
    assert len(files(people.amal, report)) == 3


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
    assert len(files(cast.amal, report)) == 3


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
    figures_of = actions.place_figures

    def overtaken(*args: Any) -> Any:
        let_the_lease_run_out(report)
        assert claim(report.job_id)
        return figures_of(*args)

    monkeypatch.setattr(actions, "place_figures", overtaken)
    build_report(report.job_id)

    assert found(cast.amal, report.pk).frozen_at is None


def test_later_meetings_do_not_move_frozen_figures(cast: Cast) -> None:
    few_meetings(cast)
    report = built(cast.amal)
    meet(cast.amal, "basra", who=(register(cast.amal, "Later"),))
    later = built(cast.amal)

    assert found(cast.amal, report.pk).figures == report.figures
    assert later.figures_sha256 != report.figures_sha256


def test_built_again_from_the_same_facts_figures_and_hash_are_the_same(cast: Cast) -> None:
    few_meetings(cast)
    one, two = built(cast.amal), built(cast.bassam)

    assert one.pk != two.pk
    assert (one.figures, one.figures_sha256) == (two.figures, two.figures_sha256)


def test_amber_meetings_count_for_whoever_asks(cast: Cast) -> None:
    few_meetings(cast)

    assert built(cast.carla).figures == built(cast.amal).figures


def test_the_figures_name_nobody(cast: Cast) -> None:
    few_meetings(cast)
    written = text_of(built(cast.amal))
    with owner():
        objects = Change.objects.values_list("object_id", flat=True)
        ids = [str(row) for row in objects]
    for user in User.objects.all():
        ids += [str(user.pk), user.username]

    assert len(ids) > 10
    for name in (SHEIKH, SHEIKH.split()[0], cast.mission.name, str(cast.mission.pk), *ids):
        assert name not in written


def test_no_paper_names_whom_we_met_or_who_asked(cast: Cast) -> None:
    few_meetings(cast)
    User.objects.filter(pk=cast.amal.user_id).update(name="Amal Unmistakable")
    report = built(cast.amal)
    for row in files(cast.amal, report):
        paper = "\n".join(text(page) for page in pages(Pdf(bytes(row.content), "ua-1")))
        assert "Unmistakable" not in paper
        assert "Zubaidi" not in paper


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


def test_a_fault_gives_the_work_back_with_the_kind_of_fault_only(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = ask(cast.amal)

    def broken(document: Any) -> Pdf:
        raise ValueError(SHEIKH)

    with monkeypatch.context() as patched:
        patched.setattr(actions, "pdf", broken)
        build_report(report.job_id)
    job = Job.objects.get(pk=report.job_id)

    assert (job.state, job.error) == (State.QUEUED, "It could not be built (ValueError).")


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
    assert len(files(people.amal, report)) == 3


def cut(pid: int) -> None:
    """End a connection from the server's side."""
    made = connection.settings_dict
    address = {"host": made["HOST"], "port": made["PORT"], "dbname": made["NAME"]}
    with psycopg.connect(**address, user=made["USER"], password=made["PASSWORD"]) as other:
        other.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])
