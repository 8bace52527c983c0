"""What is hidden stays hidden: the attacker knows the rule, the totals and all that is printed."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagement.coverage.suppression import (
    HIDDEN_SMALL,
    SMALL,
    WITHHELD,
    Line,
    Rule,
    Shown,
    shown_row,
    shown_totals,
)

#: Columns of these tests.
OFFICIALS, ARMED, OTHERS, COMMUNITIES = range(4)
INSIDE = Rule(frozenset({ARMED}), (OTHERS, COMMUNITIES))
LEAVING = Rule(frozenset({ARMED}), (OTHERS, COMMUNITIES), leaving=True)


def line(total, *cells, registered=(1, 1, 1, 1), capital=False):
    return Line(total, cells, registered[: len(cells)], capital)


def test_a_small_paramilitary_cell_outside_the_capital_is_hidden_and_others_beside_it():
    found = shown_row(line(9, 7, 2, 1, 0), INSIDE)

    assert found == (Shown(7), HIDDEN_SMALL, WITHHELD, Shown(0))


def test_a_paramilitary_zero_where_we_were_is_hidden_like_a_four():
    assert shown_row(line(9, 9, 0, 1, 0), INSIDE) == shown_row(line(9, 9, 4, 1, 0), INSIDE)


def test_five_are_printed_and_nothing_beside_them_is_withheld():
    assert shown_row(line(9, 7, 5, 1, 0), INSIDE) == (Shown(7), Shown(5), Shown(1), Shown(0))


def test_in_the_capital_small_cells_are_printed():
    found = shown_row(line(9, 7, 2, 1, 0, capital=True), INSIDE)

    assert found == (Shown(7), Shown(2), Shown(1), Shown(0))


def test_where_nobody_was_met_the_total_gives_the_zero_away_so_it_is_plain():
    assert shown_row(line(0, 0, 0, 0, 0), INSIDE) == (Shown(0),) * 4


def test_whether_a_unit_is_registered_changes_nothing_that_is_printed():
    with_one = line(3, 3, 0, 0, 0, registered=(1, 1, 1, 1))
    without = line(3, 3, 0, 0, 0, registered=(1, 0, 1, 1))

    for rule in (INSIDE, LEAVING):
        assert shown_row(with_one, rule) == shown_row(without, rule)


def test_totals_of_the_hidden_and_the_withheld_column_are_withheld_and_others_stay():
    lines = [line(2, 1, 1, 0, 1), line(8, 6, 6, 5, 0), line(9, 9, 1, 0, 0, capital=True)]

    found = shown_totals(lines, (7, 7, 5, 1), INSIDE)

    assert found == (Shown(7), WITHHELD, WITHHELD, Shown(1))


def test_with_nothing_hidden_every_total_is_printed():
    lines = [line(0, 0, 0, 0, 0), line(8, 6, 6, 5, 0)]

    assert shown_totals(lines, (6, 6, 5, 0), INSIDE) == tuple(map(Shown, (6, 6, 5, 0)))


def test_of_what_leaves_the_programme_every_small_cell_is_hidden_in_the_capital_too():
    found = shown_row(line(9, 7, 2, 6, 0, capital=True), LEAVING)

    assert found == (Shown(7), HIDDEN_SMALL, WITHHELD, HIDDEN_SMALL)


def test_of_what_leaves_a_zero_that_the_register_gives_away_is_plain():
    found = shown_row(line(9, 7, 6, 6, 0, registered=(1, 1, 1, 0)), LEAVING)

    assert found == (Shown(7), Shown(6), Shown(6), Shown(0))


def test_where_others_alone_is_small_another_is_withheld_beside_it():
    found = shown_row(line(9, 7, 6, 2, 5), LEAVING)

    assert found == (Shown(7), Shown(6), HIDDEN_SMALL, WITHHELD)


def test_a_total_that_would_pin_the_only_hidden_cell_of_its_column_is_withheld():
    lines = [line(9, 7, 6, 6, 9), line(9, 3, 6, 6, 9)]

    assert shown_totals(lines, (10, 12, 12, 18), LEAVING)[OFFICIALS] == WITHHELD


def test_a_total_that_leaves_two_hidden_cells_open_is_printed():
    # 13 less the 7 that are printed leaves 3 for three cells of at most 4.
    lines = [line(9, n, 6, 6, 9) for n in (7, 3, 0, 0)]

    assert shown_totals(lines, (10, 24, 24, 36), LEAVING)[OFFICIALS] == Shown(10)


# The attacker. `worlds` are all tables of meetings in one place each; what prints alike is alike to
# whoever reads it, however well they know the rule.


def rows_of(most, columns):
    """Every row: a total, and cells of which each meeting has at least one."""
    for total in range(most + 1):
        for cells in product(range(total + 1), repeat=columns):
            if sum(cells) >= total:
                yield total, cells


def printed(world, rule):
    lines = [line(total, *cells) for total, cells in world]
    totals = [sum(column) for column in zip(*(cells for _total, cells in world), strict=True)]
    rows = tuple((row.total, shown_row(row, rule)) for row in lines)
    return rows, shown_totals(lines, totals, rule)


def alike(worlds, rule):
    found = defaultdict(list)
    for world in worlds:
        found[printed(world, rule)].append(world)
    return found


@pytest.mark.parametrize("rule", [INSIDE, LEAVING])
def test_whoever_knows_the_rule_cannot_tell_a_hidden_paramilitary_cell_of_one_row_from_zero(rule):
    worlds = [(row,) for row in rows_of(6, 3)]

    for (rows, _totals), same in alike(worlds, rule).items():
        _total, cells = rows[0]
        if cells[ARMED].hidden:
            values = {world[0][1][ARMED] for world in same}
            assert 0 in values
            assert len(values) >= 2


@pytest.mark.parametrize("rule", [INSIDE, LEAVING])
def test_nor_of_two_rows_with_the_totals_beneath_them(rule):
    worlds = list(product(rows_of(2, 3), repeat=2))

    for (rows, _totals), same in alike(worlds, rule).items():
        for place, (_total, cells) in enumerate(rows):
            if cells[ARMED].hidden:
                values = {world[place][1][ARMED] for world in same}
                assert 0 in values
                assert len(values) >= 2


tables = st.lists(
    st.integers(1, 9)
    .flatmap(
        lambda total: st.tuples(
            st.just(total), st.lists(st.integers(0, total), min_size=4, max_size=4)
        )
    )
    .filter(lambda row: sum(row[1]) >= row[0]),
    min_size=1,
    max_size=3,
)


def candidates(total, shown):
    """What a row may hold by what is printed of it alone."""
    ranges = [
        [cell.n]
        if not cell.hidden
        else range(min(SMALL - 1, total) + 1)
        if cell.small
        else range(total + 1)
        for cell in shown
    ]
    return [cells for cells in product(*ranges) if sum(cells) >= total]


@settings(max_examples=60)
@given(tables, st.booleans())
def test_each_hidden_paramilitary_cell_may_be_zero_or_more_by_all_that_is_printed(world, leaving):
    rule = LEAVING if leaving else INSIDE
    rows, totals = printed([(total, tuple(cells)) for total, cells in world], rule)
    open_rows = [candidates(total, shown) for total, shown in rows]
    # A printed total binds its column; which sums the other rows can reach is enough to know.
    bound = [place for place, total in enumerate(totals) if not total.hidden]
    for at, (_total, shown) in enumerate(rows):
        if not shown[ARMED].hidden:
            continue
        rest = {(0,) * len(bound)}
        for place, options in enumerate(open_rows):
            if place != at:
                keys = {tuple(cells[c] for c in bound) for cells in options}
                rest = {tuple(map(sum, zip(a, b, strict=True))) for a in rest for b in keys}
        wanted = {tuple(totals[c].n - r for c, r in zip(bound, key, strict=True)) for key in rest}
        values = {
            cells[ARMED] for cells in open_rows[at] if tuple(cells[c] for c in bound) in wanted
        }
        assert 0 in values
        assert len(values) >= 2


@given(tables, st.booleans())
def test_no_small_number_of_the_protected_column_is_ever_printed(world, leaving):
    rule = LEAVING if leaving else INSIDE
    for total, cells in world:
        shown = shown_row(line(total, *cells), rule)
        assert shown[ARMED].hidden or shown[ARMED].n >= SMALL


@given(tables)
def test_of_what_leaves_no_number_from_one_to_four_is_ever_printed(world):
    for total, cells in world:
        shown = shown_row(line(total, *cells), LEAVING)
        assert all(cell.hidden or cell.n == 0 or cell.n >= SMALL for cell in shown)
