"""From the page to the paper through a real queue and worker, and without any queue."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.core.management import CommandError, call_command
from django.urls import reverse

from engagement.jobs.models import Job, State
from engagement.jobs.tasks import sweep
from engagement.reports.render import Pdf
from tests.cast import Cast
from tests.reports.browsing import form, signed_in
from tests.reports.pdfs import pages, text
from tests.reports.story import KIND, ask, few_meetings, files, found

WITHIN = 60.0
QUARTER = ("--period", "2026-Q1", "--as", "bassam")


def ended(job: Any) -> Job:
    """The job once its work is over."""
    limit = time.monotonic() + WITHIN
    while time.monotonic() < limit:
        row = Job.objects.get(pk=job)
        if not row.open:
            return row
        time.sleep(0.1)
    raise AssertionError("the work did not end")


@pytest.mark.usefixtures("worker")
def test_a_worker_builds_what_the_page_asks_for(people: Cast) -> None:
    client = signed_in(people.amal)
    address = client.post(reverse("report_ask"), form(people)).url
    report = client.get(address).context["report"]

    assert ended(report.job_id).state == State.DONE
    assert client.get(f"{address}progress/")["HX-Refresh"] == "true"
    assert client.get(address).status_code == 200
    assert len(files(people.amal, report)) == 9
    assert found(people.amal, report.pk).job.attempt == 1


@pytest.mark.usefixtures("worker")
def test_the_sweeper_sends_what_was_asked_for_while_the_queue_was_away(
    people: Cast, queue: Celery
) -> None:
    few_meetings(people)
    report = ask(people.amal)  # and no door sends it
    Job.objects.update(send_after="2026-01-01T00:00:00Z")
    sweep()

    assert ended(report.job_id).state == State.DONE
    assert len(files(people.amal, report)) == 9


def test_the_command_writes_every_file_into_a_directory_without_a_queue(
    people: Cast, queue_down: Celery, tmp_path: Path, capsys: Any
) -> None:
    few_meetings(people)
    call_command("report", KIND, *QUARTER, "--out", str(tmp_path))

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"jisr-beyond-capital-2026-01-01-{language}.{format_}"
        for language in ("ar", "ckb", "en")
        for format_ in ("csv", "pdf", "xlsx")
    ]
    assert capsys.readouterr().out.count("sha256") == 9


def test_the_command_writes_one_file_where_language_and_format_are_named(
    people: Cast, queue_down: Celery, tmp_path: Path
) -> None:
    few_meetings(people)
    out = tmp_path / "deep" / "paper.pdf"
    named = ("--language", "en", "--format", "pdf", "--out", str(out))
    call_command("report", KIND, *QUARTER, *named)

    assert list(tmp_path.rglob("*.*")) == [out]
    paper = "\n".join(text(page) for page in pages(Pdf(out.read_bytes(), "ua-1")))
    assert "0 of 2 meetings were held beyond Baghdad" in " ".join(paper.split())


@pytest.mark.parametrize(
    ("kind", "named"),
    [("team", ("--team", "Mission")), ("governorate", ("--governorate", "basra"))],
)
def test_the_command_asks_for_a_team_or_a_governorate_by_its_name(
    cast: Cast, tmp_path: Path, kind: str, named: tuple[str, str]
) -> None:
    call_command("report", kind, *QUARTER, *named, "--format", "csv", "--out", str(tmp_path))

    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((KIND, "--period", "2026-Q5", "--as", "bassam"), "quarter"),
        ((KIND, "--period", "2026-Q1", "--as", "nobody"), "Name a user"),
        ((KIND, "--period", "2026-Q1", "--as", "ruth"), "may not"),
        (("team", *QUARTER), "Choose a team"),
        (("team", *QUARTER, "--team", "None such"), "no such team"),
        ((KIND, *QUARTER, "--team", "Mission"), "of all teams"),
        (("governorate", *QUARTER), "Choose a governorate"),
        (("governorate", *QUARTER, "--governorate", "atlantis"), "no such governorate"),
        ((KIND, *QUARTER, "--governorate", "basra"), "of all governorates"),
        (("every", *QUARTER), "invalid choice"),
    ],
)
def test_the_command_refuses_in_words(cast: Cast, arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("report", *arguments)
