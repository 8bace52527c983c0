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
from tests.reports.papers import pages, text
from tests.reports.story import ask, few_meetings, files, found
from tests.reports.test_pages import form, signed_in

WITHIN = 60.0


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
    address = client.post(reverse("report_list"), form(people)).url
    report = client.get(address).context["report"]

    assert ended(report.job_id).state == State.DONE
    assert client.get(f"{address}progress/")["HX-Refresh"] == "true"
    response = client.get(address)
    assert [row["language"] for row in response.context["files"]] == ["en", "ar", "ckb"]
    assert client.get(response.context["files"][1]["url"]).content.startswith(b"%PDF-")
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
    assert len(files(people.amal, report)) == 3


def test_the_command_writes_the_papers_without_a_queue(
    people: Cast, queue_down: Celery, tmp_path: Path, capsys: Any
) -> None:
    few_meetings(people)
    call_command("report", "2026-Q1", "--as", "bassam", "--out", str(tmp_path))
    written = sorted(tmp_path.iterdir())

    assert [path.name for path in written] == [
        f"jisr-beyond_capital-2026-01-01-{language}.pdf" for language in ("ar", "ckb", "en")
    ]
    paper = "\n".join(text(page) for page in pages(Pdf(written[2].read_bytes(), "ua-1")))
    assert "0 of 2 meetings were held beyond Baghdad" in " ".join(paper.split())
    assert capsys.readouterr().out.count("sha256") == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("2026-Q5", "--as", "bassam"), "not a quarter"),
        (("2026-Q1", "--as", "nobody"), "Name a user"),
        (("2026-Q1", "--as", "ruth"), "may not"),
    ],
    ids=["quarter", "user", "role"],
)
def test_the_command_refuses_in_words(cast: Cast, arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("report", *arguments)
