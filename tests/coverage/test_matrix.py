"""Groups by governorates, counted by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engagement.access.scope import acting_as
from engagement.coverage.matrix import matrix, matrix_from, register_of
from engagement.coverage.place import listed
from engagement.coverage.sums import Kind, Period, programme_sums
from engagement.meetings.codes import Mode
from engagement.regions.choices import area_of
from engagement.regions.models import ProgrammeArea
from tests.cast import DAY, meet, register
from tests.conftest import owner

pytestmark = pytest.mark.django_db
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def table(cast, actor=None, **more):
    with acting_as(actor or cast.ruth, "read"):
        return matrix(YEAR, area_of(cast.programme.pk), **more)


def row(found, key):
    return next(one for one in found.rows if one.region.key == key)


def cell(found, key, kind):
    """State and number of one cell."""
    one = next(one for one in row(found, key).cells if one.kind == kind)
    return one.state, one.n


def total(found, kind):
    one = next(one for one in found.totals if one.kind == kind)
    return one.state, one.n


def test_a_meeting_with_two_groups_is_once_in_each_column_and_once_in_the_total(cast):
    tribe, ngo = register(cast.amal, "A", "tribe"), register(cast.amal, "B", "cso_ngo")
    meet(cast.amal, "baghdad", who=(tribe, ngo))
    meet(cast.amal, "baghdad", who=(ngo,))

    found = table(cast)

    assert cell(found, "baghdad", Kind.COMMUNITIES) == ("number", 1)
    assert cell(found, "baghdad", Kind.CIVIL_SOCIETY) == ("number", 2)
    assert row(found, "baghdad").total == 2


def test_a_meeting_in_two_governorates_is_whole_in_each_and_once_in_the_columns_total(cast):
    ngo = register(cast.amal, "A")
    meet(cast.amal, "basra", "wasit", who=(ngo,))
    meet(cast.amal, "baghdad", "basra", who=(ngo,))
    meet(cast.amal, "baghdad", who=(ngo,))

    found = table(cast)

    assert cell(found, "basra", Kind.CIVIL_SOCIETY) == ("number", 2)
    assert cell(found, "wasit", Kind.CIVIL_SOCIETY) == ("number", 1)
    assert total(found, Kind.CIVIL_SOCIETY) == ("number", 2)


@pytest.mark.parametrize("mode", [Mode.REMOTE, Mode.INTERMEDIARY])
def test_a_meeting_that_was_not_on_the_spot_is_in_no_cell(cast, mode):
    meet(cast.amal, "basra", who=(register(cast.amal, "A"),), mode=mode)

    assert row(table(cast), "basra").total == 0


def test_rows_stand_by_meetings_held_and_where_equal_by_name(cast):
    ngo = register(cast.amal, "A")
    for place in ("wasit", "wasit", "basra", "anbar"):
        meet(cast.amal, place, who=(ngo,))

    keys = [one.region.key for one in table(cast).rows]

    assert keys[:3] == ["wasit", "anbar", "basra"]
    assert len(keys) == 18


def test_not_sure_has_a_column_only_where_it_holds_something(cast):
    assert Kind.NOT_SURE not in table(cast).columns

    meet(cast.amal, "baghdad", who=(register(cast.amal, "A", "not_sure"),))

    assert table(cast).columns[-1] == Kind.NOT_SURE


def test_a_zero_says_whether_somebody_is_registered_and_whether_we_go_there(cast):
    ngo = register(cast.amal, "A", "cso_ngo", "basra")
    register(cast.amal, "B", "tribe", "basra")
    register(cast.amal, "C", "tribe", "wasit")
    meet(cast.amal, "basra", who=(ngo,))

    found = table(cast)

    assert cell(found, "basra", Kind.COMMUNITIES) == ("missed", 0)
    assert cell(found, "wasit", Kind.COMMUNITIES) == ("unmet", 0)
    assert cell(found, "basra", Kind.OFFICIALS) == ("nobody", 0)


def test_two_sheikhs_from_basra_in_a_baghdad_hotel_are_heard_in_basras_row(cast):
    sheikh = register(cast.amal, "A", "tribe", "basra")
    meet(cast.amal, "baghdad", who=(sheikh,))

    visited, heard = table(cast), table(cast, by="heard")

    assert cell(visited, "basra", Kind.COMMUNITIES) == ("unmet", 0)
    assert cell(heard, "basra", Kind.COMMUNITIES) == ("number", 1)
    assert (row(heard, "basra").total, row(heard, "baghdad").total) == (1, 0)
    assert heard.totals == ()


@pytest.mark.parametrize("by", ["visited", "heard"])
def test_a_paramilitary_cell_under_five_outside_the_capital_reads_0_to_4(cast, by):
    unit = register(cast.amal, "A", "pmf_unit", "basra")
    for place in ("basra", "baghdad"):
        meet(cast.amal, place, who=(unit, register(cast.amal, place, "cso_ngo", place)))

    found = table(cast, cast.bassam, by=by)

    assert cell(found, "basra", Kind.PARAMILITARY) == ("small", None)
    assert cell(found, "basra", Kind.OTHERS) == ("withheld", None)
    assert cell(found, "basra", Kind.CIVIL_SOCIETY)[0] == "number"
    assert cell(found, "baghdad", Kind.PARAMILITARY)[1] == 1
    assert found.hides


def test_a_place_without_a_unit_and_one_with_a_unit_that_was_never_met_look_alike(cast):
    register(cast.amal, "A", "pmf_unit", "basra")
    ngo = register(cast.amal, "B")
    for place in ("basra", "wasit"):
        meet(cast.amal, place, who=(ngo,))

    found = table(cast)

    assert cell(found, "basra", Kind.PARAMILITARY) == ("small", None)
    assert cell(found, "wasit", Kind.PARAMILITARY) == ("small", None)
    assert cell(found, "anbar", Kind.PARAMILITARY) == ("zero", 0)
    assert total(found, Kind.PARAMILITARY) == total(found, Kind.OTHERS) == ("withheld", None)


def test_five_meetings_with_units_are_printed(cast):
    unit = register(cast.amal, "A", "pmf_unit", "basra")
    for n in range(5):
        meet(cast.amal, "basra", who=(unit,), held_on=DAY - timedelta(days=n))

    found = table(cast)

    assert cell(found, "basra", Kind.PARAMILITARY) == ("number", 5)
    assert cell(found, "basra", Kind.OTHERS)[1] == 0
    assert total(found, Kind.PARAMILITARY) == ("number", 5)


def test_what_leaves_the_programme_hides_every_small_cell(cast):
    ngo = register(cast.amal, "A", "cso_ngo", "baghdad")
    meet(cast.amal, "baghdad", who=(ngo,))
    with acting_as(cast.bassam, "read"):
        area = area_of(cast.programme.pk)
        parts = programme_sums(YEAR), listed(area, YEAR), register_of(YEAR.last), "18"

    found = matrix_from(*parts, leaving=True)

    assert cell(found, "baghdad", Kind.CIVIL_SOCIETY) == ("small", None)
    assert cell(found, "baghdad", Kind.OTHERS) == ("withheld", None)
    assert cell(found, "baghdad", Kind.OFFICIALS) == ("nobody", 0)


def test_under_a_printed_cell_stands_how_many_may_not_be_opened_and_under_a_hidden_one_not(cast):
    unit, ngo = register(cast.amal, "A", "pmf_unit"), register(cast.amal, "B")
    meet(cast.amal, "basra", who=(unit, ngo))
    meet(cast.amal, "basra", who=(ngo,), tlp=1)

    cells = {one.kind: one for one in row(table(cast, with_seen=True), "basra").cells}

    assert cells[Kind.CIVIL_SOCIETY].unopenable == 1
    assert cells[Kind.PARAMILITARY].unopenable is None
    assert cells[Kind.OTHERS].unopenable is None


def test_every_member_is_told_the_same(cast):
    register(cast.amal, "A", "pmf_unit", "baghdad")
    meet(cast.amal, "basra", who=(register(cast.amal, "B", "tribe", "basra"),), tlp=4)

    told = [table(cast, actor) for actor in (cast.amal, cast.carla, cast.bassam, cast.ruth)]

    assert all(one == told[0] for one in told)


def test_the_register_leaves_out_who_is_retired_or_not_to_be_engaged(cast):
    register(cast.amal, "A", "tribe", "basra")
    register(cast.amal, "B", "tribe", "basra", not_to_be_engaged=True)
    register(cast.omar, "C", "tribe", "basra")
    register(cast.amal, "D", "tribe")

    with acting_as(cast.ruth, "read"):
        found = register_of(DAY)

    units = {unit for unit, _kind in found}
    assert sorted(found.values()) == [1, 1]
    assert None in units


def test_halabja_is_registered_under_the_list_in_force_on_the_day(cast):
    with owner():
        ProgrammeArea.objects.filter(programme=cast.programme).update(list_of_19_from=DAY)
    register(cast.amal, "A", "tribe", "halabja")

    with acting_as(cast.ruth, "read"):
        before, after = register_of(DAY - timedelta(days=1)), register_of(DAY)

    assert before.keys() != after.keys()


def test_the_table_costs_the_same_statements_however_many_meetings(cast, django_assert_num_queries):
    area, ngo = area_of(cast.programme.pk), register(cast.amal, "A")
    for n in range(3):
        meet(cast.amal, "basra", who=(ngo,), held_on=DAY - timedelta(days=n))

    with acting_as(cast.bassam, "read"), django_assert_num_queries(4):
        matrix(YEAR, area, with_seen=True)


def test_the_worked_example_of_the_method_reads_as_it_says(cast):
    ministry = register(cast.amal, "A", "federal_executive", "baghdad")
    tribe = register(cast.amal, "B", "tribe", "baghdad")
    meet(cast.amal, "basra", who=(ministry, tribe))
    meet(cast.amal, "basra", who=(tribe,))
    meet(cast.amal, "basra", "wasit", who=(tribe,))

    found = table(cast)

    kinds = (Kind.OFFICIALS, Kind.COMMUNITIES)
    assert [cell(found, "basra", kind)[1] for kind in kinds] == [1, 3]
    assert [cell(found, "wasit", kind)[1] for kind in kinds] == [0, 1]
    assert (row(found, "basra").total, row(found, "wasit").total) == (3, 1)
    assert [total(found, kind)[1] for kind in kinds] == [1, 3]
