"""Where the programme goes, counted by hand; named after the mistakes they prevent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from engagement.access.scope import acting_as
from engagement.coverage.place import PlaceFigures, place_figures
from engagement.coverage.sums import Period
from engagement.meetings.actions import withdraw_meeting
from engagement.meetings.codes import Kind, Mode, Reason, Status
from engagement.meetings.drafts import Attendance
from engagement.meetings.models import Meeting, Participant
from engagement.regions.choices import area_of
from engagement.regions.models import ProgrammeArea
from tests.cast import DAY, Cast, meet, register
from tests.conftest import owner

pytestmark = pytest.mark.django_db
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def figures(cast: Cast, period: Period = YEAR, actor: Any = None, **more: Any) -> PlaceFigures:
    with acting_as(actor or cast.bassam, "read"):
        return place_figures(period, area_of(cast.programme.pk), **more)


def governorate(found: PlaceFigures, key: str) -> Any:
    return next(row for row in found.governorates if row.region.key == key)


def test_two_sheikhs_from_basra_in_a_baghdad_hotel_are_heard_and_not_visited(cast):
    sheikhs = [register(cast.amal, f"Sheikh {n}", "tribe", "basra") for n in (1, 2)]
    meet(cast.amal, "baghdad", who=tuple(sheikhs))

    basra, baghdad = (governorate(figures(cast), key) for key in ("basra", "baghdad"))

    assert (basra.heard, basra.visited) == (1, 0)
    assert (baghdad.heard, baghdad.visited) == (0, 1)


def test_a_meeting_in_two_governorates_is_half_for_shares_and_whole_for_coverage(cast):
    meet(cast.amal, "baghdad", "basra", who=(register(cast.amal, "A"),))

    found = figures(cast)

    assert found.places.beyond == Fraction(1, 2)
    assert found.places.capital == Fraction(1, 2)
    assert found.places.held == 1
    assert governorate(found, "basra").visited == governorate(found, "baghdad").visited == 1


def test_two_venues_of_one_governorate_are_one_place(cast):
    with owner():
        ProgrammeArea.objects.filter(programme=cast.programme).update(list_of_19_from=None)
    meet(cast.amal, "sulaymaniyah", "halabja", "baghdad", who=(register(cast.amal, "A"),))

    # By the list of 18 Halabja is Sulaymaniyah: two places, half each.
    assert figures(cast).places.beyond == Fraction(1, 2)


def test_an_unknown_place_stays_in_the_denominator_and_opens_the_bounds(cast):
    person = register(cast.amal, "A")
    for place in ("basra", "baghdad", "baghdad"):
        meet(cast.amal, place, who=(person,))
    meet(cast.amal, who=(person,))

    share = figures(cast).places.beyond_share

    assert (share.part, share.whole, share.unknown) == (1, 4, 1)
    assert share.bounds == (25, 50)


def test_abroad_is_a_bucket_of_its_own_in_the_denominator(cast):
    person = register(cast.amal, "A")
    meet(cast.amal, "jordan", who=(person,))
    meet(cast.amal, "erbil", who=(person,))

    places = figures(cast).places

    assert (places.abroad, places.beyond, places.held) == (1, 1, 2)


@pytest.mark.parametrize(
    "change",
    [
        {"status": Status.PLANNED, "held_on": DAY},
        {"status": Status.NOT_HELD, "reason": Reason.SECURITY},
        {"status": Status.CANCELLED, "reason": Reason.BY_US},
        {"status": Status.POSTPONED, "reason": Reason.TRAVEL_BAN},
        {"kind": Kind.CONTACT},
        {"held_on": date(2025, 12, 31)},
    ],
)
def test_what_was_not_held_or_is_no_engagement_or_lies_outside_is_in_no_share(cast, change):
    meet(cast.amal, "basra", who=(register(cast.amal, "A"),), **change)

    found = figures(cast)

    assert found.places.held == 0
    assert governorate(found, "basra").visited == 0


def test_a_withdrawn_meeting_counts_no_more(cast):
    made = meet(cast.amal, "basra", who=(register(cast.amal, "A"),))
    with acting_as(cast.amal, "meeting.withdrawn"):
        withdraw_meeting(cast.amal, made.pk, reason="Logged twice", version=made.version)

    assert figures(cast).places.held == 0


def test_a_duplicate_counts_only_as_its_canonical_meeting(cast):
    person = register(cast.amal, "A")
    first, second = (meet(cast.amal, "basra", who=(person,)) for _ in range(2))
    with owner():
        Meeting.plain.filter(pk=second.pk).update(duplicate_of=first)

    assert figures(cast).places.held == 1


def test_interpreters_observers_and_own_staff_are_nobody_reached(cast):
    counterpart = register(cast.amal, "A", base="baghdad")
    helpers = [
        Attendance(stakeholder_id=register(cast.amal, role, base="basra").pk, role=role)
        for role in (
            Participant.Role.INTERPRETER,
            Participant.Role.OBSERVER,
            Participant.Role.OWN,
            Participant.Role.INTERMEDIARY,
        )
    ]
    meet(cast.amal, "baghdad", who=(counterpart, *helpers))

    assert governorate(figures(cast), "basra").heard == 0


def test_remote_meetings_are_a_line_of_their_own_by_the_counterparts_base(cast):
    person = register(cast.amal, "A", base="basra")
    meet(cast.amal, "baghdad", who=(person,), mode=Mode.REMOTE)
    meet(cast.amal, "baghdad", who=(person,), mode=Mode.INTERMEDIARY)

    found, basra = figures(cast), governorate(figures(cast), "basra")

    assert (found.places.held, found.places.remote, found.places.intermediary) == (0, 1, 1)
    assert (basra.heard, basra.heard_remote, basra.heard_intermediary) == (0, 1, 1)
    assert governorate(found, "baghdad").visited == 0


def test_a_community_entered_as_a_group_is_heard_once_however_many_heads(cast):
    village = register(cast.amal, "Residents", "community_committee", "diyala", kind="community")
    meet(cast.amal, "baghdad", who=(Attendance(stakeholder_id=village.pk, headcount=40),))

    assert governorate(figures(cast), "diyala").heard == 1


def test_the_base_is_the_one_on_the_day_not_todays(cast):
    person = register(cast.amal, "A", base="basra")
    meet(cast.amal, "baghdad", who=(person,))
    with owner():
        type(person).plain.filter(pk=person.pk).update(base_region=None)

    assert governorate(figures(cast), "basra").heard == 1


def test_tried_counts_only_what_others_or_the_road_prevented(cast):
    person = register(cast.amal, "A")
    for reason in (Reason.SECURITY, Reason.REFUSED, Reason.BY_US):
        meet(cast.amal, "diyala", who=(person,), status=Status.NOT_HELD, reason=reason)

    diyala = governorate(figures(cast), "diyala")

    assert (diyala.tried, diyala.state) == (2, "failed")


def test_a_gap_never_tried_is_not_a_gap_that_failed_nor_one_that_was_heard(cast):
    register_and_hear = register(cast.amal, "A", base="wasit")
    meet(cast.amal, "baghdad", who=(register_and_hear,))
    meet(
        cast.amal,
        "diyala",
        who=(register_and_hear,),
        status=Status.NOT_HELD,
        reason=Reason.NO_ACCESS,
    )

    found = figures(cast)

    states = {key: governorate(found, key).state for key in ("wasit", "diyala", "muthanna")}
    assert states == {"wasit": "heard", "diyala": "failed", "muthanna": "never"}


def test_halabja_folds_into_sulaymaniyah_until_the_list_of_19_is_in_force(cast):
    person = register(cast.amal, "A", base="halabja")
    switch = DAY + timedelta(days=1)
    with owner():
        ProgrammeArea.objects.filter(programme=cast.programme).update(list_of_19_from=switch)
    meet(cast.amal, "halabja", who=(person,), held_on=DAY)
    meet(cast.amal, "halabja", who=(person,), held_on=switch)

    found = figures(cast)

    assert found.list_code == "19"
    assert len(found.governorates) == 19
    assert governorate(found, "sulaymaniyah").visited == 1
    assert governorate(found, "halabja").visited == 1


def test_the_list_of_18_is_the_default_and_has_no_tile_for_halabja(cast):
    found = figures(cast)

    assert found.list_code == "18"
    assert "halabja" not in {row.region.key for row in found.governorates}
    assert len(found.governorates) == 18


def test_a_joint_meeting_is_one_in_total_and_one_for_each_team(cast):
    person = register(cast.amal, "A")
    meet(cast.amal, "basra", who=(person,), guest_team_ids=(cast.partner.pk,))

    total = figures(cast).places.held
    each = [
        figures(cast, replace(YEAR, team_id=team.pk)).places.held
        for team in (cast.mission, cast.partner)
    ]

    assert (total, each) == (1, [1, 1])


def test_met_three_times_is_at_least_three_visits(cast):
    person = register(cast.amal, "A")
    for _ in range(3):
        meet(cast.amal, "basra", who=(person,))
    for _ in range(2):
        meet(cast.amal, "wasit", who=(person,))

    found = figures(cast)

    assert [row.region.key for row in found.often] == ["basra"]
    assert len(found.visited) == 2


def test_every_member_reads_the_same_programme_figures(cast):
    armed = register(cast.amal, "Unit", "pmf_unit", "anbar", kind="unit")
    meet(cast.amal, "anbar", who=(armed,))

    read = [figures(cast, actor=actor) for actor in (cast.amal, cast.carla, cast.bassam, cast.ruth)]

    assert [found.places.held for found in read] == [1, 1, 1, 1]


def test_what_a_reader_may_not_open_is_counted_beside_it(cast):
    meet(cast.amal, "basra", who=(register(cast.amal, "A"),))

    found = figures(cast, actor=cast.ruth, with_seen=True)

    assert found.places.held - found.seen.places.held == 1


def test_another_programmes_meetings_are_in_no_figure(cast):
    meet(cast.omar, "basra", who=(register(cast.omar, "A"),))

    assert figures(cast).places.held == 0


def test_nothing_to_measure_is_no_percentage_rather_than_zero(cast):
    assert figures(cast).places.beyond_share.percent is None


def test_logged_within_seven_days_is_counted_on_the_programmes_clock(cast):
    person = register(cast.amal, "A")
    timely, late = (meet(cast.amal, "basra", who=(person,)) for _ in range(2))
    with owner():
        # 20:59 UTC is 23:59 in Baghdad, still the seventh day; a minute later is the eighth.
        Meeting.plain.filter(pk=timely.pk).update(logged_at="2026-03-17T20:59:00Z")
        Meeting.plain.filter(pk=late.pk).update(logged_at="2026-03-17T21:00:00Z")

    found = figures(cast).timeliness

    assert (found.counted, found.timely) == (2, 1)


def test_the_figures_cost_the_same_statements_however_many_meetings(
    cast, django_assert_num_queries
):
    area, person = area_of(cast.programme.pk), register(cast.amal, "A", base="basra")
    for _ in range(12):
        meet(cast.amal, "basra", who=(person,))

    with acting_as(cast.bassam, "read"), django_assert_num_queries(3):
        place_figures(YEAR, area, with_seen=True)
