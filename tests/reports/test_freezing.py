"""Frozen is frozen: whatever happens to the log later, a report says what it said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from engagement.access.models import Team
from engagement.access.scope import acting_as
from engagement.briefs.actions import install_brief
from engagement.coverage import place
from engagement.meetings.models import Meeting
from engagement.regions.models import Region
from engagement.reports import actions
from engagement.reports.models import Report
from engagement.reports.workflow import approve_report, check_report
from engagement.stakeholders.models import Stakeholder
from tests.cast import Cast, meet, register
from tests.conftest import owner
from tests.coverage.writes import amend, run, withdraw
from tests.registry.merging import merged
from tests.reports.story import (
    LANGUAGES,
    asked_of,
    build_report,
    built,
    found,
    many_meetings,
    recomputed,
    shown,
)

pytestmark = pytest.mark.django_db


def one_meeting() -> Meeting:
    with owner():
        return Meeting.plain.filter(status="held").order_by("pk")[0]


def sheikh() -> Stakeholder:
    with owner():
        return Stakeholder.plain.get(actor_type_id="tribe")


def rename_whom_was_met(cast: Cast, _patch: Any) -> None:
    run(
        "UPDATE engagement_stakeholdername SET text = 'Another' WHERE stakeholder_id = %s",
        sheikh().pk,
    )


def reclassify_whom_was_met(cast: Cast, _patch: Any) -> None:
    run("UPDATE engagement_participant SET frozen_type_id = 'pmf_unit'")
    run("UPDATE engagement_stakeholder SET actor_type_id = 'pmf_unit'")


def correct_a_meeting(cast: Cast, _patch: Any) -> None:
    amend(cast, one_meeting().pk, "wasit", who=(sheikh(),))


def withdraw_a_meeting(cast: Cast, _patch: Any) -> None:
    withdraw(cast, one_meeting().pk)


def log_late(cast: Cast, _patch: Any) -> None:
    for _ in range(12):
        meet(cast.amal, "diyala", who=(register(cast.amal, "Late", "judiciary", "diyala"),))


def count_by_another_method(cast: Cast, patch: pytest.MonkeyPatch) -> None:
    for module in (place, actions):
        patch.setattr(module, "METHOD_VERSION", 99)


def rename_a_team(cast: Cast, _patch: Any) -> None:
    with owner():
        Team.objects.filter(pk=cast.mission.pk).update(name="Renamed")


def merge_whom_was_met(cast: Cast, _patch: Any) -> None:
    met = sheikh()
    merged(cast.bassam, register(cast.amal, "Another", met.actor_type_id, kind=met.kind), met)


LATER: tuple[Callable[[Cast, Any], None], ...] = (
    rename_whom_was_met,
    reclassify_whom_was_met,
    correct_a_meeting,
    withdraw_a_meeting,
    log_late,
    count_by_another_method,
    rename_a_team,
    merge_whom_was_met,
)


@pytest.mark.parametrize("happens", LATER, ids=lambda call: call.__name__)
def test_what_happens_later_moves_neither_figures_nor_what_is_made_of_them(
    cast: Cast, happens: Callable[[Cast, Any], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting_as(cast.bassam, "brief.installed"):
        install_brief(cast.bassam)
    many_meetings(cast)
    kinds = [built(cast.amal, **asked_of(cast, kind)) for kind in ("quarterly", "team")]
    before = [
        {language: shown(cast.amal, report, language) for language in LANGUAGES} for report in kinds
    ]
    happens(cast, monkeypatch)

    for report, said in zip(kinds, before, strict=True):
        after = found(cast.amal, report.pk)
        assert after.figures == report.figures
        assert after.figures_sha256 == report.figures_sha256 == recomputed(after.figures)
        assert after.method_version == report.method_version
        for language in LANGUAGES:
            assert shown(cast.amal, after, language) == said[language]


def test_a_region_that_is_renamed_keeps_its_figures(cast: Cast) -> None:
    """Places are told by their keys: the name is that of the day of reading."""
    many_meetings(cast)
    report = built(cast.amal)
    run("UPDATE engagement_region SET label_en = 'Renamed' WHERE key = 'basra'")

    assert recomputed(found(cast.amal, report.pk).figures) == report.figures_sha256


@contextmanager
def refused(words: str) -> Iterator[None]:
    """The database refuses, even its owner; the transaction of the test goes on."""
    with owner(), pytest.raises(IntegrityError, match=words), transaction.atomic():
        yield


CHANGED: dict[str, Any] = {
    "figures": {"form": 1},
    "figures_sha256": "0" * 64,
    "position": 1,
    "method_version": 1,
    "frozen_at": "2026-01-01T00:00:00Z",
    "kind": "quarterly",
    "first": "2025-01-01",
    "last": "2026-04-30",
}


@pytest.mark.parametrize("column", CHANGED)
def test_the_database_refuses_to_change_what_is_frozen(cast: Cast, column: str) -> None:
    report = built(cast.amal)

    with refused("frozen"):
        Report.objects.unscoped("a test").filter(pk=report.pk).update(**{column: CHANGED[column]})


def test_the_database_refuses_to_move_a_frozen_report_to_another_team_or_place(cast: Cast) -> None:
    report = built(cast.amal)
    basra = Region.objects.get(key="basra")

    for change in ({"team": cast.mission}, {"governorate": basra}, {"restates": report}):
        with refused("frozen"):
            Report.objects.unscoped("a test").filter(pk=report.pk).update(**change)


def test_figures_that_are_not_whole_are_refused(cast: Cast) -> None:
    report = built(cast.amal)

    with refused("frozen"):
        Report.objects.unscoped("a test").filter(pk=report.pk).update(
            frozen_at=None, figures=None, figures_sha256=""
        )


def approved(cast: Cast) -> Report:
    report = built(cast.amal)
    for step, actor in ((check_report, cast.carla), (approve_report, cast.bassam)):
        with acting_as(actor, "report.agreed"):
            job = step(actor, report.pk).job_id
        build_report(job)
    return found(cast.amal, report.pk)


@pytest.mark.parametrize(
    "change",
    [
        {"texts": {"context": "Later"}},
        {"stage": "checked", "approved_by": None, "approved_at": None},
        {"stage": "draft", "approved_by": None, "checked_by": None},
        {"approved_at": "2026-01-01T00:00:00Z"},
        {"checked_at": "2026-01-01T00:00:00Z"},
        {"checked_by": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_refuses_to_change_anything_of_an_approved_report(
    cast: Cast, change: dict[str, Any]
) -> None:
    report = approved(cast)

    with refused("approved|stage_signed"):
        Report.objects.unscoped("a test").filter(pk=report.pk).update(**change)


def test_the_database_refuses_to_let_one_person_check_and_approve(cast: Cast) -> None:
    report = approved(cast)

    with refused("approved"):
        Report.objects.unscoped("a test").filter(pk=report.pk).update(
            approved_by=cast.carla.user_id
        )
