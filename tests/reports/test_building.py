"""Building a report: frozen once, built once, naming nobody, however often it is sent."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from engagement.audit.actions import stamp
from engagement.audit.models import Change
from engagement.coverage.place import METHOD_VERSION
from engagement.jobs.models import State
from engagement.reports import actions
from engagement.reports.actions import build_report
from engagement.reports.models import Report
from tests.cast import Cast, meet, register
from tests.conftest import owner, run_together
from tests.reports.story import (
    FORMATS,
    LANGUAGES,
    ask,
    built,
    few_meetings,
    files,
    found,
    many_meetings,
    recomputed,
)

pytestmark = pytest.mark.django_db


#: How each format begins; a CSV with the mark by which spreadsheets know UTF-8.
BEGINS = {"csv": b"\xef\xbb\xbf", "pdf": b"%PDF-", "xlsx": b"PK"}


def governorate(report: Report, key: str) -> dict[str, Any]:
    assert report.figures
    rows = report.figures["place"]["governorates"]
    return next(row for row in rows if row["region"] == key)


def test_a_built_report_is_done_with_a_file_in_each_language_and_format(cast: Cast) -> None:
    few_meetings(cast)
    report = built(cast.amal)
    made = files(cast.amal, report)

    assert (report.job.state, report.job.percent, report.job.error) == (State.DONE, 100, "")
    every = [(language, format_) for language in LANGUAGES for format_ in FORMATS]
    assert [(row.language, row.format) for row in made] == every
    assert {row.standard for row in made if row.format == "pdf"} == {"ua-1"}
    for row in made:
        assert bytes(row.content).startswith(BEGINS[row.format])
        assert row.sha256 == hashlib.sha256(row.content).hexdigest()


def test_the_figures_are_those_counted_by_hand(cast: Cast) -> None:
    many_meetings(cast)
    report = built(cast.amal)
    assert report.figures
    place = report.figures["place"]

    assert place["places"] == {
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
    assert governorate(report, "basra") == {"region": "basra", **basra}
    assert governorate(report, "baghdad") == {"region": "baghdad", **zero, "visited": 13}
    assert governorate(report, "anbar") == {"region": "anbar", **zero, "tried": 1}
    assert len(place["governorates"]) == 18
    # Logged today, held in March.
    assert place["timeliness"] == {"counted": 21, "timely": 0}


def test_the_hash_is_that_of_the_figures_as_they_are_read_back(cast: Cast) -> None:
    few_meetings(cast)
    report = built(cast.amal)

    assert report.figures_sha256 == recomputed(report.figures)
    assert report.method_version == METHOD_VERSION


def test_the_report_stands_at_the_position_of_all_that_is_in_it(cast: Cast) -> None:
    few_meetings(cast)
    report = built(cast.amal)

    with owner():
        assert not Change.objects.filter(pos=None).exists()
        assert report.position == Change.objects.count() == 4


def test_a_report_on_an_empty_programme_is_built(cast: Cast) -> None:
    report = built(cast.amal)

    assert (report.job.state, report.position) == (State.DONE, 0)
    assert len(files(cast.amal, report)) == 9


def test_what_is_logged_while_it_counts_is_in_neither_figures_nor_position(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_meetings(people)
    another = register(people.amal, "Another", "tribe", "basra")
    count = actions.facts_of

    def while_somebody_logs(*args: Any) -> Any:
        assert run_together(lambda: log_and_stamp(people, another)) == []
        return count(*args)

    monkeypatch.setattr(actions, "facts_of", while_somebody_logs)
    report = built(people.amal)
    assert report.figures

    with owner():
        assert Change.objects.exclude(pos=None).count() == 6
    assert report.position == 5
    assert report.figures["place"]["places"]["held"] == 2


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
    assert len(files(people.amal, report)) == 9


def test_built_again_from_the_same_facts_figures_and_hash_are_the_same(cast: Cast) -> None:
    few_meetings(cast)
    one, two = built(cast.amal), built(cast.bassam)

    assert one.pk != two.pk
    assert (one.figures, one.figures_sha256) == (two.figures, two.figures_sha256)


def test_amber_meetings_count_for_whoever_asks(cast: Cast) -> None:
    few_meetings(cast)

    assert built(cast.carla).figures == built(cast.amal).figures
