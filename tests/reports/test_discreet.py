"""What no report tells: who was met, who asked, and small numbers that would give people away."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from engagement.access.models import User
from engagement.audit.models import Change
from engagement.coverage.sums import Kind
from engagement.reports.facts import thaw
from engagement.reports.kinds import KINDS
from engagement.reports.models import Report
from engagement.reports.render import Pdf
from tests.cast import Cast, meet, register
from tests.conftest import owner
from tests.reports.pdfs import pages, text
from tests.reports.story import SHEIKH, asked_of, built, few_meetings, files, shown, text_of

pytestmark = pytest.mark.django_db
every_kind = pytest.mark.parametrize("kind", list(KINDS))


def readable(format_: str, content: bytes) -> str:
    """All that somebody may read in a file, and what stands beside it."""
    if format_ == "pdf":
        return "\n".join(text(page) for page in pages(Pdf(content, "ua-1")))
    if format_ == "csv":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())


@every_kind
def test_neither_figures_nor_files_name_anybody(cast: Cast, kind: str) -> None:
    few_meetings(cast)
    User.objects.filter(pk=cast.amal.user_id).update(name="Amal Unmistakable")
    report = built(cast.amal, **asked_of(cast, kind))
    with owner():
        ids = {str(row) for row in Change.objects.values_list("object_id", flat=True)}
    users = User.objects.all()
    names = {"Unmistakable", "Zubaidi", SHEIKH, *(user.username for user in users)}
    ids |= {str(user.pk) for user in users}
    told = [text_of(report)]
    told += [readable(row.format, bytes(row.content)) for row in files(cast.amal, report)]

    assert len(told) == 10
    assert len(ids) > 8
    for said in told:
        assert [one for one in names | ids if re.search(rf"\b{one}\b", said)] == []


def few_of_a_unit(cast: Cast) -> None:
    """In Anbar a unit 4 times and a judge 9 times; in Baghdad the unit 6 times; in Basra a sheikh 3
    times and a judge 7 times."""
    unit = register(cast.amal, "Unit", "pmf_unit", "anbar", kind="unit")
    judge = register(cast.amal, "Judge", "judiciary", "baghdad")
    sheikh = register(cast.amal, "Sheikh", "tribe", "basra")
    for place, who, times in (
        ("anbar", unit, 4),
        ("anbar", judge, 9),
        ("baghdad", unit, 6),
        ("basra", sheikh, 3),
        ("basra", judge, 7),
    ):
        for _ in range(times):
            meet(cast.amal, place, who=(who,))


def reported(cast: Cast, kind: str) -> Report:
    few_of_a_unit(cast)
    return built(cast.amal, **asked_of(cast, kind))


def test_no_small_cell_of_the_matrix_is_frozen(cast: Cast) -> None:
    found = thaw(reported(cast, "quarterly").figures or {}).matrix
    shown_ = [cell.n for row in found.rows for cell in row.cells if cell.n]
    rows = {row.region.key: {cell.kind: cell for cell in row.cells} for row in found.rows}

    # Of 9, 6 and 7 are seen, and 4 and 3 are not.
    assert sorted(shown_) == [6, 7, 9]
    assert rows["anbar"][Kind.PARAMILITARY].state == "small"
    assert rows["basra"][Kind.COMMUNITIES].n is None
    assert rows["baghdad"][Kind.PARAMILITARY].n == 6


@pytest.mark.parametrize("kind", ["quarterly", "beyond_state", "stakeholders"])
def test_a_small_cell_is_a_range_in_every_format(cast: Cast, kind: str) -> None:
    report = reported(cast, kind)
    [grid] = [grid for grid in shown(cast.amal, report).grids if grid.code == "matrix"]
    anbar = next(row for row in grid.rows if row[0] == "Anbar")
    place = [column.label for column in grid.columns].index("Paramilitary units")
    said = {
        row.format: bytes(row.content) for row in files(cast.amal, report) if row.language == "en"
    }

    assert anbar[1] == 13
    assert anbar[place] == "0–4"
    assert ",Anbar,Paramilitary units,#activity+paramilitary+num,0–4," in said["csv"].decode()
    assert re.search(r"Anbar 13 9 .*0–4", readable("pdf", said["pdf"]))


@pytest.mark.parametrize("kind", ["quarterly", "beyond_state"])
def test_how_often_a_unit_was_met_beyond_the_capital_is_not_told_beside_the_matrix(
    cast: Cast, kind: str
) -> None:
    """Ten times in all less six in Baghdad would be the four that are hidden."""
    report = reported(cast, kind)
    [grid] = [grid for grid in shown(cast.amal, report).grids if grid.code == "groups"]
    row = next(row for row in grid.rows if row[0] == "Paramilitary units")

    assert row == ("Paramilitary units", "…", "…")
    assert str(int(Kind.PARAMILITARY)) not in thaw(report.figures or {}).statistics["groups"]


def test_one_governorate_tells_no_small_number_of_its_groups(cast: Cast) -> None:
    report = reported(cast, "governorate")
    [grid] = [g for g in shown(cast.amal, report).grids if g.code == "governorate_groups"]
    told = dict(grid.rows)

    assert told["Officials"] == 7
    assert told["Communities"] in ("0–4", "…")
