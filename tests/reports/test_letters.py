"""Who is told of a scheduled report, by what, and what a letter never gives away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from engagement.access.models import Membership, Role, User
from engagement.access.scope import acting_as
from engagement.audit.models import Export
from engagement.jobs.actions import LostLease, claim
from engagement.jobs.models import Job, State
from engagement.mail.delivery import NO_MEMBER, deliver
from engagement.mail.letters import label_of
from engagement.mail.models import Letter
from engagement.reports import actions
from engagement.reports.actions import READY, build_report
from engagement.reports.models import Report, ReportFile
from engagement.reports.render import Pdf
from engagement.reports.schedules.actions import due_reports
from engagement.reports.workflow import check_report
from tests.cast import DAY, Cast
from tests.conftest import owner, run_together
from tests.coverage.logs import small_log
from tests.mail.server import Answers
from tests.reports.plans import APRIL, addressed, all_reports, leave, schedule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quickly")]
PAPER = b"%PDF-1.7 of a test"


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Typesetting is tested elsewhere."""
    monkeypatch.setattr(actions, "pdf", lambda document: Pdf(PAPER, "ua-1"))


def asked(cast: Cast) -> UUID:
    """The job of the report that the schedule asks for."""
    [job] = due_reports(APRIL)
    return job.pk


def letters() -> set[Any]:
    return set(Letter.objects.values_list("recipient_id", flat=True))


def text_of(taken: Any) -> str:
    body = taken.get_body(("plain",))
    return str(body.get_content())


def files_of(taken: Any) -> list[tuple[str, bytes]]:
    return [(part.get_filename(), part.get_content()) for part in taken.iter_attachments()]


def test_each_recipient_gets_one_letter_when_the_report_is_built(cast: Cast) -> None:
    schedule(cast, cast.amal, cast.ruth, roles=["reader", "manager"])
    job = asked(cast)
    assert letters() == set()
    build_report(job)

    assert letters() == {cast.amal.user_id, cast.ruth.user_id, cast.bassam.user_id}
    assert Letter.objects.count() == 3
    assert label_of(READY) == "A report is ready"


def test_a_report_that_somebody_asked_for_tells_nobody(cast: Cast) -> None:
    schedule(cast, cast.ruth)
    job = asked(cast)
    with owner():
        Report.objects.unscoped("a test").update(slot=None)
    build_report(job)

    assert letters() == set()


def test_the_letter_has_the_sentence_the_address_and_the_file(cast: Cast, server: Answers) -> None:
    small_log(cast, DAY)
    schedule(cast, cast.ruth)
    build_report(asked(cast))
    addressed(cast.ruth)
    deliver()
    [taken], [report] = server.taken, all_reports()

    assert taken["Subject"].startswith("Engagement beyond Baghdad")
    assert "2026" in taken["Subject"]
    assert "meetings" in text_of(taken)
    assert f"{settings.BASE_URL}/reports/{report.pk}/" in text_of(taken)
    assert report.figures_sha256[:16] in text_of(taken)
    assert files_of(taken) == [("jisr-beyond-capital-2026-01-01-en.pdf", PAPER)]
    with owner():
        [export] = Export.objects.filter(what="report-beyond_capital.pdf")
        assert (export.user_id, export.query) == (cast.ruth.user_id, f"{report.pk} en")


def test_the_letter_is_in_the_schedules_language(cast: Cast, server: Answers) -> None:
    schedule(cast, cast.ruth, language="ar")
    build_report(asked(cast))
    addressed(cast.ruth)
    deliver()
    [taken] = server.taken

    assert "Engagement" not in taken["Subject"] + text_of(taken)
    assert any("\u0600" <= sign <= "\u06ff" for sign in taken["Subject"])
    assert files_of(taken)[0][0].endswith("-ar.pdf")


def test_whoever_may_not_open_the_report_gets_a_notice_without_content(
    cast: Cast, server: Answers
) -> None:
    small_log(cast, DAY)
    schedule(cast, cast.idris, language="ar")
    build_report(asked(cast))
    addressed(cast.idris)
    deliver()
    [taken], [report] = server.taken, all_reports()

    text = taken["Subject"] + text_of(taken)
    assert "A report is ready that your access level does not open." in text
    for told in ("beyond", "Baghdad", "2026", str(report.pk), report.figures_sha256[:16]):
        assert told not in text
    assert files_of(taken) == []
    with owner():
        assert not Export.objects.exists()


def test_what_somebody_may_open_is_asked_when_the_letter_is_sent(
    cast: Cast, server: Answers
) -> None:
    schedule(cast, cast.ruth)
    build_report(asked(cast))
    addressed(cast.ruth)
    Membership.objects.filter(user_id=cast.ruth.user_id).update(role=Role.ADMINISTRATOR)
    deliver()
    [taken] = server.taken

    assert files_of(taken) == []


def test_a_letter_to_somebody_who_left_is_dead(cast: Cast, server: Answers) -> None:
    schedule(cast, cast.ruth, cast.amal)
    build_report(asked(cast))
    addressed(cast.ruth, cast.amal)
    leave(cast.ruth)
    User.objects.filter(pk=cast.amal.user_id).update(is_active=False)
    deliver()

    assert server.taken == []
    assert set(Letter.objects.values_list("state", "error")) == {("dead", NO_MEMBER)}


def test_a_job_delivered_twice_tells_once(people: Cast) -> None:
    schedule(people, people.ruth)
    job = asked(people)

    assert run_together(*[lambda: build_report(job)] * 3) == []
    build_report(job)
    assert Letter.objects.count() == 1


def test_no_letter_is_queued_where_the_work_does_not_end(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule(cast, cast.ruth)
    job = asked(cast)

    def lost(_job: Job) -> None:
        raise LostLease

    monkeypatch.setattr(actions, "finish", lost)
    build_report(job)

    assert letters() == set()
    assert Job.objects.get(pk=job).state == State.RUNNING


def test_the_letters_and_the_files_are_there_together_or_not_at_all(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule(cast, cast.ruth)
    job = asked(cast)

    def broken(*_given: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "queue_letter", broken)
    build_report(job)

    assert Job.objects.get(pk=job).state == State.QUEUED
    with owner():
        assert not ReportFile.objects.unscoped("a test").exists()


def test_a_report_whose_files_are_made_anew_tells_nobody_again(cast: Cast) -> None:
    plan = schedule(cast, cast.ruth)
    build_report(asked(cast))
    plan.people.through.objects.create(schedule=plan, user_id=cast.amal.user_id)
    [report] = all_reports()
    with acting_as(cast.amal, "report.checked"):
        again = check_report(cast.amal, report.pk).job_id
    assert claim(again) is not None
    Job.objects.filter(pk=again).update(state=State.QUEUED, lease_until=None)
    build_report(again)

    assert letters() == {cast.ruth.user_id}
