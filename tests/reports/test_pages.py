"""The pages of the reports: the list, how far the work is, and reading."""

from __future__ import annotations

import pytest
from django.urls import reverse

from engagement.access.models import Team
from engagement.access.scope import acting_as
from engagement.jobs.actions import beat, claim, fail
from engagement.reports.actions import build_report
from engagement.reports.workflow import write_texts
from tests.cast import Cast
from tests.conftest import owner
from tests.reports.browsing import all_reports, approved, page, signed_in, statements
from tests.reports.story import FIRST, LAST, ask, built, few_meetings, many_meetings

pytestmark = pytest.mark.django_db
MARKUP = "<script>alert(1)</script>"


def test_the_page_shows_how_far_the_work_is(cast: Cast) -> None:
    report = ask(cast.amal)
    job = claim(report.job_id)
    assert job
    beat(job, 2, "ar")
    response = page(cast.amal, "report_progress", report.pk)

    assert "50%" in response.content.decode()
    assert "العربية" in response.content.decode()
    assert "HX-Refresh" not in response


def test_the_page_is_asked_for_anew_when_the_work_is_over(cast: Cast) -> None:
    report = built(cast.amal)

    assert page(cast.amal, "report_progress", report.pk)["HX-Refresh"] == "true"


def test_a_failure_is_said_in_words_when_it_is_final(cast: Cast) -> None:
    report = ask(cast.amal)
    job = claim(report.job_id)
    assert job
    fail(job, "It could not be built (ValueError).", for_good=True)
    content = page(cast.amal, "report", report.pk).content.decode()

    assert "It could not be built (ValueError)." in content
    assert "Ask for it anew" in content


def test_a_failure_that_came_right_is_not_shown(cast: Cast) -> None:
    report = ask(cast.amal)
    job = claim(report.job_id)
    assert job
    fail(job, "It could not be built (ValueError).")
    build_report(report.job_id)

    assert "It could not be built" not in page(cast.amal, "report", report.pk).content.decode()


def test_the_page_holds_the_report_itself(cast: Cast) -> None:
    many_meetings(cast)
    report = built(cast.amal)
    response = page(cast.ruth, "report", report.pk)
    content = response.content.decode()

    assert [one["code"] for one in response.context["sections"]] == [
        *("where", "not_reached", "governorates", "trend", "restated", "sure", "method")
    ]
    assert "6½\u2069 of 20 meetings" in content
    assert "<caption" in content
    basra = '<th role="rowheader" scope="row"><bdi dir="ltr">Basra</bdi></th>'
    assert f'{basra}<td role="cell" class="n"><bdi dir="ltr">7</bdi></td>' in content
    assert "This report restates no other." in content
    assert f"SHA-256 {report.figures_sha256}" in content
    assert f"position {report.position} of" in content


def test_every_table_of_the_files_stands_on_the_page(cast: Cast) -> None:
    many_meetings(cast)
    report = built(cast.amal, kind="quarterly")
    response = page(cast.amal, "report", report.pk)
    content = response.content.decode()

    for grid in response.context["made"].grids:
        assert f'id="t-{grid.code}"' in content
    assert content.count('<svg class="chart"') == len(
        [chart for one in response.context["sections"] for chart in one["charts"]]
    )
    assert "style=" not in content


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_the_page_reads_in_the_readers_language(cast: Cast, language: str) -> None:
    few_meetings(cast)
    report = built(cast.amal)
    response = page(cast.ruth, "report", report.pk, language=language)
    content = response.content.decode()

    assert f'<html lang="{language}" dir="rtl">' in content
    assert response.context["made"].language == language
    assert "Governorate by governorate" not in content


