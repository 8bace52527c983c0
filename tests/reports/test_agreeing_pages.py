"""Agreeing on a report on its page: writing, checking, approving, restating, calling off."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from engagement.jobs.models import State
from engagement.reports.actions import build_report
from engagement.reports.models import Report, Stage
from tests.cast import Cast
from tests.reports.browsing import all_reports, approved, checked, page, post, signed_in
from tests.reports.story import ask, built, found

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queue_down")]


def offers(actor: Any, report: Report) -> set[str]:
    """The steps that the page of a report offers."""
    content = page(actor, "report", report.pk).content.decode()
    steps = ("check", "approve", "restate", "cancel", "texts")
    return {step for step in steps if f'"{reverse(f"report_{step}", args=[report.pk])}' in content}


def test_each_step_is_offered_to_whoever_may_take_it(cast: Cast) -> None:
    report = ask(cast.amal)
    assert [offers(one, report) for one in (cast.amal, cast.bassam, cast.carla, cast.ruth)] == [
        *({"cancel"}, {"cancel"}, set(), set())
    ]
    build_report(report.job_id)
    assert [offers(one, report) for one in (cast.amal, cast.carla, cast.ruth)] == [
        *(set(), {"check"}, set())
    ]
    checked(cast.carla, report)
    assert [offers(one, report) for one in (cast.amal, cast.carla, cast.bassam)] == [
        *(set(), set(), {"approve"})
    ]
    post(cast.bassam, "report_approve", report.pk)
    build_report(found(cast.amal, report.pk).job_id)
    assert [offers(one, report) for one in (cast.amal, cast.bassam, cast.ruth)] == [
        *({"restate"}, {"restate"}, set())
    ]


def test_only_kinds_with_parts_to_write_offer_to_write(cast: Cast) -> None:
    assert "texts" in offers(cast.amal, built(cast.amal, kind="quarterly"))
    without = built(cast.amal)
    assert page(cast.amal, "report_texts", without.pk).status_code == 302
    refused = post(cast.amal, "report_texts", without.pk, risks="x")
    assert refused.status_code == 422
    assert "Nothing in this report waits for words." in refused.text


def test_checking_and_approving_lead_back_and_are_told_by_whom(cast: Cast) -> None:
    report = built(cast.amal)
    first = post(cast.carla, "report_check", report.pk)
    build_report(found(cast.amal, report.pk).job_id)
    second = post(cast.bassam, "report_approve", report.pk)
    content = page(cast.ruth, "report", report.pk).content.decode()

    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == reverse("report", args=[report.pk])
    assert found(cast.amal, report.pk).stage == Stage.APPROVED
    assert "Checked by <bdi>carla</bdi>" in content
    assert "Approved by <bdi>bassam</bdi>" in content


def test_who_may_not_is_told_why(cast: Cast) -> None:
    report = built(cast.amal)
    own = post(cast.amal, "report_check", report.pk)
    reader = post(cast.ruth, "report_check", report.pk)
    administrator = post(cast.idris, "report_check", report.pk)
    checked(cast.bassam, report)
    same = post(cast.bassam, "report_approve", report.pk)
    officer = post(cast.carla, "report_approve", report.pk)

    answers = (own, reader, administrator, same, officer)
    assert {answer.status_code for answer in answers} == {403}
    assert "Whoever asked for a report does not check it" in own.text
    assert "Your role does not allow this." in reader.text
    assert "never the one who checked it" in same.text
    assert found(cast.amal, report.pk).stage == Stage.CHECKED


def test_what_cannot_be_done_now_is_said_on_the_page(cast: Cast) -> None:
    report = built(cast.amal)
    answers = [
        post(cast.bassam, "report_approve", report.pk),
        post(cast.bassam, "report_restate", report.pk),
        post(cast.bassam, "report_cancel", report.pk),
    ]
    unbuilt = post(cast.carla, "report_check", ask(cast.amal).pk)

    assert [answer.status_code for answer in (*answers, unbuilt)] == [422] * 4
    assert "Only a report that was checked can be approved." in answers[0].text
    assert "Only an approved report is restated." in answers[1].text
    assert "It is built already." in answers[2].text
    assert "Only a draft that is built can be checked." in unbuilt.text


def test_calling_off_stops_the_work(cast: Cast) -> None:
    report = ask(cast.amal)
    others = post(cast.carla, "report_cancel", report.pk)
    answer = post(cast.amal, "report_cancel", report.pk)

    assert (others.status_code, answer.status_code) == (403, 303)
    assert found(cast.amal, report.pk).job.state == State.CANCELLED
    assert "Ask for it anew" in page(cast.amal, "report", report.pk).text


def test_restating_asks_for_the_same_report_anew(cast: Cast) -> None:
    old = approved(cast.carla, cast.bassam, built(cast.amal))
    answer = post(cast.carla, "report_restate", old.pk)
    new = all_reports()[-1]

    assert answer["Location"] == reverse("report", args=[new.pk])
    assert (new.restates_id, new.kind, new.period) == (old.pk, old.kind, old.period)
    assert "Restates the report of" in page(cast.ruth, "report", new.pk).text
    assert "A later report restates this one." in page(cast.ruth, "report", old.pk).text


def began(actor: Any, report: Report) -> str:
    return str(page(actor, "report_texts", report.pk).context["began_with"])


def test_what_is_written_stands_in_the_report(cast: Cast) -> None:
    report = built(cast.amal, kind="quarterly")
    words = "Roads were closed.\r\n\r\nWe met online."
    answer = post(
        cast.carla,
        "report_texts",
        report.pk,
        context=words,
        began_with=began(cast.carla, report),
    )
    build_report(found(cast.amal, report.pk).job_id)
    content = page(cast.ruth, "report", report.pk).text

    assert answer.status_code == 303
    assert "Roads were closed.</p>" in content
    assert "Roads were closed." in page(cast.amal, "report_texts", report.pk).text


def test_nobodys_words_are_lost_to_anothers(cast: Cast) -> None:
    report = built(cast.amal, kind="quarterly")
    before = began(cast.carla, report)
    post(cast.amal, "report_texts", report.pk, risks="A threat.", began_with=before)
    build_report(found(cast.amal, report.pk).job_id)
    answer = post(cast.carla, "report_texts", report.pk, risks="No threat.", began_with=before)

    assert answer.status_code == 409
    assert "A threat." in answer.text
    assert "No threat." in answer.text
    assert found(cast.amal, report.pk).texts == {"risks": "A threat."}


@pytest.mark.parametrize("name", ["ruth", "idris"])
def test_readers_and_administrators_write_nothing(cast: Cast, name: str) -> None:
    report = built(cast.amal, kind="quarterly")
    actor = getattr(cast, name)

    assert page(actor, "report_texts", report.pk).status_code == 403
    assert post(actor, "report_texts", report.pk, risks="x").status_code == 403


def test_a_text_that_is_too_long_is_refused_beside_its_field(cast: Cast) -> None:
    report = built(cast.amal, kind="quarterly")
    answer = post(
        cast.amal,
        "report_texts",
        report.pk,
        risks="x" * 4001,
        began_with=began(cast.amal, report),
    )

    assert answer.status_code == 422
    assert b'class="errorlist"' in answer.content


def test_a_report_that_was_checked_is_not_written_into(cast: Cast) -> None:
    report = built(cast.amal, kind="quarterly")
    before = began(cast.amal, report)
    checked(cast.carla, report)
    answer = post(cast.amal, "report_texts", report.pk, risks="x", began_with=before)

    assert answer.status_code == 422
    assert "Only a draft is written into." in answer.text


@pytest.mark.parametrize("step", ["check", "approve", "restate", "cancel", "texts"])
def test_a_report_of_another_programme_takes_no_step(cast: Cast, step: str) -> None:
    report = built(cast.amal, kind="quarterly")

    assert post(cast.omar, f"report_{step}", report.pk).status_code == 404
    assert signed_in(cast.omar).post(f"/reports/no-id/{step}/").status_code == 404
