"""Asked for again after it was approved, a report gives its numbers anew, with why each moved."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from engagement.access.scope import acting_as
from engagement.coverage.sums import Period
from engagement.meetings.models import Meeting, Venue
from engagement.reports.actions import build_report
from engagement.reports.facts import Restated, thaw
from engagement.reports.models import Report
from engagement.reports.workflow import approve_report, check_report, close_period, settle
from tests.cast import Cast, make_cast, meet, register
from tests.conftest import owner
from tests.coverage.writes import run, withdraw
from tests.reports.story import FIRST, LAST, built, found, many_meetings, shown

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Committed: within one transaction of a test no version would move."""
    return make_cast()


def approve(cast: Cast, report: Report) -> Report:
    for step, actor in ((check_report, cast.carla), (approve_report, cast.bassam)):
        with acting_as(actor, "report.agreed"):
            job = step(actor, report.pk).job_id
        build_report(job)
    return found(cast.amal, report.pk)


def much_happens(cast: Cast) -> None:
    """A late meeting in Wasit with a judge; the first in Baghdad withdrawn; the first in Basra
    reclassified."""
    meet(cast.amal, "wasit", who=(register(cast.amal, "Judge", "judiciary", "wasit"),))
    with owner():
        by_place = dict(
            Venue.plain.filter(meeting__status="held", meeting__mode="in_person")
            .order_by("-pk")
            .values_list("region__key", "meeting_id")
        )
        assert Meeting.plain.count() == 23
    withdraw(cast, by_place["baghdad"])
    run(
        "UPDATE engagement_participant SET frozen_type_id = 'judiciary' WHERE meeting_id = %s",
        by_place["basra"],
    )


def restated(report: Report) -> Restated:
    told = thaw(report.figures or {}).restated
    assert told is not None
    return told


def test_the_first_report_restates_nothing(cast: Cast) -> None:
    many_meetings(cast)
    report = built(cast.amal)

    assert report.restates is None
    assert thaw(report.figures or {}).restated is None
    [section] = [s for s in shown(cast.amal, report).sections if s.code == "restated"]
    assert section.empty == "This report restates no other."


def test_what_is_not_approved_is_not_restated(cast: Cast) -> None:
    many_meetings(cast)
    built(cast.amal)

    assert built(cast.amal).restates is None


def test_asked_for_again_an_approved_report_is_restated(cast: Cast) -> None:
    many_meetings(cast)
    old = approve(cast, built(cast.amal))
    much_happens(cast)
    new = built(cast.amal)

    assert new.restates == old
    assert (restated(new).position, restated(new).figures_sha256) == (
        old.position,
        old.figures_sha256,
    )
    assert found(cast.amal, old.pk).figures == old.figures


def test_the_steps_are_those_worked_out_by_hand(cast: Cast) -> None:
    """21 counted, one more and one less; 20 in person likewise. Beyond Baghdad were 6½; the
    one in Wasit is one more, and the one withdrawn was none of them. Wasit is a third place."""
    many_meetings(cast)
    approve(cast, built(cast.amal))
    much_happens(cast)
    steps = {step.code: step for step in restated(built(cast.amal)).steps}

    assert (steps["counted"].before, steps["counted"].after) == (21, 21)
    assert dict(steps["counted"].steps) == {"late": 1, "reclassified": 0, "corrected": -1}
    assert (steps["visited"].before, steps["visited"].after) == (2, 3)
    assert steps["beyond"].before == Fraction(13, 2)
    assert dict(steps["beyond"].steps) == {"late": 1, "reclassified": 0, "corrected": 0}


def test_the_steps_add_up_exactly_from_then_to_now(cast: Cast) -> None:
    many_meetings(cast)
    old = approve(cast, built(cast.amal))
    much_happens(cast)
    new = built(cast.amal)
    steps = restated(new).steps

    assert {step.code for step in steps} >= {"counted", "held", "beyond", "beyond_share", "visited"}
    for step in steps:
        assert step.before is not None
        assert step.after is not None
        assert sum((n for _cause, n in step.steps), Fraction(0)) == step.after - step.before
    was, now = (thaw(report.figures or {}).place for report in (old, new))
    told = {step.code: (step.before, step.after) for step in steps}
    assert told["held"] == (was.places.held, now.places.held)
    assert told["beyond"] == (was.places.beyond, now.places.beyond)
    assert told["visited"] == (len(was.visited), len(now.visited))


def test_the_report_says_which_it_restates_by_position_and_hash(cast: Cast) -> None:
    many_meetings(cast)
    old = approve(cast, built(cast.amal))
    much_happens(cast)
    [section] = [s for s in shown(cast.amal, built(cast.amal)).sections if s.code == "restated"]

    assert section.paragraphs == (
        f"Compared with the report frozen at position {old.position}"
        f" (SHA-256 {old.figures_sha256[:16]}).",
    )
    [grid] = section.grids
    assert [column.label for column in grid.columns] == [
        "Figure",
        "Then",
        "Late entries",
        "Reclassified people",
        "Corrections",
        "Now",
    ]
    assert grid.rows[0] == ("Meetings counted", "21", "+1", "0", "\u22121", "21")


def test_where_nothing_moved_the_report_says_so(cast: Cast) -> None:
    many_meetings(cast)
    approve(cast, built(cast.amal))
    [section] = [s for s in shown(cast.amal, built(cast.amal)).sections if s.code == "restated"]

    assert section.paragraphs[0].endswith("No number moved.")


def test_the_newest_approved_report_is_restated(cast: Cast) -> None:
    many_meetings(cast)
    approve(cast, built(cast.amal))
    second = approve(cast, built(cast.amal))

    assert built(cast.amal).restates == second


@pytest.mark.parametrize("other", ["kind", "period", "team"])
def test_another_report_is_not_restated(cast: Cast, other: str) -> None:
    many_meetings(cast)
    approve(cast, built(cast.amal))
    more = {
        "kind": {"kind": "quarterly"},
        "period": {"first": date(2026, 2, 1)},
        "team": {"kind": "team", "team": cast.mission.pk},
    }

    assert built(cast.amal, **more[other]).restates is None


def test_a_closed_period_is_held_against_the_position_it_was_closed_at(cast: Cast) -> None:
    many_meetings(cast)
    settle()
    with acting_as(cast.bassam, "period.closed"):
        closed = close_period(cast.bassam, Period(FIRST, LAST))
    meet(cast.amal, "wasit", who=(register(cast.amal, "Late", "judiciary", "wasit"),))
    report = built(cast.amal)
    told = restated(report)

    assert report.restates is None
    assert (told.position, told.figures_sha256) == (closed.position, "")
    assert {step.code: dict(step.steps) for step in told.steps}["counted"] == {"late": 1}
    [section] = [s for s in shown(cast.amal, report).sections if s.code == "restated"]
    assert section.paragraphs == (
        f"Compared with the numbers at position {closed.position}, at which the period was closed.",
    )