def test_what_somebody_named_or_wrote_is_text_and_never_markup(cast: Cast) -> None:
    few_meetings(cast)
    with owner():
        Team.objects.filter(pk=cast.mission.pk).update(name=MARKUP)
    report = built(cast.amal, kind="quarterly")
    with acting_as(cast.amal, "report.written"):
        job = write_texts(cast.amal, report.pk, {"risks": MARKUP}).job_id
    build_report(job)
    of_team = built(cast.amal, kind="team", team=cast.mission.pk)

    for pk in (report.pk, of_team.pk):
        content = page(cast.amal, "report", pk).content.decode()
        assert MARKUP not in content
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content
    assert MARKUP not in page(cast.amal, "report_list").content.decode()
    assert MARKUP not in page(cast.amal, "report_ask").content.decode()
    assert MARKUP not in page(cast.amal, "report_texts", report.pk).content.decode()


def test_a_report_of_a_kind_that_is_no_more_says_so_and_keeps_its_files(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = built(cast.amal)
    monkeypatch.setattr("engagement.reports.pages.KINDS", {})
    content = page(cast.amal, "report", report.pk).content.decode()

    assert "frozen by another version" in content
    assert reverse("report_file", args=[report.pk, "en", "pdf"]) in content


def test_a_report_of_another_programme_is_not_there(cast: Cast) -> None:
    report = built(cast.amal)
    for name in ("report", "report_progress", "report_texts"):
        assert page(cast.omar, name, report.pk).status_code == 404
    assert page(cast.omar, "report_file", report.pk, "en", "pdf").status_code == 404


def test_administrators_open_no_report(cast: Cast) -> None:
    report = built(cast.amal)
    for name in ("report", "report_progress", "report_texts"):
        assert page(cast.idris, name, report.pk).status_code == 403
    assert page(cast.idris, "report_file", report.pk, "en", "pdf").status_code == 403
    for name in ("report_list", "report_ask", "report_count", "report_compare"):
        assert page(cast.idris, name).status_code == 403


def test_an_address_that_is_none_is_not_there(cast: Cast) -> None:
    assert signed_in(cast.amal).get("/reports/no-id/").status_code == 404
    assert signed_in(cast.amal).get("/reports/no-id/en.pdf").status_code == 404


def test_another_programmes_list_does_not_show_it(cast: Cast) -> None:
    ask(cast.amal)

    assert page(cast.omar, "report_list").context["rows"] == []


def test_the_list_says_of_what_and_how_far_and_what_restates_what(cast: Cast) -> None:
    old = approved(cast.carla, cast.bassam, built(cast.amal))
    built(cast.amal)
    ask(cast.bassam, kind="team", team=cast.partner.pk)
    newest, new, first = page(cast.ruth, "report_list").context["rows"]

    assert (newest["scope"], newest["state"]) == ("Partner", "queued")
    assert new["restates_url"] == reverse("report", args=[old.pk])
    assert (first["restated"], first["stage"], first["period"]) == (
        *(True, "approved"),
        "Quarter 1 of 2026",
    )


def test_what_stands_on_a_later_page_of_the_list_is_found(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engagement.reports.views.PAGE", 1)
    old, new = ask(cast.amal), ask(cast.amal, first=FIRST.replace(month=2))
    first = page(cast.ruth, "report_list")
    second = signed_in(cast.ruth).get(first.context["next_url"])

    assert [row["report"].pk for row in first.context["rows"]] == [new.pk]
    assert [row["report"].pk for row in second.context["rows"]] == [old.pk]
    assert second.context["next_url"] == ""


@pytest.mark.parametrize("door", ["report_list", "report", "report_progress"])
def test_the_number_of_statements_does_not_grow_with_the_reports(cast: Cast, door: str) -> None:
    report = built(cast.amal)
    client = signed_in(cast.amal)
    address = reverse(door, args=[] if door == "report_list" else [report.pk])
    few = statements(client, address)
    for day in range(19):
        ask(cast.bassam if day % 2 else cast.amal, first=FIRST.replace(day=day + 2), last=LAST)

    assert len(all_reports()) == 20
    assert statements(client, address) == few
    assert few < 16
