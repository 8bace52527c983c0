"""Asking for a report: who may, and how often the same one is asked for."""

from __future__ import annotations

import pytest

from engagement.access.errors import NotAllowed
from engagement.jobs.actions import claim, finish
from engagement.jobs.models import Job, State
from engagement.regions.models import Region
from engagement.reports.actions import TASK
from engagement.reports.models import Report
from tests.cast import Cast
from tests.conftest import owner, run_together
from tests.reports.story import FIRST, ask

pytestmark = pytest.mark.django_db


def all_reports() -> list[Report]:
    with owner():
        return list(Report.objects.unscoped("a test").select_related("job"))


@pytest.mark.parametrize("name", ["amal", "bassam"])
def test_officers_and_managers_may_ask(cast: Cast, name: str) -> None:
    report = ask(getattr(cast, name))

    assert (report.job.task, report.job.state, report.job.total) == (TASK, State.QUEUED, 4)


@pytest.mark.parametrize("name", ["ruth", "idris"])
def test_readers_and_administrators_may_not_ask(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        ask(getattr(cast, name))

    assert all_reports() == []
    assert not Job.objects.exists()


def test_the_same_report_is_not_asked_for_twice_while_it_waits(cast: Cast) -> None:
    assert ask(cast.amal) == ask(cast.bassam)


def test_the_same_report_is_not_asked_for_twice_while_it_is_built(cast: Cast) -> None:
    report = ask(cast.amal)
    claim(report.job_id)

    assert ask(cast.amal) == report


def test_a_report_that_is_done_is_asked_for_anew(cast: Cast) -> None:
    report = ask(cast.amal)
    job = claim(report.job_id)
    assert job
    finish(job)

    assert ask(cast.amal) != report


def test_another_period_is_another_report(cast: Cast) -> None:
    assert ask(cast.amal) != ask(cast.amal, first=FIRST.replace(month=2))


def test_another_kind_is_another_report(cast: Cast) -> None:
    assert ask(cast.amal) != ask(cast.amal, kind="beyond_state")


def test_another_team_is_another_report(cast: Cast) -> None:
    mission, partner = (
        ask(cast.amal, kind="team", team=team.pk) for team in (cast.mission, cast.partner)
    )

    assert mission != partner
    assert ask(cast.carla, kind="team", team=cast.mission.pk) == mission


def test_another_governorate_is_another_report(cast: Cast) -> None:
    basra, anbar = (Region.objects.get(key=key) for key in ("basra", "anbar"))
    report = ask(cast.amal, kind="governorate", governorate=basra)

    assert ask(cast.amal, kind="governorate", governorate=anbar) != report
    assert ask(cast.bassam, kind="governorate", governorate=basra) == report


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("nonsense", "There is no such report"),
        ("team", "Choose a team"),
        ("governorate", "Choose a governorate"),
    ],
)
def test_a_report_without_what_it_is_about_is_refused_in_words(
    cast: Cast, kind: str, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        ask(cast.amal, kind=kind)

    assert not Job.objects.exists()


@pytest.mark.parametrize("kind", ["quarterly", "governorate"])
def test_a_report_of_all_teams_takes_no_team(cast: Cast, kind: str) -> None:
    with pytest.raises(ValueError, match="This report is of all teams"):
        ask(cast.amal, kind=kind, team=cast.mission.pk)


@pytest.mark.parametrize(("kind", "team"), [("quarterly", False), ("team", True)])
def test_a_report_of_all_governorates_takes_no_governorate(
    cast: Cast, kind: str, team: bool
) -> None:
    more = {"team": cast.mission.pk} if team else {}

    with pytest.raises(ValueError, match="This report is of all governorates"):
        ask(cast.amal, kind=kind, governorate=Region.objects.get(key="basra"), **more)


def test_another_programme_asks_for_its_own(cast: Cast) -> None:
    assert ask(cast.amal) != ask(cast.omar)


def test_six_who_ask_at_once_get_one_report(people: Cast) -> None:
    got = []

    assert run_together(*[lambda: got.append(ask(people.amal).pk)] * 6) == []
    assert len(got) == 6
    assert len(set(got)) == len(all_reports()) == Job.objects.count() == 1


def test_a_governorate_that_was_counted_inside_another_then_is_refused_in_words(
    cast: Cast,
) -> None:
    halabja = Region.objects.get(key="halabja")

    with pytest.raises(ValueError, match="inside another"):
        ask(cast.amal, kind="governorate", governorate=halabja)
