"""How a report is agreed on: four eyes, one stage after another, and words only in a draft."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engagement.access.errors import NotAllowed
from engagement.access.models import Role
from engagement.access.scope import Actor, acting_as
from engagement.coverage.sums import Period
from engagement.jobs.models import State
from engagement.reports.actions import build_report
from engagement.reports.models import ClosedPeriod, Report, Stage
from engagement.reports.render import Pdf
from engagement.reports.workflow import (
    MOST_SIGNS,
    NotNow,
    approve_report,
    cancel_report,
    check_report,
    close_period,
    settle,
    write_texts,
)
from tests.cast import Cast, member
from tests.reports.pdfs import pages, squeezed, text
from tests.reports.story import FIRST, LAST, ask, built, few_meetings, file, files, found

pytestmark = pytest.mark.django_db
QUARTER = Period(FIRST, LAST)


def act(actor: Actor, what: Any, report: Report, *more: Any) -> Report:
    """Do something to a report as somebody, and let its files be made anew."""
    with acting_as(actor, "report.agreed"):
        done: Report = what(actor, report.pk, *more)
    build_report(done.job_id)
    return found(actor, report.pk)


def draft(cast: Cast) -> Report:
    few_meetings(cast)
    return built(cast.amal, kind="quarterly")


def paper(cast: Cast, report: Report) -> str:
    made = pages(Pdf(file(cast.amal, report, "pdf"), "ua-1"))
    return squeezed("".join(text(page) for page in made))


def test_an_officer_checks_and_a_manager_approves(cast: Cast) -> None:
    report = act(cast.carla, check_report, draft(cast))

    assert (report.stage, report.checked_by_id) == (Stage.CHECKED, cast.carla.user_id)
    report = act(cast.bassam, approve_report, report)
    assert (report.stage, report.approved_by_id) == (Stage.APPROVED, cast.bassam.user_id)


def test_whoever_asked_for_it_does_not_check_it(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        act(cast.amal, check_report, draft(cast))


def test_whoever_checked_it_does_not_approve_it(cast: Cast) -> None:
    report = act(cast.bassam, check_report, draft(cast))

    with pytest.raises(NotAllowed):
        act(cast.bassam, approve_report, report)
    other = member(cast.programme, "maha", Role.MANAGER)
    assert act(other, approve_report, report).stage == Stage.APPROVED


def test_what_a_schedule_asked_for_may_be_checked_by_its_owner(cast: Cast) -> None:
    report = ask(cast.bassam, slot="1:2026-Q1")
    build_report(report.job_id)

    assert act(cast.bassam, check_report, report).stage == Stage.CHECKED


@pytest.mark.parametrize("name", ["ruth", "idris"])
@pytest.mark.parametrize("what", [check_report, approve_report, cancel_report])
def test_readers_and_administrators_agree_on_nothing(cast: Cast, name: str, what: Any) -> None:
    report = draft(cast)

    with pytest.raises((NotAllowed, Report.DoesNotExist)):
        act(getattr(cast, name), what, report)


def test_an_officer_does_not_approve(cast: Cast) -> None:
    report = act(cast.bassam, check_report, draft(cast))

    with pytest.raises(NotAllowed):
        act(cast.carla, approve_report, report)


def test_another_programme_sees_no_report_to_check(cast: Cast) -> None:
    report = draft(cast)

    with pytest.raises(Report.DoesNotExist):
        act(cast.omar, check_report, report)


def test_a_draft_is_not_approved(cast: Cast) -> None:
    with pytest.raises(NotNow, match="Only a report that was checked"):
        act(cast.bassam, approve_report, draft(cast))


def test_what_is_not_built_is_not_checked(cast: Cast) -> None:
    with pytest.raises(NotNow, match="Only a draft that is built"):
        act(cast.carla, check_report, ask(cast.amal))


def test_a_report_is_not_checked_twice(cast: Cast) -> None:
    report = act(cast.carla, check_report, draft(cast))

    with pytest.raises(NotNow, match="Only a draft"):
        act(cast.bassam, check_report, report)


def test_words_of_a_draft_stand_on_its_paper(cast: Cast) -> None:
    report = act(cast.carla, write_texts, draft(cast), {"context": "Quiet.\r\n\r\nThen rain."})

    assert report.texts == {"context": "Quiet.\n\nThen rain."}
    assert "Quiet.Thenrain." in paper(cast, report)


def test_words_move_neither_figures_nor_hash(cast: Cast) -> None:
    before = draft(cast)
    after = act(cast.amal, write_texts, before, {"risks": "None."})

    assert (after.figures, after.figures_sha256) == (before.figures, before.figures_sha256)


def test_words_are_written_into_a_draft_only(cast: Cast) -> None:
    report = act(cast.carla, check_report, draft(cast))

    with pytest.raises(NotNow, match="Only a draft is written into"):
        act(cast.amal, write_texts, report, {"context": "Late"})


@pytest.mark.parametrize(
    "texts", [{"summary": "No"}, {"context": "x" * (MOST_SIGNS + 1)}], ids=["section", "length"]
)
def test_a_text_of_no_section_or_too_long_is_refused(cast: Cast, texts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="4,000 signs"):
        act(cast.amal, write_texts, draft(cast), texts)


def test_readers_write_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        act(cast.ruth, write_texts, draft(cast), {"context": "No"})


def test_the_files_are_made_anew_with_the_stage_on_them(cast: Cast) -> None:
    report = draft(cast)
    assert "StageDraft" in paper(cast, report)
    before = {row.pk for row in files(cast.amal, report)}

    report = act(cast.carla, check_report, report)
    assert "StageCheckedon" in paper(cast, report)
    report = act(cast.bassam, approve_report, report)
    assert "StageApprovedon" in paper(cast, report)
    after = {row.pk for row in files(cast.amal, report)}
    assert len(after) == 9
    assert not before & after


def test_while_files_are_made_anew_nobody_goes_on(cast: Cast) -> None:
    report = draft(cast)
    with acting_as(cast.carla, "report.checked"):
        check_report(cast.carla, report.pk)  # and no worker has begun

    with pytest.raises(NotNow, match="Its files are being made"):
        act(cast.bassam, approve_report, report)


def test_the_paper_names_nobody_who_agreed(cast: Cast) -> None:
    report = act(cast.carla, check_report, draft(cast))
    said = paper(cast, act(cast.bassam, approve_report, report))

    assert "carla" not in said.casefold()
    assert "bassam" not in said.casefold()


def test_a_cancelled_report_is_not_built(cast: Cast) -> None:
    report = act(cast.amal, cancel_report, ask(cast.amal))

    assert (report.job.state, report.frozen_at) == (State.CANCELLED, None)
    assert files(cast.amal, report) == []


def test_a_cancelled_report_is_asked_for_anew(cast: Cast) -> None:
    report = act(cast.amal, cancel_report, ask(cast.amal))

    assert ask(cast.amal).pk != report.pk


def test_what_is_built_is_not_called_off(cast: Cast) -> None:
    with pytest.raises(NotNow, match="It is built already"):
        act(cast.amal, cancel_report, draft(cast))


def test_an_officer_does_not_call_off_the_report_of_another(cast: Cast) -> None:
    report = ask(cast.amal)

    with pytest.raises(NotAllowed):
        act(cast.carla, cancel_report, report)
    assert act(cast.bassam, cancel_report, report).job.state == State.CANCELLED


def close(actor: Actor, period: Period) -> ClosedPeriod:
    settle()
    with acting_as(actor, "period.closed"):
        return close_period(actor, period)


def test_a_period_is_closed_once_at_the_position_of_all_that_is_in_it(cast: Cast) -> None:
    few_meetings(cast)
    closed = close(cast.bassam, QUARTER)
    assert closed.position == 4
    few_meetings(cast)

    assert close(cast.bassam, QUARTER).position == 4


def test_a_period_that_runs_is_not_closed(cast: Cast) -> None:
    with pytest.raises(NotNow, match="not over"):
        close(cast.bassam, Period(FIRST, date(2099, 12, 31)))


@pytest.mark.parametrize("name", ["amal", "ruth", "idris"])
def test_only_managers_close_a_period(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        close(getattr(cast, name), QUARTER)
