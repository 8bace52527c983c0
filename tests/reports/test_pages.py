"""The pages of the reports: asking, watching, reading, downloading."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagement.access.scope import Actor
from engagement.coverage.periods import Quarter
from engagement.jobs.actions import beat, claim, fail
from engagement.jobs.models import Job, State
from engagement.reports.actions import build_report
from engagement.reports.models import Report
from tests.cast import Cast
from tests.conftest import owner
from tests.reports.story import FIRST, LAST, ask, built, few_meetings, user_of

pytestmark = pytest.mark.django_db


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user_of(actor))
    return client


def quarter(cast: Cast) -> str:
    """The quarter before the running one: it is always among those offered."""
    return str(Quarter.of(cast.amal.today()).before)


def form(cast: Cast, **changed: str) -> dict[str, str]:
    return {"kind": "beyond_capital", "quarter": quarter(cast), **changed}


def all_reports() -> list[Report]:
    with owner():
        return list(Report.objects.unscoped("a test"))


@pytest.mark.usefixtures("queue_down")
def test_asking_answers_at_once_though_the_queue_is_away(cast: Cast) -> None:
    began = timezone.now()
    response = signed_in(cast.amal).post(reverse("report_list"), form(cast))
    [report] = all_reports()

    assert response.status_code == 302
    assert response.url == reverse("report", args=[report.pk])
    assert (timezone.now() - began).total_seconds() < 3
    assert Job.objects.get(pk=report.job_id).state == State.QUEUED


@pytest.mark.usefixtures("queue_down")
def test_asking_twice_leads_to_the_same_page(cast: Cast) -> None:
    client = signed_in(cast.amal)
    first, second = (client.post(reverse("report_list"), form(cast)) for _ in range(2))

    assert first.url == second.url
    assert len(all_reports()) == 1


@pytest.mark.parametrize("changed", [{"quarter": "1999-Q1"}, {"quarter": "x"}, {"kind": "other"}])
def test_what_cannot_be_asked_for_is_refused_beside_the_field(
    cast: Cast, changed: dict[str, str]
) -> None:
    response = signed_in(cast.amal).post(reverse("report_list"), form(cast, **changed))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(changed)
    assert all_reports() == []


@pytest.mark.parametrize("name", ["ruth", "idris"])
def test_whoever_may_not_ask_is_refused(cast: Cast, name: str) -> None:
    response = signed_in(getattr(cast, name)).post(reverse("report_list"), form(cast))

    assert response.status_code == 403
    assert all_reports() == []


def test_readers_are_not_offered_to_ask(cast: Cast) -> None:
    assert "form" in signed_in(cast.ruth).get(reverse("report_list")).context
    assert b'name="quarter"' not in signed_in(cast.ruth).get(reverse("report_list")).content
    assert b'name="quarter"' in signed_in(cast.amal).get(reverse("report_list")).content


def test_the_page_shows_how_far_the_work_is(cast: Cast) -> None:
    report = ask(cast.amal)
    job = claim(report.job_id)
    assert job
    beat(job, 2, "ar")
    response = signed_in(cast.amal).get(reverse("report_progress", args=[report.pk]))

    assert "50%" in response.content.decode()
    assert "العربية" in response.content.decode()
    assert "HX-Refresh" not in response


def test_the_page_is_asked_for_anew_when_the_work_is_over(cast: Cast) -> None:
    report = built(cast.amal)
    response = signed_in(cast.amal).get(reverse("report_progress", args=[report.pk]))

    assert response["HX-Refresh"] == "true"


def test_the_page_of_a_built_report_offers_three_files(cast: Cast) -> None:
    few_meetings(cast)
    report = built(cast.amal)
    response = signed_in(cast.amal).get(reverse("report", args=[report.pk]))
    content = response.content.decode()

    assert len(response.context["files"]) == 3
    for language in ("en", "ar", "ckb"):
        assert f'href="{reverse("report_file", args=[report.pk, language])}"' in content
    assert report.figures_sha256 in content


def test_a_failure_is_said_in_words_when_it_is_final(cast: Cast) -> None:
    report = ask(cast.amal)
    job = claim(report.job_id)
    assert job
    fail(job, "It could not be built (ValueError).", for_good=True)
    content = signed_in(cast.amal).get(reverse("report", args=[report.pk])).content.decode()

    assert "It could not be built (ValueError)." in content


def test_a_failure_that_came_right_is_not_shown(cast: Cast) -> None:
    report = ask(cast.amal)
    job = claim(report.job_id)
    assert job
    fail(job, "It could not be built (ValueError).")
    build_report(report.job_id)
    content = signed_in(cast.amal).get(reverse("report", args=[report.pk])).content.decode()

    assert "It could not be built" not in content


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_a_reader_may_download(cast: Cast, language: str) -> None:
    report = built(cast.amal)
    response = signed_in(cast.ruth).get(reverse("report_file", args=[report.pk, language]))

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    name = f"jisr-beyond-capital-2026-Q1-{language}.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["omar", "idris"])
def test_a_report_that_is_not_theirs_is_not_there(cast: Cast, name: str) -> None:
    report = built(cast.amal)
    client = signed_in(getattr(cast, name))
    for address in (
        reverse("report", args=[report.pk]),
        reverse("report_progress", args=[report.pk]),
        reverse("report_file", args=[report.pk, "en"]),
    ):
        assert client.get(address).status_code == 404


def test_another_programmes_list_does_not_show_it(cast: Cast) -> None:
    ask(cast.amal)

    assert signed_in(cast.omar).get(reverse("report_list")).context["rows"] == []


def test_a_language_that_was_not_made_is_not_there(cast: Cast) -> None:
    report = built(cast.amal)

    address = reverse("report_file", args=[report.pk, "fr"])
    assert signed_in(cast.amal).get(address).status_code == 404


def statements(client: Client, address: str) -> int:
    client.get(address)  # whatever is cached is cached now
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


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
