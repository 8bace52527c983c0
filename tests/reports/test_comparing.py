"""Two reports beside each other: what moved, and what is the same."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.urls import reverse

from engagement.access.keys import new_id
from engagement.reports.blocks import Cell, Content, Grid, Section, columns
from engagement.reports.comparing.differences import compare
from tests.cast import Cast, meet, register
from tests.reports.browsing import page, signed_in, statements
from tests.reports.story import FIRST, ask, built, few_meetings

TWO = columns(("What", "#a"), ("Number", "#b", "number"))
THREE = columns(("What", "#a"), ("Reading", "#b"), ("Number", "#c", "number"))


def made(*grids: Grid) -> Content:
    one = Section("s", "A section", grids=grids)
    return Content("en", "A report", (), (), (), (one,), {"left": "", "hash": ""})


def grid(*rows: tuple[Cell, ...], code: str = "g") -> Grid:
    return Grid(code, "A table", TWO if len(rows[0]) == 2 else THREE, rows)


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        (3, 5, "+2"),
        (5, 3, "−2"),
        (Fraction(1, 2), 1, "+½"),
        (0.25, 0.5, "+0.25"),
        (None, 3, ""),
        ("0–4", 7, ""),
    ],
)
def test_a_number_that_moved_is_told_with_its_difference(then: Cell, now: Cell, told: str) -> None:
    ((pair,),) = [
        table.pairs for table in compare(made(grid(("Met", then))), made(grid(("Met", now))))
    ]

    assert "".join(sign for sign in pair.difference if sign not in "\u2066\u2069") == told
    assert not pair.same


def test_rows_are_matched_by_name_and_a_missing_one_is_a_dash() -> None:
    (table,) = compare(
        made(grid(("Basra", 1), ("Erbil", 2))), made(grid(("Erbil", 2), ("Najaf", 3)))
    )

    assert [(pair.row, pair.then, pair.now) for pair in table.changed] == [
        ("Najaf", "–", "3"),
        ("Basra", "1", "–"),
    ]
    assert [pair.row for pair in table.same] == ["Erbil"]


def test_rows_that_begin_alike_are_told_apart_by_what_follows() -> None:
    old = made(grid(("Any", "apart", 1), ("Any", "state", 2)))
    new = made(grid(("Any", "apart", 1), ("Any", "state", 3)))
    ((pair,),) = [table.changed for table in compare(old, new)]

    assert (pair.row, pair.column, pair.then, pair.now) == ("Any · state", "Number", "2", "3")


def test_a_table_that_only_one_has_is_compared_with_nothing() -> None:
    (one, other) = compare(made(grid(("A", 1), code="old")), made(grid(("A", 1), code="new")))

    assert [(one.code, len(one.changed)), (other.code, len(other.changed))] == [
        ("new", 1),
        ("old", 1),
    ]


@pytest.mark.django_db
class TestThePage:
    def test_it_tells_what_moved_and_folds_the_rest(self, cast: Cast) -> None:
        few_meetings(cast)
        old = built(cast.amal)
        meet(cast.amal, "basra", who=(register(cast.amal, "Sheikh Aqil", "tribe", "basra"),))
        new = built(cast.amal)
        response = page(cast.ruth, "report_compare", one=old.pk, other=new.pk)
        tables = {table.code: table for table in response.context["tables"]}
        moved = {(pair.row, pair.column): pair for pair in tables["governorates"].changed}

        assert response.status_code == 200
        assert (moved["Basra", "Visited"].then, moved["Basra", "Visited"].now) == ("0", "1")
        assert "are the same" in response.text
        assert "style=" not in response.text

    def test_kinds_and_teams_that_differ_are_refused_in_words(self, cast: Cast) -> None:
        one = built(cast.amal)
        scorecard = ask(cast.amal, kind="scorecard")
        teams = [ask(cast.amal, kind="team", team=t.pk) for t in (cast.mission, cast.partner)]
        kinds = page(cast.ruth, "report_compare", one=one.pk, other=scorecard.pk)
        of_two = page(cast.ruth, "report_compare", one=teams[0].pk, other=teams[1].pk)
        unbuilt = page(cast.ruth, "report_compare", one=teams[0].pk, other=teams[0].pk)

        assert [r.status_code for r in (kinds, of_two, unbuilt)] == [422] * 3
        assert "two kinds of reports" in kinds.text
        assert "two teams or governorates" in of_two.text
        assert "not built" in unbuilt.text

    @pytest.mark.parametrize("asked", [{}, {"one": "x"}, {"one": str(new_id())}])
    def test_what_is_not_there_is_not_compared(self, cast: Cast, asked: dict[str, str]) -> None:
        assert page(cast.amal, "report_compare", **asked).status_code == 404

    def test_a_report_of_another_programme_is_not_there(self, cast: Cast) -> None:
        mine, theirs = ask(cast.amal), ask(cast.omar)
        answer = page(cast.amal, "report_compare", one=mine.pk, other=theirs.pk)

        assert answer.status_code == 404

    def test_the_page_of_a_report_offers_those_it_compares_with(self, cast: Cast) -> None:
        one, other = built(cast.amal), built(cast.amal, first=FIRST.replace(month=2))
        ask(cast.amal, kind="scorecard")
        offered = page(cast.ruth, "report", one.pk).context["others"]

        assert [row["pk"] for row in offered] == [str(other.pk)]

    def test_it_takes_few_statements(self, cast: Cast) -> None:
        one, other = built(cast.amal), built(cast.amal)
        address = f"{reverse('report_compare')}?one={one.pk}&other={other.pk}"

        assert statements(signed_in(cast.ruth), address) < 14
